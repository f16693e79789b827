"""The language that a document is written in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
"""The code of ISO 639 for a language that could not be told."""

SURE = 0.5
"""No language is named that is not likelier than all others together."""

FEWEST_BYTES = 24
"""Letters that are enough to tell by, in bytes of UTF-8: 24 of Latin, 12 of Arabic, 8 characters of Chinese."""

SAMPLED = 200
"""Code points read at the start, in the middle and at the end of a text."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code, and how likely it is by what was read of the text, from 0 to 1.

    The code is "und", and the score 0, where there are too few letters or no language is likely.
    """

    code: str
    score: float


def language_of(text: str) -> Language:
    """The language that most of a canonical text is written in.

    At most 600 code points are read, in three places, so a cover sheet or a list of references in
    another language does not decide. The model (a naive Bayes classifier over sequences of bytes; Lui and Baldwin
    2011) knows the 114 languages of the standard's first part that py3langid does; it is loaded at the first call.
    """
    sample = _sample(text)
    letters = "".join(filter(str.isalpha, sample))
    if len(letters.encode("utf-8", "ignore")) < FEWEST_BYTES:
        return Language(UNDETERMINED, 0.0)
    code, score = _model().classify(sample)
    return Language(code, round(score, 4)) if score >= SURE else Language(UNDETERMINED, 0.0)


def _sample(text: str) -> str:
    """A short text, or its start, middle and end."""
    if len(text) <= 3 * SAMPLED:
        return text
    middle = (len(text) - SAMPLED) // 2
    return "\n".join((text[:SAMPLED], text[middle : middle + SAMPLED], text[-SAMPLED:]))


@cache
def _model() -> LanguageIdentifier:
    # Half a second and 120 MB that nobody who reads no document should pay for.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Three letters are the code of a language that the standard's first part has under a wider one, or not at all.
    model.set_languages([code for code in model.labels if len(code) == 2])
    # As the choice leaves it, each row is spread over the whole table, and takes three times as long to read; half
    # precision, which no processor multiplies, takes 23 MB less and a quarter of the time for a text more.
    model.nb_ptc = np.ascontiguousarray(model.nb_ptc, np.float32)
    return model
