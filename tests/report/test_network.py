import math
from itertools import combinations

import pytest
from lxml import etree

from counterpoise.report.network import DISC, LETTER, LINE, ROW, network
from counterpoise.report.plots import Network, Node, Tie
from counterpoise.report.readings import readings
from counterpoise.report.svg import svg_of
from counterpoise.report.vegalite import NARROW, WIDE
from tests.report.drawings import SVG, words

THEMES = Network(
    (Node("Economic drivers of <balancing>", 0.5, 0.0, 1.0, "40 passages"), Node("Security", 0.0, 1.0, 0.25, "10 passages"), Node("Alone", 1.0, 1.0)),
    (Tie(0, 1, 1.0, "7"),),
    3,
)  # fmt: skip
CHAIN = Network(
    tuple(Node(name, x, y) for name, x, y in (("Competition", 0.5, 0.0), ("Institutional capacity", 0.25, 0.5), ("Leadership perceptions", 0.75, 0.5), ("Outcomes", 0.5, 1.0))),
    (Tie(0, 1), Tie(0, 2), Tie(1, 3), Tie(2, 3), Tie(3, 0, later=True)),
    3,
    directed=True,
)  # fmt: skip


def drawn(chart: Network, width: int = WIDE) -> etree._Element:
    return etree.fromstring(svg_of(network(chart, width), "n", "", "", width))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("chart", [THEMES, CHAIN])
def test_every_name_is_written_whole_with_its_halo_and_no_word_is_broken(chart: Network, width: int):
    told = [" ".join(each.split()) for each in words(svg_of(network(chart, width), "n", "", "", width))]
    written = {each.replace(" ", "") for each in told}
    assert {node.label.replace(" ", "") for node in chart.nodes} <= written
    lines = [span.text for span in drawn(chart, width).iter(f"{SVG}tspan")]
    assert {word for node in chart.nodes for word in node.label.split()} >= {
        w for line in lines for w in line.split()
    }


def test_a_disc_has_the_area_of_its_share_and_a_tie_its_thickness():
    layers = network(THEMES, WIDE)["layer"]
    discs = [each["mark"]["size"] for each in layers if each["mark"]["type"] == "point"]
    assert discs == [
        DISC**2,
        DISC**2,
        DISC**2 / 4,
        DISC**2 / 4,
    ]  # on paper, then pale; the theme alone has none
    (tie,) = (each for each in layers if each["mark"]["type"] == "rule")
    assert tie["mark"]["strokeWidth"] == 9.0
    assert "7" in words(svg_of(network(THEMES, WIDE), "n", "", "", WIDE))


def test_an_arrow_points_at_its_target_and_a_later_one_is_dashed():
    shafts = [
        each
        for each in network(CHAIN, WIDE)["layer"]
        if len(each["data"]["values"]) == 2 and each["mark"]["type"] == "line"
    ]
    assert len(shafts) == len(CHAIN.ties)
    for layer, tie in zip(shafts, CHAIN.ties, strict=True):
        top, foot = (row["y"] for row in layer["data"]["values"])
        assert (foot > top) is not tie.later
        assert ("strokeDash" in layer["mark"]) is tie.later


def test_readings_stand_where_the_nodes_do():
    (plot,) = drawn(THEMES).iter(f"{SVG}g")
    assert plot.get("data-lanes") is None
    nodes = [line.split("\t") for line in readings(THEMES).split("\n") if "\t" in line]
    assert [text for *_, text in nodes] == ["40 passages", "10 passages", ""]
    low, high, start, stop = map(float, plot.get("data-y").split())
    discs = [
        each["data"]["values"][0]["y"]
        for each in network(THEMES, WIDE)["layer"]
        if each["mark"]["type"] == "point"
    ]
    # Each disc is drawn on paper first; the third node has none, and is as far down as the second.
    assert [start + (float(y) - low) / (high - low) * (stop - start) for _, y, _ in nodes] == pytest.approx(
        [discs[0], discs[2], discs[2]], abs=0.1
    )
    assert discs[2] - discs[0] == 2 * ROW


def test_names_in_a_row_do_not_meet():
    rows = [each for each in network(CHAIN, NARROW)["layer"] if each["mark"]["type"] == "text"][-1]["data"][
        "values"
    ]
    for one, other in combinations(rows, 2):
        if one["y"] == other["y"]:
            half = sum(max(map(len, each["words"])) for each in (one, other)) * 6.6 / 2
            assert abs(one["x"] - other["x"]) >= half


def ring(labels: list[str], sizes: list[float]) -> Network:
    """Themes in a circle, as the map of themes has them."""
    turns = [2 * math.pi * place / len(labels) for place in range(len(labels))]
    nodes = (
        Node(label, 0.5 + 0.5 * math.sin(turn), 0.5 - 0.5 * math.cos(turn), size)
        for label, turn, size in zip(labels, turns, sizes, strict=True)
    )
    return Network(tuple(nodes), (), max(4, math.ceil(len(labels) / 2) + 1))


LONG = "Institutional capacity and the administrative machinery of foreign policy"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    "chart",
    [
        THEMES,
        ring(
            ["Economic drivers of balancing", "Internationalisation", LONG, "A", "Counterrevolutionaries"],
            [1, 0.01, 0.2, 0, 0.9],
        ),
        ring([LONG, "Security"] * 4, [1.0, 0.02] * 4),
    ],
)
def test_no_name_lies_on_a_disc_or_leaves_the_picture(chart: Network, width: int):
    made = network(chart, width)
    discs = [
        (row["x"], row["y"], math.sqrt(each["mark"]["size"]) / 2)
        for each in made["layer"]
        if each["mark"]["type"] == "point"
        for row in each["data"]["values"]
    ]
    names = [each for each in made["layer"] if each["mark"]["type"] == "text"][-1]["data"]["values"]
    assert len(names) == len(chart.nodes)
    for name in names:
        tall, broad = LINE * len(name["words"]) / 2, LETTER * max(map(len, name["words"])) / 2
        assert name["y"] - tall >= -0.01
        assert name["y"] + tall <= made["height"] + 0.01
        assert broad - 0.01 <= name["x"] <= made["width"] - broad + 0.01
        for across, down, radius in discs:
            aside = max(0.0, abs(across - name["x"]) - broad)
            over = max(0.0, abs(down - name["y"]) - tall)
            assert math.hypot(aside, over) >= radius
