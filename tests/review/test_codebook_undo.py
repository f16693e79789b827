import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event
from counterpoise.ledger.projections import replay
from counterpoise.ledger.verification import verify
from counterpoise.review.actions import answer, go_through
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import (
    code_created,
    code_divided,
    code_redefined,
    code_renamed,
    codes_merged,
)
from counterpoise.review.codebook_undo import change_undone, last_change
from counterpoise.review.recoding import recoding_events, recoding_list
from counterpoise.workspace import FOLDER


@pytest.fixture
def undo(workspace, theory):
    def undone(reason="a slip"):
        return workspace.record(change_undone(workspace.events(), workspace.now, theory, reason))

    return undone


def meaning(theory, now):
    """The codes with their definitions and groups, and those that were divided."""
    known = codebook_now(theory, now)
    return {each.name: (each.id, each.definition, each.group) for each in known.codes.values()}, known.divided


CHANGES = (
    (code_created, "arms_sales", "Weapons that are sold."),
    (code_renamed, "trade", "commerce"),
    (code_renamed, "old_name", "energy"),
    (code_redefined, "energy", "Oil and gas.", "too wide"),
    (codes_merged, ["energy", "trade"], "infrastructure", "too fine"),
    (codes_merged, ["arms_sales"], "defence_cooperation", "too fine"),
    (code_divided, "trade", ["exports: Sold.", "imports: Bought."], "two directions"),
    (code_divided, "energy", ["oil: Oil.", "infrastructure"], "two kinds"),
    (code_renamed, "commerce", "trade"),
    (code_redefined, "exports", "Sold abroad.", "where"),
)


@pytest.fixture
def ends_where_it_began(workspace, theory):
    """Makes changes, `None` for an undoing, then undoes what is left; whether each codebook comes back in turn."""
    begun = list(workspace.events())

    def gone_back(steps):
        events, now, before = list(begun), replay(begun), []
        for step in (*steps, *[None] * len(steps)):
            known = codebook_now(theory, now)
            if step is not None:
                what, *told = step
                try:
                    made = what(now, known, *told)
                except CounterpoiseError:
                    continue
                before.append(meaning(theory, now))
            elif before:
                made = change_undone(events, now, theory, "a slip")
            else:
                assert not last_change(events)
                continue
            for each in made:
                seq = events[-1].seq + 1
                events.append(Event(seq, "", "", "", each.kind, each.subject, each.body, "", str(seq)))
            now = replay(events)
            assert codebook_now(theory, now).version == known.version + 1
            if step is None:
                assert meaning(theory, now) == before.pop()
        return not before

    return gone_back


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from((*CHANGES, None)), min_size=1, max_size=12))
@example([CHANGES[3], CHANGES[2], CHANGES[7]])
@example([CHANGES[3], CHANGES[2], CHANGES[7], CHANGES[4]])
def test_undoing_goes_back_through_every_codebook_that_there_was(ends_where_it_began, steps):
    assert ends_where_it_began(steps)


@pytest.fixture
def opened(amina, at, trade, workspace, theory):
    """Amina accepted trade in a passage and went through it, Bilal only accepted; then trade was redefined."""
    for desk in (amina, at("Bilal")):
        first = next(each for each in desk.suggestions(trade) if each.first.code == "trade").first
        desk.do(answer(desk.now, trade, first, desk.coder, found=True))
    amina.do(go_through(amina.now, trade, "Amina"))
    events = code_redefined(
        workspace.now, codebook_now(theory, workspace.now), "trade", "Goods only.", "services are another"
    )
    version = events[-1].body["version"]
    said = amina.judged
    workspace.record(
        [*events, *recoding_events(said, amina.frame.codings(), ["trade"], "goods only", version)]
    )
    assert [each.coder for each in recoding_list(workspace.now)] == ["Amina", "Bilal"]


@pytest.mark.usefixtures("opened")
def test_passages_that_were_opened_are_as_they_were(workspace, undo, trade, coded):
    undo()
    assert recoding_list(workspace.now) == ()
    places = workspace.now.parts["reviewed"]
    assert places[trade.id, "Amina"].kind == "passage.reviewed"
    assert places[trade.id, "Bilal"].kind == "passage.reopened"
    assert verify(coded / FOLDER) == ()


@pytest.mark.usefixtures("opened")
def test_what_was_gone_through_by_the_codebook_that_is_undone_is_opened_again(amina, workspace, undo, trade):
    amina.do(go_through(amina.now, trade, "Amina"))
    undo("goods and services after all")
    assert [(each.coder, each.reason) for each in recoding_list(workspace.now)] == [
        ("Amina", "goods and services after all")
    ]


def test_a_code_that_was_made_is_withdrawn_and_may_be_made_again(change, undo, workspace, theory, coded):
    change(code_created, "arms_sales", "Weapons that are sold.")
    (event,) = undo("one code is enough")
    assert (event.kind, event.body["undoes"], event.body["version"]) == ("code.withdrawn", 2, 3)
    assert event.body["before"]["definition"] == "Weapons that are sold."
    assert "arms_sales" not in codebook_now(theory, workspace.now).codes
    change(code_renamed, "arms_sales", "energy")
    assert codebook_now(theory, workspace.now).name_now("arms_sales") == "energy"
    undo()
    change(code_created, "arms_sales", "Weapons that are sold or given.")
    assert codebook_now(theory, workspace.now).codes["arms_sales"].in_theory is None
    assert verify(coded / FOLDER) == ()


def test_the_name_that_a_code_bore_meanwhile_still_leads_to_it(change, undo, workspace, theory):
    change(code_renamed, "trade", "commerce")
    undo()
    known = codebook_now(theory, workspace.now)
    assert (known.name_now("commerce"), known.codes["trade"].formerly) == ("trade", ("commerce",))


def test_nothing_is_undone_without_a_reason_or_a_change(change, undo, workspace):
    with pytest.raises(CounterpoiseError, match="the codebook was not changed"):
        undo()
    change(code_renamed, "trade", "commerce")
    head = workspace.now.head
    with pytest.raises(CounterpoiseError, match="the reason is empty"):
        undo(" ")
    assert workspace.now.head == head
    undo()
    with pytest.raises(CounterpoiseError, match="all changes are undone"):
        undo()
