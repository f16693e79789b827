import pytest

from counterpoise.coding.settling import settle
from counterpoise.evidence import Coding
from counterpoise.review.actions import add, answer, go_through
from counterpoise.review.adjudication import Verdict, adjudicated, disagreements


def code(desk, unit, name, power="a", direction="none", reason=""):
    told = Coding(unit.id, name, power, direction, desk.coder, 1.0, reason)
    desk.do(add(desk.now, desk.document(unit), unit, told))


def through(desk, unit):
    desk.do(go_through(desk.now, unit, desk.coder))


@pytest.fixture
def parted(amina, at, trade):
    """Amina and Bilal agree on trade; Amina alone gives energy, and they part on the power of infrastructure."""
    bilal = at("Bilal")
    for desk, power in ((amina, "a"), (bilal, "both")):
        code(desk, trade, "trade", direction="strengthens")
        code(desk, trade, "infrastructure", power)
    code(amina, trade, "energy", reason="pipelines")
    through(amina, trade)
    through(bilal, trade)
    return amina


def told(judged):
    return [
        (each.code, each.power, [said.coder for said in each.found], list(each.not_found))
        for found in disagreements(judged)
        for each in found.partings
    ]


def test_coders_part_on_codes_powers_and_directions(parted, trade):
    assert told(parted.judged) == [
        ("infrastructure", "a", ["Amina"], ["Bilal"]),
        ("infrastructure", "both", ["Bilal"], ["Amina"]),
        ("energy", "a", ["Amina"], ["Bilal"]),
    ]
    (found,) = disagreements(parted.judged)
    assert (found.passage, found.coders) == (trade, ("Amina", "Bilal"))
    assert [each.coding.code for each in found.agreed] == ["trade"]


def test_who_did_not_go_through_parts_only_on_what_was_answered(amina, at, trade):
    bilal = at("Bilal")
    first, second = (each.first for each in amina.suggestions(trade)[:2])
    amina.do(answer(amina.now, trade, first, "Amina", found=True))
    amina.do(answer(amina.now, trade, second, "Amina", found=True))
    assert told(amina.judged) == []
    bilal.do(answer(bilal.now, trade, first, "Bilal", found=False))
    assert told(bilal.judged) == [("trade", "a", ["Amina"], ["Bilal"])]
    settled = settle({trade.id: trade}, [first], bilal.judged.codings, bilal.judged.reviewed)
    assert [each.code for each in settled.disputes] == ["trade"]


@pytest.mark.usefixtures("parted")
def test_what_is_adjudicated_counts_in_place_of_all_that_was_said(at, trade):
    carla = at("Carla")
    (found,) = disagreements(carla.judged)
    verdicts = [Verdict("infrastructure", "both", "none", "both build")]
    events = carla.do(adjudicated(carla.now, carla.document(trade), found, verdicts, "Carla"))
    assert [event.kind for event in events] == ["coding.added", "coding.added", "passage.reviewed"]
    assert disagreements(carla.judged) == ()
    suggested = [each for each in carla.frame.suggestions[trade.id] if isinstance(each, Coding)]
    settled = settle(carla.frame.passages, suggested, carla.judged.codings, carla.judged.reviewed)
    counting = {(each.code, each.power) for each in settled.codings if each.status == "accepted"}
    assert counting == {("trade", "a"), ("infrastructure", "both")}
    assert settled.disputes == ()
    carla.undo()
    assert len(disagreements(carla.judged)) == 1


def test_a_coder_who_adjudicates_keeps_what_was_said_as_a_coder(parted, trade):
    (found,) = disagreements(parted.judged)
    own = parted.mine(trade)
    parted.do(adjudicated(parted.now, parted.document(trade), found, [], "Amina"))
    assert parted.mine(trade) == own
    assert trade.id in parted.gone_through()
    assert [each.coder for each in parted.judged.reviewed] == ["Amina", "Bilal", "Amina"]
    parted.undo()
    assert trade.id in parted.gone_through()
    assert len(disagreements(parted.judged)) == 1
