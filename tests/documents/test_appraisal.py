from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.appraisal import (
    APPRAISED,
    CRITERIA,
    QUESTIONS,
    Appraisal,
    Rating,
    appraisals,
    appraised,
)
from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, NewEvent

AT = "2026-03-11T09:00:00.000000+00:00"


def recorded(seq: int, who: str, new: NewEvent) -> Event:
    return Event(seq, AT, who, "a test", new.kind, new.subject, new.body, "0" * 64, "0" * 64)


RATINGS = st.lists(
    st.builds(
        Rating,
        st.sampled_from(CRITERIA),
        st.integers(1, 5),
        st.text(min_size=1).filter(str.strip).map(str.strip),
    ),
    unique_by=lambda rating: rating.criterion,
)


@given(RATINGS)
def test_what_was_rated_is_told_again_and_the_rest_is_not_rated(ratings: list[Rating]) -> None:
    found = appraisals([recorded(1, "Ana", appraised("d1", ratings))])["d1"]
    assert len(found) == 1
    assert [rating.criterion for rating in found[0].ratings] == list(CRITERIA)
    assert {rating for rating in found[0].ratings if rating.score} == set(ratings)
    assert (found[0].by, found[0].at) == ("Ana", AT)


def test_the_last_word_of_each_person_stands() -> None:
    first, second = (appraised("d1", [Rating("meaning", score, "clear")]) for score in (2, 4))
    other = replace(recorded(9, "Ana", first), kind="document.imported")
    events = [recorded(1, "Ana", first), recorded(2, "Ben", first), recorded(3, "Ana", second), other]
    assert [(each.by, each.ratings[3].score) for each in appraisals(events)["d1"]] == [("Ana", 4), ("Ben", 2)]


def test_a_rating_is_told_in_words() -> None:
    assert str(Rating("meaning")) == "meaning: not rated"
    assert str(Rating("credibility", 2, "a party to it")) == "credibility: 2 of 5 (a party to it)"
    assert set(QUESTIONS) == set(CRITERIA)


def test_every_problem_is_told() -> None:
    wrong = [
        Rating("authenticity", 6, "genuine"),
        Rating("credibility", 3, " "),
        Rating("meaning", 3, "x"),
        Rating("meaning", 3, "x"),
        Rating("credibilty", 3, "x"),  # type: ignore[arg-type]
    ]
    with pytest.raises(CounterpoiseError) as caught:
        appraised("d1", wrong)
    assert [str(problem) for problem in caught.value.problems] == [
        "appraisal of d1: meaning is rated twice",
        "appraisal of d1: unknown criterion 'credibilty' - did you mean 'credibility'?",
        "appraisal of d1: authenticity is 6; expected a whole number from 1 to 5, or not rated",
        "appraisal of d1: credibility is rated 3 without a note that says why",
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"document": "d1", "ratings": []},
        {"document": 3, "ratings": {}},
        {"document": "d1", "ratings": {"meaning": 4}},
        {"document": "d1", "ratings": {"meaning": {"score": True, "note": "x"}}},
    ],
)
def test_a_damaged_event_is_named(body: dict[str, object]) -> None:
    good = recorded(1, "Ana", appraised("d1", []))
    with pytest.raises(CounterpoiseError, match=r"^event 7: ") as caught:
        appraisals([good, recorded(7, "Ana", NewEvent(APPRAISED, "d1", body))])
    assert len(caught.value.problems) == 1


def test_an_appraisal_is_of_one_document() -> None:
    events = [recorded(n, "Ana", appraised(f"d{n}", [])) for n in (1, 2)]
    unrated = tuple(Rating(criterion) for criterion in CRITERIA)
    assert appraisals(events) == {f"d{n}": (Appraisal(f"d{n}", unrated, "Ana", AT),) for n in (1, 2)}
