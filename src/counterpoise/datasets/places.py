"""Places: where a data file lies, as the study names it, in everything that is told of its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from counterpoise.datasets.source import Reading
from counterpoise.errors import Problem


def placed(reading: Reading, places: Mapping[str, str]) -> Reading:
    """A reading whose rows and problems name each file by its place in the study.

    `places` gives the place of a file by its bare name, under which a source reads it; what was read can so be kept
    when a file moves.
    """
    values = reading.values
    for name, place in places.items():
        values = values.with_columns(
            pl.col("row").str.replace_all(_stands(name), "${1}" + place.replace("$", "$$"))
        )
    return replace(
        reading,
        values=values,
        problems=tuple(placed_problem(problem, places) for problem in reading.problems),
        notices=tuple(placed_problem(problem, places) for problem in reading.notices),
    )


def placed_problem(problem: Problem, places: Mapping[str, str]) -> Problem:
    """A problem that names each file by its place in the study."""
    place, what = problem.place, problem.what
    for name, there in places.items():
        place, what = (re.sub(_stands(name), rf"\g<1>{_literal(there)}", text) for text in (place, what))
    return Problem(place, what)


def _stands(name: str) -> str:
    """Where the bare name of a file stands, and not the end of a longer one."""
    return rf"(^|[ ,;(]){re.escape(name)}"


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")
