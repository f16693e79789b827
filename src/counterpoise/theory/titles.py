"""What readers know the blocks of a theory's model by: pressure, and each filter by the construct that measures it."""

from __future__ import annotations

from collections.abc import Mapping

from counterpoise.theory.elements import Theory
from counterpoise.wording import within_a_sentence, words_of

PRESSURE = "pressure"
"""The block that every figure has beside its filters."""


def block_titles(theory: Theory) -> Mapping[str, str]:
    """What each block goes by within a sentence; a filter whose construct has no title, by the name of that."""
    titles = {PRESSURE: PRESSURE}
    for name, measured_by in ({} if theory.model is None else theory.model.filters).items():
        construct = theory.constructs.get(measured_by)
        called = construct.title if construct is not None else None
        titles[name] = within_a_sentence(called or words_of(measured_by))
    return titles
