"""Qualifiers: what Counterpoise says of a coding or link beyond its code, as a note that other programs show and keep.

A note says it in words for people. Its last line says it again for Counterpoise, and this line alone is read back, so
that people may write above it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, get_args

from counterpoise.evidence import Direction, Power, Status
from counterpoise.exchange.records import CodingRecord, LinkRecord, kind_of
from counterpoise.exchange.sources import TextSource
from counterpoise.exchange.values import derived_guid, writable

__all__ = ["note_of_coding", "note_of_link", "qualifiers_in"]

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
    said = [f"power: {record.power}", f"direction: {record.direction}", f"status: {record.status}"]
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
    # All but ASCII is escaped, so that no program's encoding or normal form can change it.
    line = _MARK + json.dumps(told, sort_keys=True, separators=(",", ":"))
    text = "\n".join([*lines, "", line])
    return TextSource(guid=derived_guid("qualifiers", text), name=f"{NAME}: {'; '.join(said)}", text=text)


def _holds(told: object) -> bool:
    """Whether what a note says can be so: somebody may have altered it."""
    if not isinstance(told, dict) or not isinstance(told.get("coder"), str):
        return False
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
