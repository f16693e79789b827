"""Records that similarity is measured from, found among a study's data files: roll calls, alliances, capabilities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from counterpoise.datasets.alliance_ties import AllianceSource, AllianceTies
from counterpoise.datasets.observations import data_files
from counterpoise.datasets.source import Source, Wanted, source_named
from counterpoise.datasets.table import Table
from counterpoise.datasets.vote_agreement import SETS, CastVotes, RollCallSource
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.states import known_iso3
from counterpoise.study import Study

CINC = "cinc"


def cast_votes(study: Study, roll_calls: str) -> CastVotes:
    """The votes of the first of the study's sources that tells which roll calls are in the set named.

    Raises CounterpoiseError for a set that there is not, or that no file of the study tells.
    """
    if roll_calls not in SETS:
        told = f"there is no such set; there are {', '.join(SETS)}{did_you_mean(roll_calls, SETS)}"
        raise UsageError(Problem(f"--roll-calls {roll_calls}", told))
    found = []
    for source, paths in _files(study):
        if isinstance(source, RollCallSource):
            cast = source.cast(paths)
            if roll_calls in cast.sets:
                return cast
            found.append(f"{cast.file} tells {', '.join(cast.sets)}")
    if not found:
        raise _lacking(study, "roll calls of the United Nations General Assembly", "unga-votes")
    raise CounterpoiseError(Problem(f"--roll-calls {roll_calls}", f"no file tells them: {'; '.join(found)}"))


def alliance_ties(study: Study) -> AllianceTies:
    """The alliances of the first of the study's sources that has them. Raises CounterpoiseError where none has."""
    for source, paths in _files(study):
        if isinstance(source, AllianceSource):
            return source.ties(paths)
    raise _lacking(study, "alliances between all states", "atop")


def capabilities(study: Study) -> pl.DataFrame:
    """CINC of every state: state, year, value. Raises CounterpoiseError where no file of the study has it."""
    powers = (study.powers["a"], study.powers["b"])
    for source, paths in _files(study):
        if not isinstance(source, Table) and CINC in source.indicators:
            values = source.read(paths, Wanted(tuple(sorted(known_iso3())), powers)).values
            return values.filter(pl.col("indicator") == CINC).select("state", "value", year="start")
    raise _lacking(study, "CINC of all states", "cow-nmc")


def _files(study: Study) -> Iterator[tuple[Source | Table, list[Path]]]:
    files, _, _ = data_files(study)
    yield from files


def _lacking(study: Study, what: str, source: str) -> CounterpoiseError:
    """Say that no file has what is asked for, where it is had, and which files could not be taken up."""
    _, problems, _ = data_files(study)
    told = f"the study has no file with {what}; '{source}' has them ({source_named(source).where})"
    return CounterpoiseError(Problem("data", told), *problems)
