from counterpoise.report.key import CELL, LETTER, LINE, filled, key, margin_for, room_for_names


def test_the_margin_fits_the_longest_name_and_takes_less_than_half() -> None:
    assert margin_for(["Laos", "Bangladesh"], 640) == int(LETTER * 10 + 8)
    # Nine letters have room for all nine.
    assert (margin_for(["Indonesia"], 640) - 8) // LETTER == 9
    assert margin_for(["A very long name of a series that is wrapped"], 360) == int(360 * 0.42)
    assert margin_for([], 640) == 8


def test_a_long_meaning_takes_more_lines_and_the_next_stands_below_it() -> None:
    drawn = key(
        [("short", ("#000", 1.0)), ("a meaning of many words " * 3, ("#fff", 0.5)), ("last", ("#111", 1.0))],
        200,
    )
    squares = [each["data"]["values"][0] for each in drawn["layer"][::2]]
    assert [len(square["words"]) for square in squares] == [1, 3, 1]
    tops = [square["depth"] for square in squares]
    assert tops == [0, LINE + 2, LINE + 2 + 3 * LINE + 2]
    assert all(square["foot"] == square["depth"] + CELL for square in squares)
    assert drawn["height"] == tops[-1] + LINE + 2


def test_a_cell_is_framed_and_room_left_of_the_rows_shows_nothing() -> None:
    assert filled(("#abc", 0.3)) | {"fill": "#abc", "fillOpacity": 0.3} == filled(("#abc", 0.3))
    assert filled(("#abc", 0.3))["strokeWidth"] > 0
    blank = room_for_names(90)
    assert (blank["mark"]["opacity"], blank["encoding"]["x"]) == (0, {"value": -90})
