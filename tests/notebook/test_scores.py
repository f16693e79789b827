import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.scores import Scores
from counterpoise.notebook.scores import measure
from counterpoise.report.changes import breaks_of, changes_of
from counterpoise.report.dependence import dependence
from counterpoise.report.figures import figures
from counterpoise.report.outline import Figure
from counterpoise.report.position import position


def test_scores_are_measured_from_evidence_and_know_it(evidence, miniature):
    scores = measure(miniature.study, evidence)
    assert isinstance(scores, Scores)
    assert scores.alignment.equals(miniature.scores.alignment)
    assert scores.evidence is evidence


def test_what_is_no_evidence_is_refused(evidence, miniature):
    with pytest.raises(CounterpoiseError, match="found a DataFrame; expected what `cp"):
        measure(miniature.study, evidence.values)


def test_every_chart_is_the_one_of_the_report_with_its_breaks(scores, miniature):
    blocks = (
        *figures(miniature, breaks_of(miniature, changes_of(miniature))),
        *position(miniature),
        *dependence(miniature),
    )
    of_report = {block.id: block for block in blocks if isinstance(block, Figure)}
    charts = scores.charts()
    assert {"alignment-share", "engagement", "votes", "ties-security", "alignment-map", "types"} <= set(
        charts
    )
    assert {name: chart() for name, chart in charts.items()} == {
        name: of_report[f"figure-{name}"] for name in charts
    }


def test_scores_say_what_they_are(scores):
    page = scores._repr_html_()
    assert "constructs of Pakistan and Viet Nam, 1990-2024" in page
    assert "findings = cp.conclude(study, evidence, scores)" in page
