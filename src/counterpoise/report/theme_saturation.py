"""The figure of saturation: how many codes of each theme were found after each further document."""

from __future__ import annotations

import polars as pl

from counterpoise.evidence import COUNTED
from counterpoise.findings.theme_saturation import SATURATED, theme_saturation
from counterpoise.findings.themes import GatheredTheme
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import LineChart, Observation, Panel, Series
from counterpoise.retrieval.saturation import BASE, RUN
from counterpoise.wording import listed, several


def saturation_figure(themes: tuple[GatheredTheme, ...]) -> Figure | None:
    """The curves of all themes, one line for each kind of source; None where nothing is coded."""
    curves = {theme.title: theme_saturation(theme.coded) for theme in themes}
    curves = {title: curve for title, curve in curves.items() if not curve.is_empty()}
    if not curves:
        return None
    last = max(int(str(curve["number"].max())) for curve in curves.values())
    rows = [row for title, curve in curves.items() for row in _rows(title, curve)]
    return Figure(
        id="figure-saturation",
        title="Saturation: codes of each theme found so far",
        caption=(
            "The codes of a theme that were found after so many documents, in order of date, for each kind of source apart; "
            f"documents that speak of no code of the theme are left out. New information is the share of Guest, Namey and Chen (2020): new codes of the last {RUN} "
            f"documents over those of the first {BASE}; at {SATURATED:.0%} or less saturation is commonly called."
        ),
        alt=". ".join(f"{title}: {_ends(curve)}" for title, curve in curves.items()) + ".",
        chart=LineChart(
            tuple(Panel(title, _series(curve), "codes found") for title, curve in curves.items()), 1, last
        ),
        table=DataTable(
            id="numbers-saturation",
            caption="Saturation of each theme: numbers",
            columns=(
                *("Theme", "Counts as", "Documents", "Codes found", "Last new code at document"),
                *("New information at the end", "Saturated"),
            ),
            rows=tuple(rows),
            note=f"With fewer than {BASE + RUN} documents new information is not defined.",
        ),
    )


def _series(curve: pl.DataFrame) -> tuple[Series, ...]:
    """Each kind of source as level steps: a step lasts while no new code is found."""
    return tuple(
        Series(standing, tuple(_steps(curve.filter(standing=standing)["so far"].to_list())))
        for standing in _standings(curve)
    )


def _steps(so_far: list[int]) -> list[Observation]:
    """
    >>> [(each.start, each.end, each.value) for each in _steps([2, 2, 3])]
    [(1, 2, 2.0), (3, 3, 3.0)]
    """
    begins = [0, *(place for place in range(1, len(so_far)) if so_far[place] != so_far[place - 1])]
    ends = [*begins[1:], len(so_far)]
    return [
        Observation(begin + 1, end, float(so_far[begin])) for begin, end in zip(begins, ends, strict=True)
    ]


def _rows(title: str, curve: pl.DataFrame) -> list[tuple[str | int | float | None, ...]]:
    rows: list[tuple[str | int | float | None, ...]] = []
    for standing in _standings(curve):
        of_it = curve.filter(standing=standing)
        final = of_it.row(-1, named=True)
        share = final["new information"]
        told = None if share is None else "yes" if share <= SATURATED else "no"
        newest = of_it.filter(pl.col("new") > 0)["number"].to_list()[-1]
        rows.append(
            (title, standing, final["number"], final["so far"], newest, share, told or "not testable")
        )
    return rows


def _ends(curve: pl.DataFrame) -> str:
    told = []
    for standing in _standings(curve):
        final = curve.filter(standing=standing).row(-1, named=True)
        told.append(
            f"{several(final['so far'], 'code')} after {several(final['number'], 'document')} {standing}"
        )
    return listed(told)


def _standings(curve: pl.DataFrame) -> list[str]:
    found = set(curve["standing"].to_list())
    return [standing for standing in COUNTED if standing in found]
