"""The lexicon coder: codes passages by terms, and says which words moved it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from counterpoise.coding.actors import Actors, Name, names_of_others
from counterpoise.coding.codebook import Codebook, CodeTerms
from counterpoise.coding.links import Claim, claims_of
from counterpoise.coding.matching import Match, TermIndex
from counterpoise.coding.power import Naming, both_meant
from counterpoise.coding.reading import CueFinder, Reading, Told, first_person_of, signs_of
from counterpoise.coding.scope import Bearing, Glance, Hearing, bearing, bears_on_both, side_of
from counterpoise.coding.subject import Subject, subject_of
from counterpoise.coding.suggester import Seen
from counterpoise.coding.words import Words
from counterpoise.evidence import Coding, Link, Passage, Power

__all__ = ["LexiconCoder", "lexicon_name"]

RULES = "6"
"""Changes when the rules of this coder change, so that a coding names the rules that made it."""

_OTHERS = "@others"
"""The names of every state but the state, the powers and the study's own region."""

_PROGRAMMES = ("@programmes_of_a", "@programmes_of_b")


def lexicon_name(codebook: Codebook) -> str:
    """The name that the codings of the lexicon coder bear, known before it is compiled."""
    return f"lexicon/{RULES}.{codebook.digest}"


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
        self.coder = lexicon_name(codebook)
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
        self._lists = names
        self._index = TermIndex(
            [
                *(*self._case, _OTHERS, *_PROGRAMMES),
                *(term for entry in entries for term in (*entry.terms, *entry.between_powers, *entry.unless)),
                *(term for terms in cues.lists() for term in terms),
            ],
            names,
        )
        self._codes_of, self._effects_of = (_by_term(kind) for kind in kinds)
        self._rank = {code: number for number, code in enumerate(codebook.codes)}
        self._cue_finder = CueFinder(cues)

    @cached_property
    def _names(self) -> TermIndex:
        return TermIndex(self._case[:3], self._lists)

    def bearing(self, passage: Passage, *, origin: str | None, year: int | None) -> Bearing:
        """What a passage bears on (see `scope`), for coders that know words but not who is meant."""
        if not self._glance.passes(passage.quotation, origin):
            return "none"
        found = self._names.matches(Words(passage.quotation), year)
        return self._bearing(found, _powers(found), origin)

    def may_bear(self, text: str, *, origin: str | None) -> bool:
        """Whether any passage of a text, whose speaker is `origin` (ISO3), may bear on the case or the system."""
        return self._glance.passes(text, origin)

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding | Link]:
        """Codings and links of passages, in their order."""
        for found in self.suggest_each([seen]):
            for _, judged in found:
                yield judged

    def suggest_each(
        self, documents: Sequence[Sequence[Seen]]
    ) -> Iterator[list[tuple[Passage, Coding | Link]]]:
        """Of each of some documents the codings and links of its passages, in their order, each with its passage.

        As `suggest` gives them of each document, in less time.
        """
        heard = [
            [each for each in seen if self._glance.passes(each.passage.quotation, each.origin)]
            for seen in documents
        ]
        read = self._index.read((each.passage.quotation, each.sentences) for seen in heard for each in seen)
        for seen in heard:
            judged: list[tuple[Passage, Coding | Link]] = []
            for each, (words, openings) in zip(seen, read, strict=False):
                found = self._index.matches(words, each.year, openings)
                codings, links = self.code_words(words, found, each.passage, origin=each.origin)
                judged += [(each.passage, coding) for coding in codings]
                judged += [(each.passage, link) for link in links]
            yield judged

    def code_passage(
        self, passage: Passage, *, origin: str | None, year: int | None
    ) -> tuple[tuple[Coding, ...], tuple[Link, ...]]:
        """Code a passage of a document whose speaker is `origin` (ISO3) in a year.

        At most one coding per code and power, and one link per factor and effect.
        """
        if not self._glance.passes(passage.quotation, origin):
            return (), ()
        words = Words(passage.quotation)
        return self.code_words(words, self._index.matches(words, year), passage, origin=origin)

    def code_words(
        self, words: Words, found: Mapping[str, Sequence[Match]], passage: Passage, *, origin: str | None
    ) -> tuple[tuple[Coding, ...], tuple[Link, ...]]:
        """Code a passage by its words and the terms found among them; as `code_passage`."""
        codes = {code for term in found for code in self._codes_of.get(term, ())}
        if not codes:
            return (), ()
        named = _powers(found)
        bears = self._bearing(found, named, origin)
        if bears == "none":
            return (), ()
        if bears == "system":
            codes = {code for code in codes if self._codebook.codes[code].group in self._codebook.systemic}
        reading = self._read(words, found, named, origin, bears)
        places = {
            code: matches
            for code in sorted(codes, key=self._rank.__getitem__)
            if (matches := reading.of(self._codebook.codes[code]))
        }
        if not places:
            return (), ()
        of = passage.id
        codings: list[Coding] = []
        for code, matches in places.items():
            codings += self._codings(passage, of, code, matches, reading)
        return tuple(codings), tuple(self._links(passage, of, places, reading))

    def _bearing(
        self, found: Mapping[str, Sequence[Match]], named: Collection[Power], origin: str | None
    ) -> Bearing:
        states = "@state" in found
        return bearing(origin, self._actors, names_state=states, named=named, hearing=self._hearing)

    def _read(
        self,
        words: Words,
        found: Mapping[str, Sequence[Match]],
        named: Collection[Power],
        origin: str | None,
        bears: Bearing,
    ) -> Reading:
        cued = self._cue_finder.cued(found)
        speaker = side_of(origin, self._actors)
        a, b = found.get("@a", ()), found.get("@b", ())
        both: Sequence[Match] = cued.get("both", ())
        if "both_named" in cued:
            both = sorted([*both, *both_meant(cued["both_named"], a, b, found.get("@state", ()))])
        said = first_person_of(words) if speaker != "none" else ()
        return Reading(
            words,
            found,
            cued,
            Naming(a, b, both, said, found.get(_PROGRAMMES[0], ()), found.get(_PROGRAMMES[1], ())),
            signs_of(words, cued),
            speaker,
            bears_on_both(origin, self._actors, named),
            self._subject(words, found, speaker, origin, bears),
        )

    def _subject(
        self,
        words: Words,
        found: Mapping[str, Sequence[Match]],
        speaker: Power,
        origin: str | None,
        bears: Bearing,
    ) -> Subject:
        in_full = self._hearing == "powers" and speaker != "none"
        keeps = bears == "case" and origin != self._actors.state and origin is not None and not in_full
        return subject_of(
            words,
            found.get(_OTHERS, ()),
            (match for term in self._case for match in found.get(term, ())),
            found.get("@state", ()) if keeps else None,
            speaks=origin == self._actors.state or speaker != "none",
        )

    def _codings(
        self, passage: Passage, of: str, code: str, matches: Sequence[Match], reading: Reading
    ) -> Iterator[Coding]:
        """One coding for each power; the score is that of the code, whichever power it is told of."""
        text, at = reading.words.text, passage.start
        distinct = len({text[m.start : m.end].casefold() for m in matches}) if len(matches) > 1 else 1
        score = 1 - 2.0**-distinct
        adverse = self._codebook.codes[code].adverse
        told = [
            reading.told(match, adverse=adverse) for match in (matches[:1] if reading.is_even else matches)
        ]
        for each in _by_power(told) if len(told) > 1 else told:
            match, resolved, directed = each
            power, direction, reason = resolved.power, directed.direction, _reason(each, distinct, reading)
            span = at + match.start, at + match.end
            yield Coding(of, code, power, direction, self.coder, score, reason, span=span)

    def _links(
        self, passage: Passage, of: str, places: Mapping[str, Sequence[Match]], reading: Reading
    ) -> Iterable[Link]:
        effects = {effect for term in reading.found for effect in self._effects_of.get(term, ())}
        if not effects:
            return
        joins = reading.connectives()
        opens = [bisect_left(reading.words.starts, start) for start, _ in reading.words.sentences]
        for effect in (name for name in self._codebook.effects if name in effects):
            told = reading.of(self._codebook.effects[effect])
            for claim in claims_of(told, places, joins, reading.signs, reading.clause_ends, opens):
                power = reading.power(claim.effect).power
                yield Link(
                    passage=of,
                    factor=claim.factor,
                    effect=effect,
                    power=power if power != "none" else reading.power(claim.cause).power,
                    sign=claim.sign,
                    coder=self.coder,
                    reason=_claimed(claim, reading),
                    span=(passage.start + claim.effect.start, passage.start + claim.effect.end),
                )


