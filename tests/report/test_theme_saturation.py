from collections import Counter

import pytest

from counterpoise.findings.themes import GatheredTheme
from counterpoise.report.theme_saturation import saturation_figure, saturation_table
from tests.study_in_miniature import coded, document


def theme(*passages):
    return GatheredTheme("trade", "Trade", None, passages, {}, Counter())


def test_a_curve_has_a_point_for_each_document_and_never_falls():
    documents = [document(f"d{year}", date=str(year)) for year in range(2000, 2006)]
    passages = [coded(each, 0, code="trade") for each in documents]
    found = theme(*passages, coded(documents[2], 50, code="energy"))
    figure = saturation_figure(found)
    ((series,),) = (panel.series for panel in figure.chart.panels)
    assert [(each.start, each.value) for each in series.observations] == [
        *((number, 1.0) for number in (1, 2)),
        *((number, 2.0) for number in (3, 4, 5, 6)),
    ]
    assert [row[1:5] for row in figure.table.rows][:2] == [("D2000", "2000", 1, 1), ("D2002", "2002", 1, 2)]
    assert figure.alt == "2 codes after 6 documents first-hand."
    assert saturation_table((found,)).rows == (("Trade", "first-hand", 6, 2, 3, 0.0, "yes"),)


def test_a_long_curve_is_thinned_and_still_ends_where_it_ends():
    passages = [coded(document(f"d{n:04}", date="2005"), 0) for n in range(450)]
    figure = saturation_figure(theme(*passages, coded(document("last", date="2006"), 0, code="energy")))
    ((series,),) = (panel.series for panel in figure.chart.panels)
    assert len(series.observations) == figure.chart.last == 151
    assert series.observations[-1].value == 2
    assert "documents in steps of 3" in figure.caption


@pytest.mark.parametrize("passages", [(), (coded(document("paper", kind="paper under test"), 0),)])
def test_nothing_coded_draws_nothing(passages):
    assert saturation_figure(theme(*passages)) is None
    assert saturation_table((theme(*passages),)).rows == ()


def test_few_documents_leave_saturation_open():
    table = saturation_table((theme(coded(document("one"), 0)),))
    assert table.rows == (("Trade", "first-hand", 1, 1, 1, None, "not testable"),)
