from counterpoise.findings.conclusions import Findings
from counterpoise.report.causal_figure import causal_figure
from counterpoise.report.plots import Network
from counterpoise.theory.elements import Edge
from counterpoise.theory.elements import Figure as Declared
from counterpoise.theory.graph import edges


def of(miniature: Findings, declared: Declared):
    return causal_figure(miniature.study.theory.model_copy(update={"figure": declared}))


def test_every_arrow_of_the_theory_is_drawn_from_the_top_down(miniature: Findings):
    figure = causal_figure(miniature.study.theory)
    assert figure is not None
    assert isinstance(figure.chart, Network)
    nodes = figure.chart.nodes
    assert len(figure.chart.ties) == len(edges(miniature.study.theory.figure)) == len(figure.table.rows)
    assert all(nodes[tie.source].y < nodes[tie.target].y for tie in figure.chart.ties)
    assert figure.alt.startswith("From competition to economic needs, security requirements, ")


def test_what_leads_on_later_is_dashed_and_what_stands_outside_the_chain_has_a_row(miniature: Findings):
    added = (Edge(source="c", target="a", lag=1), Edge(source="d", target="c"))
    figure = of(miniature, Declared(chain=("a", ("b", "c")), edges=added))
    assert [tie.later for tie in figure.chart.ties] == [False, False, True, False]
    assert [(node.label, node.y) for node in figure.chart.nodes] == [
        ("A", 0),
        ("B", 0.5),
        ("C", 0.5),
        ("D", 1),
    ]
    assert "A dashed arrow leads on in a later period." in figure.caption
    assert figure.table.rows[-2:] == (("C", "A", 1), ("D", "C", 0))


def test_a_theory_without_arrows_has_no_figure(miniature: Findings):
    assert of(miniature, Declared(chain=("a",))) is None
