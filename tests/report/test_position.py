from dataclasses import replace

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.position import position


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def test_the_parts_come_in_the_order_in_which_they_are_read(findings):
    assert [block.id for block in position(findings)] == [
        "figure-alignment-map", "figure-types", "types", "signals", "profile", "scales",
    ]  # fmt: skip


def test_without_scores_nothing_is_shown_but_why(findings):
    scores = findings.scores
    nothing = replace(
        scores,
        alignment=scores.alignment.clear(),
        types=scores.types.clear(),
        correlations=scores.correlations.clear(),
    )
    blocks = list(position(replace(findings, scores=nothing)))
    assert [block.id for block in blocks] == ["signals"]
    assert [row[-1] for row in blocks[0].rows] == ["in no year are all inputs of two dimensions observed"]
