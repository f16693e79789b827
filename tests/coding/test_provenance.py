from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counterpoise.coding.provenance import provenance
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding
from counterpoise.gathering import Evidence
from counterpoise.ledger.events import Event, Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.pipeline import gather
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import write_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


@pytest.fixture
def evidence(folder: Path) -> Evidence:
    """The study in miniature, gathered once."""
    return gather(read_study(folder))


@pytest.fixture
def ledger(folder: Path, evidence: Evidence) -> Iterator[Ledger]:
    assert evidence.codings
    with Ledger.read(folder / FOLDER) as ledger:
        yield ledger


def lexicon_coding(evidence: Evidence) -> Coding:
    return next(coding for coding in evidence.codings if coding.coder.startswith("lexicon"))


def kinds(events: tuple[Event, ...]) -> list[str]:
    return [event.kind for event in events]


def test_a_coding_a_link_and_a_passage_are_known_by_who_suggested_them(
    folder: Path, evidence: Evidence, ledger: Ledger
) -> None:
    objects = ObjectStore(folder / FOLDER)
    coding = lexicon_coding(evidence)
    (by_coding,) = provenance(ledger, objects, coding.id)
    assert (by_coding.kind, by_coding.body["coder"]) == ("codings.suggested", coding.coder)
    assert by_coding in provenance(ledger, objects, coding.passage)
    (by_link,) = provenance(ledger, objects, evidence.links[0].id)
    assert by_link.kind == "codings.suggested"


def test_what_people_decided_follows_what_was_suggested(folder: Path, evidence: Evidence) -> None:
    coding = lexicon_coding(evidence)
    with open_workspace(folder) as workspace:
        before, after = ({"status": status} for status in ("suggested", "accepted"))
        decided = workspace.decide("coding.accepted", coding.id, before=before, after=after, who="amina")
    with Ledger.read(folder / FOLDER) as ledger:
        objects = ObjectStore(folder / FOLDER)
        events = provenance(ledger, objects, coding.id)
        at = datetime.fromisoformat(events[0].at)
        assert kinds(provenance(ledger, objects, coding.id, at)) == ["codings.suggested"]
    assert kinds(events) == ["codings.suggested", "coding.accepted"]
    assert events[-1] == decided


def test_what_nobody_suggested_is_unknown_and_a_lost_object_suggests_nothing(
    folder: Path, evidence: Evidence, ledger: Ledger
) -> None:
    objects = ObjectStore(folder / FOLDER)
    with pytest.raises(CounterpoiseError, match="no event names it"):
        provenance(ledger, objects, "0" * 16)
    for event in ledger.events("codings.suggested"):
        objects.path(event.body["object"]).unlink()
    with pytest.raises(CounterpoiseError, match="no event names it"):
        provenance(ledger, objects, lexicon_coding(evidence).id)


def test_other_things_are_told_as_the_ledger_does(folder: Path, ledger: Ledger) -> None:
    objects = ObjectStore(folder / FOLDER)
    of_path = provenance(ledger, objects, "documents/beijing.txt")
    assert kinds(of_path) == ["document.imported", "codings.suggested"]
    assert provenance(ledger, objects, None) == tuple(ledger.events())
    assert provenance(ledger, objects, "study", datetime(1999, 1, 1, tzinfo=UTC)) == ()
