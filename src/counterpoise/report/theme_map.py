"""The map of themes as a drawing: how much each gathers, and which gather the same passages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from counterpoise.evidence import COUNTED
from counterpoise.findings.theme_map import shared_passages
from counterpoise.findings.themes import GatheredTheme
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Network, Node, Tie
from counterpoise.wording import listed, several

WRITTEN = 8
"""The counts of shared passages are written on the drawing of so many themes at most; its table has them all."""

TOLD = 3
"""So many of the pairs that share most are told in words."""


def theme_map_figure(themes: Sequence[GatheredTheme]) -> Figure | None:
    """The themes in a circle, joined where a passage stands in both; None where fewer than two gather anything."""
    gathered = {theme.id: sum(theme.passages[standing].total() for standing in COUNTED) for theme in themes}
    if sum(count > 0 for count in gathered.values()) < 2:
        return None
    places = {theme.id: place for place, theme in enumerate(themes)}
    shared = shared_passages(themes)
    pairs = sorted(
        ((one, other, count) for (one, other), count in shared.items() if places[one] < places[other]),
        key=lambda pair: (-pair[2], places[pair[0]], places[pair[1]]),
    )
    titles = {theme.id: theme.title for theme in themes}
    most_gathered, most_shared = max(gathered.values()), max((count for *_, count in pairs), default=1)
    nodes = tuple(
        Node(
            titles[name],
            0.5 + 0.5 * math.sin(turn),
            0.5 - 0.5 * math.cos(turn),
            count / most_gathered,
            several(count, "passage"),
        )
        for place, (name, count) in enumerate(gathered.items())
        for turn in (2 * math.pi * place / len(themes),)
    )
    ties = tuple(
        Tie(
            places[one],
            places[other],
            count / most_shared,
            f"{count:,}" if len(themes) <= WRITTEN else "",
        )
        for one, other, count in reversed(pairs)  # the thickest last, above the others
    )
    told = [
        f"{titles[one]} and {titles[other]} share {several(count, 'passage')}"
        for one, other, count in pairs[:TOLD]
    ]
    alone = [titles[name] for name in gathered if not any(name in pair[:2] for pair in pairs)]
    return Figure(
        id="figure-theme-map",
        title="Map of the themes",
        caption=(
            "A disc is as large as the counted passages that its theme gathers, a tie as thick as the passages that two themes both "
            "gather, since a passage may have codes of several. Where a theme stands has no meaning."
        ),
        alt=_in_words(told, alone),
        chart=Network(nodes, ties, max(4, math.ceil(len(themes) / 2) + 1)),
        table=DataTable(
            "numbers-theme-map",
            "Map of the themes: passages that each two share",
            ("Theme", "With", "Passages of both", "Passages of the theme", "Passages of the other"),
            tuple(
                (titles[one], titles[other], count, gathered[one], gathered[other])
                for one, other, count in pairs
            ),
        ),
    )


def _in_words(shared: Sequence[str], alone: Sequence[str]) -> str:
    if not shared:
        return "No two themes share a passage."
    return f"{listed(shared)}." + (f" Sharing none: {listed(alone)}." if alone else "")
