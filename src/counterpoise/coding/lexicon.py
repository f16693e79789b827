"""The lexicon coder: codes passages by terms, and says which words moved it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from counterpoise.coding.actors import Actors, Name, names_of_others
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.direction import Directed, Signs, as_adverse, direction_of, turns
from counterpoise.coding.links import Claim, Connectives, claims_of
from counterpoise.coding.matching import Match, TermIndex
from counterpoise.coding.power import (
    Naming,
    Resolved,
    Stretches,
    both_meant,
    clause_ends,
    contrasts,
    denial_ends,
    power_of,
    stretches_of,
)
from counterpoise.coding.scope import Bearing, Glance, Hearing, bearing, bears_on_both, side_of
from counterpoise.coding.subject import FIRST_PERSON, Subject, subject_of
from counterpoise.coding.suggester import Seen
from counterpoise.coding.words import Words
from counterpoise.evidence import Coding, Link, Passage, Power

__all__ = ["LexiconCoder"]

RULES = "6"
"""Changes when the rules of this coder change, so that a coding names the rules that made it."""

_OTHERS = "@others"
"""The names of every state but the state, the powers and the study's own region."""

_PROGRAMMES = ("@programmes_of_a", "@programmes_of_b")


@dataclass(frozen=True, slots=True)
class _Told:
    """A match with its own power and direction."""

    match: Match
    resolved: Resolved
    directed: Directed


@dataclass(frozen=True, slots=True)
class _Reading:
    """A passage with everything found in it."""

    words: Words
    found: Mapping[str, Sequence[Match]]
    naming: Naming
    clause_ends: tuple[int, ...]
    statement_ends: tuple[int, ...]
    signs: Signs
    speaker: Power
    on_both: bool
    subject: Subject

    def of(self, entry: CodeTerms) -> list[Match]:
        """Matches of a code's terms that are about the case, in order, without the sentences that its `unless` bars."""
        terms = (*entry.terms, *entry.between_powers) if self.on_both else entry.terms
        barred = {m.sentence for term in entry.unless for m in self.found.get(term, ())}
        return sorted(
            m
            for term in terms
            for m in self.found.get(term, ())
            if m.sentence not in barred and self.subject.holds(m)
        )

    def stretches(self, match: Match) -> Stretches:
        """The text around a match."""
        return stretches_of(match, self.words.sentences, self.clause_ends, self.statement_ends)

    def power(self, match: Match) -> Resolved:
        """The power that a match speaks of."""
        return power_of(self.stretches(match), self.naming, self.words.text, self.speaker)

    def told(self, match: Match, *, adverse: bool) -> _Told:
        """What a match of a code, adverse or not, tells; of a power named apart from it no direction."""
        stretches = self.stretches(match)
        resolved = power_of(stretches, self.naming, self.words.text, self.speaker)
        found = direction_of(match, self.signs, stretches.clause)
        directed = as_adverse(found, match) if adverse else found
        return _Told(match, resolved, Directed("none") if resolved.apart else directed)

    def quote(self, match: Match) -> str:
        """The words of a match as they stand in the passage."""
        return f'"{self.words.text[match.start : match.end]}"'


