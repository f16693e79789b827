from counterpoise.review.actions import answer, go_through, reopen
from counterpoise.review.recoding import recoding_events, recoding_list


def test_who_judged_a_code_or_went_through_where_it_is_suggested_goes_through_again(
    amina, at, trade, workspace
):
    bilal, carla = at("Bilal"), at("Carla")
    first = next(each for each in amina.suggestions(trade) if each.first.code == "trade").first
    amina.do(answer(amina.now, trade, first, "Amina", found=True))
    bilal.do(go_through(bilal.now, trade, "Bilal"))
    elsewhere = next(
        passage
        for name, passage in carla.frame.passages.items()
        if all(each.code != "trade" for each in carla.frame.suggestions[name] if hasattr(each, "code"))
    )
    carla.do(go_through(carla.now, elsewhere, "Carla"))
    events = recoding_events(carla.judged, carla.frame.codings(), ["trade"], "goods only", 2)
    workspace.record(events)
    assert [(each.passage, each.coder, each.reason) for each in recoding_list(workspace.now)] == [
        (trade, "Amina", "goods only"),
        (trade, "Bilal", "goods only"),
    ]
    amina.do(go_through(amina.now, trade, "Amina"))
    assert [each.coder for each in recoding_list(workspace.now)] == ["Bilal"]


def test_a_passage_is_listed_once_for_each_coder(amina, trade):
    amina.do(go_through(amina.now, trade, "Amina"))
    for reason in ("one", "two"):
        amina.do(reopen(amina.now, trade, "Amina", reason))
    assert [each.reason for each in recoding_list(amina.now)] == ["two"]
