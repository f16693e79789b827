from pathlib import Path

import polars as pl
import pytest

from counterpoise.coding import suggestions
from counterpoise.coding.decided import human_codings, reviewed, reviewed_passages
from counterpoise.coding.embedding import SentenceEmbedder
from counterpoise.coding.llm.asking import Asked
from counterpoise.coding.settled_passages import decisions_of
from counterpoise.coding.suggestions import Suggested, suggest
from counterpoise.documents.collection import collect
from counterpoise.evidence import CONTEXT, Coding
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, Workspace, open_workspace
from tests.coding.embedders import packaged
from tests.study_in_miniature import STUDY, WASHINGTON, write_study


def suggested_in(folder: Path) -> Suggested:
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        documents = collect(study, workspace, lambda *_: None).documents
        now = workspace.now
        decisions = decisions_of(human_codings(now), reviewed_passages(now), documents)
        return suggest(study, workspace, documents, lambda *_: None, decisions)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def of_lexicon(suggested: Suggested):
    return [coding for coding in suggested.codings if coding.coder.startswith("lexicon/")]


def test_each_coding_says_why_and_stands_on_a_passage_of_its_document(folder):
    suggested = suggested_in(folder)
    assert suggested.codings
    for coding in suggested.codings:
        assert coding.passage in suggested.passages
        assert coding.reason
        assert coding.status == "suggested"
    for passage in suggested.passages.values():
        assert passage.quotation
        assert len(passage.before) <= CONTEXT
        assert len(passage.after) <= CONTEXT


def test_power_and_direction_are_those_of_the_words(folder):
    suggested = suggested_in(folder)
    told = {
        (coding.code, coding.power, coding.direction)
        for coding in of_lexicon(suggested)
        if "suspend the training" in suggested.passages[coding.passage].quotation
    }
    assert ("defence_cooperation", "a", "weakens") in told
    rivalry = next(coding for coding in of_lexicon(suggested) if coding.code == "general_rivalry")
    assert rivalry.power == "both"


def test_a_link_names_its_factor_and_its_effect(folder):
    links = suggested_in(folder).links
    assert {(link.factor, link.effect, link.power, link.sign) for link in links} >= {
        ("defence_cooperation", "stronger_ties", "a", 1),
        ("trade", "stronger_ties", "b", 1),
    }


def test_one_coder_says_one_thing_of_a_passage_and_a_code(folder):
    ids = [coding.id for coding in suggested_in(folder).codings]
    assert len(ids) == len(set(ids))


def test_what_was_suggested_is_kept_and_equal(folder):
    first, again = suggested_in(folder), suggested_in(folder)
    assert (first.coded, first.kept) == (3, 0)
    assert (again.coded, again.kept) == (0, 3)
    assert (again.passages, again.codings, again.links) == (first.passages, first.codings, first.links)
    assert verify(folder / FOLDER) == ()


def test_one_changed_document_is_the_only_one_coded_again_and_the_whole_is_as_if_made_at_once(
    folder, tmp_path
):
    suggested_in(folder)
    (folder / "documents" / "washington.md").write_text(WASHINGTON + "\nPakistan and trade, once more.\n")
    pieced = suggested_in(folder)
    assert (pieced.coded, pieced.kept) == (1, 2)
    other = write_study(tmp_path / "other")
    (other / "documents" / "washington.md").write_text(WASHINGTON + "\nPakistan and trade, once more.\n")
    at_once = suggested_in(other)
    assert (pieced.codings, pieced.links, pieced.passages) == (
        at_once.codings,
        at_once.links,
        at_once.passages,
    )


def test_what_was_said_of_a_document_that_is_gone_is_not_said_any_more(folder):
    suggested_in(folder)
    (folder / "study.yaml").write_text(
        STUDY.replace('  - {path: documents/washington.md, kind: speech, origin: USA, date: "2005"}\n', "")
    )
    left = suggested_in(folder)
    assert (left.coded, left.kept) == (0, 2)
    assert not any("suspend the training" in passage.quotation for passage in left.passages.values())


def test_a_speaker_declared_anew_is_coded_anew(folder):
    # Who speaks decides what bears on the case, and is no part of a document's bytes.
    alone = "# Another part\n\nOur trade grows, and our exports with it.\n"
    (folder / "documents" / "washington.md").write_text(f"{WASHINGTON}\n{alone}")
    before = suggested_in(folder)
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("kind: speech, origin: USA", "kind: speech, origin: PAK"))
    after = suggested_in(folder)
    assert (after.coded, after.kept) == (1, 2)
    spoken = [{passage.quotation for passage in each.passages.values()} for each in (before, after)]
    assert spoken[1] - spoken[0] == {"Our trade grows, and our exports with it."}


def test_names_of_actors_that_change_code_every_document_again(folder):
    suggested_in(folder)
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(f"{text}actors:\n  a: [{{name: Foggy Bottom}}]\n")
    assert suggested_in(folder).coded == 3


