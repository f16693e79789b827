import os
import subprocess
import sys
from pathlib import Path

import pytest

from counterpoise.documents.collection import collect
from counterpoise.ledger.verification import verify
from counterpoise.search import upkeep as upkeep_module
from counterpoise.search.index import SearchIndex
from counterpoise.search.indexing import INDEX
from counterpoise.search.searching import search_words
from counterpoise.search.upkeep import upkeep
from counterpoise.study import Study, read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import STUDY, write_study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The study in miniature, with a table of seven speeches."""
    more = "documents:\n  - {path: table.csv, kind: speech, origin: USA, columns: {text: text, id: id}}\n"
    folder = write_study(tmp_path, STUDY.replace("documents:\n", more))
    rows = [f"{number},Debt relief of the year {number} was granted to Pakistan." for number in range(7)]
    (folder / "table.csv").write_text("\n".join(["id,text", *rows]))
    return read_study(folder)


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def read(study: Study, interrupted: bool = False) -> None:
    with open_workspace(study.folder) as workspace, upkeep(study, workspace, silent) as kept:
        collect(study, workspace, silent, kept)
        if interrupted:
            raise KeyboardInterrupt


def records(study: Study) -> dict[str, str]:
    index = SearchIndex.open(study.folder / FOLDER / INDEX)
    assert index is not None
    found = index.records()
    index.close()
    return found


def found_without_indexing(study: Study, query: str) -> list[str]:
    """The paths that a search finds; it has nothing to put into the index."""
    told: list[str] = []
    found = search_words(study, query, step=lambda what, *_: told.append(what))
    assert told == []
    return sorted({hit.document.path for hit in found.hits})


def processes_started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[str]]:
    started: list[subprocess.Popen[str]] = []

    class Counted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *words: object, **more: object) -> None:
            super().__init__(*words, **more)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(upkeep_module.subprocess, "Popen", Counted)
    return started


def test_few_documents_are_indexed_without_a_process_of_their_own(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = processes_started(monkeypatch)
    read(study)
    assert started == []
    assert len(found_without_indexing(study, "relief")) == 7


def test_many_are_indexed_beside_the_reading(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep_module, "MANY", 3)
    monkeypatch.setattr("counterpoise.documents.imports.OF_A_RECORD", 2)
    monkeypatch.setattr("counterpoise.documents.imports.BATCH", 1)
    # Nothing is left for this process to index.
    monkeypatch.setattr(upkeep_module, "kept_up", lambda *_: None)
    started = processes_started(monkeypatch)
    read(study)
    assert [process.returncode for process in started] == [0]
    assert len(found_without_indexing(study, "relief")) == 7
    assert found_without_indexing(study, "gwadar") == ["documents/beijing.txt"]
    assert verify(study.folder / FOLDER) == ()


def test_both_ways_make_the_same_index(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterpoise.documents.imports.OF_A_RECORD", 2)
    read(study)
    here = records(study)
    hits = search_words(study, "relief OR trade").hits
    (study.folder / FOLDER / INDEX).unlink()
    monkeypatch.setattr(upkeep_module, "MANY", 1)
    read(study)
    assert records(study) == here
    again = search_words(study, "relief OR trade").hits
    assert [(hit.passage, hit.matches, hit.score) for hit in again] == [
        (hit.passage, hit.matches, hit.score) for hit in hits
    ]


def test_what_has_changed_alone_is_indexed_again(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    read(study)
    monkeypatch.setattr(upkeep_module, "MANY", 1)
    started = processes_started(monkeypatch)
    read(study)
    assert started == []
    (study.folder / "documents" / "beijing.txt").write_text("Nothing of the kind.")
    read(study)
    assert found_without_indexing(study, "gwadar") == []
    assert found_without_indexing(study, '"of the kind"') == ["documents/beijing.txt"]


def test_an_index_that_cannot_be_written_fails_no_reading(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_module, "MANY", 1)
    (study.folder / FOLDER).mkdir()
    (study.folder / FOLDER / "cache").write_text("a file where the folder should be")
    read(study)
    assert len(search_words(study, "relief").hits) == 7


def test_a_process_that_dies_is_done_without(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep_module, "MANY", 1)
    monkeypatch.setattr(upkeep_module, "command", lambda *_: [sys.executable, "-c", "raise SystemExit(3)"])
    read(study)
    assert len(found_without_indexing(study, "relief")) == 7


def test_reading_that_is_given_up_ends_the_process_and_leaves_the_old_index(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(study)
    before = (study.folder / FOLDER / INDEX).read_bytes()
    (study.folder / "documents" / "beijing.txt").write_text("Nothing of the kind.")
    monkeypatch.setattr(upkeep_module, "MANY", 1)
    monkeypatch.setattr("counterpoise.documents.imports.BATCH", 1)
    started = processes_started(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        read(study, interrupted=True)
    assert [process.returncode for process in started] == [1]
    assert (study.folder / FOLDER / INDEX).read_bytes() == before
    assert os.listdir(study.folder / FOLDER / "cache") == [INDEX.name]
