"""Words as a reader meets them: ids spelled out, titles within a sentence, things counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, count


def words_of(name: str) -> str:
    """An id as a reader's words: `neighbour_rivalry` becomes `Neighbour rivalry`."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def within_a_sentence(title: str) -> str:
    """A title with a small first letter, unless it begins with an abbreviation such as UN."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def with_capital(text: str) -> str:
    """A text with a capital first letter, as a sentence, a heading or a cell begins; the rest as it is."""
    return text[:1].upper() + text[1:]


def several(number: int, noun: str, plural: str | None = None) -> str:
    """A number of things: `1 passage`, `2 passages`; `plural` where it takes more than an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def decimals_that_tell(value: float, sign: str = "") -> str:
    """A number with two decimals, or up to four where fewer would leave nothing of it: `0.12`, `0.003`; `sign` is "+" where that is told.

    >>> decimals_that_tell(0.0031, "+"), decimals_that_tell(-0.00001)
    ('+0.003', '0.00')
    """
    places = next((places for places in (2, 3, 4) if round(value, places)), 2)
    return f"{value:{sign}z.{places}f}"


def percent(part: float) -> str:
    """A part of a whole as a percentage, with a decimal where fewer than ten are told: `34%`, `0.4%`.

    >>> percent(0.337), percent(0.004), percent(0.0)
    ('34%', '0.4%', '0%')
    """
    return f"{part:.1%}" if 0 < round(part, 3) < 0.0995 else f"{part:.0%}"


def free_name(name: str, taken: Callable[[str], bool], numbered: str = "{} ({})") -> str:
    """A name, or where it is taken the first of those numbered from 2 on that is not.

    >>> free_name("Year", {"Year", "Year (2)"}.__contains__)
    'Year (3)'
    """
    more = (numbered.format(name, number) for number in count(2))
    return next(each for each in chain([name], more) if not taken(each))


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
