"""Words as a reader meets them: ids spelled out, titles within a sentence, things counted."""

from __future__ import annotations

from collections.abc import Sequence


def words_of(name: str) -> str:
    """An id as a reader's words: `neighbour_rivalry` becomes `Neighbour rivalry`."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def within_a_sentence(title: str) -> str:
    """A title with a small first letter, unless it begins with an abbreviation such as UN."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def several(number: int, noun: str, plural: str | None = None) -> str:
    """A number of things: `1 passage`, `2 passages`; `plural` where it takes more than an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
