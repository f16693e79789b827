import polars as pl
import pytest

from counterpoise.measurement.breaks.posterior import BreakDate
from counterpoise.measurement.change_tables import CHANGE_TABLES, DATES_SCHEMA, EVENTS_SCHEMA, SERIES_SCHEMA
from tests.measurement.test_series_changes import changes_of, values

POWERS = {"a": "USA", "b": "CHN"}


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    changes = changes_of(*values("USA", 3.0, 15.0, se=0.5), *values("CHN", 1.0, 0.0))
    return {name: table(changes, POWERS) for name, table in CHANGE_TABLES.items()}


def test_each_series_is_a_row_and_nothing_is_nan(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["series"].schema == pl.Schema(SERIES_SCHEMA)
    assert tables["series"]["power"].to_list() == ["USA", "CHN"]
    for table in tables.values():
        assert not table.select(pl.col(pl.Float64).is_nan().any()).row(0).count(True)


def test_what_cannot_be_told_is_null_with_a_note(tables: dict[str, pl.DataFrame]) -> None:
    usa, chn = tables["series"].rows(named=True)
    assert usa["expanding"] + usa["contracting"] + usa["fluctuating"] + usa["steady"] == pytest.approx(1)
    assert usa["note"] is None
    assert chn["expanding"] is None
    assert "no standard errors" in chn["note"]


def test_the_break_is_dated(tables: dict[str, pl.DataFrame]) -> None:
    usa = tables["series"].row(0, named=True)
    assert (usa["breaks"], usa["date"], usa["least_squares_dates"]) == (1, 2005, "2005 (2004-2006)")
    assert usa["date_low90"] <= 2005 <= usa["date_high90"]
    assert usa["dates"] == str(BreakDate(2005, usa["date_low90"], usa["date_high90"]))
    assert tables["series"]["dates"][1] == "none"
    dates = tables["dates"].filter(power="USA")
    assert tables["dates"].schema == pl.Schema(DATES_SCHEMA)
    assert dates.sort("probability")["year"].to_list()[-1] == 2005
    assert dates["single"].sum() == pytest.approx(1)


def test_each_event_has_the_probability_of_a_break(tables: dict[str, pl.DataFrame]) -> None:
    events = tables["events"].filter(power="USA")
    assert tables["events"].schema == pl.Schema(EVENTS_SCHEMA)
    assert events["event"].to_list() == ["1995-05", "2005-05"]
    assert events["probability"][1] > 0.9


def test_volatility_is_named_after_the_powers(tables: dict[str, pl.DataFrame]) -> None:
    (row,) = tables["volatility"].rows(named=True)
    assert row["USA_low90"] < row["USA"] < row["USA_high90"]
    assert row["CHN"] < row["USA"]
    assert row["more_volatile_with_a"] > 0.99


def test_a_series_too_short_is_a_row_with_its_note() -> None:
    short = changes_of(*values("USA", 1.0, 0.0, last=1985))
    (row,) = CHANGE_TABLES["series"](short, POWERS).rows(named=True)
    assert (row["word"], row["breaks"], row["slope_per_decade"]) == ("too short", None, None)
    assert row["note"].startswith("too short")
    assert CHANGE_TABLES["dates"](short, POWERS).is_empty()
