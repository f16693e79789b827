import pytest

from counterpoise.documents.dates import calendar_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2015", "2015"),
        ("2015.0", "2015"),
        ("2015-04", "2015-04"),
        ("2015-4-2", "2015-04-02"),
        ("2015/04/20", "2015-04-20"),
        ("2015-04-20T10:00:00Z", "2015-04-20"),
        ("2015-04-20 00:00:00", "2015-04-20"),
        ("20150420", "2015-04-20"),
        ("April 20, 2015", "2015-04-20"),
        ("20 April 2015", "2015-04-20"),
        ("Monday, Sept. 7, 2015", "2015-09-07"),
        (" May  2015 ", "2015-05"),
        ("03/04/2015", None),
        ("2015-02-30", None),
        ("31 Smarch 2015", None),
        ("spring of 2015", None),
        ("", None),
    ],
)
def test_dates_as_they_are_written(written: str, date: str | None) -> None:
    assert calendar_date(written) == date
