from pathlib import Path

import pytest

from counterpoise.coding.kept_suggestions import kept_suggestions
from counterpoise.coding.settling import counts
from counterpoise.coding.voices import SuggestedVoices, suggest_voices
from counterpoise.documents.voices import collect_voices
from counterpoise.ledger.verification import verify
from counterpoise.pipeline import gather
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.documents.test_voices import study_with

ENTRY = "{path: debates.csv, layout: ungdc, kind: speech}"


def suggested_in(folder: Path) -> SuggestedVoices:
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        documents = collect_voices(study, workspace, lambda *_: None).documents
        return suggest_voices(study, workspace, documents, lambda *_: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return study_with(tmp_path, ENTRY)


def test_a_state_speaks_of_itself_where_it_names_nobody_under_study(folder):
    found = suggested_in(folder)
    # "We build roads and deepen our trade with China": nothing of it names Pakistan.
    told = {(coding.code, coding.power, coding.direction) for coding in found.codings}
    assert told == {("trade", "b", "strengthens"), ("infrastructure", "b", "strengthens")}
    assert all(counts(coding) and coding.coder.startswith("lexicon/") for coding in found.codings)
    assert set(found.passages) == {coding.passage for coding in found.codings}


def test_what_was_coded_is_kept_and_is_the_same(folder):
    first, again = suggested_in(folder), suggested_in(folder)
    assert ((first.coded, first.kept), (again.coded, again.kept)) == ((2, 0), (0, 2))
    assert (again.codings, again.passages) == (first.codings, first.passages)
    assert verify(folder / FOLDER) == ()


def test_a_document_on_the_case_and_the_same_as_a_voice_are_coded_beside_each_other(tmp_path):
    text = "path: debates.csv, layout: ungdc, kind: speech"
    folder = study_with(tmp_path, f"{{{text}}}", documents=f"  - {{{text}, where: {{iso3: [VNM]}}}}\n")
    first, again = gather(read_study(folder)), gather(read_study(folder))
    # In the study of Pakistan it says nothing; of Viet Nam it says what it says.
    (shared,) = set(first.documents) & {
        each.id for each in first.voices.documents.values() if each.year == 2015
    }
    assert shared not in {passage.document for passage in first.passages.values()}
    assert {first.voices.passages[coding.passage].document for coding in first.voices.codings} == {shared}
    assert (again.codings, again.voices.codings) == (first.codings, first.voices.codings)
    with open_workspace(folder) as workspace:
        document = first.documents[shared]
        for_review = kept_suggestions(workspace.now, workspace.objects, {shared: document})
        assert for_review.table.is_empty()
        assert shared in for_review.coded
        coded = [event for event in workspace.events() if event.kind == "codings.suggested"]
    assert len([event for event in coded if shared in event.body["documents"]]) == 2


def test_names_of_the_case_are_not_names_of_another_states_case(folder):
    # Gwadar is a programme of Pakistan's case; a voice is known by what holds of any state.
    text = (folder / "debates.csv").read_text()
    before = suggested_in(folder).codings
    study = (folder / "study.yaml").read_text().replace("[Gwadar]", "[Gwadar, roads, trade]")
    (folder / "study.yaml").write_text(study)
    after = suggested_in(folder)
    assert (folder / "debates.csv").read_text() == text
    assert (after.codings, after.coded) == (before, 0)
