import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.findings.vintages import UNDATED, silent, spans, turned, vintages
from tests.study_in_miniature import coded, document

DIVIDED = ((1990, 2012), (2013, 2020), (2021, 2025))
OLD, NEW = document("old", date="1995"), document("new", date="2015-03-01")
LATE, NO_DATE = document("late", date="2024"), document("none", date=None)
DIGEST = document("digest", kind="literature digest", origin=None, date="2018")


def test_years_divide_the_period_and_begin_a_span() -> None:
    assert spans(1990, 2025, [2021, 2013]) == DIVIDED
    assert spans(1990, 2025, []) == ((1990, 2025),)
    assert spans(1990, 2025, [1990, 1980, 2030]) == ((1990, 2025),)


@given(st.integers(1900, 1950), st.integers(1951, 2025), st.lists(st.integers(1850, 2050), max_size=6))
def test_every_year_is_of_one_span(start, end, cuts):
    years = [year for first, last in spans(start, end, cuts) for year in range(first, last + 1)]
    assert years == list(range(start, end + 1))


def test_passages_count_with_the_years_of_their_source() -> None:
    found = vintages(
        [
            *(coded(OLD, place, "strengthens") for place in range(5)),
            *(coded(NEW, place, "weakens") for place in range(6)),
            coded(DIGEST, 0, "none"),
            coded(NO_DATE, 0, "none"),
        ],
        DIVIDED,
    )
    first_hand = {each.span: each for each in found if each.standing == "first-hand"}
    assert list(first_hand) == ["1990-2012", "2013-2020", "2021-2025", UNDATED]
    assert first_hand["1990-2012"].passages == {"strengthens": 5}
    assert (first_hand["2013-2020"].documents, first_hand["2013-2020"].leaning) == (1, "weakening")
    assert first_hand["2021-2025"].documents == 0
    assert [each.span for each in found if each.standing == "second-hand"] == [
        "1990-2012",
        "2013-2020",
        "2021-2025",
    ]


def test_where_vintages_lean_to_contrary_sides_both_are_named() -> None:
    passages = [
        *(coded(OLD, place, "strengthens") for place in range(5)),
        *(coded(NEW, place, "none") for place in range(5)),
        *(coded(LATE, place, "weakens") for place in range(5)),
    ]
    ((earlier, later),) = turned(vintages(passages, DIVIDED))
    assert (earlier.span, earlier.leaning) == ("1990-2012", "strengthening")
    assert (later.span, later.leaning) == ("2021-2025", "weakening")
    assert turned(vintages(passages[:10], DIVIDED)) == ()


@pytest.mark.parametrize(
    ("stronger", "weaker", "leaning"), [(4, 0, None), (5, 0, "strengthening"), (4, 3, None)]
)
def test_a_leaning_needs_enough_passages_and_a_clear_majority(stronger, weaker, leaning):
    passages = [
        *(coded(OLD, place, "strengthens") for place in range(stronger)),
        *(coded(OLD, 100 + place, "weakens") for place in range(weaker)),
    ]
    assert vintages(passages, DIVIDED)[0].leaning == leaning


def test_spans_in_which_a_kind_of_source_says_nothing_are_named() -> None:
    found = vintages([coded(OLD, 0), coded(DIGEST, 0)], DIVIDED)
    assert silent(found) == {
        "first-hand": ("2013-2020", "2021-2025"),
        "second-hand": ("1990-2012", "2021-2025"),
    }
