import io
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from counterpoise.coding.provenance import provenance
from counterpoise.errors import CounterpoiseError
from counterpoise.identity import identifier
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.pipeline import run
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER
from tests.study_in_miniature import write_study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = write_study(tmp_path)
    run(read_study(folder))
    return folder / FOLDER


def first_suggestion(place: Path) -> tuple[int, str]:
    """The number of the first event that suggested something, and the passage of its first row."""
    objects = ObjectStore(place)
    with Ledger.read(place) as ledger:
        for event in ledger.events("codings.suggested"):
            table = pl.read_parquet(io.BytesIO(objects.get(str(event.body["object"]))))
            if table.height:
                row = table.row(0, named=True)
                return event.seq, identifier(document=row["document"], start=row["start"], end=row["end"])
    raise AssertionError("nothing was suggested")


def test_a_passage_leads_to_the_event_that_suggested_what_stands_on_it(place: Path) -> None:
    seq, passage = first_suggestion(place)
    with Ledger.read(place) as ledger:
        found = provenance(ledger, ObjectStore(place), passage)
    assert [event.seq for event in found][:1] == [seq]
    assert {event.kind for event in found} == {"codings.suggested"}


def test_before_it_was_suggested_a_passage_has_no_history(place: Path) -> None:
    _, passage = first_suggestion(place)
    with Ledger.read(place) as ledger:
        assert provenance(ledger, ObjectStore(place), passage, datetime(2000, 1, 1, tzinfo=UTC)) == ()


def test_a_name_that_nothing_knows_is_refused(place: Path) -> None:
    with Ledger.read(place) as ledger, pytest.raises(CounterpoiseError):
        provenance(ledger, ObjectStore(place), "0123456789abcdef")
