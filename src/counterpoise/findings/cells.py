"""Cells: what a table says of one thing, the passages and numbers it stands on, or what is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from counterpoise.evidence import COUNTED, Link, Power
from counterpoise.findings.coded_passages import CodedPassage, one_for_each_passage, tally
from counterpoise.theory.elements import Side
from counterpoise.wording import several, within_a_sentence, words_of

Named = TypeVar("Named", bound=Hashable)

FEWEST_TO_WEIGH = 5
"""Below this number of passages with a direction, text and numbers are not set against each other."""

CLEAR_MAJORITY = 2 / 3

_BOUND = re.compile(r"\b(?:[Pp]ower [ab]|[Tt]he state)\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands beside passages: observed by a source, or computed from observed values.

    `evidence` holds the ids of the values that it is, or is computed from.
    """

    label: str
    text: str
    unit: str
    years: str
    source: str
    release: str
    row: str
    evidence: tuple[str, ...]
    interval: str | None = None


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell of a table: its finding in words, with everything behind it.

    `missing` says what evidence would fill it; `disagreement` says where passages and numbers part.
    """

    id: str
    finding: str
    coded: tuple[CodedPassage, ...] = ()
    numbers: tuple[Number, ...] = ()
    missing: str | None = None
    disagreement: str | None = None

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the counted passages and of the values that the cell stands on, each once."""
        passages = [each.passage.id for each in self.coded if each.counted]
        values = [name for number in self.numbers for name in number.evidence]
        return tuple(dict.fromkeys((*passages, *values)))


@dataclass(frozen=True, slots=True)
class PowerNames:
    """What the two powers and the state are called: in a sentence, and by side as a heading or label."""

    a: str
    b: str
    state: str
    sides: Mapping[Side, str]

    def of(self, power: Power) -> str:
        """A power's name in a sentence, or what stands for both or neither."""
        return {"a": self.a, "b": self.b, "both": "both powers", "none": "no power named"}[power]

    def bound(self, text: str) -> str:
        """A sentence of a theory with `power a`, `power b` and `the state` as names."""
        names = {"power a": self.a, "power b": self.b, "the state": self.state}

        def name(found: re.Match[str]) -> str:
            called = names[found[0][:1].lower() + found[0][1:]]
            return called if found[0][0].islower() else called[:1].upper() + called[1:]

        return _BOUND.sub(name, text)


def leading_codes(coded: Iterable[CodedPassage], most: int = 3) -> str:
    """The codes spoken of most in what counts, with the number of their passages."""
    counts = Counter(each.coding.code for each in coded if each.counted)
    named = [f"{words_of(code).lower()} ({n})" for code, n in _ranked(counts)[:most]]
    return ", ".join(named)


def leading_effect(links: Sequence[Link], coded: Sequence[CodedPassage], names: PowerNames) -> str:
    """What the counted passages most often say that a factor leads to, for which power, and how often."""
    counted = {each.passage.id for each in coded if each.counted}
    said: Counter[tuple[str, Power]] = Counter()
    denied: Counter[tuple[str, Power]] = Counter()
    for link in {(link.passage, link.effect): link for link in links if link.passage in counted}.values():
        (said if link.sign == 1 else denied)[link.effect, link.power] += 1
    if not said and denied:
        return f"An effect is only denied, in {several(denied.total(), 'passage')}"
    if not said:
        return "No passage states an effect"
    (effect, power), times = _ranked(said)[0]
    against = denied[effect, power]
    told = f"said in {several(times, 'passage')}"
    if against:
        told += f", denied in {several(against, 'passage')}"
    return f"{words_of(effect)} ({names.of(power)}): {told}"


def spoken_of(coded: Sequence[CodedPassage], names: PowerNames) -> str:
    """How many counted passages speak of a row, and with which power most."""
    counted = [each for each in one_for_each_passage(coded) if each.counted]
    powers: Counter[Power] = Counter(each.coding.power for each in counted)
    if not counted:
        return ""
    power, times = _ranked(powers)[0]
    whose = (
        f"most often with {names.of(power)} ({times})"
        if power != "none"
        else f"most often with no power named ({times})"
    )
    return (
        f"{several(len(counted), 'passage')} speak of it, {whose}"
        if len(counted) > 1
        else f"1 passage speaks of it, {names.of(power)}"
    )


def counted_sentence(coded: Sequence[CodedPassage]) -> str:
    """How many counted passages bear on something, for, against and without a direction."""
    counts = tally(coded)
    stronger, weaker, neither = (
        sum(counts[standing][direction] for standing in COUNTED)
        for direction in ("strengthens", "weakens", "none")
    )
    total = stronger + weaker + neither
    if not total:
        return "No counted passage bears on it."
    bear = "bears" if total == 1 else "bear"
    return f"{several(total, 'passage')} {bear} on it: {stronger} of strengthening, {weaker} of weakening, {neither} of neither."


def direction_of_text(coded: Iterable[CodedPassage]) -> tuple[str | None, int, int]:
    """Whether a clear majority of passages speaks of strengthening or weakening: (word, most, of)."""
    counts = tally(coded)
    stronger = sum(counts[standing]["strengthens"] for standing in COUNTED)
    weaker = sum(counts[standing]["weakens"] for standing in COUNTED)
    directed = stronger + weaker
    if directed < FEWEST_TO_WEIGH:
        return None, max(stronger, weaker), directed
    if stronger / directed >= CLEAR_MAJORITY:
        return "strengthening", stronger, directed
    if weaker / directed >= CLEAR_MAJORITY:
        return "weakening", weaker, directed
    return None, max(stronger, weaker), directed


def disagreement(coded: Iterable[CodedPassage], movements: Mapping[str, str]) -> str | None:
    """Where a clear majority of passages says one thing and an indicator moved the other way; else None.

    `movements` gives the movement word of each indicator by its title.
    """
    word, most, directed = direction_of_text(coded)
    contrary = {"strengthening": "contracting", "weakening": "expanding"}.get(word or "")
    parted = [title for title, moved in movements.items() if moved == contrary]
    if not parted:
        return None
    return (
        f"Passages speak of {word} ({most} of the {directed} that take a direction), "
        f"while this is {contrary}: {', '.join(within_a_sentence(title) for title in parted)}."
    )


def _ranked(counts: Counter[Named]) -> list[tuple[Named, int]]:
    """Most frequent first, and equal ones in the order of their names, so that a run repeats itself."""
    return sorted(counts.items(), key=lambda entry: (-entry[1], str(entry[0])))
