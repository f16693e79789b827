"""The verbs that work on the public data of a study: data list, add, status, cite and fetch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counterpoise.cli.application import (
    JsonOption,
    StudyOption,
    progress,
    say,
    stoppable,
    study_of,
)
from counterpoise.wording import listed, several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterpoise.errors import Problem
    from counterpoise.publicdata.catalogue import Coverage, Entry
    from counterpoise.publicdata.changes import Change
    from counterpoise.publicdata.status import FilesOfSource
    from counterpoise.study import Study

data = typer.Typer(
    help="The sources of public data: what there is, what the study has, and how to get, judge and cite it.",
    no_args_is_help=True,
    add_completion=False,
)

STANDING = {
    "read": "read",
    "changed": "changed since it was read; the next run reads it",
    "gone": "was read, and is not among the study's files any more",
    "refused": "could not be read",
    "not read": "not read yet; the next run reads it",
}


@data.command(name="list")
def list_(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One source, to be shown in full.")
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """List the sources of data: terms, where to get them, and what the study has of each."""
    found = _study_if_any(study)
    from counterpoise.publicdata.catalogue import catalogue, entry_named
    from counterpoise.publicdata.status import data_status

    status = None if found is None else data_status(found)
    entries = catalogue(found, status)
    shown = entries if name is None else (entry_named(entries, name),)
    told = "\n".join(_short(each) for each in shown) if name is None else "\n".join(_full(shown[0]))
    say({"sources": [_facts_of_entry(each) for each in shown]}, told, json)


@data.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Data files as downloaded, or folders of them.")],
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Recognise data files, copy them into the study and declare them; all of them, or none."""
    found = study_of(study)
    from counterpoise.publicdata.adding import add_data

    with stoppable("The study is as it was."):
        added = add_data(found, files)
    _note(added.notices)
    lines = [f"{each.target}: {each.source.name}, added" for each in added.added]
    lines += [f"{each.target}: {each.source.name}, already there" for each in added.present]
    lines += [f"study.yaml: now declares {entry}" for entry in added.declared]
    say(
        {
            "added": [{"path": str(each.target), "source": each.source.name} for each in added.added],
            "already_there": [
                {"path": str(each.target), "source": each.source.name} for each in added.present
            ],
            "declared": list(added.declared),
            "notices": [str(notice) for notice in added.notices],
        },
        "\n".join(lines) or "There are no files there.",
        json,
    )


@data.command()
def status(study: StudyOption = None, json: JsonOption = False) -> None:
    """Say of each data file whether it is read, where its series end, and what a newer release changed."""
    found = study_of(study)
    from counterpoise.publicdata.status import data_status, newer_changed

    stand = data_status(found)
    _tell(stand.problems)
    changed = {
        (each.name, each.places): newer_changed(found, each) for each in stand.files if each.is_current
    }
    lines = [
        line
        for each in stand.files
        for line in _lines_of_files(found, each, changed.get((each.name, each.places)))
    ]
    say(
        {
            "files": [
                _facts_of_files(found, each, changed.get((each.name, each.places))) for each in stand.files
            ],
            "problems": [str(problem) for problem in stand.problems],
        },
        "\n".join(lines) or "The study has no files of data.",
        json,
    )


