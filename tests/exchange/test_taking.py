from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.coding.decided import added, answered, human_codings, reopened, reviewed_passages
from counterpoise.coding.linked import human_links
from counterpoise.documents.passages import passages
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Link, passage_of
from counterpoise.exchange.incoming import NOBODY, Apart, Incoming
from counterpoise.exchange.records import CodingRecord, LinkRecord, ReviewRecord
from counterpoise.exchange.taking import Taken, imported, taken
from counterpoise.ledger.verification import verify
from counterpoise.review.codebook import CodebookVersion, codebook_now
from counterpoise.review.codebook_changes import code_divided, code_renamed
from counterpoise.review.judged import judged
from counterpoise.review.memos import memos
from counterpoise.theory.reading import read_theory
from counterpoise.workspace import FOLDER, Workspace, open_workspace
from tests.exchange.texts import DOCUMENTS, LINKS, MEMOS, REVIEWS, SPEECH

BY_ID = {each.id: each for each in DOCUMENTS}
THEORY = read_theory("neoclassical-realism", Path())
RECORD = CodingRecord("aa", 3, 16, "trade", "Amina", "a", "strengthens", reason="plain", memo="Ask again.")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path) as opened:
        yield opened


def codebook(workspace: Workspace) -> CodebookVersion:
    return codebook_now(THEORY, workspace.now)


def taking(workspace: Workspace, found: Incoming, coder: str | None = None) -> Taken:
    known = codebook(workspace)
    said = judged(workspace.now, workspace.objects, BY_ID, known)
    return taken(workspace.now, found, BY_ID, said, known, ("dependence",), coder)


def took(workspace: Workspace, *records: CodingRecord, coder: str | None = None) -> Taken:
    found = taking(workspace, Incoming(records, (), (), ()), coder)
    if found.events or found.apart:
        content = repr(records).encode()
        workspace.record([imported("p.qdpx", workspace.objects.put(content), found), *found.events])
    return found


def test_a_persons_coding_becomes_a_judgement_with_all_that_was_noted(workspace: Workspace) -> None:
    assert took(workspace, RECORD).codings == (RECORD,)
    (said,) = human_codings(workspace.now)
    assert (said.coder, said.coding.code, said.coding.power) == ("Amina", "trade", "a")
    assert said.passage == passage_of("aa", SPEECH.text, 3, 16)
    assert said.coding.reason == "plain"
    (memo,) = memos(workspace.now)
    assert (memo.coder, memo.on, memo.name, memo.text) == ("Amina", "coding", said.id, "Ask again.")
    assert memo.passage == said.passage
    event = workspace.find("codings.imported", _key(workspace))
    assert event is not None
    assert event.body["ids"] == [said.id, memo.id]


def _key(workspace: Workspace) -> str:
    return next(key for kind, key in workspace.now.latest if kind == "codings.imported")


