from dataclasses import replace

from counterpoise.evidence import Coding, Link
from counterpoise.review.frame import Frame
from counterpoise.review.queue import Choice, context, queue, suggestions_of, uncertainty


def titles(frame: Frame, *passages) -> list[str]:
    return [frame.documents[each.document].path.removeprefix("documents/") for each in passages]


def test_passages_with_suggestions_come_in_the_order_of_the_texts(amina):
    found = queue(amina.frame, Choice(), gone_through=())
    assert {each.id for each in found} == set(amina.frame.passages)
    places = {document: place for place, document in enumerate(amina.frame.documents)}
    assert [(places[each.document], each.start) for each in found] == sorted(
        (places[each.document], each.start) for each in found
    )
    assert "weather.txt" not in titles(amina.frame, *found)


def test_without_suggestions_every_passage_comes(amina):
    found = queue(amina.frame, Choice(suggestions=False), gone_through=())
    assert [each.id for each in found] == [each.id for each in amina.frame.units()]
    assert "weather.txt" in titles(amina.frame, *found)


def test_what_was_gone_through_is_left_out_until_it_is_to_be_again(amina, trade):
    found = queue(amina.frame, Choice(), gone_through={trade.id})
    assert trade not in found
    assert len(found) == len(amina.frame.passages) - 1
    assert queue(amina.frame, Choice(only="recoding"), gone_through=(), recoding=[trade, trade]) == (trade,)


def test_a_document_or_a_code_may_be_chosen(amina, trade):
    chosen = queue(amina.frame, Choice(document=trade.document), gone_through=())
    assert {each.document for each in chosen} == {trade.document}
    rivalry = queue(amina.frame, Choice(code="counterterrorism"), gone_through=())
    assert rivalry
    assert all(
        any(getattr(one, "code", "") == "counterterrorism" for one in amina.frame.suggestions[each.id])
        for each in rivalry
    )


def test_assigned_passages_come_whether_a_machine_coded_them_or_not(amina, trade):
    uncoded = next(each for each in amina.frame.units() if each.id not in amina.frame.passages)
    found = queue(amina.frame, Choice(only="assigned"), gone_through=(), assigned=[trade, uncoded])
    assert set(found) == {trade, uncoded}


def test_what_machines_are_least_sure_of_comes_first_where_it_is_asked_for(amina):
    found = queue(amina.frame, Choice(order="uncertainty"), gone_through=())
    unsure = [uncertainty(amina.frame.suggestions[each.id]) for each in found]
    assert unsure == sorted(unsure, reverse=True)
    assert unsure[0] > unsure[-1]


def test_a_passage_is_as_unsure_as_its_score_that_is_nearest_to_a_half():
    def scored(score):
        return Coding("p", "trade", "a", "none", "lexicon/1", score, "")

    assert uncertainty([scored(0.9), scored(0.25)]) == 0.5
    assert uncertainty([scored(0.5)]) == 1.0
    assert uncertainty([scored(7.0)]) == uncertainty([]) == 0.0


def test_what_machines_suggest_alike_is_one_line_and_who_tells_no_power_seconds(amina, trade):
    found = suggestions_of(amina.frame, trade)
    codes = [each.first.code for each in found if isinstance(each.first, Coding)]
    assert len(codes) == len(set(codes))
    of_trade = next(each for each in found if getattr(each.first, "code", "") == "trade")
    assert [each.coder.partition("/")[0] for each in of_trade.of] == ["lexicon", "bm25"]
    assert [each.power for each in of_trade.of] == ["a", "none"]
    assert isinstance(found[-1].first, Link)
    assert sum(len(each.of) for each in found) == len(amina.frame.suggestions[trade.id])


def test_codings_for_two_powers_are_two_lines(amina, trade):
    one = amina.frame.suggestions[trade.id][0]
    both = {**amina.frame.suggestions, trade.id: (one, replace(one, power="b"))}
    assert len(suggestions_of(replace(amina.frame, suggestions=both), trade)) == 2


def test_a_passage_shows_the_sentence_before_and_the_one_after(amina):
    document = next(each for each in amina.frame.documents.values() if each.path.endswith("washington.md"))
    first, second = (each for each in amina.frame.units() if each.document == document.id)
    assert context(document, first).before is None
    assert context(document, first).after.startswith("Yet the United States will suspend")
    assert context(document, second).before.startswith("The arms that Washington sells")
    assert context(document, second).after is None
