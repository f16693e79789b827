"""Places: where a data file lies, as the study names it, in everything that is told of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from counterpoise.datasets.source import Reading
from counterpoise.errors import Problem


def placed(reading: Reading, places: Mapping[str, str]) -> Reading:
    """A reading whose rows and problems name each file by its place in the study.

    `places` gives the place of a file by its bare name, under which a source reads it; what was read can so be kept
    when a file moves.
    """
    row = pl.col("row")
    marks: dict[str, str] = {}
    # A mark stands for each name until all are found: a place may hold the name of another file.
    for name in _longest_first(places):
        mark = f"\0{len(marks)}\0"
        marks[mark] = places[name]
        row = row.str.replace_all(f"{_BEFORE}{re.escape(name)}", f"${{1}}{mark}")
    values = reading.values.with_columns(row.str.replace_many(marks)) if marks else reading.values
    return replace(
        reading,
        values=values,
        problems=tuple(placed_problem(problem, places) for problem in reading.problems),
        notices=tuple(placed_problem(problem, places) for problem in reading.notices),
    )


def placed_problem(problem: Problem, places: Mapping[str, str]) -> Problem:
    """A problem that names each file by its place in the study."""
    if not places:
        return problem
    names = "|".join(re.escape(name) for name in _longest_first(places))
    named = re.compile(f"{_BEFORE}({names})")
    return Problem(
        *(
            named.sub(lambda found: found[1] + places[found[2]], text)
            for text in (problem.place, problem.what)
        )
    )


_BEFORE = "(^|[ ,;(])"
"""What stands before the bare name of a file, and not within a longer one."""


def _longest_first(names: Iterable[str]) -> list[str]:
    """Names in such an order that one which is the end or the beginning of another comes after it."""
    return sorted(names, key=len, reverse=True)
