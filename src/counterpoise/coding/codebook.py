"""The codebook as coders use it: codes and effects with their definitions and terms, and cue words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from counterpoise.identity import canonical_json, sha256
from counterpoise.theory.elements import Theory
from counterpoise.theory.lexicon import CueWords, Terms

__all__ = ["CodeTerms", "Codebook", "Cues", "codebook_of"]


@dataclass(frozen=True, slots=True)
class CodeTerms:
    """A code or an effect: what it means, the group that it stands in, and the terms that find it.

    Those of `between_powers` count only in a passage that bears on both powers (see `scope.bears_on_both`). No
    term counts in a sentence in which a term of `unless` stands. An `adverse` code names what bears down on the
    state: to name it is to affirm it, and to cut what its terms name ("suspend aid") makes it stronger.
    `examples` are sentences that speak of it.
    """

    definition: str
    group: str
    terms: tuple[str, ...] = ()
    between_powers: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    adverse: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cues:
    """Terms that give a coding its direction, that deny, that name both powers at once, and that join cause and effect.

    `negates` deny the next few words, `denies` all that a clause goes on to say ("did not agree on"). `burdens` name
    what is bad in itself ("deficit"), so that less of it is no weakening of what suffers from it. `both_named` mean two that
    were named just before ("both countries"), the powers or others. Those from
    `leads_to` on are the connectives of `links.Connectives`.
    """

    strengthens: tuple[str, ...] = ()
    weakens: tuple[str, ...] = ()
    negates: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    burdens: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    both_named: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    because_of: tuple[str, ...] = ()
    in_order_to: tuple[str, ...] = ()
    prevents: tuple[str, ...] = ()
    therefore: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    def lists(self) -> tuple[tuple[str, ...], ...]:
        """All lists of terms."""
        return tuple(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes and effects by name, and the cues.

    `systemic` names the groups that concern the powers and the system between them rather than the state;
    a passage may bear on them without naming the state (see `scope`).
    """

    codes: Mapping[str, CodeTerms]
    effects: Mapping[str, CodeTerms]
    cues: Cues
    systemic: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Eight hex digits that change with anything in the codebook."""
        content = {
            "codes": {code: asdict(terms) for code, terms in self.codes.items()},
            "effects": {effect: asdict(terms) for effect, terms in self.effects.items()},
            "cues": asdict(self.cues),
            "systemic": sorted(self.systemic),
        }
        return sha256(canonical_json(content))[:8]


def codebook_of(theory: Theory) -> Codebook:
    """The codebook that coders use, from a theory's codes, effects and lexicon."""
    lexicon = theory.lexicon
    return Codebook(
        codes={
            code: replace(
                _terms_of(says, theory.group_of[code], lexicon.codes.get(code)),
                adverse=code in lexicon.adverse,
                examples=theory.examples.get(code, ()),
            )
            for code, says in theory.definitions.items()
        },
        effects={
            effect: _terms_of(says, "effects", lexicon.effects.get(effect))
            for effect, says in theory.effects.items()
        },
        cues=_cues_of(lexicon.cues),
        systemic=frozenset(theory.systemic),
    )


def _cues_of(told: CueWords) -> Cues:
    named = told.model_dump()
    return Cues(both=named.pop("both_powers"), **named)


def _terms_of(definition: str, group: str, entry: Terms | None) -> CodeTerms:
    return CodeTerms(definition, group, **(entry or Terms()).model_dump())
