"""The study in miniature, set out once for all tests that only read its report."""

from dataclasses import replace

import pytest

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.report.comparison.contents import comparison_outline
from counterpoise.report.comparison.movement import Moved, moved
from counterpoise.report.contents import outline_of
from counterpoise.report.outline import Outline


@pytest.fixture(scope="session")
def miniature_outline(miniature: Findings) -> Outline:
    """Its report before it has a format."""
    return outline_of(miniature, "counterpoise 0")


@pytest.fixture(scope="session")
def modelled_outline(modelled: Findings) -> Outline:
    """The report of the same study with an estimate of the model."""
    return outline_of(modelled, "counterpoise 0")


@pytest.fixture(scope="session")
def compared_moved(compared: Comparison) -> tuple[Moved, ...]:
    """How trade moved in each state of the comparison: weighing the breaks of every tie would take seconds."""

    def trade_alone(case: Findings) -> Findings:
        return replace(
            case, scores=replace(case.scores, ties=case.scores.ties.filter(indicator="trade_share"))
        )

    return moved(replace(compared, cases=tuple(map(trade_alone, compared.cases))))


@pytest.fixture(scope="session")
def compared_outline(compared: Comparison, compared_moved: tuple[Moved, ...]) -> Outline:
    """The comparison before it has a format."""
    return comparison_outline(compared, compared_moved, "counterpoise 0")
