import pytest

from counterpoise.documents import imports
from counterpoise.documents.collection import collect
from counterpoise.documents.imports import BATCH, read_places
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, Workspace, open_workspace
from tests.documents.test_collection import by_path, collected_in, with_corpus
from tests.study_in_miniature import STUDY, write_study


@pytest.mark.parametrize("at", [1, BATCH, BATCH + 3])
def test_what_was_read_before_an_interruption_is_not_read_again(tmp_path, at):
    write_study(tmp_path, STUDY.replace("documents/paper.txt", "more/"))
    (tmp_path / "more").mkdir()
    for number in range(BATCH + 3):
        (tmp_path / "more" / f"{number:02}.txt").write_text(f"Pakistan and its trade, text number {number}.")

    def interrupt(_what, done, _of):
        if done == at:
            raise KeyboardInterrupt

    with open_workspace(tmp_path) as workspace, pytest.raises(KeyboardInterrupt):
        collect(read_study(tmp_path), workspace, interrupt)
    again = collected_in(tmp_path)
    assert (again.kept, again.imported) == (at, BATCH + 5 - at)
    assert verify(tmp_path / FOLDER) == ()


@pytest.mark.parametrize("seconds", [0, 60])
def test_what_is_interrupted_once_it_is_recorded_is_recorded_once(tmp_path, monkeypatch, seconds):
    write_study(tmp_path)
    record = Workspace.record

    def interrupted(workspace, events, who=None):
        record(workspace, events, who)
        if any(event.kind == "document.imported" for event in events):
            monkeypatch.setattr(Workspace, "record", record)
            raise KeyboardInterrupt

    monkeypatch.setattr(imports, "BATCH_SECONDS", seconds)
    with open_workspace(tmp_path) as workspace:
        monkeypatch.setattr(Workspace, "record", interrupted)
        with pytest.raises(KeyboardInterrupt):
            collect(read_study(tmp_path), workspace, lambda *_: None)
        read = [event.subject for event in workspace.events() if event.kind == "document.imported"]
    assert read
    assert len(read) == len(set(read))
    again = collected_in(tmp_path)
    assert (again.kept, again.imported) == (len(read), 3 - len(read))


def test_a_table_of_documents_is_one_event_with_what_is_wrong_with_its_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "OF_A_RECORD", 1)
    folder = with_corpus(tmp_path, "{path: corpora/debates.csv, kind: speech, layout: ungdc}")
    first, again = collected_in(folder), collected_in(folder)
    speech = by_path(first)["corpora/debates.csv#CHN_60_2005"]
    assert (speech.origin, speech.date, speech.language) == ("CHN", "2005", "en")
    assert [problem.place for problem in first.problems] == [
        "corpora/debates.csv, row 3",
        "corpora/debates.csv, row 4",
    ]
    assert (again.documents, again.problems, again.imported) == (first.documents, first.problems, 0)
    with Ledger.read(folder / FOLDER) as ledger:
        (event,) = [
            each for each in ledger.events("document.imported") if each.subject == "corpora/debates.csv"
        ]
    assert (len(event.body["ids"]), event.body["sizes"], len(event.body["record"])) == (2, [1, 1], 2)
    assert verify(folder / FOLDER) == ()


def test_no_places_are_no_work(tmp_path):
    write_study(tmp_path)
    with open_workspace(tmp_path) as workspace:
        assert read_places([], workspace, None) == []
