"""A study that holds together: its file, its theory, and the folder that its material lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from counterpoise.errors import CounterpoiseError, Problem, StudyFileError, did_you_mean
from counterpoise.states import known_iso3
from counterpoise.studyfile import StudyFile
from counterpoise.theory.elements import Side, Theory
from counterpoise.theory.reading import names_to_need, read_theory
from counterpoise.yamlfile import Where, YamlFile, read_yaml, validate

SOURCES = "counterpoise.sources"
"""The entry-point group in which data sources are declared."""


@dataclass(frozen=True)
class Study:
    """A study file that holds together, with the folder that it stands in and its theory."""

    folder: Path
    declared: StudyFile
    theory: Theory

    @property
    def start(self) -> int:
        """First year of the period."""
        return int(self.declared.period[:4])

    @property
    def end(self) -> int:
        """Last year of the period."""
        return int(self.declared.period[-4:])

    @property
    def window(self) -> tuple[int, int]:
        """First and last year over which movement is judged."""
        years = self.declared.settings.window or self.declared.period
        return int(years[:4]), int(years[-4:])

    @property
    def state(self) -> str:
        """The state under study, by ISO3 code."""
        return self.declared.state

    @property
    def powers(self) -> dict[Side, str]:
        """The two powers by side."""
        return {"a": self.declared.powers.a, "b": self.declared.powers.b}

    @property
    def panel(self) -> tuple[str, ...]:
        """The state first, then every other state of the panel."""
        return tuple(dict.fromkeys((self.declared.state, *self.declared.panel)))


def files_matching(folder: Path, pattern: str) -> list[Path]:
    """The files that a path or pattern stands for, in order of name, hidden ones left out."""
    plain = folder / pattern
    if plain.is_file():
        return [plain]
    if plain.is_dir():
        pattern = f"{pattern.rstrip('/')}/**/*"
    base, rest = _fixed_part(pattern)
    start = folder / base
    if not start.is_dir():
        return []
    return sorted(
        path
        for path in start.glob(rest)
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(start).parts)
    )


def _fixed_part(pattern: str) -> tuple[str, str]:
    """Split a pattern before its first part that holds a wildcard."""
    parts = Path(pattern).parts
    first = next((i for i, part in enumerate(parts) if any(mark in part for mark in "*?[")), len(parts) - 1)
    return str(Path(*parts[:first])) if first else "", str(Path(*parts[first:]))


def read_study(path: Path | str) -> Study:
    """Read the study file in a folder, and the theory that it names.

    Raises StudyFileError with every problem of the study file and of its theory.
    """
    place = Path(path)
    file_path = place / "study.yaml" if place.is_dir() or not place.suffix else place
    folder = file_path.parent
    file = read_yaml(file_path, file_path.name if file_path.exists() else str(file_path))
    declared, problems = validate(file, StudyFile)
    theory = None
    if declared is not None:
        problems += [file.problem(where, what) for where, what in _states(declared)]
        problems += [file.problem(where, what) for where, what in _places(declared, folder)]
    named = declared.theory if declared is not None else _named_theory(file)
    if named is not None:
        try:
            theory = read_theory(named, folder)
        except StudyFileError as error:
            problems += [
                file.problem(("theory",), problem.what.removeprefix("theory: "))
                if problem.place == "study.yaml"
                else problem
                for problem in error.problems
            ]
    if declared is not None and theory is not None:
        problems += [file.problem(where, what) for where, what in _against_theory(declared, theory)]
    if problems or declared is None or theory is None:
        raise StudyFileError(*problems)
    return Study(folder, declared, theory)


def _named_theory(file: YamlFile) -> str | None:
    named = file.data.get("theory") if isinstance(file.data, dict) else None
    return named if isinstance(named, str) else None


def _states(declared: StudyFile) -> Iterator[tuple[Where, str]]:
    known = known_iso3()
    a, b, state = declared.powers.a, declared.powers.b, declared.state
    named: list[tuple[Where, str]] = [(("state",), state), (("powers", "a"), a), (("powers", "b"), b)]
    named += [(("panel", i), iso3) for i, iso3 in enumerate(declared.panel)]
    named += [
        (("anchors", key, i), iso3) for key, pair in declared.anchors.items() for i, iso3 in enumerate(pair)
    ]
    named += [
        (("documents", i, "origin"), entry.origin)
        for i, entry in enumerate(declared.documents)
        if entry.origin is not None
    ]
    for where, iso3 in named:
        if iso3 not in known:
            near = did_you_mean(iso3.upper(), known)
            yield where, f"unknown state '{iso3}'; expected an ISO 3166 alpha-3 code{near}"
    if a == b:
        yield ("powers",), f"power a and power b are both {a}; a study stands between two powers"
    if state in (a, b):
        yield ("state",), f"{state} is one of the two powers; the state stands between them"
    for i, iso3 in enumerate(declared.panel):
        if iso3 in (a, b):
            yield ("panel", i), f"{iso3} is one of the two powers; the panel holds states between them"


def _places(declared: StudyFile, folder: Path) -> Iterator[tuple[Where, str]]:
    for i, entry in enumerate(declared.documents):
        if entry.path is not None:
            yield from _missing(folder, ("documents", i, "path"), entry.path)
        elif entry.package is not None and find_spec(entry.package) is None:
            yield (
                ("documents", i, "package"),
                f"the package '{entry.package}' is not installed; the extra 'demo' brings it",
            )
    sources = {entry.name for entry in entry_points(group=SOURCES)}
    for i, data in enumerate(declared.data):
        for path in data.path:
            yield from _missing(folder, ("data", i, "path"), path)
        if data.source is not None and data.source not in sources:
            near = did_you_mean(data.source, sources) or f"; there are {', '.join(sorted(sources))}"
            yield ("data", i, "source"), f"unknown data source '{data.source}'{near}"
    for key, named in (("figures", declared.figures), ("events", declared.events)):
        if named is not None:
            yield from _missing(folder, (key,), named)


def _missing(folder: Path, where: Where, pattern: str) -> Iterator[tuple[Where, str]]:
    base, rest = _fixed_part(pattern)
    wild = any(mark in rest for mark in "*?[")
    if not (folder / (base if wild else pattern)).exists():
        yield where, f"there is no {'folder' if wild else 'file'} '{base if wild else pattern}' in the study"


def _against_theory(declared: StudyFile, theory: Theory) -> Iterator[tuple[Where, str]]:
    used = dictionaries_of(theory)
    for name in declared.dictionaries:
        if name not in used:
            near = did_you_mean(name, used) or f"; the theory reads {', '.join(sorted(used))}"
            yield ("dictionaries", name), f"no row or term of the theory reads a dictionary '{name}'{near}"
    for i, question in enumerate(declared.questions):
        for theme in question.themes:
            if theme not in theory.themes:
                near = did_you_mean(theme, theory.themes) or f"; there are {', '.join(theory.themes)}"
                yield ("questions", i, "themes"), f"unknown theme '{theme}'{near}"
    known = names_to_need(theory)
    for i, claim in enumerate(declared.claims):
        if not claim.needs:
            yield ("claims", i), "needs nothing, so nothing can answer it"
        for need in claim.needs:
            if need not in known:
                near = did_you_mean(need, known)
                yield ("claims", i, "needs"), f"unknown construct, code, theme or estimand '{need}'{near}"


def dictionaries_of(theory: Theory) -> frozenset[str]:
    """The dictionaries that a theory's rows and terms read."""
    about = {row.about for table in theory.tables.values() for row in table.rows.values() if row.about}
    terms = [*theory.lexicon.codes.values(), *theory.lexicon.effects.values()]
    spoken = " ".join(word for entry in terms for word in (*entry.terms, *entry.unless))
    return frozenset(about | set(re.findall(r"@([a-z_]+)", spoken)) - {"a", "b", "power", "state"})


def no_study_here(folder: Path) -> CounterpoiseError:
    """Say that a folder holds no study, and how to make one."""
    return CounterpoiseError(
        Problem(
            str(folder),
            "no study.yaml here; make a study with `counterpoise new NAME`, or name one with --study",
        )
    )
