import pytest

from counterpoise.report.vegalite import layer, nominal, quantity, years


@pytest.mark.parametrize(
    ("first", "last", "room", "ticks"),
    [
        (2010, 2014, 300, [2010, 2011, 2012, 2013, 2014]),
        (1990, 2025, 560, [1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025]),
        (1947, 2025, 200, [1960, 1980, 2000, 2020]),
    ],
)
def test_years_are_ticked_as_densely_as_there_is_room(
    first: int, last: int, room: int, ticks: list[int]
) -> None:
    axis = years(first, last, room)
    assert axis["axis"]["values"] == ticks
    assert axis["scale"]["domain"] == [first - 0.5, last + 0.5]


def test_a_layer_holds_its_rows_and_channels() -> None:
    found = layer({"type": "rule"}, ({"time": 1},), x=quantity("time"), text=nominal("words"))
    assert found["data"] == {"values": [{"time": 1}]}
    assert found["encoding"] == {
        "x": {"field": "time", "type": "quantitative"},
        "text": {"field": "words", "type": "nominal"},
    }
