"""Cells: what a table says of one thing, the passages and numbers it stands on, or what is missing.

Kinds of source are never added up: every sentence counts them apart, and first-hand passages decide what leads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from counterpoise.evidence import COUNTED, Link, Power, Standing
from counterpoise.findings.coded_passages import (
    WORD_OF_DIRECTION,
    CodedPassage,
    one_for_each_passage,
    tally,
)
from counterpoise.findings.leaning import leaning
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number
from counterpoise.theory.elements import Row, Side
from counterpoise.wording import listed, several, within_a_sentence, words_of

Named = TypeVar("Named", bound=Hashable)
ByKind = Mapping[Named, Counter[Standing]]
"""How many passages of each kind of source name a thing."""

MOST_NAMED = 3

OF_KIND: dict[Standing, str] = {
    "first-hand": "first-hand",
    "second-hand": "second-hand",
    "data note": "in data notes",
}
KINDS: dict[Standing, str] = {"second-hand": "second-hand sources", "data note": "data notes"}


@dataclass(frozen=True, slots=True)
class SaidEffect:
    """An effect that is said of a power, and how many passages of each kind of source say and deny it."""

    effect: str
    power: Power
    said: Counter[Standing]
    denied: Counter[Standing]


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell of a table: its finding in words, with everything behind it.

    `side` is the power that the cell is of, where its table has a column for each; `movement` tells that the cell
    says how the tie with that power moved. `missing` says what evidence would fill it; `disagreement` says where
    passages and numbers part. `effects` are those that passages say the row leads to, said most first.
    """

    id: str
    finding: str
    coded: tuple[CodedPassage, ...] = ()
    numbers: tuple[Number, ...] = ()
    missing: str | None = None
    disagreement: str | None = None
    side: Side | None = None
    movement: bool = False
    effects: tuple[SaidEffect, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the counted passages and of the values that the cell stands on, each once."""
        passages = [each.passage.id for each in self.coded if each.counted]
        values = [name for number in self.numbers for name in number.evidence]
        return tuple(dict.fromkeys((*passages, *values)))

    @property
    def first_hand(self) -> bool:
        """Whether any first-hand passage stands behind the cell."""
        return any(each.standing == "first-hand" for each in self.coded)


def leading_codes(coded: Sequence[CodedPassage]) -> str:
    """How many passages there are by kind of source, and the codes spoken of most, each with its passages.

    First-hand passages decide which codes lead. Where there is none, second-hand ones do, then data notes, and
    the sentence says first that it stands on these only. A passage with several codes stands under each of them
    and once in the number of passages, and the sentence says how many do.
    """
    found: dict[str, Counter[Standing]] = defaultdict(Counter)
    codes_of: dict[str, set[str]] = defaultdict(set)
    for each in coded:
        if each.counted and each.coding.code not in codes_of[each.passage.id]:
            codes_of[each.passage.id].add(each.coding.code)
            found[each.coding.code][each.standing] += 1
    if not found:
        return ""
    passages = Counter(each.standing for each in one_for_each_passage(coded) if each.counted)
    shared = sum(len(codes) > 1 for codes in codes_of.values())
    kinds = _kinds(found)
    ranked = sorted(found, key=lambda code: (*(-found[code][kind] for kind in COUNTED), code))
    if kinds[0] == "first-hand":
        ranked = [code for code in ranked if found[code]["first-hand"]]
    told = ", ".join(f"{words_of(code).lower()} ({_counted(found[code])})" for code in ranked[:MOST_NAMED])
    sentence = f"{_counted(passages)}; {'most' if len(found) > 1 else 'all'} on {told}"
    if shared:
        have = "has several codes and stands" if shared == 1 else "have several codes and stand"
        sentence += f"; {shared} of these passages {have} under each"
    return sentence if kinds[0] == "first-hand" else f"none first-hand, {_only(kinds)} only: {sentence}"


def effects_said(links: Iterable[Link], coded: Iterable[CodedPassage]) -> tuple[SaidEffect, ...]:
    """What counted passages say that a factor leads to, each effect with its power, those said most first.

    First-hand passages decide the order where any states an effect, else second-hand ones, else data notes; an
    effect that is only denied comes after those that are said. A passage counts once for an effect
    with a power, said or denied.
    """
    standing = {each.passage.id: each.standing for each in coded if each.counted}
    said: dict[tuple[str, Power], Counter[Standing]] = defaultdict(Counter)
    denied: dict[tuple[str, Power], Counter[Standing]] = defaultdict(Counter)
    counted = dict.fromkeys(
        (link.passage, link.effect, link.power, link.sign) for link in links if link.passage in standing
    )
    for passage, effect, power, sign in counted:
        (said if sign == 1 else denied)[effect, power][standing[passage]] += 1
    found = [
        SaidEffect(
            effect, power, said.get((effect, power), Counter()), denied.get((effect, power), Counter())
        )
        for effect, power in {*said, *denied}
    ]
    kind = _deciding(found)
    if kind is None:
        return ()

    def rank(each: SaidEffect) -> tuple[object, ...]:
        return (-each.said[kind], 0 if each.said[kind] else -each.denied[kind], each.effect, each.power)

    return tuple(sorted(found, key=rank))


def leading(effects: Sequence[SaidEffect]) -> tuple[SaidEffect, ...]:
    """Those of the effects that are said as often as the first, or denied as often where none is said."""
    kind = _deciding(effects)
    if kind is None:
        return ()
    first = effects[0]
    return tuple(
        each
        for each in effects
        if (each.said[kind] if first.said[kind] else each.denied[kind])
        == (first.said[kind] or first.denied[kind])
    )


def _deciding(effects: Sequence[SaidEffect]) -> Standing | None:
    """The kind of source that decides which effect leads: the first that states any."""
    stated = [counts for each in effects for counts in (each.said, each.denied)]
    return next((kind for kind in COUNTED if any(counts[kind] for counts in stated)), None)


def effects_sentence(effects: Sequence[SaidEffect], coded: Sequence[CodedPassage], names: PowerNames) -> str:
    """What the counted passages most often say that a factor leads to, for which power, by kind of source.

    Effects said equally often stand side by side.
    """
    leaders = leading(effects)
    if not leaders:
        return "No passage states an effect"
    told = []
    for each in leaders[:MOST_NAMED]:
        parts = [
            f"{word} ({_counted(counts)})"
            for word, counts in (("said", each.said), ("denied", each.denied))
            if counts
        ]
        told.append(f"{words_of(each.effect)} ({names.of(each.power)}): {', '.join(parts)}")
    if len(leaders) > MOST_NAMED:
        told.append(f"{several(len(leaders) - MOST_NAMED, 'other effect')} as often")
    sentence = "; ".join(told)
    heard = any(each.counted and each.standing == "first-hand" for each in coded)
    parted = _deciding(effects) != "first-hand" and heard
    return f"No first-hand passage states an effect; {sentence}" if parted else sentence


def spoken_of(coded: Sequence[CodedPassage], names: PowerNames, *, systemic: bool = False) -> str:
    """How many passages of each kind speak of a row, and with which power the first-hand ones do most.

    A `systemic` row is about the powers and the system between them: its passages are of no power more than another.
    """
    counted = [each for each in one_for_each_passage(coded) if each.counted]
    if not counted:
        return ""
    counts = Counter(each.standing for each in counted)
    first_hand = counts.pop("first-hand", 0)
    if not first_hand:
        return (
            f"No first-hand passage speaks of it; its text stands on {_only(tuple(counts))} only "
            f"({_counted(counts)})"
        )
    besides = f"; besides, {_counted(counts)}" if counts else ""
    if systemic:
        speak = "speaks" if first_hand == 1 else "speak"
        return f"{several(first_hand, 'first-hand passage')} {speak} of it{besides}"
    both = _speaking_of_both(coded)
    powers = Counter[Power](
        "both" if (each.passage.id, each.coding.code) in both else each.coding.power
        for each in counted
        if each.standing == "first-hand"
    )
    most = _most(powers)
    whose = listed([names.of(power) for power in most])
    if first_hand == 1:
        return f"1 first-hand passage speaks of it, with {whose}{besides}"
    often = f"{powers[most[0]]}" if len(most) == 1 else f"{powers[most[0]]} each"
    return f"{first_hand} first-hand passages speak of it, most often with {whose} ({often}){besides}"


def _speaking_of_both(coded: Iterable[CodedPassage]) -> set[tuple[str, str]]:
    """The passages, each with the code, that one code has a coding of for either power."""
    powers: defaultdict[tuple[str, str], set[Power]] = defaultdict(set)
    for each in coded:
        powers[each.passage.id, each.coding.code].add(each.coding.power)
    return {anchor for anchor, spoken in powers.items() if {"a", "b"} <= spoken}


def counted_sentence(coded: Sequence[CodedPassage]) -> str:
    """How many passages of each kind bear on something, and in which direction of the tie or of what they name."""
    counts = tally(coded)
    told = {}
    for kind in COUNTED:
        directed = [
            f"{n} of {WORD_OF_DIRECTION[way]}" for way in WORD_OF_DIRECTION if (n := counts[kind][way])
        ]
        if directed:
            told[kind] = f"{counts[kind].total()} {OF_KIND[kind]} ({', '.join(directed)})"
    if not told:
        return "No counted passage bears on it."
    sentence = ", ".join(told.values())
    if "first-hand" in told:
        return f"Passages that bear on it: {sentence}."
    return f"No first-hand passage bears on it; what follows stands on {_only(tuple(told))} only: {sentence}."


def direction_of_text(coded: Iterable[CodedPassage]) -> tuple[str | None, int, int]:
    """Whether a clear majority of first-hand passages speaks of strengthening or weakening: (word, most, of)."""
    counts = tally(coded)["first-hand"]
    stronger, weaker = counts["strengthens"], counts["weakens"]
    way = leaning(counts)
    return None if way is None else WORD_OF_DIRECTION[way], max(stronger, weaker), stronger + weaker


def disagreement(coded: Iterable[CodedPassage], movements: Mapping[str, str]) -> str | None:
    """Where a clear majority of first-hand passages says one thing and an indicator moved the other way; else None.

    `movements` gives the movement word of each indicator by its title.
    """
    word, most, directed = direction_of_text(coded)
    contrary = {"strengthening": "contracting", "weakening": "expanding"}.get(word or "")
    parted = [title for title, moved in movements.items() if moved == contrary]
    if not parted:
        return None
    return (
        f"First-hand passages speak of {word} ({most} of the {directed} that take a direction), "
        f"while this is {contrary}: {', '.join(within_a_sentence(title) for title in parted)}."
    )


def missing_of(
    coded: Sequence[CodedPassage], numbers: Sequence[Number], unread: str | None, wanted: str, row: Row
) -> str | None:
    """What would fill a cell that nothing counted stands behind; None where something does."""
    if numbers or any(each.counted for each in coded):
        return None
    if unread:
        wanted = f"the dictionary '{row.about}' in the study file, which this row reads"
    told = [wanted] if row.codes or row.dimension else []
    if row.dimension or row.measured_by:
        told.append("an observed indicator")
    return ", or ".join(told)


def in_words(codes: Sequence[str]) -> str:
    """Codes as a sentence lists them."""
    return listed([words_of(code).lower() for code in codes])


def _kinds(found: ByKind[Named]) -> tuple[Standing, ...]:
    """The kinds of source that name anything, first-hand before second-hand before data notes."""
    return tuple(kind for kind in COUNTED if any(of[kind] for of in found.values()))


def _counted(counts: Mapping[Standing, int]) -> str:
    """Passages by kind of source: `3 first-hand, 1 in data notes`."""
    return ", ".join(f"{counts[kind]} {OF_KIND[kind]}" for kind in COUNTED if counts.get(kind))


def _only(kinds: Sequence[Standing]) -> str:
    return listed([KINDS[kind] for kind in COUNTED if kind in kinds])


def _most(counts: Mapping[Named, int]) -> list[Named]:
    """What is counted most often: all that are equal, in the order of their names, so that a run repeats itself."""
    most = max(counts.values(), default=0)
    return sorted((name for name, times in counts.items() if times == most and most), key=str)


def with_numbers(cell: FoundCell, numbers: Sequence[Number]) -> FoundCell:
    """A cell that says some numbers more; one that has no evidence stays as it is."""
    if not numbers or cell.missing is not None:
        return cell
    told = "; ".join(f"{each.label} {each.text} ({each.interval})" for each in numbers)
    finding = ". ".join(part for part in (cell.finding, told) if part)
    return replace(cell, finding=finding, numbers=(*cell.numbers, *numbers))
