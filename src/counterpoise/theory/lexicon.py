"""The lexicon of a theory, as its YAML file declares it: general terms of codes and effects, and words that give a coding its direction."""

from __future__ import annotations

from pydantic import Field

from counterpoise.theory.element import Element, Words


class Terms(Element):
    """The words by which the lexicon coder finds a code or an effect.

    `between_powers` are terms that count only in a passage that names both powers, or in which one of them
    speaks and names the other.
    """

    terms: Words = ()
    between_powers: Words = ()
    unless: Words = ()


class CueWords(Element):
    """Words that give a coding its direction, deny it, name both powers at once, or join a factor to its effect."""

    strengthens: Words = ()
    weakens: Words = ()
    negates: Words = ()
    denies: Words = ()
    burdens: Words = ()
    both_powers: Words = ()
    both_named: Words = ()
    leads_to: Words = ()
    because_of: Words = ()
    in_order_to: Words = ()
    prevents: Words = ()
    therefore: Words = ()
    despite: Words = ()
    may: Words = ()


class Lexicon(Element):
    """General terms of the theory; the case's own terms come from the study's dictionaries.

    An `adverse` code is affirmed by being named, and its terms may name what is cut.
    """

    codes: dict[str, Terms] = Field(default_factory=dict)
    adverse: Words = ()
    effects: dict[str, Terms] = Field(default_factory=dict)
    cues: CueWords = CueWords()
