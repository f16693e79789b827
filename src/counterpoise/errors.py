"""Errors that name the place, what was found there and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input.

    `place` is where a user finds it: `study.yaml:9:47`, `votes.csv:118`, `report.pdf, page 3`.
    `what` says what was found, what was expected and, where there is one, the nearest valid name.
    """

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class CounterpoiseError(Exception):
    """Every problem found in one go; the command line prints them and leaves with `exit_code`."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class StudyFileError(CounterpoiseError):
    """The study file, or the theory that it names, is wrong."""

    exit_code = 3


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Name the nearest valid name as the tail of a message, or say nothing if none is near."""
    near = difflib.get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f" - did you mean '{near[0]}'?" if near else ""