@data.command()
def cite(
    format_: Annotated[
        Literal["text", "bibtex", "csl"], typer.Option("--format", help="text, bibtex or csl (CSL-JSON).")
    ] = "text",
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Cite the sources whose values the study holds, each with its release, terms and day."""
    found = study_of(study)
    from dataclasses import asdict

    from counterpoise.publicdata.citations import as_bibtex, as_csl, citations_of
    from counterpoise.publicdata.status import data_status

    citations = citations_of(found, data_status(found))
    written = {"bibtex": as_bibtex, "csl": as_csl}
    told = (
        written[format_](citations)
        if format_ in written
        else "\n\n".join(each.in_words() for each in citations) or "No run has read any data yet."
    )
    say({"citations": [asdict(each) for each in citations]}, told, json)


@data.command()
def fetch(
    sources: Annotated[list[str], typer.Argument(help="Sources by name, as data list gives them.")],
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Download sources whose terms allow it into the study; for the others, say where to get them."""
    found = study_of(study)
    from counterpoise.publicdata import fetching, transfer

    wanted = fetching.sources_to_fetch(sources)
    with stoppable("What came so far stays; the same command goes on from there."), progress() as step:
        done = fetching.fetch(found, wanted, transfer.Transfer(), step)
    _tell(done.problems)
    lines = [
        f"{each.path}: {each.source}, {each.size:,} bytes, SHA-256 {each.sha256}" for each in done.fetched
    ]
    lines += [f"{path}: already there" for path in done.present]
    lines += [f"study.yaml: now declares {entry}" for entry in done.declared]
    say(
        {
            "fetched": [
                {
                    "source": each.source,
                    "path": str(each.path),
                    "address": each.address,
                    "size": each.size,
                    "sha256": each.sha256,
                }
                for each in done.fetched
            ],
            "already_there": [str(path) for path in done.present],
            "declared": list(done.declared),
            "problems": [str(problem) for problem in done.problems],
        },
        "\n".join(lines) or "Nothing was fetched.",
        json,
    )
    if done.problems:
        raise typer.Exit(1)


def _study_if_any(named: Path | None) -> Study | None:
    """The study meant, or None where none is named and this is no place of one."""
    inside = len(list(Path().glob("*/study.yaml")))
    if named is None and not Path("study.yaml").is_file() and inside != 1:
        return None
    return study_of(named)


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


def _note(notices: Iterable[Problem]) -> None:
    for notice in notices:
        typer.echo(f"Note: {notice}", err=True)


def _terms(entry: Entry) -> str:
    may = {
        True: "may be passed on",
        False: "may not be passed on",
        None: "look before you pass it on",
    }
    return f"{entry.licence}; {may[entry.redistributable]}"


def _short(entry: Entry) -> str:
    had = "counterpoise data fetch" if entry.fetchable else entry.where
    told = f"{entry.name}: {entry.title}, {entry.release}\n    {_terms(entry)}. From: {had}"
    return f"{told}{''.join(f'{chr(10)}    {_covered(each)}' for each in entry.coverage or ())}"


def _full(entry: Entry) -> Iterator[str]:
    yield f"{entry.name}: {entry.title}"
    yield f"release: {entry.release}"
    yield f"cite: {entry.citation}"
    yield f"licence: {_terms(entry)}"
    yield f"from: {entry.where}{'; or counterpoise data fetch' if entry.fetchable else ''}"
    for name, told in entry.indicators.items():
        yield f"indicator: {name}: {told}"
    if entry.page is not None:
        yield f"traps: {entry.page}"
    for each in entry.coverage or ():
        yield f"here: {_covered(each)}"


def _covered(coverage: Coverage) -> str:
    states = ", ".join(coverage.states)
    years = f"{coverage.first}-{coverage.last}"
    return f"{coverage.indicator}: {several(coverage.values, 'value')} of {states}, {years}, {coverage.unit}"


def _facts_of_entry(entry: Entry) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(entry)


def _lines_of_files(study: Study, files: FilesOfSource, changed: tuple[Change, ...] | None) -> Iterator[str]:
    from counterpoise.publicdata.status import years_behind

    which = f" ({', '.join(files.changed)})" if 0 < len(files.changed) < len(files.places) else ""
    yield f"{', '.join(files.places)}: {files.name}; {STANDING[files.standing]}{which}"
    for why in files.refused:
        yield f"    {why}"
    if files.reading is None:
        return
    release = f", release {files.reading.release}" if files.reading.release else ""
    yield f"    last read {files.reading.at[:16]}Z{release}"
    if files.source is None:
        return
    for indicator, (year, behind) in years_behind(study, files.reading).items():
        short = f", {several(behind, 'year')} before {study.end}" if behind else ""
        yield f"    {indicator} ends in {year}{short}"
    if changed is not None and files.earlier is not None:
        before = f"{', '.join(files.earlier.files)} ({files.earlier.at[:10]}, {files.earlier.release})"
        yield f"    against {before}: {'nothing changed' if not changed else ''}".rstrip(" :")
        for change in changed:
            yield f"      {_in_words(change)}"


def _in_words(change: Change) -> str:
    told = f"{change.indicator}: {change.added} added, {change.gone} gone, {change.revised} revised"
    if change.units is not None:
        told += f"; the unit was {listed(change.units[0])} and is {listed(change.units[1])}"
    if (each := change.largest) is not None:
        of_whom = each.state if each.partner is None else f"{each.state} with {each.partner}"
        years = f"{each.start}" if each.start == each.end else f"{each.start}-{each.end}"
        told += (
            f"; most by {100 * each.relative:.3g} %: {of_whom}, {years}: {each.before:g} -> {each.after:g}"
            f" ({each.row})"
        )
    return told


def _facts_of_files(
    study: Study, files: FilesOfSource, changed: tuple[Change, ...] | None
) -> dict[str, object]:
    from dataclasses import asdict

    from counterpoise.publicdata.status import years_behind

    reading = files.reading
    return {
        "source": files.name,
        "paths": list(files.places),
        "standing": files.standing,
        "changed": list(files.changed),
        "refused": list(files.refused),
        "read": None if reading is None else reading.at,
        "release": None if reading is None else reading.release,
        "ends": {}
        if reading is None or files.source is None
        else {
            name: {"last_complete_year": year, "years_before_the_end_of_the_period": behind}
            for name, (year, behind) in years_behind(study, reading).items()
        },
        "newer": None if changed is None else [asdict(change) for change in changed],
    }
