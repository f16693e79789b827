"""How the indicators of each dimension go together: a table of what `measure sensitivity` tells of their consistency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from counterpoise.measurement.tie_consistency import TieConsistency, WithoutIndicator
from counterpoise.report.outline import DataTable
from counterpoise.wording import words_of

Cell = str | float | None


def consistency(titles: Mapping[str, str], year: int, found: Sequence[TieConsistency]) -> DataTable:
    """One row for each dimension of which a tie is observed; what cannot be told stands with its reason.

    `titles` are what series go by within a sentence.
    """
    return DataTable(
        id="numbers-consistency",
        caption=f"How the indicators of each dimension go together, in {year} where it is about one year",
        columns=(
            *("Dimension", "Cronbach's alpha", "Pairs that are redundant or contrary (r, ties)"),
            *("Ranks of ties without each indicator", "Share at the weights that suit each tie best"),
            *("Share at equal weights of the same", "Not told"),
        ),
        rows=tuple(_row(each, titles) for each in found),
        note=(
            "Alpha (Cronbach 1951) and correlations rest on the ties of all states, years and both powers; redundant is a correlation above "
            ".9, contrary one below -.4. Ranks are those of the ties of the year. The weights that suit each tie best are those of the benefit "
            "of the doubt (Cherchye and others 2007): they are other ones for each tie, so that these shares are no alternative among the choices above."
        ),
    )


def _row(found: TieConsistency, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    best = found.best
    return (
        words_of(found.dimension),
        None if found.alpha is None else round(found.alpha, 2),
        "; ".join(
            f"{titles.get(each.one, each.one)} and {titles.get(each.other, each.other)} {each.word} ({each.correlation:.2f}, {each.ties})"
            for each in found.correlated
        )
        or "none",
        "; ".join(_moved(each, titles) for each in found.without if each.mean_shift is not None) or None,
        None if best is None else round(best.share, 3),
        None if best is None or best.equal_share is None else round(best.equal_share, 3),
        "; ".join(_titled(why, titles) for why in found.not_told) or None,
    )


def _moved(each: WithoutIndicator, titles: Mapping[str, str]) -> str:
    return (
        f"without {titles.get(each.indicator, each.indicator)} {each.mean_shift:.1f} places on average, "
        f"{each.most_shift:.0f} at most"
    )


def _titled(why: str, titles: Mapping[str, str]) -> str:
    """A reason in which indicators are named by their titles."""
    return re.sub(r"[\w:-]+", lambda found: titles.get(found[0], found[0]), why)