def test_the_ledger_is_whole_and_keeps_the_file(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        took(workspace, RECORD)
        key = _key(workspace)
        assert workspace.objects.get(key) == repr((RECORD,)).encode()
    assert verify(tmp_path / FOLDER) == ()


def test_a_second_import_adds_nothing(workspace: Workspace) -> None:
    took(workspace, RECORD)
    again = took(workspace, RECORD, replace(RECORD, memo=""))
    assert (again.events, again.known, again.apart) == ((), 2, ())
    assert len(human_codings(workspace.now)) == 1


def test_a_memo_is_taken_up_later_and_never_written_over(workspace: Workspace) -> None:
    took(workspace, replace(RECORD, memo=""))
    later = took(workspace, RECORD)
    assert (later.memos, later.known, [event.kind for event in later.events]) == (1, 1, ["memo.written"])
    other = took(workspace, replace(RECORD, memo="Another thought."))
    assert (other.memos, other.known) == (0, 1)
    (apart,) = other.apart
    assert (apart.memo, apart.why) == (
        "Another thought.",
        "Amina has another memo on this in the study already",
    )
    assert [memo.text for memo in memos(workspace.now)] == ["Ask again."]


def test_what_came_in_as_a_reason_is_no_memo(workspace: Workspace) -> None:
    passage = passage_of("aa", SPEECH.text, 3, 16)
    told = Coding(passage.id, "trade", "a", "strengthens", "Amina", 1.0, "plain\n\nAsk again.")
    workspace.record([added(workspace.now, passage, told)])
    found = took(workspace, RECORD)
    assert (found.events, found.known, found.apart) == ((), 1, ())


def test_a_code_is_known_by_every_name_and_kept_under_that_of_today(workspace: Workspace) -> None:
    took(workspace, RECORD)
    workspace.record(code_renamed(workspace.now, codebook(workspace), "trade", "commerce"))
    for name in ("trade", "commerce"):
        again = took(workspace, replace(RECORD, code=name))
        assert (again.events, again.known, again.apart) == ((), 1, ())
    took(workspace, replace(RECORD, coder="Bilal"))
    assert [each.coding.code for each in human_codings(workspace.now)] == ["trade", "commerce"]


def test_a_code_that_was_divided_is_told(workspace: Workspace) -> None:
    parts = ("exports: Goods sold.", "imports: Goods bought.")
    workspace.record(code_divided(workspace.now, codebook(workspace), "trade", parts, "too wide"))
    (apart,) = took(workspace, RECORD).apart
    assert apart.why == "the code 'trade' was divided into exports, imports"


def test_suggestions_of_machines_are_left_to_runs(workspace: Workspace) -> None:
    found = took(workspace, replace(RECORD, coder="lexicon/5.ab", status="suggested", score=0.5))
    assert (found.events, found.suggestions, found.apart) == ((), 1, ())


def test_links_of_machines_are_left_and_those_of_people_are_judgements(workspace: Workspace) -> None:
    hers = LinkRecord("aa", 19, 40, "trade", "dependence", "Amina", "a", 1, "she reads it so", (19, 22))
    links = Incoming((), (LINKS[0], hers), (), ())
    found = taking(workspace, links)
    assert (found.links, found.suggestions, found.apart) == ((hers,), 1, ())
    assert [event.kind for event in found.events] == ["link.added"]
    workspace.record(found.events)
    (said,) = human_links(workspace.now)
    assert said.passage == passage_of("aa", SPEECH.text, 19, 40)
    assert said.link == Link(
        said.passage.id, "trade", "dependence", "a", 1, "Amina", "she reads it so", (19, 22)
    )
    again = taking(workspace, links)
    assert (again.events, again.known, again.apart) == ((), 1, ())
    (apart,) = taking(workspace, Incoming((), (replace(hers, sign=-1),), (), ())).apart
    assert apart.why == "Amina coded this in the study already, with the sign +1, accepted"


def test_a_link_between_what_the_study_does_not_have_stands_apart(workspace: Workspace) -> None:
    link = LinkRecord("aa", 19, 40, "trad", "dependenc", "Amina", "a", 1, "she reads it so")
    found = taking(workspace, Incoming((), (link,), (), ()))
    (apart,) = found.apart
    assert (found.events, apart.code, apart.coder, apart.memo) == (
        (),
        "trad -> dependenc",
        "Amina",
        "she reads it so",
    )
    assert apart.quotation == SPEECH.text[19:40]
    assert apart.why == (
        "the codebook has no code 'trad' - did you mean 'trade'?; "
        "the study has no effect 'dependenc' - did you mean 'dependence'?"
    )


def test_who_coded_is_said_where_a_file_does_not(workspace: Workspace) -> None:
    nameless = replace(RECORD, coder=NOBODY)
    assert [each.coder for each in took(workspace, nameless, coder=" Bilal ").codings] == ["Bilal"]
    with pytest.raises(CounterpoiseError, match="marks the coders that are machines"):
        took(workspace, nameless, coder="a/b")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"coder": "\x07"}, "holds no letter or number"),
        ({"coder": "x" * 99}, "has 99 characters; at most 80 are taken"),
        ({"start": 17, "end": 19}, "holds no text; a coding stands on some"),
        (
            {"status": "rejected"},
            "it refuses what no machine suggests there; `counterpoise run` suggests codes",
        ),
        ({"status": "suggested"}, "it is suggested, which a person's coding is not"),
    ],
)
def test_what_the_ledger_cannot_take_stands_apart(
    workspace: Workspace, changes: dict[str, object], why: str
) -> None:
    found = took(workspace, replace(RECORD, **changes))  # type: ignore[arg-type]
    assert found.events == ()
    assert [why in each.why for each in found.apart] == [True]
    assert human_codings(workspace.now) == ()


def test_a_coding_that_the_study_has_otherwise_is_not_overruled(workspace: Workspace) -> None:
    took(workspace, RECORD)
    (apart,) = took(workspace, replace(RECORD, direction="weakens")).apart
    assert apart.why == "Amina coded this in the study already, as strengthens, accepted"
    (said,) = human_codings(workspace.now)
    assert said.coding.direction == "strengthens"


def test_of_two_codings_alike_in_a_file_the_second_stands_apart(workspace: Workspace) -> None:
    found = took(workspace, RECORD, replace(RECORD, direction="weakens"))
    assert [event.kind for event in found.events] == ["coding.added", "memo.written"]
    assert len(found.apart) == 1


