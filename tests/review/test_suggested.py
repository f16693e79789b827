from dataclasses import replace

from counterpoise.pipeline import gather, run
from counterpoise.review.frame import held
from counterpoise.review.suggested import suggested
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace


def now_suggested(folder, documents=None):
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        return suggested(workspace.now, workspace.objects, documents or held(study))


def test_what_the_last_run_suggested_is_what_stands(coded):
    evidence = gather(read_study(coded))
    found = now_suggested(coded)
    assert {each.id for each in found.judgements.codings} == {each.id for each in evidence.codings}
    assert set(found.judgements.links) == set(evidence.links)
    assert set(found.judgements.passages) == set(evidence.passages)
    assert set(found.documents) == set(evidence.documents)
    assert found.problems == ()


def test_a_new_lexicon_takes_the_place_of_the_old_one(coded):
    theory = coded / "theory.yaml"
    theory.write_text(theory.read_text("utf-8").replace("terms: [rivalry]", "terms: [feud]"), "utf-8")
    run(read_study(coded))
    found = now_suggested(coded)
    lexicon = {each.coder for each in found.judgements.codings if each.coder.startswith("lexicon/")}
    assert len(lexicon) == 1
    assert "general_rivalry" not in {
        each.code for each in found.judgements.codings if each.coder.startswith("lexicon/")
    }


def test_suggestions_that_are_lost_are_named_and_the_others_stand(coded):
    with open_workspace(coded) as workspace:
        events = [event for (kind, _), event in workspace.now.latest.items() if kind == "codings.suggested"]
        lost = next(event for event in events if event.body["coder"].startswith("bm25/"))
    name = lost.body["object"]
    (coded / FOLDER / "objects" / name[:2] / name).unlink()
    found = now_suggested(coded)
    assert {each.coder.partition("/")[0] for each in found.judgements.codings} == {"lexicon"}
    assert [str(each) for each in found.problems] == [
        f"event {lost.seq}: what {lost.body['coder']} suggested is lost; the next run makes it again"
    ]


def test_a_suggestion_beyond_the_text_that_is_read_now_is_left_to_the_next_run(coded):
    documents = [replace(each, text=each.text[:100]) for each in held(read_study(coded))]
    assert now_suggested(coded, documents).judgements.codings == ()
