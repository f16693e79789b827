"""Passages that readers coded beforehand, to measure coders by: one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from counterpoise.admission import content_of
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.evidence import Direction, Power
from counterpoise.states import known_iso3, unknown_state

GOLD = "gold"
"""Who settled what the readings said; the other coders of a file are its readers."""

READER = "reader_"

KINDS: Mapping[str, str] = {"ungdc": "speech", "uscode": "statute"}
"""What the documents of known corpora are, by what stands before the colon of their names."""

_PART = re.compile(r":\d+$|__chunck-\d+$")
"""What tells the parts of a document that was cut before it was coded: `paper:12`, a numbered piece of a title."""

_KEYS = ("id", "document", "text", "speaker", "year", "kind", "unit", GOLD)


@dataclass(frozen=True, slots=True)
class Label:
    """That a reader gave a passage a code, for which power and in which direction."""

    code: str
    power: Power
    direction: Direction


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader says of a passage: labels, one for each code, and links of a factor with an effect."""

    labels: tuple[Label, ...]
    links: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """A passage with what was settled of it and what each reader said.

    `unit` is the document for splitting and for intervals, `kind` the kind of source; `speaker` is an ISO3 code.
    """

    id: str
    document: str
    unit: str
    kind: str
    speaker: str | None
    year: int | None
    text: str
    settled: Reading
    readers: Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Gold:
    """The passages of a file, in its order, and the names of the readers that any of them has."""

    passages: tuple[GoldPassage, ...]
    readers: tuple[str, ...]


