from dataclasses import replace

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.theme_map import shared_passages
from counterpoise.report.outline import Figure, Outline
from counterpoise.report.plots import Network
from counterpoise.report.theme_map import theme_map_figure


def test_a_tie_joins_each_two_themes_that_share_passages_and_says_how_many(miniature: Findings):
    figure = theme_map_figure(miniature.themes)
    assert figure is not None
    assert isinstance(figure.chart, Network)
    shared = shared_passages(miniature.themes)
    ids = [theme.id for theme in miniature.themes]
    drawn = {(ids[tie.source], ids[tie.target]): tie.words for tie in figure.chart.ties}
    assert drawn
    assert drawn == {
        pair: str(count) for pair, count in shared.items() if ids.index(pair[0]) < ids.index(pair[1])
    }
    assert max(tie.weight for tie in figure.chart.ties) == 1
    assert max(node.size for node in figure.chart.nodes) == 1
    assert len(figure.table.rows) == len(drawn)
    first, second, count, *_ = figure.table.rows[0]
    assert figure.alt.startswith(f"{first} and {second} share {count} passage")


def test_themes_that_share_nothing_are_told(miniature: Findings):
    one, *others = (theme for theme in miniature.themes if theme.coded)
    apart = (replace(one, coded=one.coded[:1]), *(replace(each, coded=()) for each in others))
    figure = theme_map_figure(apart)
    assert figure is not None
    assert figure.alt == "No two themes share a passage."
    assert figure.chart.ties == ()


def test_where_fewer_than_two_gather_anything_there_is_no_map(miniature: Findings):
    assert theme_map_figure(()) is None
    assert theme_map_figure(miniature.themes[:1]) is None


def test_the_report_draws_it_before_its_table(miniature_outline: Outline):
    ids = [block.id for block in miniature_outline.blocks() if hasattr(block, "id")]
    assert ids.index("figure-theme-map") == ids.index("themes-map") - 1
    assert isinstance(
        next(b for b in miniature_outline.blocks() if getattr(b, "id", "") == "figure-theme-map"), Figure
    )
