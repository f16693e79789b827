"""The large real input of docs/large-run.md, run as a user runs it; its speed is measured in benchmarks/large_study.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import lxml.html
import polars as pl
import pytest

from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER

pytestmark = pytest.mark.large


@pytest.fixture(scope="module")
def benchmark(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("large_study", checkout / "benchmarks" / "large_study.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["large_study"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(benchmark: ModuleType, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The large study, run once."""
    made = benchmark.make_large_study(shared, tmp_path_factory.mktemp("large"))
    _, _, answer = benchmark.timed_run(made)
    assert answer.returncode == 0, answer.stderr
    assert all(line.startswith("Note: ") for line in answer.stderr.splitlines()), answer.stderr
    return made


@pytest.fixture(scope="module")
def evidence(folder: Path) -> pl.DataFrame:
    return pl.read_csv(folder / "report" / "evidence.csv", infer_schema_length=None)


def test_all_three_states_speak_and_every_kind_of_source_counts(evidence: pl.DataFrame) -> None:
    first_hand = evidence.filter(pl.col("counts_as") == "first-hand")
    assert set(first_hand["speaks_for"]) == {"PAK", "USA", "CHN"}
    assert set(first_hand["kind"]) == {"speech", "law"}
    assert set(evidence["counts_as"]) == {"first-hand", "second-hand", "data note", "under test"}


def test_each_of_the_72_general_debate_speeches_is_in_the_list_of_documents(folder: Path) -> None:
    page = lxml.html.parse(folder / "report" / "report.html").getroot()
    listed = page.xpath("//*[@id='documents']//tr/*[1]/text()")
    assert sum("General Debate, session" in title for title in listed) == 72


def test_the_paper_under_test_is_quoted_and_never_counted(folder: Path, evidence: pl.DataFrame) -> None:
    under_test = set(evidence.filter(pl.col("counts_as") == "under test")["passage"])
    assert under_test
    page = (folder / "report" / "report.html").read_text(encoding="utf-8")
    assert "paper under test" in page


def test_no_cell_of_the_tables_is_empty(folder: Path) -> None:
    page = lxml.html.parse(folder / "report" / "report.html").getroot()
    tables = page.xpath("//section[starts-with(@id, 'theme-')]")
    assert len(tables) == 5
    assert not [text for table in tables for text in table.itertext() if text.strip() == "No evidence"]


def test_the_ledger_is_whole_and_a_second_run_does_nothing(folder: Path, benchmark: ModuleType) -> None:
    _, _, answer = benchmark.timed_run(folder)
    assert answer.stdout.startswith("Nothing has changed")
    assert verify(folder / FOLDER) == ()