class LexiconCoder:
    """Codes passages by the terms of a codebook; pure, so equal inputs give equal codings.

    `dictionaries` are the study's own names by dictionary. Terms that `problems_of_term` finds fault with
    raise ValueError.
    """

    def __init__(
        self,
        codebook: Codebook,
        actors: Actors,
        dictionaries: Mapping[str, Iterable[str]],
        hearing: Hearing = "case",
    ) -> None:
        self.coder = f"lexicon/{RULES}.{codebook.digest}"
        self._codebook = codebook
        self._actors = actors
        self._hearing = hearing
        self._glance = Glance(actors, hearing)
        names: dict[str, tuple[Name, ...]] = {
            name: tuple(Name(text) for text in texts) for name, texts in dictionaries.items()
        }
        names |= actors.lists()
        cues = codebook.cues
        kinds = (codebook.codes, codebook.effects)
        entries = [terms for kind in kinds for terms in kind.values()]
        regions = tuple(name.text for listed in names.values() for name in listed)
        names[_OTHERS[1:]] = names_of_others((actors.a, actors.b, actors.state), regions)
        names |= zip(
            (each[1:] for each in _PROGRAMMES), (actors.programmes_a, actors.programmes_b), strict=True
        )
        self._case = ("@a", "@b", "@state", *(f"@{name}" for name in dictionaries))
        self._names = TermIndex(self._case[:3], names)
        self._index = TermIndex(
            [
                *(*self._case, _OTHERS, *_PROGRAMMES),
                *(term for entry in entries for term in (*entry.terms, *entry.between_powers, *entry.unless)),
                *(term for terms in cues.lists() for term in terms),
            ],
            names,
        )
        self._codes_of, self._effects_of = (_by_term(kind) for kind in kinds)

    def bearing(self, passage: Passage, *, origin: str | None, year: int | None) -> Bearing:
        """What a passage bears on (see `scope`), for coders that know words but not who is meant."""
        if not self._glance.passes(passage.quotation, origin):
            return "none"
        return self._bearing(self._names.matches(Words(passage.quotation), year), origin)

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding | Link]:
        """Codings and links of passages, in their order."""
        for each in seen:
            codings, links = self.code_passage(each.passage, origin=each.origin, year=each.year)
            yield from codings
            yield from links

    def code_passage(
        self, passage: Passage, *, origin: str | None, year: int | None
    ) -> tuple[tuple[Coding, ...], tuple[Link, ...]]:
        """Code a passage of a document whose speaker is `origin` (ISO3) in a year.

        At most one coding per code and power, and one link per factor and effect.
        """
        if not self._glance.passes(passage.quotation, origin):
            return (), ()
        words = Words(passage.quotation)
        found = self._index.matches(words, year)
        codes = {code for term in found for code in self._codes_of.get(term, ())}
        if not codes:
            return (), ()
        bears = self._bearing(found, origin)
        if bears == "none":
            return (), ()
        reading = self._read(words, found, origin, bears)
        if bears == "system":
            codes = {code for code in codes if self._codebook.codes[code].group in self._codebook.systemic}
        places = {
            code: matches
            for code, terms in self._codebook.codes.items()
            if code in codes and (matches := reading.of(terms))
        }
        codings = tuple(
            coding for code in places for coding in self._codings(passage, code, places[code], reading)
        )
        return codings, tuple(self._links(passage, places, reading))

    def _bearing(self, named: Mapping[str, Sequence[Match]], origin: str | None) -> Bearing:
        return bearing(
            origin,
            self._actors,
            names_state="@state" in named,
            named=_powers(named),
            hearing=self._hearing,
        )

    def _read(
        self,
        words: Words,
        found: Mapping[str, Sequence[Match]],
        origin: str | None,
        bears: Bearing,
    ) -> _Reading:
        cues = self._codebook.cues
        denies = _all(found, cues.denies)
        speaker = side_of(origin, self._actors)
        ends = clause_ends(words.text)
        signs = Signs(
            [cue for cue in _all(found, cues.strengthens) if not words.in_name(cue.first, cue.last)],
            [cue for cue in _all(found, cues.weakens) if not words.in_name(cue.first, cue.last)],
            _all(found, cues.negates),
            denies,
            _all(found, cues.burdens),
            denial_ends(words.text) if denies else (),
        )
        turned = turns(words, signs, ends)
        said = _first_person(words) if speaker != "none" else ()
        a, b, state = (found.get(each, ()) for each in ("@a", "@b", "@state"))
        two = both_meant(_all(found, cues.both_named), a, b, state)
        return _Reading(
            words,
            found,
            Naming(
                a, b, sorted([*_all(found, cues.both), *two]), said, *(found.get(p, ()) for p in _PROGRAMMES)
            ),
            tuple(sorted({*ends, *turned})),
            tuple(sorted({*contrasts(words.text), *turned})),
            signs,
            speaker,
            bears_on_both(origin, self._actors, _powers(found)),
            self._subject(words, found, origin, bears),
        )

    def _subject(
        self, words: Words, found: Mapping[str, Sequence[Match]], origin: str | None, bears: Bearing
    ) -> Subject:
        speaker = side_of(origin, self._actors)
        in_full = self._hearing == "powers" and speaker != "none"
        keeps = bears == "case" and origin != self._actors.state and origin is not None and not in_full
        return subject_of(
            words,
            found.get(_OTHERS, ()),
            _all(found, self._case),
            found.get("@state", ()) if keeps else None,
            speaks=origin == self._actors.state or speaker != "none",
        )

    def _codings(
        self, passage: Passage, code: str, matches: Sequence[Match], reading: _Reading
    ) -> Iterable[Coding]:
        """One coding for each power; the score is that of the code, whichever power it is told of."""
        distinct = len({reading.quote(m).casefold() for m in matches})
        adverse = self._codebook.codes[code].adverse
        for told in _by_power(reading.told(match, adverse=adverse) for match in matches):
            yield Coding(
                passage=passage.id,
                code=code,
                power=told.resolved.power,
                direction=told.directed.direction,
                coder=self.coder,
                score=1 - 2.0**-distinct,
                reason=_reason(told, distinct, reading),
                span=_span(passage, told.match),
            )

    def _links(
        self, passage: Passage, places: Mapping[str, Sequence[Match]], reading: _Reading
    ) -> Iterable[Link]:
        effects = {effect for term in reading.found for effect in self._effects_of.get(term, ())}
        if not effects:
            return
        joins = _connectives(reading, self._codebook.cues)
        opens = [bisect_left(reading.words.starts, start) for start, _ in reading.words.sentences]
        for effect in (name for name in self._codebook.effects if name in effects):
            told = reading.of(self._codebook.effects[effect])
            for claim in claims_of(told, places, joins, reading.signs, reading.clause_ends, opens):
                power = reading.power(claim.effect).power
                yield Link(
                    passage=passage.id,
                    factor=claim.factor,
                    effect=effect,
                    power=power if power != "none" else reading.power(claim.cause).power,
                    sign=claim.sign,
                    coder=self.coder,
                    reason=_claimed(claim, reading),
                    span=_span(passage, claim.effect),
                )


