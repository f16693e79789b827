from io import BytesIO
from pathlib import Path

import pytest

from counterpoise.coding.judgements import table_of
from counterpoise.coding.kept_suggestions import kept_suggestions
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.events import NewEvent
from counterpoise.workspace import FOLDER, Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path):
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
    body = {
        "key": f"{coder}{documents}",
        "object": name,
        "coder": coder,
        "documents": list(documents) if named else [],
        "seen": dict.fromkeys(documents, "x") if named else {},
    }
    workspace.record([NewEvent("codings.suggested", coder, body)])
    return name


def rows(workspace: Workspace) -> list[tuple[str, str]]:
    kept = kept_suggestions(workspace.now, workspace.objects)
    return sorted(kept.table.select("document", "coder").iter_rows())


def test_of_each_kind_of_machine_the_last_one_speaks(workspace: Workspace) -> None:
    suggested(workspace, "lexicon/4.a", "d1", "d2", "d3")
    suggested(workspace, "learned/1.a", "d1")
    suggested(workspace, "lexicon/5.b", "d1", "d2")
    assert rows(workspace) == [("d1", "learned/1.a"), ("d1", "lexicon/5.b"), ("d2", "lexicon/5.b")]
    kept = kept_suggestions(workspace.now, workspace.objects)
    assert kept.read == {"lexicon/5.b": frozenset({"d1", "d2"}), "learned/1.a": frozenset({"d1"})}


def test_what_was_suggested_anew_of_a_document_takes_the_place_of_the_old(workspace: Workspace) -> None:
    suggested(workspace, "lexicon/5.b", "d1", "d2")
    suggested(workspace, "lexicon/5.b", "d2")
    assert rows(workspace) == [("d1", "lexicon/5.b"), ("d2", "lexicon/5.b")]


def test_machines_that_name_no_documents_went_through_none(workspace: Workspace) -> None:
    suggested(workspace, "bm25/1.a", "d1", named=False)
    assert rows(workspace) == []


def test_a_lost_object_is_named_and_its_documents_count_as_not_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    kept = suggested(workspace, "lexicon/5.b", "d1")
    lost = suggested(workspace, "lexicon/5.b", "d2")
    assert kept != lost
    workspace.objects.settle()
    (tmp_path / FOLDER / "objects" / lost[:2] / lost).unlink()
    found = kept_suggestions(workspace.now, workspace.objects)
    assert found.read == {"lexicon/5.b": frozenset({"d1"})}
    assert len(found.problems) == 1
    assert found.table.height == 1


def test_nothing_suggested_is_an_empty_table(workspace: Workspace) -> None:
    assert kept_suggestions(workspace.now, workspace.objects).table.is_empty()
