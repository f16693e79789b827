import doctest
import math
from typing import get_args

import pytest

from counterpoise import standing
from counterpoise.errors import CounterpoiseError
from counterpoise.standing import (
    COUNTED,
    STANDING_OF_KIND,
    Perspective,
    Speaker,
    Standing,
    kind_weights,
    weights_in_words,
)


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
        "government",
        "report",
        "interview",
    }
    assert STANDING_OF_KIND["literature digest"] == "second-hand"
    assert STANDING_OF_KIND["news"] == "second-hand"


@pytest.mark.parametrize(
    ("origin", "on_behalf_of", "speaker"),
    [
        ("VNM", None, "state"),
        ("USA", None, "a"),
        ("CHN", None, "b"),
        ("LAO", None, "other"),
        ("LAO", "VNM", "state"),
        ("VNM", "Group of 77", "other"),
        (None, None, "unknown"),
    ],
)
def test_the_voice_is_that_of_the_one_spoken_for(
    origin: str | None, on_behalf_of: str | None, speaker: Speaker
) -> None:
    assert Perspective(origin, on_behalf_of).speaker("VNM", "USA", "CHN") == speaker


def test_kinds_weigh_one_unless_stated() -> None:
    weights = kind_weights({"law": 2, "news": 0}, "study.yaml:9")
    assert weights["law"] == 2
    assert weights["news"] == 0
    assert {weight for kind, weight in weights.items() if kind not in ("law", "news")} == {1}
    assert "paper under test" not in weights
    assert weights_in_words(weights) == "law 2, news 0, every other kind 1"
    assert weights_in_words(kind_weights({}, "")) == "every kind 1"


def test_every_wrong_weight_is_told() -> None:
    wrong = {"speach": 1, "paper under test": 1, "law": -1, "news": math.inf, "treaty": True}
    with pytest.raises(CounterpoiseError) as caught:
        kind_weights(wrong, "study.yaml:9")
    assert [str(problem) for problem in caught.value.problems] == [
        "study.yaml:9: unknown kind 'speach' - did you mean 'speech'?",
        "study.yaml:9: 'paper under test' is quoted and never counted, so it has no weight",
        "study.yaml:9: the weight of 'law' is -1; expected a number of 0 or more",
        "study.yaml:9: the weight of 'news' is inf; expected a number of 0 or more",
        "study.yaml:9: the weight of 'treaty' is True; expected a number of 0 or more",
    ]


def test_the_example_in_the_documentation_holds() -> None:
    assert doctest.testmod(standing).failed == 0
