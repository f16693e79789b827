import pytest

from counterpoise.report.plots import Span, SpanPanel, Spans
from counterpoise.report.spans import spans
from counterpoise.report.vegalite import Json

TORNADO = Spans(
    (
        SpanPanel(
            "Balance",
            (Span("Weights", 0.2, 0.6, words="0.20 with one; 0.60 with another"),),
            (0.5, "as chosen"),
        ),
    ),
    (0.0, 1.0),
)
RANKS = Spans(
    (SpanPanel("Balance", (Span("Pakistan", 0.7, 2.3, 1), Span("Viet Nam", 1.7, 2.3, 2, own=False))),),
    (0.5, 7.5),
    whole=True,
)


def rows(drawing: Json, mark: str) -> list[Json]:
    """The rows of every layer of a mark."""
    (panel,) = drawing["vconcat"]
    return [row for each in panel["layer"] if each["mark"]["type"] == mark for row in each["data"]["values"]]


@pytest.mark.parametrize("width", [640, 360])
def test_a_bar_reaches_from_the_least_to_the_greatest_beneath_its_words(width: int):
    drawing = spans(TORNADO, width)
    (words,) = rows(drawing, "text")
    assert " ".join(words["name"]) == "Weights: 0.20 with one; 0.60 with another"
    bar = rows(drawing, "rect")[-1]
    assert (bar["low"], bar["high"]) == (0.2, 0.6)
    assert bar["top"] >= bar["depth"] + 14 * len(words["name"])
    (chosen,) = rows(drawing, "rule")
    assert chosen["low"] == 0.5


def test_of_whole_numbers_each_is_ticked_where_there_is_room():
    def ticks(chart: Spans, width: int) -> list[float]:
        layers = spans(chart, width)["vconcat"][0]["layer"]
        return next(
            each["encoding"]["x"]["axis"]["values"]
            for each in layers
            if "axis" in each["encoding"].get("x", {})
        )

    assert ticks(RANKS, 640) == [1, 2, 3, 4, 5, 6, 7]
    many = Spans(RANKS.panels, (0.5, 40.5), whole=True)
    assert ticks(many, 360) == [10, 20, 30, 40]


def test_the_dot_stands_where_most_runs_stand():
    marked = rows(spans(RANKS, 640), "point")
    assert [row["low"] for row in marked] == [1, 2]
