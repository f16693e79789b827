"""Files of a source read together: what a source says of those that came, beside those that stand there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.observations import data_files, place_in, wanted_by
from counterpoise.datasets.places import placed_problem
from counterpoise.datasets.source import MOST_SHOWN, InParts, Source
from counterpoise.datasets.table import Table
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.study import Study
from counterpoise.wording import several


def read_together(study: Study, came: Mapping[Path, Path]) -> tuple[Problem, ...]:
    """Read all files that a run would read with those that came, and give what the sources still lack.

    `came` are resolved places in the study, each with the place that it is told by. Raises CounterpoiseError where a
    source reads the files that stood there, or one that came, and refuses them together: two releases, say.
    """
    files, problems, _ = data_files(study)
    told = {
        place_in(study.folder, place): came[place.resolve()]
        for place in _all(files)
        if place.resolve() in came
    }
    ours = {place_in(study.folder.resolve(), place) for place in came}
    wrong = [problem for problem in problems if any(place in str(problem) for place in (*told, *ours))]
    notices: list[Problem] = []
    for source, paths in files:
        fresh = [path for path in paths if path.resolve() in came]
        refused = _refusal(study, source, paths) if fresh and source is not FIGURES else ()
        if not refused:
            lacking = source.lacking(paths) if fresh and isinstance(source, InParts) else ()
            notices += (placed_problem(problem, _places(study, paths, came)) for problem in lacking)
            continue
        standing = [path for path in paths if path not in fresh]
        apart = [each for each in (standing, *([path] for path in fresh)) if each and each != paths]
        places = _places(study, paths, came)
        refused = tuple(placed_problem(problem, places) for problem in refused)
        if any(not _refusal(study, source, each) for each in apart):
            wrong += [
                *refused,
                _told(
                    source, [places[each.name] for each in fresh], [places[each.name] for each in standing]
                ),
            ]
        else:
            notices += refused
    if wrong:
        raise CounterpoiseError(*wrong)
    return tuple(notices)


def _all(files: Sequence[tuple[Source | Table, list[Path]]]) -> list[Path]:
    return [path for _, paths in files for path in paths]


def _places(study: Study, paths: Sequence[Path], came: Mapping[Path, Path]) -> dict[str, str]:
    """Where each file is told to be, by its name."""
    return {path.name: str(came.get(path.resolve(), place_in(study.folder, path))) for path in paths}


def _refusal(study: Study, source: Source | Table, paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Why a source reads nothing of files; nothing where it reads them."""
    try:
        source.read(paths, wanted_by(study))
    except CounterpoiseError as error:
        return error.problems
    return ()


def _told(source: Source | Table, fresh: Sequence[str], standing: Sequence[str]) -> Problem:
    what = f"'{source.name}' does not read {'it' if len(fresh) == 1 else 'them'} together"
    if standing:
        away = f"{what} with {_some(standing)}; move {'that' if len(standing) == 1 else 'those'} away first"
        return Problem(_some(fresh), f"{away}, or name the files that count by `path:` in the study file")
    return Problem(_some(fresh), f"{what}; add the one that counts")


def _some(places: Sequence[str]) -> str:
    more = len(places) - MOST_SHOWN
    return ", ".join(places[:MOST_SHOWN]) + (f" and {several(more, 'further file')}" if more > 0 else "")
