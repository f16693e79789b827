import pytest

from counterpoise.agreement.comparison import CodedText, ReviewedPassage, compare, frame_of
from counterpoise.agreement.ratings import MISSING
from counterpoise.errors import CounterpoiseError

PASSAGES = [("d", 0, 100), ("d", 100, 200), ("e", 0, 80)]


def reviewed(coder: str, *places: tuple[str, int, int]) -> list[ReviewedPassage]:
    return [ReviewedPassage(*place, coder) for place in places or PASSAGES]


def coded(coder: str, document: str, start: int, end: int, code: str = "trade", power="a", direction="none"):
    return CodedText(document, start, end, code, power, direction, coder)


def test_what_was_gone_through_and_not_coded_stays_in_the_frame() -> None:
    frame = frame_of([coded("ann", "d", 0, 100)], [*reviewed("ann"), *reviewed("bob")], ["trade", "energy"])
    both = compare(frame, ("ann", "bob"))
    assert both.presence("trade").tolist() == [[1, 0, 0], [0, 0, 0]]
    assert both.presence("energy").tolist() == [[0, 0, 0], [0, 0, 0]]
    assert both.documents == ("d", "e")
    assert both.places.tolist() == [0, 0, 1]


def test_what_a_coder_did_not_go_through_is_missing() -> None:
    frame = frame_of(
        [coded("ann", "d", 0, 100), coded("bob", "e", 0, 80)],
        [*reviewed("ann"), *reviewed("bob", PASSAGES[0]), *reviewed("cy", PASSAGES[1])],
    )
    all_three = compare(frame, ("ann", "bob", "cy"))
    assert all_three.presence("trade").tolist() == [[1, 0], [0, MISSING], [MISSING, 0]]
    # Bob's coding of a passage that he did not go through is left out, and said to be.
    assert dict(frame.outside) == {"bob": 1}
    assert compare(frame, ("bob", "cy")).units.tolist() == []


def test_a_coding_counts_where_it_covers_half_or_is_half_held() -> None:
    seen = [*reviewed("ann"), *reviewed("bob")]
    frame = frame_of(
        [coded("ann", "d", 40, 130), coded("bob", "d", 90, 98), coded("bob", "d", 99, 130)], seen
    )
    both = compare(frame, ("ann", "bob"))
    # 60 of 100 code points of the first passage, 30 of the second; the short ones lie in one passage each.
    assert both.presence("trade").tolist() == [[1, 0, 0], [1, 1, 0]]
    whole = frame_of([coded("ann", "d", 0, 200)], seen)
    assert compare(whole, ("ann", "bob")).presence("trade")[0].tolist() == [1, 1, 0]


def test_codings_of_both_powers_are_one_judgement_of_both() -> None:
    frame = frame_of(
        [
            coded("ann", "d", 0, 100, power="a", direction="strengthens"),
            coded("ann", "d", 10, 60, power="b", direction="weakens"),
            coded("bob", "d", 0, 100, power="both", direction="strengthens"),
        ],
        [*reviewed("ann"), *reviewed("bob")],
    )
    both = compare(frame, ("ann", "bob"))
    assert both.powers("trade")[:, 0].tolist() == [3, 3]
    assert both.directions("trade")[:, 0].tolist() == [3, 1]
    assert both.powers("trade")[:, 1].tolist() == [MISSING, MISSING]


def test_sets_hold_the_codes_of_each_passage() -> None:
    frame = frame_of(
        [coded("ann", "d", 0, 100), coded("ann", "d", 0, 100, "energy"), coded("bob", "d", 0, 90)],
        [*reviewed("ann"), *reviewed("bob", *PASSAGES[:2])],
    )
    both = compare(frame, ("ann", "bob"))
    assert both.sets(("trade", "energy")) == [
        [frozenset({"trade", "energy"}), frozenset()],
        [frozenset({"trade"}), frozenset()],
    ]


def test_the_line_is_the_text_that_all_went_through() -> None:
    frame = frame_of([], [*reviewed("ann"), *reviewed("bob", ("d", 50, 180))])
    line = compare(frame, ("ann", "bob")).continuum()
    assert (line.names, line.start.tolist(), line.end.tolist()) == (("d",), [50], [180])


def test_equal_codings_count_once_and_places_without_text_are_named() -> None:
    twice = [coded("ann", "d", 0, 100)] * 2
    assert frame_of(twice, reviewed("ann")).given.shape == (5, 1)
    with pytest.raises(CounterpoiseError) as raised:
        frame_of([coded("ann", "d", 4, 4)], [ReviewedPassage("e", 9, 3, "ann")])
    assert [problem.place for problem in raised.value.problems] == ["d", "e"]


def test_a_frame_of_nothing_is_empty() -> None:
    frame = frame_of([], [])
    assert (frame.names, frame.coders, frame.codes) == ((), (), ())
