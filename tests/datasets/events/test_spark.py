"""Spark runs the expressions that DuckDB runs, and gives the same numbers."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.events import spark
from counterpoise.datasets.events.counting import IN_ORDER
from counterpoise.datasets.events.dyads import gdelt_events
from counterpoise.datasets.events.gdelt import gdelt_months
from counterpoise.datasets.events.layouts import GDELT_2
from counterpoise.datasets.events.spark import count_months_on_spark, local_spark, missing
from counterpoise.errors import CounterpoiseError
from tests.datasets.events.made_up import gdelt_year, write_gdelt


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_duckdb_and_spark_give_the_same_months_to_the_last_digit(tmp_path: Path) -> None:
    rows = gdelt_year(2023)
    rows[5] |= {"QuadClass": "", "GoldsteinScale": ""}
    path = write_gdelt(tmp_path / "2023.export.CSV", [*rows, *rows[:100]])
    session = local_spark()
    try:
        for options in ({}, {"root_events_only": True, "one_a_day": True}):
            here = gdelt_months([path], **options).table
            there = pl.from_arrow(count_months_on_spark(session, [path], GDELT_2, gdelt_events, **options))
            assert there.sort(IN_ORDER).equals(here)
            assert here["events"].sum() > 1000
    finally:
        session.stop()


def test_what_spark_lacks_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    with pytest.raises(CounterpoiseError, match="Spark: pyspark is not installed; install counterpoise with"):
        local_spark()
    monkeypatch.setattr(spark, "find_spec", lambda _: object())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CounterpoiseError, match="Spark: no Java runtime is on the path"):
        local_spark()