def read_gold(path: Path, codes: Sequence[str], effects: Sequence[str]) -> Gold:
    """The passages of a file, judged by a codebook of codes and effects.

    Each line has `id`, `document`, `text` and `gold`; it may have `speaker`, `year`, `kind`, `unit` and readers, which
    begin with `reader_`. A reading has `codes`, each with its `code` and perhaps `power` and `direction`, and perhaps
    `links`. Raises CounterpoiseError with every problem: what is missing, of a wrong kind, empty, twice there, or
    unknown to the codebook.
    """
    name = path.name
    try:
        lines = content_of(path.resolve(), name).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        told = f"is not UTF-8 text (byte {error.start}); expected one JSON object a line"
        raise CounterpoiseError(Problem(name, told)) from error
    problems: list[Problem] = []
    found: list[GoldPassage] = []
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        reader = _Line(f"{name}:{number}", codes, effects, problems)
        passage = reader.passage(line)
        if passage is None:
            continue
        for what, said in (("id", passage.id), ("text", passage.text)):
            if first.setdefault((what, said), number) != number:
                problems.append(
                    Problem(
                        f"{name}:{number}", f"the {what} of line {first[what, said]} again; each stands once"
                    )
                )
        found.append(passage)
    if not found and not problems:
        problems.append(Problem(name, "holds no passage; expected one JSON object a line"))
    if problems:
        raise CounterpoiseError(*problems)
    readers = sorted({reader for passage in found for reader in passage.readers})
    return Gold(tuple(found), tuple(readers))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line under reading; what is wrong with it is added to `problems`."""

    place: str
    codes: Sequence[str]
    effects: Sequence[str]
    problems: list[Problem]

    def wrong(self, what: str) -> None:
        self.problems.append(Problem(self.place, what))

    def passage(self, line: str) -> GoldPassage | None:
        try:
            said = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            self.wrong(f"is no JSON: {error}")
            return None
        if not isinstance(said, dict):
            self.wrong(f"found {_kind(said)}; expected an object with {', '.join(_KEYS[:3])} and {GOLD}")
            return None
        before = len(self.problems)
        for key in said:
            if key not in _KEYS and not key.startswith(READER):
                near = did_you_mean(key, _KEYS) or f"; there are {', '.join(_KEYS)}"
                self.wrong(f"unknown key '{key}'{near}")
        texts = {key: self._text(said, key) for key in ("id", "document", "text")}
        if GOLD not in said:
            self.wrong(f"has no '{GOLD}', so there is nothing to measure by")
        readings = {
            key: self._reading(key, said[key])
            for key in said
            if key == GOLD or (key.startswith(READER) and said[key] is not None)
        }
        speaker, year = said.get("speaker"), said.get("year")
        if speaker is not None and (not isinstance(speaker, str) or speaker not in known_iso3()):
            self.wrong(f"speaker: {unknown_state(str(speaker))}")
        if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
            self.wrong(f"year: found {_kind(year)}; expected a whole number or null")
        kind, unit = (
            self._text(said, key) if said.get(key) is not None else None for key in ("kind", "unit")
        )
        if len(self.problems) > before:
            return None
        document = texts["document"]
        corpus = document.partition(":")[0]
        return GoldPassage(
            id=texts["id"],
            document=document,
            unit=unit or _PART.sub("", document),
            kind=kind or KINDS.get(corpus, corpus),
            speaker=speaker,
            year=year,
            text=texts["text"],
            settled=readings[GOLD],
            readers={key: reading for key, reading in readings.items() if key != GOLD},
        )

    def _text(self, said: Mapping[str, Any], key: str) -> str:
        value = said.get(key)
        if value is None:
            self.wrong(f"has no '{key}'")
        elif not isinstance(value, str):
            self.wrong(f"{key}: found {_kind(value)}; expected text")
        elif not value.strip():
            self.wrong(f"{key}: is empty")
        return str(value)

    def _reading(self, who: str, said: object) -> Reading:
        if not isinstance(said, dict):
            self.wrong(f"{who}: found {_kind(said)}; expected an object with codes and perhaps links")
            return Reading((), frozenset())
        for key in said:
            if key not in ("codes", "links"):
                self.wrong(f"{who}: unknown key '{key}'; there are codes, links")
        labels: dict[str, Label] = {}
        for at, label in self._listed(who, said, "codes"):
            code = self._known(f"{at}.code", label.get("code"), self.codes, "code")
            power = self._word(f"{at}.power", label.get("power"), get_args(Power))
            direction = self._word(f"{at}.direction", label.get("direction"), get_args(Direction))
            if code in labels:
                self.wrong(
                    f"{at}.code: '{code}' is given twice; a reader gives a code once, for both powers as 'both'"
                )
            labels[code] = Label(code, power, direction)  # type: ignore[arg-type]
        links = [
            (
                self._known(f"{at}.factor", link.get("factor"), self.codes, "code"),
                self._known(f"{at}.effect", link.get("effect"), self.effects, "effect"),
            )
            for at, link in self._listed(who, said, "links")
            if self._word(f"{at}.power", link.get("power"), get_args(Power))
        ]
        return Reading(tuple(labels.values()), frozenset(links))

    def _listed(self, who: str, said: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        value = said.get(key, [])
        if not isinstance(value, list):
            self.wrong(f"{who}.{key}: found {_kind(value)}; expected a list")
            return
        for at, each in enumerate(value):
            if isinstance(each, dict):
                yield f"{who}.{key}.{at}", each
            else:
                self.wrong(f"{who}.{key}.{at}: found {_kind(each)}; expected an object")

    def _known(self, at: str, found: object, known: Sequence[str], noun: str) -> str:
        if not isinstance(found, str):
            self.wrong(f"{at}: found {_kind(found)}; expected a {noun} of the codebook")
        elif found not in known:
            self.wrong(f"{at}: unknown {noun} '{found}'{did_you_mean(found, known)}")
        return str(found)

    def _word(self, at: str, found: object, words: Sequence[str]) -> str:
        if found is None:
            return "none"
        if found not in words:
            told = f"'{found}'" if isinstance(found, str) else _kind(found)
            self.wrong(f"{at}: found {told}; expected {', '.join(words)}{did_you_mean(str(found), words)}")
        return str(found)


def _kind(value: object) -> str:
    """What sort of JSON a value is, in words."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), f"the number {value}")
