import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.exchange.spreadsheet import unguarded, write_csv


def written(path: Path, table: pl.DataFrame) -> list[dict[str, str]]:
    write_csv(table, path)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "- a point of a list",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
    ],
)
def test_text_that_would_be_a_formula_gets_an_apostrophe(tmp_path: Path, text: str):
    (row,) = written(tmp_path / "t.csv", pl.DataFrame({"quotation": [text], "score": [0.5]}))
    assert row == {"quotation": f"'{text}", "score": "0.5"}


@pytest.mark.parametrize("text", ["-1.5", "+3", "-.5e-3", "trade - and aid", "a=b", "'quoted'", ""])
def test_numbers_and_plain_text_stay_as_they_are(tmp_path: Path, text: str):
    (row,) = written(tmp_path / "t.csv", pl.DataFrame({"row": [text], "change": [-0.25]}))
    assert row == {"row": text, "change": "-0.25"}


def test_every_column_of_text_is_looked_at_and_none_is_lost(tmp_path: Path):
    table = pl.DataFrame({"n": [-1], "first": ["=1"], "second": ["@x"], "nothing": [None]})
    assert written(tmp_path / "t.csv", table) == [{"n": "-1", "first": "'=1", "second": "'@x", "nothing": ""}]
    assert written(tmp_path / "numbers.csv", pl.DataFrame({"n": [-1]})) == [{"n": "-1"}]


def test_every_text_comes_back_as_it_was(tmp_path: Path):
    @given(st.lists(st.text("a='+-@1.e\t", max_size=5), min_size=1))
    @settings(deadline=None)
    def back(texts: list[str]) -> None:
        rows = written(tmp_path / "t.csv", pl.DataFrame({"n": 1, "text": texts}))
        assert [unguarded(row["text"]) for row in rows] == texts

    back()