def test_an_event_names_the_coder_and_the_key_of_what_it_depends_on(folder: Path) -> None:
    suggested = suggested_in(folder)
    with open_workspace(folder) as workspace:
        events = [event for (kind, _), event in workspace.now.latest.items() if kind == "codings.suggested"]
    assert {event.body["coder"] for event in events} == {coding.coder for coding in suggested.codings}
    assert all(event.body["key"] == event.key != event.body["coder"] for event in events)


def spoken_last(folder: Path) -> dict[str, str]:
    """Of each sort of coder the last that spoke."""
    with open_workspace(folder) as workspace:
        events = sorted(
            (event for (kind, _), event in workspace.now.latest.items() if kind == "codings.suggested"),
            key=lambda event: event.seq,
        )
        of_documents = sorted(workspace.now.codings.values(), key=lambda event: event.seq)
    coders = [event.body["coder"] for event in (*events, *of_documents)]
    return {coder.partition("/")[0]: coder for coder in coders}


def test_a_theory_that_is_changed_and_changed_back_leaves_its_own_suggestions_the_last(folder: Path) -> None:
    with_suggesters(folder, "lexicon", "bm25", "combination")
    theory = (folder / "theory.yaml").read_text()
    first, own = suggested_in(folder), spoken_last(folder)
    (folder / "theory.yaml").write_text(theory.replace("roads", "motorways"))
    suggested_in(folder)
    assert not {*own.values()} & {*spoken_last(folder).values()}
    (folder / "theory.yaml").write_text(theory)
    again = suggested_in(folder)
    assert (again.codings, again.kept) == (first.codings, 3)
    assert spoken_last(folder) == own
    with open_workspace(folder) as workspace:
        head = workspace.now.head
    suggested_in(folder)
    with open_workspace(folder) as workspace:
        assert workspace.now.head == head
    assert verify(folder / FOLDER) == ()


def test_what_a_model_says_otherwise_of_the_same_passages_is_recorded(folder: Path) -> None:
    passage = next(iter(suggested_in(folder).passages.values()))

    def said(workspace: Workspace, code: str) -> str:
        coding = Coding(passage.id, code, "none", "none", "llm/1.a", 0.5, "for a test")
        suggestions._kept(Asked("llm/1.a", (passage,), (coding,), (), (), False), workspace)
        events = [event for event in workspace.now.latest.values() if event.body.get("coder") == "llm/1.a"]
        last = max(events, key=lambda event: event.seq)
        (told,) = pl.read_parquet(workspace.objects.get(last.body["object"]))["code"]
        return str(told)

    with open_workspace(folder) as workspace:
        assert [said(workspace, code) for code in ("trade", "energy", "trade")] == [
            "trade",
            "energy",
            "trade",
        ]


def test_no_documents_give_no_suggestions(folder):
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        suggested = suggest(study, workspace, [], lambda *_: None)
    assert (suggested.codings, suggested.links, dict(suggested.passages), suggested.coded) == ((), (), {}, 0)


def with_suggesters(folder: Path, *names: str) -> None:
    (folder / "study.yaml").write_text(f"{STUDY}coding: {{suggesters: [{', '.join(names)}]}}\n")


def of_kind(suggested: Suggested, kind: str):
    return [coding for coding in suggested.codings if coding.coder.startswith(f"{kind}/")]


def test_the_combination_needs_no_embeddings_and_reads_what_bears_on_the_case(
    folder: Path, monkeypatch
) -> None:
    monkeypatch.setattr(suggestions, "SentenceEmbedder", None)
    with_suggesters(folder, "lexicon", "combination")
    suggested = suggested_in(folder)
    codings = of_kind(suggested, "combination")
    assert {coding.code for coding in codings} >= {"defence_cooperation", "trade"}
    assert not of_kind(suggested, "bm25")
    for coding in codings:
        assert coding.passage in suggested.passages


def test_what_was_embedded_and_suggested_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged()
    with_suggesters(folder, "lexicon", "definition", "combination")
    first = suggested_in(folder)
    assert of_kind(first, "definition")
    assert list((folder / FOLDER / "cache").glob("embeddings-*.bin"))

    def unasked(*_: object) -> None:
        raise AssertionError("a text was embedded again")

    monkeypatch.setattr(SentenceEmbedder, "embed", unasked)
    again = suggested_in(folder)
    assert again.codings == first.codings
    assert again.kept == first.kept + first.coded
    assert verify(folder / FOLDER) == ()


def test_what_people_went_through_teaches_the_learned_coder(folder: Path) -> None:
    packaged()
    with_suggesters(folder, "lexicon", "learned")
    first = suggested_in(folder)
    (untaught,) = {coding.coder for coding in of_kind(first, "combination")}
    with open_workspace(folder) as workspace:
        for passage in first.passages.values():
            workspace.record([reviewed(passage, "Amina")])
    second = suggested_in(folder)
    assert untaught not in {coding.coder for coding in second.codings}
    assert len(of_kind(second, "combination")) < len(of_kind(first, "combination"))
