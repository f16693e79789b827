from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.cow_mid import COLUMNS, COW_MID, OF_THIS_DATA_SET
from counterpoise.datasets.source import Wanted


@pytest.fixture
def values(shared: Path) -> pl.DataFrame:
    """The disputes of four states."""
    path = shared / "data/cow/cow_mid_dirdisps.parquet"
    return COW_MID.read([path], Wanted(("PAK", "BGD"), ("USA", "CHN"), 1945, 2025)).values


def test_disputes_that_go_on_count_in_each_year(values: pl.DataFrame) -> None:
    # MID 5.0: dispute 4007 of India and Pakistan runs from 1993 to 1999, 4223 (Kargil and after) begins in 1999.
    rows = dict(
        values.filter(pl.col("indicator") == "militarised_disputes", state="PAK")
        .select("start", "row")
        .iter_rows()
    )
    assert all("dispnum=4007" in rows[year] for year in range(1993, 1999))
    assert rows[1999].endswith("year=1999 dispnum=4007,4223")


def test_a_dispute_of_many_states_counts_once_for_each(tmp_path: Path) -> None:
    path = tmp_path / "mid.csv"
    rows = ["1,2,770,2001,1,1,4,4", "1,770,2,2001,1,1,4,4", "1,2,710,2001,1,1,4,4", "1,710,2,2001,1,1,4,4"]
    path.write_text("\n".join([",".join((*COLUMNS, *OF_THIS_DATA_SET)), *rows]) + "\n")
    found = COW_MID.read([path], Wanted(("PAK",), ("USA", "CHN"))).values
    counts = {(i, s, p): v for i, s, p, v in found.select("indicator", "state", "partner", "value").rows()}
    assert counts == {
        ("militarised_disputes", "USA", None): 1,
        ("militarised_disputes", "CHN", None): 1,
        ("militarised_disputes", "PAK", None): 1,
        ("disputes_with", "PAK", "USA"): 1,
        ("disputes_with", "PAK", "CHN"): 0,
        ("disputes_ab", "CHN", "USA"): 1,
    }


def test_no_dispute_is_zero_while_the_state_exists_and_nothing_after_the_data_end(
    values: pl.DataFrame,
) -> None:
    # MID 5.0 lists nothing between Pakistan and China, and ends in 2014.
    of_pakistan = values.filter(pl.col("indicator") == "disputes_with", state="PAK", partner="CHN")
    assert of_pakistan["value"].unique().to_list() == [0.0]
    assert values["end"].max() == 2014
    assert values.filter(state="BGD")["start"].min() == 1971
