import pytest

from counterpoise.documents.bibliography import Record, is_date, of_file_name


@pytest.mark.parametrize("date", ["2015", "2015-04", "2016-02-29"])
def test_calendar_dates_of_three_precisions(date: str) -> None:
    assert is_date(date)


@pytest.mark.parametrize("date", ["15", "2015-13", "2015-02-29", "April 2015", "2015-4-1", "0000", ""])
def test_what_is_no_calendar_date(date: str) -> None:
    assert not is_date(date)


def test_the_first_witness_is_believed() -> None:
    said = Record(title="Own title").or_else(Record(title="Declared", kind="law"))
    assert said == Record(title="Own title", kind="law")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2023-06-20-PV", "2023-06-20"),
        ("joint_statement_2015-04-20", "2015-04-20"),
        ("kanwal-2026", "2026"),
        ("docket-17221", None),
        ("1990-2025 review", None),
        ("speech2015", None),
    ],
)
def test_a_file_name_gives_a_date_only_if_it_holds_just_one(name: str, date: str | None) -> None:
    assert of_file_name(name).date == date
