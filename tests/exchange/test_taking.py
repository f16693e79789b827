from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.coding.decided import answered, human_codings
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, passage_of
from counterpoise.exchange.incoming import NOBODY, Apart, Incoming
from counterpoise.exchange.records import CodingRecord
from counterpoise.exchange.taking import Taken, imported, taken
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER, Workspace, open_workspace
from tests.exchange.texts import DOCUMENTS, LINKS, SPEECH

BY_ID = {each.id: each for each in DOCUMENTS}
RECORD = CodingRecord("aa", 3, 16, "trade", "Amina", "a", "strengthens", reason="plain", memo="Ask again.")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path) as opened:
        yield opened


def took(workspace: Workspace, *records: CodingRecord, coder: str | None = None) -> Taken:
    found = taken(workspace.now, Incoming(records, (), (), ()), BY_ID, coder)
    if found.events or found.apart:
        content = repr(records).encode()
        workspace.record([imported("p.qdpx", workspace.objects.put(content), found), *found.events])
    return found


def test_a_persons_coding_becomes_a_judgement_with_all_that_was_noted(workspace: Workspace) -> None:
    assert took(workspace, RECORD).codings == (RECORD,)
    (judged,) = human_codings(workspace.now)
    assert (judged.coder, judged.coding.code, judged.coding.power) == ("Amina", "trade", "a")
    assert judged.passage == passage_of("aa", SPEECH.text, 3, 16)
    assert judged.coding.reason == "plain\n\nAsk again."
    event = workspace.find("codings.imported", _key(workspace))
    assert event is not None
    assert event.body["ids"] == [judged.id]


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
    again = took(workspace, RECORD, replace(RECORD, memo="Another thought."))
    assert (again.events, again.known, again.apart) == ((), 2, ())
    assert len(human_codings(workspace.now)) == 1


def test_suggestions_of_machines_are_left_to_runs(workspace: Workspace) -> None:
    found = took(workspace, replace(RECORD, coder="lexicon/5.ab", status="suggested", score=0.5))
    assert (found.events, found.suggestions, found.apart) == ((), 1, ())


def test_links_of_machines_are_left_and_those_of_people_stand_apart(workspace: Workspace) -> None:
    links = (LINKS[0], replace(LINKS[0], coder="Amina", reason="she reads it so"))
    found = taken(workspace.now, Incoming((), links, (), ()), BY_ID)
    assert (found.events, found.suggestions) == ((), 1)
    (apart,) = found.apart
    assert (apart.code, apart.coder, apart.memo) == ("aid -> dependence", "Amina", "she reads it so")
    assert apart.quotation == SPEECH.text[19:40]


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
        ({"status": "rejected"}, "it is rejected; that answers a suggestion, which is done in the study"),
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
    (judged,) = human_codings(workspace.now)
    assert judged.coding.direction == "strengthens"


def test_of_two_codings_alike_in_a_file_the_second_stands_apart(workspace: Workspace) -> None:
    found = took(workspace, RECORD, replace(RECORD, direction="weakens"))
    assert (len(found.events), len(found.apart)) == (1, 1)


def test_a_refusal_that_the_study_has_is_known(workspace: Workspace) -> None:
    passage = passage_of("aa", SPEECH.text, 3, 16)
    suggestion = Coding(passage.id, "trade", "a", "none", "lexicon/5.ab", 0.5, "said")
    workspace.record([answered(workspace.now, passage, suggestion, "Amina", found=False, reason="a slogan")])
    refusal = replace(RECORD, direction="none", status="rejected")
    assert (took(workspace, refusal).known, len(human_codings(workspace.now))) == (1, 1)


def test_what_stood_apart_before_still_does(workspace: Workspace) -> None:
    before = Apart(
        "t", None, None, "", "trade", "Amina", "", "no document of the study has the text of its source"
    )
    found = taken(workspace.now, Incoming((), (), (before,), ()), BY_ID)
    assert found.apart == (before,)
