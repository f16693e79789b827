from dataclasses import replace

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.verification import verify
from counterpoise.review.actions import go_through
from counterpoise.review.assignment import (
    Progress,
    assigned,
    assigned_to,
    assignment,
    assignment_undone,
    drawn,
    progress,
    strata_meant,
    stratum_of,
)
from counterpoise.workspace import FOLDER


def test_every_stratum_is_drawn_from_and_uncoded_text_stays_in(amina):
    given = drawn(amina.frame, ["Amina", "Bilal"], share=0.5, by=("kind", "coded"))
    assert {each.stratum for each in given} == {
        ("speech", "coded"),
        ("paper under test", "coded"),
        ("report", "not coded"),
    }
    assert all(each.coders == ("Amina", "Bilal") for each in given)
    whole = drawn(amina.frame, ["Amina", "Bilal"], share=1)
    assert {each.passage.id for each in whole} == {each.id for each in amina.frame.units()}


def test_the_share_of_each_stratum_is_rounded_up(amina):
    units = list(amina.frame.units())
    speeches = [each for each in units if amina.frame.documents[each.document].kind == "speech"]
    given = drawn(amina.frame, ["Amina", "Bilal"], share=0.5, by=("kind",))
    assert sum(each.stratum == ("speech",) for each in given) == -(-len(speeches) // 2)


def test_the_same_seed_draws_the_same_and_a_larger_share_draws_more_of_it(amina):
    def ids(share, seed=1):
        return {each.passage.id for each in drawn(amina.frame, ["A", "B"], share=share, by=(), seed=seed)}

    assert ids(0.3) == ids(0.3)
    assert ids(0.3) < ids(0.7) < ids(1)
    assert len({frozenset(ids(0.3, seed)) for seed in range(20)}) > 3


def test_each_passage_goes_to_so_many_coders_in_turn(amina):
    given = drawn(amina.frame, ["Carla", "Amina", "Bilal"], share=1, each=2)
    pairs = [each.coders for each in given]
    assert set(pairs) == {("Carla", "Amina"), ("Carla", "Bilal"), ("Amina", "Bilal")}
    assert max(map(pairs.count, pairs)) - min(map(pairs.count, pairs)) <= 1


def test_an_assignment_is_recorded_and_progress_follows_it(amina, workspace, coded):
    given = drawn(amina.frame, ["Amina", "Bilal"], share=1)
    workspace.record([assignment(workspace.objects, given, share=1, by=("kind", "coded"), seed=1)])
    kept = assigned(workspace.now, workspace.objects)
    assert kept == given
    mine = assigned_to(kept, " Amina ")
    assert len(mine) == len(given)
    assert assigned_to(kept, "Carla") == ()
    amina.do(go_through(amina.now, mine[0], "Amina"))
    assert progress(kept, amina.judged.reviewed) == (
        Progress("Amina", len(given), 1),
        Progress("Bilal", len(given), 0),
    )
    assert verify(coded / FOLDER) == ()


def test_a_stratum_is_told_by_kind_voice_decade_and_whether_it_is_coded(amina):
    document = next(each for each in amina.frame.documents.values() if each.path.endswith("beijing.txt"))
    assert stratum_of(document, coded=False, by=("period", "origin", "kind", "coded")) == (
        "2010s",
        "CHN",
        "speech",
        "not coded",
    )
    bare = replace(document, date=None, origin=None)
    assert stratum_of(bare, coded=True, by=("period", "origin")) == ("undated", "unknown")


@pytest.mark.parametrize(
    ("coders", "more", "told"),
    [
        (["Amina"], {}, "coders: 1 named; agreement is between two or more"),
        (["Amina", " Amina"], {}, "coders: 1 named"),
        (["Amina", "Bilal"], {"share": 0}, "share: is 0; expected more than 0"),
        (["Amina", "Bilal"], {"share": 20}, "share: is 20"),
        (["Amina", "Bilal"], {"share": float("nan")}, "share: is nan"),
        (["Amina", "Bilal"], {"each": 1}, "each: is 1; expected 2 to 2"),
        (["Amina", "lexicon/1"], {}, "marks the coders that are machines"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(amina, coders, more, told):
    with pytest.raises(CounterpoiseError, match=told):
        drawn(amina.frame, coders, **{"share": 0.5, **more})


def test_strata_are_meant_by_name():
    assert strata_meant(["coded", "kind", "kind"]) == ("coded", "kind")
    with pytest.raises(CounterpoiseError, match="unknown 'kinds' - did you mean 'kind'"):
        strata_meant(["kinds"])


def test_what_some_coders_have_is_not_given_to_others_and_counts_towards_their_own_share(amina):
    def ids(given):
        return {each.passage.id for each in given}

    first = drawn(amina.frame, ["Amina", "Bilal"], share=0.3, by=())
    others = drawn(amina.frame, ["Carla", "Dawud"], share=0.3, by=(), before=first)
    assert len(others) == len(first)
    assert not ids(first) & ids(others)
    assert ids(drawn(amina.frame, ["Carla", "Dawud"], share=0.3, by=())) == ids(first)
    more = drawn(amina.frame, ["Bilal", "Amina"], share=0.5, by=(), before=first)
    assert not ids(first) & ids(more)
    assert ids(first) | ids(more) == ids(drawn(amina.frame, ["Amina", "Bilal"], share=0.5, by=()))
    with pytest.raises(CounterpoiseError, match="has been drawn already"):
        drawn(amina.frame, ["Amina", "Bilal"], share=0.3, by=(), before=first)


def test_the_last_assignment_is_taken_back_and_then_the_one_before(amina, workspace, coded):
    for coders in (["Amina", "Bilal"], ["Carla", "Dilshad"]):
        before = assigned(workspace.now, workspace.objects)
        given = drawn(amina.frame, coders, share=0.2, by=("kind",), before=before)
        workspace.record([assignment(workspace.objects, given, share=0.2, by=("kind",), seed=1)])
    of_both = assigned(workspace.now, workspace.objects)
    done = assigned_to(of_both, "Amina")[0]
    amina.do(go_through(amina.now, done, "Amina"))
    with pytest.raises(CounterpoiseError, match="the reason is empty"):
        assignment_undone(workspace.now, " ")
    workspace.record([assignment_undone(workspace.now, "the wrong people")])
    assert assigned(workspace.now, workspace.objects) == before != of_both
    workspace.record([assignment_undone(workspace.now, "all of it")])
    assert assigned(workspace.now, workspace.objects) == ()
    assert done.id in amina.gone_through()
    with pytest.raises(CounterpoiseError, match="nothing was assigned, or all of it is undone"):
        assignment_undone(workspace.now, "once more")
    # What is drawn again stands again, though it is the same object.
    workspace.record([assignment(workspace.objects, given, share=0.2, by=("kind",), seed=1)])
    assert assigned(workspace.now, workspace.objects) == given
    assert verify(coded / FOLDER) == ()
