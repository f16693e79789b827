from collections import Counter

import pytest

from counterpoise.findings.themes import GatheredTheme
from counterpoise.report.theme_saturation import saturation_figure
from tests.study_in_miniature import coded, document


def theme(*passages):
    return GatheredTheme("trade", "Trade", None, passages, {}, Counter())


def test_a_level_lasts_until_a_new_code_is_found():
    documents = [document(f"d{year}", date=str(year)) for year in range(2000, 2006)]
    passages = [coded(each, 0, code="trade") for each in documents]
    figure = saturation_figure((theme(*passages, coded(documents[2], 50, code="energy")),))
    ((series,),) = (panel.series for panel in figure.chart.panels)
    assert [(each.start, each.end, each.value) for each in series.observations] == [(1, 2, 1.0), (3, 6, 2.0)]
    assert figure.table.rows == (("Trade", "first-hand", 6, 2, 3, 0.0, "yes"),)
    assert figure.alt == "Trade: 2 codes after 6 documents first-hand."


@pytest.mark.parametrize("passages", [(), (coded(document("paper", kind="paper under test"), 0),)])
def test_nothing_coded_draws_nothing(passages):
    assert saturation_figure((theme(*passages),)) is None


def test_few_documents_leave_saturation_open():
    figure = saturation_figure((theme(coded(document("one"), 0)),))
    assert figure.table.rows == (("Trade", "first-hand", 1, 1, 1, None, "not testable"),)