def _powers(named: Mapping[str, Sequence[Match]]) -> set[Power]:
    powers: tuple[tuple[Power, str], ...] = (("a", "@a"), ("b", "@b"))
    return {power for power, term in powers if term in named}


def _by_power(told: Iterable[_Told]) -> list[_Told]:
    """What tells most of each power: the first match with a direction, else the first.

    A match that speaks of no power tells something only where none does. A match on both speaks for one of them as
    well, unless something else is said of that one alone.
    """
    best: dict[Power, _Told] = {}
    for each in told:
        rival = best.get(each.resolved.power)
        if rival is None or (rival.directed.direction == "none" != each.directed.direction):
            best[each.resolved.power] = each
    if len(best) > 1:
        best.pop("none", None)
    if (shared := best.get("both")) is not None:
        best = {
            power: each
            for power, each in best.items()
            if power == "both" or each.directed.direction not in (shared.directed.direction, "none")
        }
    return list(best.values())


def _first_person(words: Words) -> list[tuple[int, int]]:
    """Where the speaker says "we"; "US" in capitals is a state."""
    return [
        (start, end)
        for start, end, folded, written in zip(
            words.starts, words.ends, words.folded, words.written, strict=True
        )
        if folded in FIRST_PERSON and written != "US"
    ]


def _span(passage: Passage, match: Match) -> tuple[int, int]:
    return passage.start + match.start, passage.start + match.end


def _all(found: Mapping[str, Sequence[Match]], terms: Iterable[str]) -> list[Match]:
    return sorted(m for term in terms for m in found.get(term, ()))


def _by_term(entries: Mapping[str, CodeTerms]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, entry in entries.items():
        for term in dict.fromkeys((*entry.terms, *entry.between_powers)):
            codes[term].append(code)
    return {term: tuple(found) for term, found in codes.items()}


def _connectives(reading: _Reading, cues: Cues) -> Connectives:
    """The connectives of a passage; "May" with a capital is a month."""
    found = {
        kind.name: [
            each
            for each in _all(reading.found, getattr(cues, kind.name))
            if reading.words.written[each.first] != "May"
        ]
        for kind in fields(Connectives)
    }
    return Connectives(**found)


def _claimed(claim: Claim, reading: _Reading) -> str:
    """What moved the coder to a link."""
    quote = reading.quote
    where = f"in sentence {claim.effect.sentence + 1}"
    parts = [f"{quote(claim.cause)} with {quote(claim.effect)} {where}"]
    if claim.by is not None:
        parts.append(f"joined by {quote(claim.by)}")
    if claim.may is not None:
        parts.append(f"as possible by {quote(claim.may)}")
    if claim.denied is not None:
        parts.append(f"denied by {quote(claim.denied)}")
    return ", ".join(parts)


def _reason(told: _Told, distinct: int, reading: _Reading) -> str:
    """What moved the coder, in a researcher's words."""
    match, resolved, directed = told.match, told.resolved, told.directed
    found = f"{reading.quote(match)} in sentence {match.sentence + 1}"
    parts = [found + (f" and {distinct - 1} more" if distinct > 1 else "")]
    if resolved.power == "both":
        parts.append(f"both powers by {resolved.by}")
    elif resolved.power != "none":
        parts.append(f"power {resolved.power} by {resolved.by}")
    if directed.direction != "none":
        by = " after ".join(reading.quote(m) for m in (directed.cue, directed.negation) if m is not None)
        parts.append(f"{directed.direction} by {by or 'being named'}")
    return "; ".join(parts)
