from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.datasets.coverage import SCHEMA, SERIES, WORDS, coverage, spans
from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.theory.elements import Theory
from counterpoise.theory.reading import read_theory

POWERS = ("USA", "CHN")


def value(indicator: str, state: str, partner: str | None, start: int, end: int) -> dict[str, object]:
    return {
        "indicator": indicator,
        "state": state,
        "partner": partner,
        "start": start,
        "end": end,
        "value": 1.0,
        "unit": "percent",
        "source": "made up",
        "release": "1",
        "row": "t.csv:2",
    }


def values(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=VALUE_SCHEMA)


@cache
def library() -> Theory:
    return read_theory("neoclassical-realism", Path())


@pytest.fixture(scope="module")
def theory() -> Theory:
    return library()


def words(table: pl.DataFrame, indicator: str, state: str, partner: str | None) -> dict[int, str]:
    of_series = table.filter(
        pl.col("indicator") == indicator, pl.col("state") == state, pl.col("partner").eq_missing(partner)
    )
    return dict(of_series.select("year", "word").iter_rows())


def test_each_year_is_observed_missing_ended_or_before(theory: Theory) -> None:
    table = coverage(
        values(
            value("trade_share", "PAK", "USA", 2001, 2002),
            value("trade_share", "PAK", "USA", 2004, 2004),
            value("trade_share", "VNM", "CHN", 2005, 2005),
        ),
        {"trade_share": 2005},
        theory,
        ("PAK", "VNM"),
        POWERS,
        (2000, 2007),
    )
    assert table.schema == pl.Schema(SCHEMA)
    assert list(words(table, "trade_share", "PAK", "USA").values()) == [
        "before",
        "observed",
        "observed",
        "missing",
        "observed",
        "missing",
        "ended",
        "ended",
    ]
    # China is a partner of the indicator, so that Pakistan's share with it is missing and not unheard of.
    assert set(words(table, "trade_share", "PAK", "CHN").values()) == {"before", "missing", "ended"}


def test_what_the_theory_names_and_nothing_observes_is_missing(theory: Theory) -> None:
    table = coverage(values(), {}, theory, ("PAK",), POWERS, (2010, 2011))
    assert words(table, "trade_share", "PAK", "USA") == {2010: "missing", 2011: "missing"}
    assert words(table, "trade_share", "PAK", "CHN") == {2010: "missing", 2011: "missing"}
    assert words(table, "us_aid", "PAK", None) == {2010: "missing", 2011: "missing"}


def test_a_state_that_was_not_there_is_absent(theory: Theory) -> None:
    found = values(
        value("trade_share", "BGD", "USA", 1973, 1973), value("trade_share", "PAK", "USA", 1965, 1975)
    )
    table = coverage(found, {"trade_share": 1975}, theory, ("PAK", "BGD"), POWERS, (1969, 1974))
    assert words(table, "trade_share", "BGD", "USA") == {
        1969: "absent",
        1970: "absent",
        1971: "missing",
        1972: "missing",
        1973: "observed",
        1974: "missing",
    }


def test_the_shared_data_end_where_their_sources_say(shared: Path, theory: Theory) -> None:
    from counterpoise.datasets.source import Wanted, source_named

    source = source_named("cow-trade")
    files = ("cow_trade_dyadic_4.0_1870_2014.parquet", "cow_trade_national_4.0.csv")
    read = source.read([shared / "data" / "cow" / name for name in files], Wanted(("PAK",), POWERS))
    table = coverage(read.values, read.last_complete_year, theory, ("PAK",), POWERS, (1990, 2025))
    (first, last) = (words(table, "trade_share", "PAK", "CHN")[year] for year in (2014, 2015))
    assert (first, last) == ("observed", "ended")


YEARS = st.integers(1950, 2020)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["PAK", "IND"]), st.sampled_from([*POWERS, None]), YEARS, YEARS), max_size=8
    )
)
def test_every_series_has_one_word_for_every_year(rows: list[tuple[str, str | None, int, int]]) -> None:
    found = values(*(value("trade_share", state, power, min(a, b), max(a, b)) for state, power, a, b in rows))
    table = coverage(found, {"trade_share": 2000}, library(), ("PAK", "IND"), POWERS, (1945, 2025))
    for _, of_series in table.group_by(*SERIES):
        assert of_series["year"].to_list() == list(range(1945, 2026))
        told = spans(of_series)
        assert [year for _, first, last in told for year in range(first, last + 1)] == list(range(1945, 2026))
        assert {word for word, *_ in told} <= set(WORDS)
    for state, power, a, b in rows:
        assert {
            words(table, "trade_share", state, power)[year] for year in range(min(a, b), max(a, b) + 1)
        } == {"observed"}
