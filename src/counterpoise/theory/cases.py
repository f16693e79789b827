"""Cases: whom a literature wrote of, and its sentences put to a study of the same powers in another order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from counterpoise.theory.elements import ClaimsFrom, ClaimUnderTest, Debate, Requirement, Side, Theory

OTHER_SIDE: dict[Side, Side] = {"a": "b", "b": "a"}

_POWER = re.compile(r"\b([Pp]ower) ([ab])\b")

Sentence = TypeVar("Sentence", ClaimUnderTest, Debate, Requirement)


def claims_put_to(theory: Theory, powers: Mapping[Side, str]) -> tuple[ClaimUnderTest, ...]:
    """The claims of a theory, each said of the power that its source said it of, whatever side that is on here."""
    return tuple(_turned(claim) if _is_turned(theory, powers) else claim for claim in theory.claims)


def debates_put_to(theory: Theory, powers: Mapping[Side, str]) -> dict[str, Debate]:
    """The debates of a theory by name, each on the power that its source has it on."""
    turned = _is_turned(theory, powers)
    return {name: _turned(debate) if turned else debate for name, debate in theory.debates.items()}


def checklist_put_to(theory: Theory, powers: Mapping[Side, str]) -> tuple[Requirement, ...]:
    """The checklist of a theory, each row of the power that its source has it of."""
    return tuple(_turned(row) if _is_turned(theory, powers) else row for row in theory.checklist)


def said_elsewhere(theory: Theory, state: str, powers: Mapping[Side, str]) -> ClaimsFrom | None:
    """The case that a theory's claims and debates were said of, where it is another than that of a study; else None.

    The order of the powers makes no other case. Sentences of no stated source are the theory's own.
    """
    source = theory.claims_from
    if source is None or (source.state, {*source.powers.values()}) == (state, {*powers.values()}):
        return None
    return source


def powers_put_to(source: ClaimsFrom, powers: Mapping[Side, str]) -> dict[Side, str]:
    """Which power of a study each power of the source stands for; one that both cases share stands for itself."""
    turned = any(source.powers[side] == powers[other] for side, other in OTHER_SIDE.items())
    return {side: powers[OTHER_SIDE[side] if turned else side] for side in OTHER_SIDE}


def _is_turned(theory: Theory, powers: Mapping[Side, str]) -> bool:
    source = theory.claims_from
    return source is not None and powers_put_to(source, powers) != dict(powers)


def _turned(sentence: Sentence) -> Sentence:
    """A claim, debate or row of a checklist with power a and power b in each other's place, in its words and its test."""
    texts = {
        name: _POWER.sub(lambda found: f"{found[1]} {'b' if found[2] == 'a' else 'a'}", text)
        for name in ("text", "title", "question", "test", "lacks")
        if isinstance(text := getattr(sentence, name, None), str)
    }
    power: Side | None = getattr(sentence, "power", None)
    return sentence.model_copy(update={**texts, **({"power": OTHER_SIDE[power]} if power else {})})
