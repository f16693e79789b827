"""Errors that name the place, what was found there and what was expected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_UNSEEN_IN_NAMES = re.compile(f"[\n\t]|{_UNSEEN.pattern}")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input.

    `place` is where a user finds it: `study.yaml:9:47`, `votes.csv:118`, `report.pdf, page 3`.
    `what` says what was found, what was expected and, where there is one, the nearest valid name. Characters that
    are not seen, but turn the text around them or command a terminal, stand in both as escapes.
    """

    place: str
    what: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", _UNSEEN_IN_NAMES.sub(_escape, self.place))
        object.__setattr__(self, "what", _UNSEEN.sub(_escape, self.what))

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class CounterpoiseError(Exception):
    """Every problem found in one go; the command line prints them and leaves with `exit_code`."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UsageError(CounterpoiseError):
    """What was asked for cannot be: a value, a name that nothing bears, or options that do not go together."""

    exit_code = 2


class StudyFileError(CounterpoiseError):
    """A file that says what is to be done is wrong: the study file, its theory, its goalposts, or a scenario."""

    exit_code = 3


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The valid name that is nearest to what was found, if one is near."""
    return next(iter(difflib.get_close_matches(found, list(known), n=1, cutoff=0.6)), None)


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Name the nearest valid name as the tail of a message, or say nothing if none is near."""
    near = nearest(found, known)
    return f" - did you mean '{near}'?" if near else ""


def unknown_name(noun: str, found: str, known: Iterable[str]) -> str:
    """That there is no such thing, with the nearest name, or else all that there are."""
    names = sorted(known)
    there = f"; there {'are ' + ', '.join(names) if names else 'is none'}"
    return f"unknown {noun} '{found}'{did_you_mean(found, names) or there}"


def _escape(match: re.Match[str]) -> str:
    return ascii(match[0])[1:-1]