def _powers(found: Mapping[str, Sequence[Match]]) -> list[Power]:
    """The powers that a passage names."""
    powers: tuple[tuple[Power, str], ...] = (("a", "@a"), ("b", "@b"))
    return [power for power, term in powers if term in found]


def _by_power(told: Iterable[Told]) -> list[Told]:
    """What tells most of each power: the first match with a direction, else the first.

    A match that speaks of no power tells something only where none does. A match on both speaks for one of them as
    well, unless something else is said of that one alone.
    """
    best: dict[Power, Told] = {}
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


def _by_term(entries: Mapping[str, CodeTerms]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, entry in entries.items():
        for term in dict.fromkeys((*entry.terms, *entry.between_powers)):
            codes[term].append(code)
    return {term: tuple(found) for term, found in codes.items()}


def _claimed(claim: Claim, reading: Reading) -> str:
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


def _reason(told: Told, distinct: int, reading: Reading) -> str:
    """What moved the coder, in a researcher's words."""
    match, resolved, directed = told
    reason = f"{reading.quote(match)} in sentence {match.sentence + 1}"
    if distinct > 1:
        reason += f" and {distinct - 1} more"
    if resolved.power == "both":
        reason += f"; both powers by {resolved.by}"
    elif resolved.power != "none":
        reason += f"; power {resolved.power} by {resolved.by}"
    if directed.direction != "none":
        by = " after ".join(reading.quote(m) for m in (directed.cue, directed.negation) if m is not None)
        reason += f"; {directed.direction} by {by or 'being named'}"
    return reason
