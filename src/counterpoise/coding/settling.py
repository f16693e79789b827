"""What counts once people have spoken: suggestions, accepted or rejected, and what people found themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.places import Places
from counterpoise.evidence import Coding, Passage

__all__ = ["Dispute", "Settled", "counts", "settle"]

LEXICON = "lexicon/"
"""Of the machines only the lexicon coder is counted, and what a person accepted; others give second opinions."""


def counts(coding: Coding) -> bool:
    """Whether a coding counts: one of the lexicon or of a person, or any that a person accepted; none that people did not bear out."""
    return coding.status == "accepted" or (coding.status == "suggested" and coding.coder.startswith(LEXICON))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A code of a passage on which as many people say yes as no; it counts for nothing until somebody adjudicates."""

    passage: str
    code: str
    found: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The passages that are judged, the codings with their status, and the codes in dispute.

    A person's coding bears the person's name and the status `accepted`; so does a suggestion that people bore out as it
    was. A suggestion that people refused, were divided on, or replaced by another power or direction, is `rejected`; one of
    which nobody said anything who went through the passage is `unanswered`, and counts as little.
    """

    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class _Voices:
    """What people said of one passage: who went through it, and each judgement, those that adjudicate apart."""

    readers: frozenset[str]
    adjudicated: bool
    judged: tuple[HumanCoding, ...]


def settle(
    passages: Mapping[str, Passage],
    suggested: Sequence[Coding],
    judged: Iterable[HumanCoding],
    reviewed: Iterable[Reviewed],
) -> Settled:
    """Settle what counts of each passage, by id.

    Where a passage was adjudicated, the adjudication alone counts. Where people went through it, a code counts that
    more than half of them gave. Where they only answered single suggestions or coded text of their own choice, each
    code counts that more people found than refused; what nobody spoke of stays suggested, and so does a code for the one
    power where people spoke of it for the other alone. A person's coding of a
    stretch of text belongs to the passage with which it shares half of the shorter of the two, if there is one.
    """
    gone_through = tuple(reviewed)
    units = {**passages, **{each.passage.id: each.passage for each in gone_through}}
    of_unit: defaultdict[str, list[HumanCoding]] = defaultdict(list)
    place = Places(units.values())
    for each in judged:
        unit = place.unit_of(each.passage)
        units.setdefault(unit.id, unit)
        of_unit[unit.id].append(each)
    readers: defaultdict[str, set[str]] = defaultdict(set)
    for seen in gone_through:
        if not seen.adjudicates:
            readers[seen.passage.id].add(seen.coder)
    adjudicated = {seen.passage.id for seen in gone_through if seen.adjudicates}
    machine: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in suggested:
        machine[coding.passage].append(coding)
    codings: list[Coding] = []
    disputes: list[Dispute] = []
    for unit_id in dict.fromkeys([*machine, *of_unit, *readers, *adjudicated]):
        voices = _Voices(frozenset(readers[unit_id]), unit_id in adjudicated, tuple(of_unit.get(unit_id, ())))
        found, open_ = _settled(unit_id, machine.get(unit_id, []), voices)
        codings += found
        disputes += open_
    named = {coding.passage for coding in codings}
    kept = {name: passage for name, passage in units.items() if name in named or name in passages}
    return Settled(kept, tuple(codings), tuple(disputes))


def _settled(unit: str, machine: Sequence[Coding], voices: _Voices) -> tuple[list[Coding], list[Dispute]]:
    """The codings of one passage and what is in dispute there."""
    if not voices.judged and not voices.readers and not voices.adjudicated:
        return list(machine), []
    last_word = voices.adjudicated or any(each.adjudicates for each in voices.judged)
    speaking = [each for each in voices.judged if each.adjudicates or not last_word]
    codes = dict.fromkeys([coding.code for coding in machine] + [each.coding.code for each in speaking])
    codings: list[Coding] = []
    disputes: list[Dispute] = []
    for code in codes:
        said = [each for each in speaking if each.coding.code == code]
        suggestions = [coding for coding in machine if coding.code == code]
        if not (voices.readers or last_word):
            unanswered = [coding for coding in suggestions if _of_the_other_power(coding, said, machine)]
            codings += unanswered
            suggestions = [coding for coding in suggestions if coding not in unanswered]
        found = {each.coder for each in said if each.coding.status == "accepted"}
        refused = {each.coder for each in said if each.coding.status == "rejected"} - found
        if voices.adjudicated:
            refused = refused or ({"adjudication"} if not found else set())
        elif not last_word:
            refused |= voices.readers - found
        if not found and not refused:
            codings += suggestions
        else:
            spoken = [each for each in voices.judged if each.coding.code == code]
            doubted = [_not_borne_out(coding, spoken, machine) for coding in suggestions]
            if len(found) > len(refused):
                codings += _borne_out(unit, doubted, [each for each in said if each.coder in found])
            else:
                codings += doubted
            if len(found) == len(refused):
                disputes.append(Dispute(unit, code, tuple(sorted(found)), tuple(sorted(refused))))
    return codings, disputes


def _of_the_other_power(suggestion: Coding, said: Sequence[HumanCoding], machine: Sequence[Coding]) -> bool:
    """Whether people spoke of a code for one power alone, and a suggestion is of the other: it has no answer.

    An answer to what no machine suggests under that id any more, since the code or the machine has another name, is one
    to the suggestion of the power that was spoken of, or else to this one, which was then given to the other power.
    """
    other = {"a": "b", "b": "a"}.get(suggestion.power)
    spoken = {each.coding.power for each in said}
    answers = {each.suggestion for each in said if each.suggestion is not None}
    if spoken != {other} or suggestion.id in answers:
        return False
    renamed = not answers <= {each.id for each in machine}
    return not renamed or any((each.code, each.power) == (suggestion.code, other) for each in machine)


def _not_borne_out(suggestion: Coding, said: Sequence[HumanCoding], machine: Sequence[Coding]) -> Coding:
    """A suggestion that does not count, by whether anybody spoke of its code for its power."""
    unanswered = not said or _of_the_other_power(suggestion, said, machine)
    return replace(suggestion, status="unanswered" if unanswered else "rejected")


def _borne_out(unit: str, doubted: Sequence[Coding], found: Sequence[HumanCoding]) -> list[Coding]:
    """A code that counts: as most people have it of power and direction, and of equally many the last that spoke.

    `doubted` are its suggestions, each with the status that it keeps where people have it otherwise.
    """
    accepted = [each for each in found if each.coding.status == "accepted"]
    votes = Counter(power for power, _ in {(each.coding.power, each.coder) for each in accepted})
    most = max(votes.values())
    chosen: dict[str, Coding] = {}
    for each in accepted:
        if votes[each.coding.power] == most:
            span = each.coding.span or (each.passage.start, each.passage.end)
            chosen[each.coding.power] = replace(each.coding, passage=unit, span=span)
    as_suggested = {
        (coding.power, coding.direction): coding
        for coding in doubted
        if any((coding.power, coding.direction) == (one.power, one.direction) for one in chosen.values())
    }
    codings = [
        replace(coding, status="accepted") if (coding.power, coding.direction) in as_suggested else coding
        for coding in doubted
    ]
    return codings + [one for one in chosen.values() if (one.power, one.direction) not in as_suggested]
