from pathlib import Path

import polars as pl
import pytest

from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.gathering import Evidence
from counterpoise.pipeline import gather
from counterpoise.study import read_study
from tests.study_in_miniature import STUDY, write_study


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return gather(read_study(write_study(tmp_path_factory.mktemp("miniature"))))


def test_evidence_holds_together(evidence):
    assert len(evidence.documents) == 3
    assert {passage.document for passage in evidence.passages.values()} <= set(evidence.documents)
    named = {coding.passage for coding in evidence.codings} | {link.passage for link in evidence.links}
    assert named == set(evidence.passages)
    assert evidence.values.schema == pl.Schema(VALUE_SCHEMA)
    assert [event.date for event in evidence.chronology] == ["1998", "2001-09"]


def test_the_table_has_one_row_for_each_coding(evidence):
    table = evidence.table()
    assert table.height == len(evidence.codings)
    assert set(table["document"]) <= {document.title for document in evidence.documents.values()}


def test_a_document_outside_the_period_is_kept_and_not_coded(tmp_path: Path):
    study = STUDY.replace('origin: USA, date: "2005"', 'origin: USA, date: "1985"')
    evidence = gather(read_study(write_study(tmp_path, study)))
    (outside,) = evidence.outside
    assert outside in evidence.documents
    assert outside not in {passage.document for passage in evidence.passages.values()}


def test_no_evidence_has_an_empty_table_of_the_same_columns(evidence, tmp_path: Path):
    lines = STUDY.splitlines(keepends=True)
    bare = "".join(
        line for line in lines if not line.startswith(("documents:", "  - {path", "figures:", "events:"))
    )
    nothing = gather(read_study(write_study(tmp_path, bare)))
    assert nothing.table().is_empty()
    assert nothing.table().columns == evidence.table().columns
