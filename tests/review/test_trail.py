from counterpoise.review.actions import go_through
from counterpoise.review.theme_changes import theme_proposed, theme_revised
from counterpoise.review.trail import trail


def test_what_machines_did_is_no_part_of_the_trail(workspace):
    assert trail(workspace) == ()


def test_every_act_is_told_by_kind_and_person_also_several_on_one_thing(workspace, decide):
    decide(theme_proposed, "goods", "Goods", "What is sold.", ["trade"], codebook=True)
    decide(theme_proposed, "oil", "Oil", "What is burnt.", ["energy"], codebook=True)
    decide(theme_revised, "oil", "shorter", title="Fuel", codebook=True)
    decide(theme_revised, "oil", "shorter yet", title="Gas", codebook=True)
    found = {each.kind: each for each in trail(workspace)}
    assert {kind: (each.times, each.things) for kind, each in found.items()} == {
        "theme.proposed": (2, 2),
        "theme.revised": (2, 1),
    }
    assert found["theme.revised"].first == found["theme.revised"].last
    assert len(found["theme.revised"].first) == len("2026-03-11")


def test_what_a_coder_went_through_is_theirs_and_stays_when_it_is_taken_back(workspace, amina, trade):
    amina.do(go_through(amina.now, trade, "Amina"))
    amina.undo()
    found = {(each.kind, each.who): each.times for each in trail(workspace)}
    assert found == {("passage.reviewed", "Amina"): 1, ("passage.reopened", "Amina"): 1}
