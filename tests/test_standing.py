from typing import get_args

from counterpoise.standing import COUNTED, STANDING_OF_KIND, Standing


def test_every_kind_counts_as_one_of_the_standings_and_none_is_idle() -> None:
    assert set(STANDING_OF_KIND.values()) == set(get_args(Standing))


def test_a_paper_under_test_is_never_counted() -> None:
    assert STANDING_OF_KIND["paper under test"] not in COUNTED
    assert set(COUNTED) == {"first-hand", "second-hand", "data note"}


def test_what_others_say_of_a_state_is_second_hand() -> None:
    assert {kind for kind, standing in STANDING_OF_KIND.items() if standing == "first-hand"} == {
        "speech",
        "law",
        "treaty",
        "report",
        "interview",
    }
    assert STANDING_OF_KIND["literature digest"] == "second-hand"
    assert STANDING_OF_KIND["news"] == "second-hand"
