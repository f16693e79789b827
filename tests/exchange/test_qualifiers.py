import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.evidence import Direction, Power, Status
from counterpoise.exchange.qualifiers import note_of_coding, note_of_link, qualifiers_in
from counterpoise.exchange.records import CodingRecord, LinkRecord
from counterpoise.exchange.sources import TextSource
from counterpoise.exchange.values import writable

RECORD = CodingRecord("d", 0, 5, "trade", "Amina", power="a", reason="says so", score=0.25, span=(1, 4))
CODINGS = st.builds(
    CodingRecord,
    document=st.just("d"),
    start=st.just(0),
    end=st.just(5),
    code=st.just("trade"),
    coder=st.text(min_size=1),
    power=st.sampled_from(get_args(Power)),
    direction=st.sampled_from(get_args(Direction)),
    status=st.sampled_from(get_args(Status)),
    reason=st.text(),
    score=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    span=st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)),
)


@given(CODINGS)
@settings(deadline=None)
def test_a_note_tells_all_qualifiers_exactly_and_any_xml_can_hold_it(record: CodingRecord) -> None:
    note = note_of_coding(record)
    told = qualifiers_in(note)
    assert told is not None
    assert note.text is not None
    assert writable(note.text) == note.text
    names = ("coder", "power", "direction", "status", "reason", "score")
    assert {name: told[name] for name in names} == {name: getattr(record, name) for name in names}
    assert told["span"] == (None if record.span is None else list(record.span))


def test_a_note_tells_people_in_words() -> None:
    note = note_of_coding(RECORD)
    assert note.name == "Counterpoise: power: a; direction: none; status: accepted"
    assert note.text is not None
    assert note.text.splitlines()[:6] == [
        "power: a",
        "direction: none",
        "status: accepted",
        "coder: Amina (human)",
        "score: 0.25",
        "reason: says so",
    ]


def test_a_note_of_a_link_tells_its_place() -> None:
    link = LinkRecord("d", 3, 9, "aid", "autonomy", "lexicon/5.ab", power="b", sign=-1, reason="because")
    note = note_of_link(link)
    told = qualifiers_in(note)
    assert told is not None
    assert (told["place"], told["sign"], told["kind"]) == (["d", 3, 9], -1, "machine")
    assert note.name == "Counterpoise: aid does not lead to autonomy; power: b"


def test_people_may_write_above_the_last_line_and_programs_change_line_ends() -> None:
    note = note_of_coding(RECORD)
    assert note.text is not None
    wider = replace(note, text=f"I doubt it.\r\n{note.text}".replace("\n", "\r\n") + "\r\n")
    assert qualifiers_in(wider) == qualifiers_in(note)


LINE = json.loads((note_of_coding(RECORD).text or "").rpartition("counterpoise/1 ")[2])


@pytest.mark.parametrize(
    "changed",
    [
        {"power": "c"},
        {"power": ["a"]},
        {"status": "perhaps"},
        {"score": "high"},
        {"score": float("inf")},
        {"span": [1]},
        {"span": [1, "2"]},
        {"coder": 3},
        {"reason": None},
        {"place": ["d", 0, 5]},
        {"place": "d"},
    ],
)
def test_a_line_that_somebody_spoiled_is_no_longer_ours(changed: dict[str, object]) -> None:
    text = f"counterpoise/1 {json.dumps({**LINE, **changed})}"
    assert qualifiers_in(TextSource(guid="g", name="Counterpoise", text=text)) is None


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"a":' * 5_000, ""])
def test_a_line_that_is_none_is_passed_over(line: str) -> None:
    assert qualifiers_in(TextSource(guid="g", name="Counterpoise", text=f"counterpoise/1 {line}")) is None


def test_a_note_of_another_name_is_not_ours() -> None:
    assert qualifiers_in(replace(note_of_coding(RECORD), name="Memo")) is None
    assert qualifiers_in(TextSource(guid="g", name="Counterpoise")) is None
