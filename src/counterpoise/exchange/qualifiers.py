"""Qualifiers: what Counterpoise says of a coding or link beyond its code, as a note that other programs show and keep.

So are memos on passages, documents and codes, and what each coder went through and refused in a document.

A note says it in words for people. Its last line says it again for Counterpoise, and this line alone is read back, so
that people may write above it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from counterpoise.evidence import Direction, Power, Status
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, NotedOn, ReviewRecord, kind_of
from counterpoise.exchange.sources import TextSource
from counterpoise.exchange.values import derived_guid, writable
from counterpoise.wording import several

__all__ = [
    "note_of_coding",
    "note_of_link",
    "note_of_memo",
    "note_of_refusals",
    "note_of_reviews",
    "qualifiers_in",
    "words_above",
]

NAME = "Counterpoise"
_MARK = "counterpoise/1 "
_LAST_LINE = re.compile(rf"(?:\A|[\r\n]){re.escape(_MARK)}(\{{[^\r\n]*\}})\s*\Z")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "power": get_args(Power),
    "direction": get_args(Direction),
    "status": get_args(Status),
}


def note_of_coding(record: CodingRecord) -> TextSource:
    """The note that tells power, direction, status, score, reason, span and coder of a coding."""
    told = {
        "coder": record.coder,
        "direction": record.direction,
        "kind": kind_of(record.coder),
        "power": record.power,
        "reason": record.reason,
        "score": record.score,
        "span": record.span,
        "status": record.status,
    }
    if record.adjudicates:
        told["adjudicates"] = True
    said = [f"power: {record.power}", f"direction: {record.direction}", f"status: {record.status}"]
    said += ["adjudicated"] if record.adjudicates else []
    return _note(record, told, said)


def note_of_link(record: LinkRecord) -> TextSource:
    """The note that tells all of a link, its place included: other programs show links without one."""
    told = {
        "coder": record.coder,
        "effect": record.effect,
        "factor": record.factor,
        "kind": kind_of(record.coder),
        "place": [record.document, record.start, record.end],
        "power": record.power,
        "reason": record.reason,
        "sign": record.sign,
        "span": record.span,
    }
    verb = "leads to" if record.sign > 0 else "does not lead to"
    return _note(record, told, [f"{record.factor} {verb} {record.effect}", f"power: {record.power}"])


def note_of_memo(record: MemoRecord, user: str) -> TextSource:
    """The note of a user, by GUID, that is a memo; above the last line stands what the memo says, and may be edited."""
    guid = derived_guid(
        "memo", record.on, record.document, record.start, record.end, record.code, record.coder
    )
    name = f"{NAME}: memo on the {record.on} by {writable(record.coder)}"
    text = f"{record.text}\n\n{_line({'coder': record.coder, 'memo': record.on})}"
    return TextSource(guid=guid, name=name, user=user, text=text)


def note_of_reviews(records: Sequence[ReviewRecord], user: str) -> TextSource:
    """The note of a user, by GUID, that tells what one coder went through in a document, or settled there."""
    first = records[0]
    told = {
        "adjudicates": first.adjudicates,
        "coder": first.coder,
        "gone_through": sorted([each.start, each.end] for each in records),
    }
    did = "settled" if first.adjudicates else "went through"
    said = f"{writable(first.coder)} {did} {several(len(records), 'passage')} of this document"
    guid = derived_guid("gone through", first.document, first.coder, first.adjudicates)
    return TextSource(guid=guid, name=f"{NAME}: {said}", user=user, text=f"{said}\n\n{_line(told)}")


def note_of_refusals(records: Sequence[CodingRecord], user: str) -> TextSource:
    """The note of a user, by GUID, that tells which suggestions a person refused in a document.

    Other programs know no refusals, so that they cannot be codings there.
    """
    first = records[0]
    told = {
        "coder": first.coder,
        "refused": sorted(
            [each.start, each.end, each.code, each.power, each.direction, each.reason] for each in records
        ),
    }
    said = f"{writable(first.coder)} refused {several(len(records), 'suggestion')} in this document"
    guid = derived_guid("refused", first.document, first.coder)
    return TextSource(guid=guid, name=f"{NAME}: {said}", user=user, text=f"{said}\n\n{_line(told)}")


def words_above(note: TextSource) -> str:
    """What stands in a note above the line for Counterpoise; all of it where there is no such line."""
    text = note.text or ""
    found = _LAST_LINE.search(text)
    return (text if found is None else text[: found.start()]).strip()


def qualifiers_in(note: TextSource) -> Mapping[str, Any] | None:
    """What a note of Counterpoise says; None for any other note, and for one that was altered beyond understanding."""
    found = _LAST_LINE.search(note.text or "") if (note.name or "").startswith(NAME) else None
    if found is None:
        return None
    try:
        told = json.loads(found[1])
    except (ValueError, RecursionError):
        return None
    return told if _holds(told) else None


def _note(record: CodingRecord | LinkRecord, told: Mapping[str, Any], said: list[str]) -> TextSource:
    coder = f"coder: {writable(record.coder)} ({kind_of(record.coder)})"
    score = getattr(record, "score", None)
    lines = [*said, coder, *([] if score is None else [f"score: {score:.2f}"])]
    if record.reason:
        lines.append(f"reason: {writable(record.reason)}")
    text = "\n".join([*lines, "", _line(told)])
    return TextSource(guid=derived_guid("qualifiers", text), name=f"{NAME}: {'; '.join(said)}", text=text)


def _line(told: Mapping[str, Any]) -> str:
    """The last line. All but ASCII is escaped, so that no program's encoding or normal form can change it."""
    return _MARK + json.dumps(told, sort_keys=True, separators=(",", ":"))


def _holds(told: object) -> bool:
    """Whether what a note says can be so: somebody may have altered it."""
    if not isinstance(told, dict) or not isinstance(told.get("coder"), str):
        return False
    if "memo" in told:
        return told["memo"] in get_args(NotedOn)
    if not isinstance(told.get("adjudicates", False), bool):
        return False
    if "gone_through" in told:
        ranges = told["gone_through"]
        return isinstance(ranges, list) and all(_is_list(each, (int, int)) for each in ranges)
    if "refused" in told:
        rows = told["refused"]
        return isinstance(rows, list) and all(
            _is_list(each, (int, int, str, str, str, str))
            and each[3] in _WORDS["power"]
            and each[4] in _WORDS["direction"]
            for each in rows
        )
    words = all(told[name] in may for name, may in _WORDS.items() if name in told)
    score, span, place = told.get("score"), told.get("span"), told.get("place")
    return (
        words
        and isinstance(told.get("reason"), str)
        and told.get("power") in _WORDS["power"]
        and (score is None or (isinstance(score, (int, float)) and math.isfinite(score)))
        and (span is None or _is_list(span, (int, int)))
        and (place is None or (_is_list(place, (str, int, int)) and _is_link(told)))
    )


def _is_link(told: Mapping[str, Any]) -> bool:
    named = isinstance(told.get("factor"), str) and isinstance(told.get("effect"), str)
    return named and told.get("sign") in (1, -1)


def _is_list(value: object, types: tuple[type, ...]) -> bool:
    return (
        isinstance(value, list)
        and len(value) == len(types)
        and all(type(each) is kind for each, kind in zip(value, types, strict=True))
    )
