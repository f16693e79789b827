import polars as pl

from counterpoise.measurement.ideal_points.repeated import repeated

CUBA = "Necessity of ending the embargo imposed by the United States against Cuba"


def roll_calls(*rows: tuple[int, int, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["rcid", "session", "text", "amend"], orient="row")


def test_the_same_words_in_the_next_session_are_the_same_resolution() -> None:
    found = repeated(
        roll_calls(
            (1, 47, f"{CUBA} (A/47/L.20)", 0),
            (2, 48, f"{CUBA} : resolution / adopted by the General Assembly", 0),
            (3, 49, CUBA.upper(), 0),
        )
    )
    assert found == {2: 1, 3: 1}


def test_a_session_between_breaks_the_row_and_so_do_two_of_the_same_words() -> None:
    other = (9, 48, "Something else altogether, of some length and its own", 0)
    assert repeated(roll_calls((1, 47, CUBA, 0), other, (2, 49, CUBA, 0))) == {}
    assert repeated(roll_calls((1, 47, CUBA, 0), (2, 47, CUBA, 0), (3, 48, CUBA, 0))) == {}


def test_amendments_and_mere_subjects_are_no_resolutions() -> None:
    assert repeated(roll_calls((1, 47, CUBA, 1), (2, 48, CUBA, 1))) == {}
    assert repeated(roll_calls((1, 47, "DISARMAMENT", 0), (2, 48, "DISARMAMENT", 0))) == {}
