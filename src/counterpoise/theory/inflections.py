"""The forms of an English word: plurals, and what verbs become in other tenses.

Rules make the forms that a word may have by its spelling, so some of them no text holds ("openning"); that finds
nothing. Words that go by no rule stand in a list.
"""

from __future__ import annotations

__all__ = ["forms"]

_VOWELS = "aeiou"

_IRREGULAR = {
    forms[0]: forms[1:]
    for forms in map(
        str.split,
        """
        arise arose arisen|bear bore borne|become became|begin began begun|bend bent|bind bound|break broke broken
        |bring brought|build built|buy bought|choose chose chosen|come came|deal dealt|draw drew drawn
        |drive drove driven|fall fell fallen|feel felt|fight fought|find found|forbid forbade forbidden
        |foresee foresaw foreseen|forgive forgave forgiven|freeze froze frozen|get got|give gave given|go went gone
        |grow grew grown|have has had|hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent
        |lose lost|make made|mean meant|meet met|overcome overcame|overtake overtook overtaken|pay paid|rise rose risen
        |run ran|see saw seen|seek sought|sell sold|send sent|shake shook shaken|speak spoke spoken|spend spent
        |stand stood|strike struck|swear swore sworn|take took taken|teach taught|tell told|think thought|throw threw thrown
        |undergo underwent undergone|understand understood|undertake undertook undertaken|uphold upheld|win won
        |withdraw withdrew withdrawn|withhold withheld|withstand withstood|write wrote written
        |analysis analyses|basis bases|crisis crises|man men|woman women
        """.replace("\n", " ").split("|"),
    )
}
_UNCHANGED = frozenset(
    {"bet", "bid", "cast", "cost", "cut", "forecast", "hit", "hurt", "put", "set", "shed", "shut", "spread"}
)


def forms(word: str) -> tuple[str, ...]:
    """The word and its other forms, each once: `build`, `builds`, `building`, `built`."""
    past = _IRREGULAR.get(word, () if word in _UNCHANGED else _past(word))
    return tuple(dict.fromkeys((word, _with_s(word), *_present(word), *past)))


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _past(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return (f"{word}d",)
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return (f"{word[:-1]}ied",)
    return tuple(f"{stem}ed" for stem in _stems(word))


def _present(word: str) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (f"{word[:-2]}ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (f"{word[:-1]}ing",)
    return tuple(f"{stem}ing" for stem in _stems(word))


def _stems(word: str) -> tuple[str, ...]:
    """The word, and with its last letter twice where one vowel stands before it: `ban`, `bann`."""
    doubles = (
        len(word) > 2 and word[-1] not in "aeiouwxyh" and word[-2] in _VOWELS and word[-3] not in _VOWELS
    )
    return (word, word + word[-1]) if doubles else (word,)
