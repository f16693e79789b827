import pytest
from lxml import etree

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.comparison import Comparison
from counterpoise.notebook.comparison import ShownComparison, compare
from counterpoise.notebook.shown import fields_of
from counterpoise.report.comparison.movement import moved, movement_blocks
from counterpoise.report.comparison.series import share_figure, ties_figures
from counterpoise.report.outline import Figure


@pytest.fixture(scope="module")
def comparison(compared: Comparison) -> ShownComparison:
    return ShownComparison(**fields_of(compared))


def test_one_study_compares_the_states_of_its_panel_from_its_evidence(
    evidence, compared: Comparison, monkeypatch: pytest.MonkeyPatch
):
    asked = []

    def found(cases, heard):
        asked.append(([(study.state, bool(of.documents)) for study, of in cases], heard))
        return compared

    monkeypatch.setattr("counterpoise.notebook.comparison.compare_cases", found)
    assert isinstance(compare(evidence), Comparison)
    compare(evidence, states=("VNM", "PAK"))
    assert asked == [
        ([("PAK", True), ("VNM", False)], {"PAK"}),
        ([("VNM", False), ("PAK", True)], {"PAK"}),
    ]


def test_what_cannot_be_compared_is_told_before_anything_is_gathered(evidence, scores, miniature):
    for wrong, told in (
        ((), "nothing is named"),
        ((scores, 3), "found a MeasuredScores.*\n.*found a int"),
        ((evidence, miniature.study), "each state is compared once"),
    ):
        with pytest.raises(CounterpoiseError, match=told):
            compare(*wrong)
    with pytest.raises(CounterpoiseError, match="unknown state of the panel 'VNN' - did you mean 'VNM'"):
        compare(evidence, states=("PAK", "VNN"))
    with pytest.raises(CounterpoiseError, match="of several the states are their own"):
        compare(evidence, evidence, states=("PAK",))


def test_each_score_of_the_common_year_has_its_rank(comparison: ShownComparison):
    table = comparison.table()
    share = table.filter(construct="alignment_share", dimension="economic")
    assert share["state"].to_list() == ["PAK", "VNM"]
    (common,) = (
        each
        for each in comparison.common
        if (each.dimension, each.construct) == ("economic", "alignment_share")
    )
    assert set(share["year"]) == {common.year}
    assert dict(zip(share["state"], share["rank"], strict=True)) == {
        iso3: rank.median for iso3, rank in common.ranks.items()
    }


def test_charts_are_those_of_the_report_and_breaks_are_sought_when_they_are_asked_for(
    comparison: ShownComparison, compared: Comparison
):
    assert comparison.plot("share").figure == share_figure(compared)
    assert [
        comparison.plot(f"ties-{each}").figure for each in ("security", "economic", "diplomatic")
    ] == list(ties_figures(compared))
    assert {"alignment-map", "types"} <= set(comparison.charts())
    of_report = [each for each in movement_blocks(compared, moved(compared)) if isinstance(each, Figure)]
    drawn = {each.id for each in of_report}
    for dimension in compared.first.study.theory.dimensions:
        if f"figure-compared-breaks-{dimension}" in drawn:
            assert comparison.plot(f"breaks-{dimension}").figure in of_report
        else:
            with pytest.raises(CounterpoiseError, match="no tie broke in more than one state"):
                comparison.plot(f"breaks-{dimension}")


def test_a_comparison_says_who_is_compared_and_of_whom_there_are_only_numbers(comparison: ShownComparison):
    page = comparison._repr_html_()
    etree.fromstring(page)
    assert "Pakistan and Viet Nam between the United States and China" in page
    assert "Of Viet Nam there are only numbers" in page
    assert "cp.write_report(comparison" in page
