from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.documents.document import Document
from counterpoise.errors import CounterpoiseError
from counterpoise.exchange.coding_table import read_codings, table_of_codings, write_codings
from counterpoise.exchange.records import CodingRecord
from tests.exchange.texts import CODES, CODINGS, DOCUMENTS

BY_ID: Mapping[str, Document] = {each.id: each for each in DOCUMENTS}


@pytest.mark.parametrize("name", ["codings.csv", "codings.parquet", "CODINGS.CSV"])
def test_codings_come_back_exactly(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    codings = (*CODINGS, replace(CODINGS[0], coder="Carla", adjudicates=True))
    table = table_of_codings(codings, BY_ID)
    assert table["status"].to_list()[-1] == "adjudicated"
    write_codings(table, path)
    found = read_codings(path, name, BY_ID, CODES)
    assert found.codings == codings
    assert (found.apart, found.left) == ((), ())


WORDS = st.text("a=+-@'\"\n\r\t,;é😀 1", max_size=8)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_whatever_people_write_comes_back_and_is_no_formula(
    tmp_path_factory: pytest.TempPathFactory, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("tables") / f"t{suffix}"

    @given(
        st.lists(
            st.builds(
                CodingRecord,
                document=st.sampled_from(sorted(BY_ID)),
                start=st.integers(0, 3),
                end=st.integers(5, 13),
                code=WORDS,
                coder=WORDS.filter(str.strip),
                reason=WORDS,
                memo=WORDS,
                score=st.none() | st.floats(allow_nan=False, allow_infinity=False),
            ),
            unique=True,
            max_size=4,
        )
    )
    @settings(max_examples=60, deadline=None)
    def back(codings: list[CodingRecord]) -> None:
        write_codings(table_of_codings(codings, BY_ID), path)
        found = read_codings(path, path.name, BY_ID, None)
        assert (list(found.codings), found.apart) == (codings, ())

    back()


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("document", "ab", "row 1: the study has no document 'ab'"),
        ("code", "tarde", "row 1: the study has no code 'tarde' - did you mean 'trade'?"),
        ("power", "c", "row 1: power is 'c'; expected one of a, b, both, none"),
        (
            "status",
            "acepted",
            "row 1: status is 'acepted'; expected one of suggested, accepted, rejected, unanswered, adjudicated - did you",
        ),
        ("coder", " ", "row 1: coder is empty; expected who coded"),
        ("quotation", "other words", "row 1: 3 to 16 of documents/aa.txt is not what the row quotes"),
    ],
)
def test_a_row_that_no_document_bears_stands_apart(tmp_path: Path, column: str, value: str, why: str) -> None:
    table = table_of_codings(CODINGS[:1], BY_ID).with_columns(pl.lit(value).alias(column))
    write_codings(table, tmp_path / "t.csv")
    found = read_codings(tmp_path / "t.csv", "t.csv", BY_ID, CODES)
    assert found.codings == ()
    (apart,) = found.apart
    assert apart.why.startswith(why)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("x", "5", "start is 'x'; expected a whole number"),
        ("-1", "5", "start is '-1'; expected a whole number"),
        ("0", "9999", "0 to 9999 holds no text of documents/aa.txt, which has"),
        ("5", "5", "5 to 5 holds no text"),
        ("٣", "9" * 40, "expected a whole number"),
    ],
)
def test_a_place_that_is_none_is_told(tmp_path: Path, start: str, end: str, why: str) -> None:
    table = table_of_codings(CODINGS[:1], BY_ID).with_columns(
        pl.lit(start).alias("start"), pl.lit(end).alias("end"), pl.lit("").alias("quotation")
    )
    write_codings(table, tmp_path / "t.csv")
    (apart,) = read_codings(tmp_path / "t.csv", "t.csv", BY_ID, CODES).apart
    assert why in apart.why


def test_every_fault_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    table = table_of_codings(CODINGS[:1], BY_ID).with_columns(
        pl.lit("c").alias("power"), pl.lit("high").alias("score"), pl.lit("up").alias("direction")
    )
    write_codings(table, tmp_path / "t.csv")
    (apart,) = read_codings(tmp_path / "t.csv", "t.csv", BY_ID, CODES).apart
    assert [word in apart.why for word in ("power", "score", "direction")] == [True] * 3


def test_a_table_that_lacks_columns_or_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("document,start,end,coder,cod\naa,0,5,Amina,trade\n")
    with pytest.raises(CounterpoiseError) as refused:
        read_codings(path, "t.csv", BY_ID, CODES)
    assert "has no column 'code' - did you mean 'cod" in str(refused.value)
    assert "has no column 'power'" in str(refused.value)
    damaged = tmp_path / "t.parquet"
    damaged.write_bytes(b"PAR1 and no more")
    with pytest.raises(CounterpoiseError, match=r"is damaged, or no \.parquet file"):
        read_codings(damaged, "t.parquet", BY_ID, CODES)