def test_a_refusal_that_the_study_has_is_known(workspace: Workspace) -> None:
    passage = passage_of("aa", SPEECH.text, 3, 16)
    suggestion = Coding(passage.id, "trade", "a", "none", "lexicon/5.ab", 0.5, "said")
    workspace.record([answered(workspace.now, passage, suggestion, "Amina", found=False, reason="a slogan")])
    refusal = replace(RECORD, direction="none", status="rejected")
    assert (took(workspace, refusal).known, len(human_codings(workspace.now))) == (1, 1)


def test_an_adjudication_is_one_beside_what_the_same_person_said(workspace: Workspace) -> None:
    settles = replace(RECORD, memo="", direction="weakens", adjudicates=True)
    assert took(workspace, RECORD, settles).apart == ()
    said = {each.adjudicates: each.coding.direction for each in human_codings(workspace.now)}
    assert said == {False: "strengthens", True: "weakens"}
    again = took(workspace, RECORD, settles)
    assert (again.events, again.known, again.apart) == ((), 2, ())


@pytest.mark.parametrize("of_the_file", [True, False])
def test_a_refusal_answers_what_a_machine_suggests_in_the_study_or_in_the_file(
    workspace: Workspace, of_the_file: bool
) -> None:
    passage = passage_of("aa", SPEECH.text, 3, 16)
    machine = replace(RECORD, coder="lexicon/5.ab", status="rejected", score=0.5, reason="said", memo="")
    suggestion = Coding(passage.id, "trade", "a", "strengthens", "lexicon/5.ab", 0.5, "said")
    # Others say the same less surely, or surely another direction.
    others = [
        replace(suggestion, coder="bm25/1.ab", score=0.4),
        replace(suggestion, direction="weakens", score=0.9),
    ]
    refusal = replace(RECORD, status="rejected", reason="a slogan", memo="")
    known = codebook(workspace)
    said = judged(workspace.now, workspace.objects, BY_ID, known)
    found = taken(
        workspace.now,
        Incoming((refusal, machine) if of_the_file else (refusal,), (), (), ()),
        BY_ID,
        said,
        known,
        (),
        suggested=() if of_the_file else [(passage, each) for each in (suggestion, *others)],
    )
    assert (found.apart, [event.kind for event in found.events]) == ((), ["coding.rejected"])
    workspace.record(found.events)
    (mine,) = human_codings(workspace.now)
    assert (mine.coding.status, mine.suggestion, mine.coding.reason) == (
        "rejected",
        suggestion.id,
        "a slogan",
    )
    assert took(workspace, refusal, machine).known == 1


def test_memos_on_documents_passages_and_codes_are_memos_of_the_study(workspace: Workspace) -> None:
    noted = Incoming((), (), (), (), MEMOS[:5], ())
    found = taking(workspace, noted)
    assert (found.memos, found.apart) == (5, ())
    workspace.record(found.events)
    unit = passages(SPEECH)[0]
    assert {(each.coder, each.on, each.name) for each in memos(workspace.now)} == {
        ("Amina", "document", "aa"),
        ("Bilal", "document", "aa"),
        ("Amina", "passage", unit.id),
        ("Carla", "passage", passages(BY_ID["bb"])[0].id),
        ("Amina", "code", "trade"),
    }
    assert taking(workspace, noted).events == ()
    other = replace(MEMOS[0], text="Another thought.")
    (apart,) = taking(workspace, replace(noted, memos=(other,))).apart
    assert apart.why == "Amina has another memo on this in the study already"


def test_a_memo_on_a_code_that_is_gone_stands_apart(workspace: Workspace) -> None:
    (apart,) = taking(workspace, Incoming((), (), (), (), MEMOS[6:], ())).apart
    assert (apart.code, apart.coder, apart.memo) == ("hedging", "Bilal", "Named by nobody yet.")
    assert apart.why.startswith("the codebook has no code 'hedging'")


def test_what_was_gone_through_is_so_unless_the_study_wants_it_again(workspace: Workspace) -> None:
    unit = passages(SPEECH)[0]
    marks = Incoming((), (), (), (), (), (ReviewRecord("aa", 0, unit.end, "Amina"), *REVIEWS[2:]))
    found = taking(workspace, marks)
    assert (found.reviews, [event.kind for event in found.events]) == (2, ["passage.reviewed"] * 2)
    workspace.record(found.events)
    assert {(each.coder, each.adjudicates) for each in reviewed_passages(workspace.now)} == {
        ("Amina", False),
        ("Carla", True),
    }
    assert taking(workspace, marks).reviews == 0
    workspace.record([reopened(unit, "Amina", "the code is another")])
    assert taking(workspace, marks).reviews == 0


def test_what_stood_apart_before_still_does(workspace: Workspace) -> None:
    before = Apart(
        "t", None, None, "", "trade", "Amina", "", "no document of the study has the text of its source"
    )
    found = taking(workspace, Incoming((), (), (before,), ()))
    assert found.apart == (before,)
