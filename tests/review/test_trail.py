from counterpoise.review.theme_changes import theme_proposed, theme_revised
from counterpoise.review.trail import trail


def test_what_machines_did_is_no_part_of_the_trail(workspace):
    assert trail(workspace.now) == ()


def test_the_last_act_on_each_thing_is_told_by_kind_and_person(workspace, decide):
    decide(theme_proposed, "goods", "Goods", "What is sold.", ["trade"], codebook=True)
    decide(theme_proposed, "oil", "Oil", "What is burnt.", ["energy"], codebook=True)
    decide(theme_revised, "oil", "shorter", title="Fuel", codebook=True)
    found = {each.kind: each for each in trail(workspace.now)}
    assert {kind: each.things for kind, each in found.items()} == {"theme.proposed": 1, "theme.revised": 1}
    assert found["theme.revised"].first == found["theme.revised"].last
    assert len(found["theme.revised"].first) == len("2026-03-11")
