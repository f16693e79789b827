from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from counterpoise.coding.judgements import table_of
from counterpoise.coding.kept_suggestions import (
    KeptSuggestions,
    kept_suggestions,
    kept_table,
    kinds_asked,
    seen_digest,
)
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import NewEvent
from counterpoise.workspace import FOLDER, Workspace, open_workspace

DOCUMENTS = {
    name: Document(
        name, name, "speech", "PAK", "2005", "made up", f"{name}.txt", "0" * 64, f"some text of {name}."
    )
    for name in ("d1", "d2", "d3")
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path) as opened:
        yield opened


def suggested(workspace: Workspace, coder: str, *documents: str, named: bool = True) -> str:
    found = []
    for document in documents:
        passage = Passage(document, 0, 9, "some text", "", "")
        found.append((passage, Coding(passage.id, "trade", "a", "none", coder, 0.5, "")))
    buffer = BytesIO()
    table_of(found).write_parquet(buffer)
    name = workspace.objects.put(buffer.getvalue())
    seen = {each: seen_digest(DOCUMENTS[each]) for each in documents} if named else {}
    body = {
        "key": f"{coder}{documents}",
        "object": name,
        "coder": coder,
        "documents": list(seen),
        "seen": seen,
    }
    workspace.record([NewEvent("codings.suggested", coder, body)])
    return name


def kept(workspace: Workspace, *kinds: str) -> KeptSuggestions:
    return kept_suggestions(workspace.now, workspace.objects, DOCUMENTS, kinds or None)


def rows(workspace: Workspace, *kinds: str) -> list[tuple[str, str]]:
    return sorted(kept(workspace, *kinds).table.select("document", "coder").iter_rows())


def test_of_each_kind_of_machine_the_one_that_spoke_last_of_a_document_is_heard(workspace: Workspace) -> None:
    suggested(workspace, "lexicon/4.a", "d1", "d2", "d3")
    suggested(workspace, "learned/1.a", "d1")
    suggested(workspace, "lexicon/5.b", "d1", "d2")
    suggested(workspace, "lexicon/5.b", "d2")
    assert rows(workspace, "lexicon") == [("d1", "lexicon/5.b"), ("d2", "lexicon/5.b"), ("d3", "lexicon/4.a")]
    assert kept(workspace).read == {
        "lexicon/4.a": frozenset({"d3"}),
        "lexicon/5.b": frozenset({"d1", "d2"}),
        "learned/1.a": frozenset({"d1"}),
    }
    assert rows(workspace, "learned") == [("d1", "learned/1.a")]


def test_machines_that_name_no_documents_speak_of_all_and_went_through_none(workspace: Workspace) -> None:
    suggested(workspace, "bm25/1.a", "d1", "d3", named=False)
    suggested(workspace, "bm25/1.b", "d1", "d2", named=False)
    found = kept(workspace)
    assert rows(workspace) == [("d1", "bm25/1.b"), ("d2", "bm25/1.b")]
    assert (found.read, found.coded) == ({}, frozenset())
    assert rows(workspace, "lexicon") == []


def test_only_documents_that_are_asked_for_are_spoken_of(workspace: Workspace) -> None:
    suggested(workspace, "lexicon/5.b", "d1", "d2")
    suggested(workspace, "bm25/1.a", "d1", "d2", named=False)
    only = {"d2": DOCUMENTS["d2"]}
    found = kept_suggestions(workspace.now, workspace.objects, only)
    assert set(found.table["document"]) == {"d2"}
    assert (found.read, found.problems) == ({"lexicon/5.b": frozenset({"d2"})}, ())


def test_a_lost_object_is_named_and_its_documents_count_as_not_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    whole = suggested(workspace, "lexicon/5.b", "d1")
    lost = suggested(workspace, "lexicon/5.b", "d2")
    assert whole != lost
    workspace.objects.settle()
    (tmp_path / FOLDER / "objects" / lost[:2] / lost).unlink()
    found = kept(workspace)
    assert (found.read, found.coded) == ({"lexicon/5.b": frozenset({"d1"})}, frozenset({"d1", "d2"}))
    assert [str(each) for each in found.problems] == [
        "lexicon: the suggestions of 1 document are lost or damaged; the next run makes them anew"
    ]
    assert found.table.height == 1
    assert kept_table(workspace.objects, lost) is None


def test_what_is_no_table_is_none(workspace: Workspace) -> None:
    assert kept_table(workspace.objects, workspace.objects.put(b"no table")) is None


def test_suggestions_made_of_another_text_are_named_and_left_out(workspace: Workspace) -> None:
    suggested(workspace, "lexicon/5.b", "d1", "d2")
    suggested(workspace, "bm25/1.a", "d1", "d2", named=False)
    shorter = {**DOCUMENTS, "d1": replace(DOCUMENTS["d1"], text="some")}
    found = kept_suggestions(workspace.now, workspace.objects, shorter)
    assert [str(each) for each in found.problems] == [
        "lexicon: the suggestions of 1 document were made of other texts than those read last; the next run makes them anew"
    ]
    # What reaches beyond the text is left out too, of machines that do not say what they were shown.
    assert set(found.table["document"]) == {"d2"}
    assert found.coded == {"d1", "d2"}


def test_nothing_suggested_is_an_empty_table(workspace: Workspace) -> None:
    assert kept(workspace).table.is_empty()
    assert kept_suggestions(workspace.now, workspace.objects, {}).table.is_empty()


def test_what_is_learned_speaks_through_the_combination() -> None:
    assert kinds_asked(("lexicon", "learned")) == {"lexicon", "learned", "combination"}
    assert kinds_asked(("lexicon", "bm25")) == {"lexicon", "bm25"}
