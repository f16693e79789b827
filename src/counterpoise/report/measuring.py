"""How ties are measured, in a reader's words: the rules, and the goalposts between which ties stand."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import shown, years_of
from counterpoise.measurement.movement import CHANGE, FEWEST_POINTS, RESIDUAL_SD, SIGNIFICANCE
from counterpoise.measurement.ties import GOALPOST_QUANTILE
from counterpoise.report.outline import DataTable
from counterpoise.studyfile import Settings


def goalpost_in_words(over: str = "the panel and both powers") -> str:
    """What counts as a whole tie, where goalposts were not frozen: every figure and rule says it in these words."""
    return f"the {100 * GOALPOST_QUANTILE:g}th percentile of its indicator over {over}"


RULES = (
    f"A tie is an observation set between 0 and {goalpost_in_words()}; what lies beyond is a whole tie too. "
    "The strength of a tie in a dimension is the mean of its indicators.",
    "The alignment share is the tie with power a over the sum of both ties, from indicators that are observed "
    "for both powers in one unit; engagement is their mean; balance is 4 a (1 - a).",
    f"Movement: fewer than {FEWEST_POINTS} points are too short; a Theil-Sen change of at least {CHANGE:.2f} "
    f"with Kendall p below {SIGNIFICANCE:.2f} expands, of at most -{CHANGE:.2f} contracts; otherwise a residual "
    f"standard deviation of at least {RESIDUAL_SD:.2f} fluctuates, and less is steady.",
)
"""What a tie, a share and a word of movement are."""


def ideal_points_in_words(settings: Settings) -> str:
    """Where ideal points come from."""
    points = settings.ideal_points
    return points.method if points.method == "published" else f"estimated: {points.method}, {points.prior}"


def goalposts(findings: Findings) -> Iterator[DataTable]:
    """The value of each indicator that counts as a whole tie, and the years and observations that it rests on."""
    if rows := tuple(
        (
            each.quantity,
            shown(each.value),
            each.unit,
            years_of(each.first, each.last),
            each.observations,
            len(each.states),
        )
        for each in findings.scores.goalposts
    ):
        yield DataTable(
            "goalposts",
            "Goalposts",
            ("Quantity observed", "Goalpost", "Unit", "Years observed", "Observations", "States"),
            rows,
            f"{_taken(findings)} The goalpost of a quantity is a whole tie, that of a distance none.",
        )


def _taken(findings: Findings) -> str:
    """Where the goalposts come from."""
    if findings.scores.release is not None:
        return (
            f"Each was frozen in release {findings.scores.release}: what was observed since does not move it."
        )
    return "Each is taken over all the years that the data hold, whatever the period of the study."
