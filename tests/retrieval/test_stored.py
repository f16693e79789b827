from pathlib import Path

import polars as pl
import pytest

from counterpoise.coding import kept_suggestions as module
from counterpoise.coding.decided import added, answered, reviewed
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, passage_of
from counterpoise.ledger.events import Ledger
from counterpoise.pipeline import gather
from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.query import read_query
from counterpoise.retrieval.stored import StoredCodings, stored_codings
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_renamed
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import STUDY, write_study


def found(stored: StoredCodings, query: str) -> pl.DataFrame:
    rows = Answering(stored.codings).answer(read_query(query, stored.vocabulary))
    return stored.codings.table.filter(pl.Series(rows))


def test_what_machines_suggested_is_read_without_a_run(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    with pytest.raises(CounterpoiseError):
        stored_codings(study)
    evidence = gather(study)
    with Ledger.read(tmp_path / FOLDER) as ledger:
        before = ledger.head()
    stored = stored_codings(study)
    assert stored.notices == ()
    told = {
        (row["document"], row["start"], row["code"], row["power"], row["coder"], row["status"])
        for row in stored.codings.table.iter_rows(named=True)
    }
    assert told == {
        (passage.document, passage.start, coding.code, coding.power, coding.coder, "suggested")
        for coding in evidence.codings
        for passage in [evidence.passages[coding.passage]]
    }
    with Ledger.read(tmp_path / FOLDER) as ledger:
        assert ledger.head() == before


def test_what_people_judged_stands_beside_it(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    evidence = gather(study)
    refused, borne_out = [
        coding for coding in evidence.codings if coding.code == "trade" and coding.coder.startswith("lexicon")
    ][:2]
    passage = evidence.passages[borne_out.passage]
    text = evidence.documents[passage.document].text
    inside = passage_of(passage.document, text, passage.start + 5, passage.end - 5)
    energy = Coding(inside.id, "energy", "a", "none", "Boris", 1.0, "It says so.")
    with open_workspace(tmp_path) as workspace:
        where = evidence.passages[refused.passage]
        workspace.record([answered(workspace.now, where, refused, "Amina", found=False)])
        workspace.record([answered(workspace.now, passage, borne_out, "Amina", found=True)])
        workspace.record([added(workspace.now, inside, energy), reviewed(where, "Amina")])
    stored = stored_codings(study)
    lexicon = found(stored, "trade coder:lexicon status:accepted,rejected")
    assert dict(zip(lexicon["document"], lexicon["status"], strict=True)) == {
        where.document: "rejected",
        passage.document: "accepted",
    }
    assert set(found(stored, "coder:Amina status:accepted,rejected")["status"]) == {"accepted", "rejected"}
    # What a person marked within a passage stands on it, with the stretch as its span.
    (row,) = found(stored, "(energy coder:Boris) AND trade").filter(pl.col("code") == "energy").to_dicts()
    assert (row["start"], row["end"], row["from"], row["to"]) == (
        passage.start,
        passage.end,
        inside.start,
        inside.end,
    )
    # Who went through a passage and gave no code refused those of the machine.
    assert (
        found(stored, f"coder:lexicon document:{where.document}")
        .filter((pl.col("start") == where.start) & (pl.col("coder").str.starts_with("lexicon")))
        .is_empty()
    )


def test_documents_outside_the_period_and_coders_no_longer_named_are_left_out(tmp_path: Path) -> None:
    gather(read_study(write_study(tmp_path)))
    study = STUDY.replace("1990-2025", "2007-2025") + "coding: {suggesters: [lexicon]}\n"
    stored = stored_codings(read_study(write_study(tmp_path, study)))
    assert {each.path for each in stored.codings.documents} == {
        "documents/beijing.txt",
        "documents/paper.txt",
    }
    assert {coder.partition("/")[0] for coder in stored.codings.facts["coder"].values} == {"lexicon"}


def test_lost_suggestions_are_named(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    gather(study)
    with open_workspace(tmp_path) as workspace:
        objects = {event.body["object"] for event in workspace.now.codings.values()}
    for name in objects:
        (tmp_path / FOLDER / "objects" / name[:2] / name).write_bytes(b"no table")
    stored = stored_codings(study)
    assert [str(notice) for notice in stored.notices] == [
        "lexicon: the suggestions of 3 documents are lost or damaged; the next run makes them anew"
    ]
    assert {coder.partition("/")[0] for coder in stored.codings.facts["coder"].values} == {"bm25"}


def test_suggestions_made_of_another_text_are_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = read_study(write_study(tmp_path))
    gather(study)
    monkeypatch.setattr(module, "seen_digest", lambda document: document.id)
    stored = stored_codings(study)
    assert [str(notice) for notice in stored.notices] == [
        "lexicon: the suggestions of 3 documents were made of other texts than those read last; the next run makes them anew"
    ]
    assert {coder.partition("/")[0] for coder in stored.codings.facts["coder"].values} == {"bm25"}


def test_codings_bear_the_names_of_the_theory_and_stand_where_their_words_are_now(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    evidence = gather(study)
    document = next(each for each in evidence.documents.values() if each.path == "documents/washington.md")
    start = document.text.index("arms that Washington sells")
    stretch = passage_of(document.id, document.text, start, start + 26)
    with open_workspace(tmp_path) as workspace:
        codebook = codebook_now(study.theory, workspace.now)
        workspace.record(code_renamed(workspace.now, codebook, "trade", "commerce"))
        told = Coding(stretch.id, "commerce", "a", "none", "Amina", 1.0, "")
        workspace.record([added(workspace.now, stretch, told)])
    before = found(stored_codings(study), "trade")
    assert set(before["coder"].str.extract(r"^(\w+)")) == {"Amina", "lexicon"}
    text = (tmp_path / document.path).read_text("utf-8")
    anew = text.replace("\n\nPakistan", "\n\nA new first paragraph, of a few words.\n\nPakistan", 1)
    assert anew != text
    (tmp_path / document.path).write_text(anew, "utf-8")
    gather(study)
    stored = stored_codings(study)
    assert stored.notices == ()
    assert found(stored, "commerce").equals(found(stored, "trade"))
    (row,) = found(stored, "commerce coder:Amina").to_dicts()
    now = next(each for each in stored.codings.documents if each.id == row["document"])
    assert (row["code"], now.text[row["from"] : row["to"]]) == ("trade", "arms that Washington sells")
    assert row["document"] != document.id
