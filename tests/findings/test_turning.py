from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.findings.claim import Weighing
from counterpoise.findings.turning import nearest_to_turning, turned_by


def weighing(claimed: int, contrary: int, neither: int) -> Weighing:
    return Weighing((("expanding", claimed),), (("contracting", contrary),), (("steady", neither),))


def moved(title: str, change: float | None, deviation: float | None, word: str) -> SimpleNamespace:
    return SimpleNamespace(
        title=title, result=SimpleNamespace(change=change, residual_sd=deviation, word=word)
    )


@pytest.mark.parametrize(
    ("weighed", "ways"),
    [
        (
            weighing(2, 1, 3),
            (
                "Supported, if 2 more of the 6 indicators were expanding: two thirds are 4.",
                "Contradicted, if 3 more of the 6 indicators were contrary to it: two thirds are 4.",
            ),
        ),
        (
            weighing(5, 1, 0),
            (
                "Contradicted, if 3 more of the 6 indicators were contrary to it: two thirds are 4.",
                "No longer supported, if 2 of the 5 that bear it out did not.",
            ),
        ),
        (
            weighing(0, 4, 2),
            (
                "Supported, if 4 more of the 6 indicators were expanding: two thirds are 4.",
                "No longer contradicted, if 1 of the 4 contrary to it were not.",
            ),
        ),
        (weighing(0, 0, 0), ()),
    ],
)
def test_each_other_verdict_says_what_it_would_take(weighed, ways):
    assert turned_by(weighed) == ways


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_as_many_as_are_said_do_turn_it_and_one_fewer_do_not(claimed, contrary, neither):
    weighed = weighing(claimed, contrary, neither)
    of, needed = weighed.of, weighed.needed
    for sentence in turned_by(weighed):
        verdict, number = sentence.split(",")[0].lower(), int(sentence.split(" if ")[1].split()[0])
        for more, turned in ((number, True), (number - 1, False)):
            if verdict == "supported":
                found = claimed + more >= needed
            elif verdict == "contradicted":
                found = contrary + more >= needed
            else:
                found = max(claimed, contrary) - more < needed
            assert found is turned
        assert 0 < number <= of


def test_the_indicator_nearest_to_a_bound_is_named():
    near = moved("Share of trade", -0.12, 0.3, "contracting")
    far = moved("UN votes", 0.5, 0.2, "expanding")
    steady = moved("Aid", 0.0, 0.07, "steady")
    assert nearest_to_turning([far, near, steady]) == (
        "Nearest to a bound of the movement rule (a change of 0.10, a deviation of 0.10): share of trade, its change of "
        "-0.12, 0.02 away."
    )
    # A deviation decides nothing of what expands or contracts.
    assert "share of trade" not in str(nearest_to_turning([far, steady]))
    assert nearest_to_turning([moved("Aid", None, None, "too short")]) is None
