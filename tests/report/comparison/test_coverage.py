from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.coverage import coverage_blocks
from counterpoise.report.outline import Figure
from counterpoise.report.plots import Strips


def test_every_series_of_ties_has_a_strip_for_each_state(compared: Comparison) -> None:
    figures = [block for block in coverage_blocks(compared) if isinstance(block, Figure)]
    assert [each.id.rpartition("-")[2] for each in figures] == ["security", "economic", "diplomatic"]
    economic = figures[1]
    assert isinstance(economic.chart, Strips)
    labels = [strip.label for strip in economic.chart.strips]
    at = labels.index("Share of trade, with China:")
    assert labels[at + 1 : at + 3] == ["Pakistan", "Viet Nam"]
    words = economic.chart.strips[at + 2].words
    assert len(words) == 36
    assert words[:21] == ("observed",) * 21
    assert ("Share of trade, with China", "1990-2010", "1990-2010") in economic.table.rows
    assert ("Aid obligations, with the United States", "1990-2010", None) in economic.table.rows
