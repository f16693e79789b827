import pytest

from counterpoise.report.axes import across, axis_of, heading, room_below, room_left, ticks, upright
from counterpoise.report.marks import plot_of, set_out
from counterpoise.report.vegalite import Json, layer, quantity


def view(**said: object) -> Json:
    """A plot 100 pixels wide and 50 high of one point, whose axis across is said."""
    x = quantity("x") | {"scale": {"domain": [0, 10]}} | said
    y = quantity("y") | {
        "scale": {"domain": [0, 2000]},
        "axis": {"tickCount": 2, "domain": False, "ticks": False},
    }
    row = {"x": 5, "y": 1000}
    return {"layer": [layer({"type": "point"}, [row], x=x, y=y)], "width": 100, "height": 50}


# What d3.ticks of d3-array gives for these.
@pytest.mark.parametrize(
    ("low", "high", "count", "told"),
    [
        (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 1, 3, [0, 0.5, 1]),
        (-0.3, 0.5, 3, [-0.2, 0, 0.2, 0.4]),
        (0, 0.037, 5, [0, 0.01, 0.02, 0.03]),
        (0, 1234, 5, [0, 200, 400, 600, 800, 1000, 1200]),
    ],
)
def test_ticks_are_round_numbers_about_as_many_as_asked_for(low, high, count, told):
    found, decimals = ticks(low, high, count)
    assert found == pytest.approx(told)
    assert [f"{each:.{decimals}f}" for each in found] == [f"{each:.{decimals}f}" for each in told]


def test_an_axis_tells_the_places_it_is_given_in_their_format():
    said = view(axis={"values": [2, 4], "format": "d", "grid": False})
    axis = axis_of(said, plot_of(said), "x")
    assert axis is not None
    assert axis.told == ((2, "2"), (4, "4"))
    drawn = set_out(across(axis, plot_of(said)))
    assert ">2</text>" in drawn
    assert "M20,50v5M40,50v5" in drawn
    assert room_below(axis) > room_below(None) == 0


def test_an_axis_upright_has_a_grid_and_room_for_its_words():
    said = view()
    axis = axis_of(said, plot_of(said), "y")
    assert axis is not None
    assert [told for _, told in axis.told] == ["0", "1,000", "2,000"]
    assert "M0,25h100" in set_out(upright(axis, plot_of(said)))
    assert room_left(axis) > 5 * 6
    assert room_left(None) == 0


def test_where_none_is_wanted_there_is_none():
    said = view(axis=None)
    assert axis_of(said, plot_of(said), "x") is None


def test_a_heading_stands_line_by_line_above_its_plot():
    drawn, high = heading({"title": {"text": ["One", "two"], "subtitle": "three"}})
    assert [down for down, _ in drawn] == [14, 45]
    assert high > 45
    assert heading({}) == ([], 0.0)
