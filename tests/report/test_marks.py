import pytest
from lxml import etree

from counterpoise.report.marks import Scale, marks, plot_of, reach, set_out, words
from counterpoise.report.vegalite import Json, layer, nominal, quantity

X = quantity("x") | {"scale": {"domain": [0, 10]}}
Y = quantity("y") | {"scale": {"domain": [0, 5]}}


def drawn(mark: Json, rows: list[Json], **channels: Json) -> list[etree._Element]:
    """The elements of one layer in a plot 100 pixels wide and 50 high."""
    view = {"layer": [layer(mark, rows, **channels)], "width": 100, "height": 50}
    return list(etree.fromstring(f"<g>{set_out(marks(view, plot_of(view)))}</g>"))


def test_numbers_stand_on_pixels_and_upwards_unless_reversed():
    assert Scale(1990, 2000, 0, 100).at(1995) == 50
    (point,) = drawn({"type": "point", "size": 4, "color": "#000000"}, [{"x": 2, "y": 1}], x=X, y=Y)
    assert point.get("transform") == "translate(20,40)"
    down = Y | {"scale": Y["scale"] | {"reverse": True}}
    (point,) = drawn({"type": "point", "size": 4, "color": "#000000"}, [{"x": 2, "y": 1}], x=X, y=down)
    assert point.get("transform") == "translate(20,10)"


def test_a_rule_with_one_place_crosses_the_whole_plot():
    (rule,) = drawn({"type": "rule", "color": "#000000"}, [{"y": 1}], y=Y)
    assert (rule.get("transform"), rule.get("x2"), rule.get("y2")) == ("translate(0,40)", "100", "0")


def test_a_line_goes_through_its_rows_in_order_one_for_each_label():
    label = nominal("label") | {"scale": {"domain": ["a", "b"], "range": ["#111111", "#222222"]}}
    rows = [{"x": 4, "y": 0, "label": "a"}, {"x": 2, "y": 5, "label": "a"}, {"x": 0, "y": 0, "label": "b"}]
    first, second = drawn({"type": "line"}, rows, x=X, y=Y, color=label)
    assert (first.get("stroke"), first.get("d")) == ("#111111", "M20,0L40,50")
    assert (second.get("stroke"), second.get("d")) == ("#222222", "M0,50")


def test_what_shows_nothing_is_left_out_and_keeps_its_room():
    blank = layer({"type": "rule", "opacity": 0}, [{}], x={"value": -30}, x2={"value": 0}, y={"value": 0})
    view = {"layer": [blank], "width": 100, "height": 50}
    assert list(marks(view, plot_of(view))) == []
    assert reach(view, plot_of(view))[0] == 30


def test_a_mark_at_the_edge_keeps_its_room():
    ring = layer({"type": "point", "size": 400, "color": "#000000"}, [{"x": 0, "y": 1}], x=X, y=Y)
    view = {"layer": [ring], "width": 100, "height": 50}
    assert reach(view, plot_of(view))[0] == 11


def test_words_above_and_below_a_plot_keep_their_room():
    text = {"type": "text", "color": "#000000", "baseline": "bottom"}
    rows = [{"words": "above", "down": 0}, {"words": ["two", "lines"], "down": 10}]
    placed = [
        layer(text, [row], x={"value": 0}, y={"value": row["down"]}, text=nominal("words")) for row in rows
    ]
    view = {"layer": placed, "width": 100, "height": 5}
    _, above, below = reach(view, plot_of(view))
    assert above == pytest.approx(12 + 0.21 * 12 + 4 - 4, abs=12)
    assert below > 0


@pytest.mark.parametrize("said", ["<script>", "a & b", "\x01"])
def test_words_are_letters_and_never_markup(said: str):
    element = etree.fromstring(set_out([words([said], 1.0, 2.0)]))
    assert "".join(element.itertext()) == said.replace("\x01", " ")
    assert len(element) == 0


def test_lines_of_words_stand_beneath_each_other():
    element = etree.fromstring(set_out([words(["one", "two"], 1.0, 2.0, 15)]))
    assert [(each.text, each.get("dy")) for each in element] == [("one", None), ("two", "15")]


def test_many_marks_inked_alike_stand_in_one_group_that_says_how():
    rows = [{"x": place, "y": 1} for place in range(5)]
    mark = {"type": "point", "size": 4, "color": "#111111"}
    (group,) = drawn(mark, rows, x=X, y=Y)
    assert (group.tag, group.get("fill"), len(group)) == ("g", "#111111", 5)
    assert all(each.get("fill") is None for each in group)
    assert [each.get("fill") for each in drawn(mark, rows[:3], x=X, y=Y)] == ["#111111"] * 3
