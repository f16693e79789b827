from dataclasses import replace

import pytest

from counterpoise.evidence import Coding
from counterpoise.pipeline import gather
from counterpoise.review.actions import Action, add, answer, go_through
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_renamed, codes_merged
from counterpoise.review.desk import Desk
from counterpoise.review.frame import frame_of, held
from counterpoise.review.judged import as_in_theory, judged, named_as_in_theory
from counterpoise.review.memos import memo_written
from counterpoise.study import read_study
from counterpoise.workspace import open_workspace
from tests.study_in_miniature import WASHINGTON


@pytest.fixture
def spoken(coded):
    """The study in which Amina accepted trade, coded a stretch, wrote memos and went through a passage."""
    study = read_study(coded)
    with open_workspace(coded) as workspace:
        desk = Desk(workspace, frame_of(study, workspace, held(study)), "Amina")
        unit = next(
            each for each in desk.frame.passages.values() if "expand their trade year" in each.quotation
        )
        first = next(each for each in desk.suggestions(unit) if each.first.code == "trade").first
        desk.do(answer(desk.now, unit, first, "Amina", found=True))
        start = desk.document(unit).text.index("arms that Washington sells")
        told = Coding(unit.id, "energy", "a", "none", "Amina", 1.0, "")
        desk.do(add(desk.now, desk.document(unit), unit, told, span=(start, start + 26)))
        for on, name, place in (("passage", unit.id, unit), ("document", unit.document, None)):
            desk.do(Action("memo", (memo_written(desk.now, "Amina", on, name, f"on the {on}", place),)))
        desk.do(go_through(desk.now, unit, "Amina"))
    return coded


def read_anew(folder):
    """What the judgements come to once the study is gathered anew."""
    study = read_study(folder)
    gather(study)
    documents = {each.id: each for each in held(study)}
    with open_workspace(folder) as workspace:
        known = codebook_now(study.theory, workspace.now)
        return judged(workspace.now, workspace.objects, documents, known), documents


def write(folder, text):
    (folder / "documents" / "washington.md").write_text(text, "utf-8")


def test_judgements_find_their_place_in_the_new_version_of_a_document(spoken):
    write(
        spoken,
        WASHINGTON.replace("\n\nPakistan", "\n\nA new first paragraph, of a few words.\n\nPakistan", 1),
    )
    found, documents = read_anew(spoken)
    assert found.problems == ()
    assert [each.coding.code for each in found.codings] == ["trade", "energy"]
    for each in found.codings:
        assert (
            documents[each.passage.document].text[each.passage.start : each.passage.end]
            == each.passage.quotation
        )
        assert each.coding.passage == each.passage.id
    assert found.codings[1].passage.quotation == "arms that Washington sells"
    trade = found.codings[0]
    assert documents[trade.passage.document].text[slice(*trade.coding.span)] == "trade"
    assert [each.passage.quotation for each in found.reviewed] == [trade.passage.quotation]
    assert [(each.on, each.name) for each in found.memos] == [
        ("passage", trade.passage.id),
        ("document", trade.passage.document),
    ]


def test_a_passage_with_a_corrected_word_keeps_its_codings_and_is_to_be_gone_through_again(spoken):
    write(spoken, WASHINGTON.replace("find buyers", "find many a buyer"))
    found, _ = read_anew(spoken)
    assert [each.coding.code for each in found.codings] == ["trade", "energy"]
    assert "many a buyer" in found.codings[0].passage.quotation
    assert found.codings[0].coding.span is None
    assert found.reviewed == ()
    assert [str(each) for each in found.problems] == [
        "documents/washington.md: the text is another since; Amina is to go through 1 passage again"
    ]


def test_what_is_found_no_longer_is_kept_and_named(spoken):
    write(
        spoken,
        "# Another speech\n\nNothing of what was said before is said here, of the two states or others.\n",
    )
    found, _ = read_anew(spoken)
    assert found.codings == ()
    assert [each.coding.code for each in found.unplaced] == ["trade", "energy"]
    told = [str(each) for each in found.problems]
    assert told[0].startswith(
        "documents/washington.md: Amina's 'trade' on “Pakistan and the United States expand"
    )
    assert found.unplaced[0].id in told[0]
    write(spoken, WASHINGTON)
    assert [each.coding.code for each in read_anew(spoken)[0].codings] == ["trade", "energy"]


def test_codings_of_a_code_that_the_theory_file_renamed_are_kept_and_named(spoken):
    theory = spoken / "theory.yaml"
    theory.write_text(theory.read_text("utf-8").replace("trade", "trades"), "utf-8")
    found, _ = read_anew(spoken)
    assert [each.coding.code for each in found.codings] == ["trade", "energy"]
    assert found.unknown == {"trade": 1}
    assert [str(each) for each in found.problems] == [
        "code 'trade': the codebook has no code 'trade' - did you mean 'trades'?; 1 coding of it is kept. "
        "`counterpoise codebook rename trade trades` leads what was coded over"
    ]


def test_codings_bear_the_name_that_their_code_has_now_or_in_the_theory(spoken):
    study = read_study(spoken)
    with open_workspace(spoken) as workspace:
        known = codebook_now(study.theory, workspace.now)
        workspace.record(code_renamed(workspace.now, known, "trade", "commerce"))
        known = codebook_now(study.theory, workspace.now)
        documents = {each.id: each for each in held(study)}
        found = judged(workspace.now, workspace.objects, documents, known)
    assert [each.coding.code for each in found.codings] == ["commerce", "energy"]
    assert [each.coding.code for each in named_as_in_theory(found.codings, known)] == ["trade", "energy"]


def test_a_machines_coding_of_a_code_that_was_merged_is_one_of_what_it_became_part_of(coded):
    study = read_study(coded)
    with open_workspace(coded) as workspace:
        known = codebook_now(study.theory, workspace.now)
        workspace.record(codes_merged(workspace.now, known, ["energy"], "trade", "too fine"))
        known = codebook_now(study.theory, workspace.now)
    suggested = Coding("p", "energy", "a", "none", "lexicon/1", 0.5, "")
    assert as_in_theory(suggested, known).code == "trade"
    assert as_in_theory(replace(suggested, code="no_such_code"), known).code == "no_such_code"
