"""One whole run, from a study file to a report: what has not changed is not done again."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import entry_points, requires
from itertools import count
from pathlib import Path
from unicodedata import unidata_version

from counterpoise.agreement.of_people import agreement_of_people
from counterpoise.coding.decided import decisions_key
from counterpoise.coding.settled_links import settle_links
from counterpoise.coding.settled_passages import decisions_of
from counterpoise.coding.settling import settle
from counterpoise.coding.suggestions import embedded_by, suggest
from counterpoise.coding.voices import suggest_voices
from counterpoise.datasets.chronology import DatedEvent, read_chronology
from counterpoise.datasets.observations import observe
from counterpoise.documents.collection import collect
from counterpoise.documents.imports import Kept
from counterpoise.documents.material import voice_files
from counterpoise.documents.register import register_key, register_of
from counterpoise.documents.voices import collect_voices
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.exchange.spreadsheet import write_csv
from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.findings.earlier_rules import rules_before
from counterpoise.gathering import Evidence, Voices
from counterpoise.identity import (
    canonical_json,
    code_digest,
    identifier,
    reader_versions,
    sha256_of_file,
)
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.measurement.ideal_points.own import estimated_by
from counterpoise.measurement.scores import Scores, measure
from counterpoise.report.annex import annex_of, write_with_annex
from counterpoise.report.contents import outline_of
from counterpoise.report.spreadsheet import tables_beside
from counterpoise.report.table_files import write_tables as write_table_files
from counterpoise.report.tables import tables_of
from counterpoise.report.writers import writer_of
from counterpoise.review.codebook import codebook_now
from counterpoise.review.judged import (
    judged,
    links_as_in_theory,
    named_as_in_theory,
    suggested_as_in_theory,
)
from counterpoise.review.themes import theme_work
from counterpoise.review.trail import trail
from counterpoise.search.upkeep import upkeep
from counterpoise.study import REPORT, SOURCES, STYLE_FILE, Study, files_matching, styled_by
from counterpoise.workspace import PROGRAM, Step, Workspace, open_workspace

BESIDE = ("evidence.csv", "scores.csv")
"""The tables that stand beside a report."""

UNFINISHED = ".unfinished"
"""The folder, in that of the report, of one that is being written."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one gathering did and what it could leave alone.

    `unfinished` says that something was left out that may be had another time, such as an answer of an endpoint that was down.
    """

    imported: int
    documents_kept: int
    coded: int
    codings_kept: int
    read: int
    readings_kept: int
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class RunResult:
    """Where the report is, what was done for it, what could not be read, and what is good to know.

    `work` is None where nothing had changed.
    """

    report: Path
    work: Work | None
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def _silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def gather(study: Study) -> Evidence:
    """Gather a study's evidence: documents read and coded, data files read. Earlier work is taken up again."""
    with open_workspace(study.folder) as workspace, upkeep(study, workspace, _silent) as indexed:
        return _gather(study, workspace, _silent, indexed)[0]


def write_report(findings: Findings, path: Path | str) -> Path:
    """Write findings as one file, .html, .pdf, .docx or .md, with evidence.csv and scores.csv beside a page of HTML. Gives its path.

    Beside a file of another format stands an annex of the passages that its tables do not quote, where there are any.

    Raises CounterpoiseError where no format has the ending of the path, or what writes it is not installed.
    """
    place = Path(path)
    writer, outline = writer_of(place), outline_of(findings, PROGRAM)
    if place.suffix.lower() != ".html":
        write_with_annex(writer, outline, annex_of(outline, findings), place)
    else:
        writer(outline, place)
        for name, table in tables_beside(findings).items():
            write_csv(table, place.with_name(f"{name}.csv"))
    return place


def write_tables(findings: Findings, folder: Path | str) -> Path:
    """Write every table of the report, and all evidence and scores, as CSV, Parquet and JSON into a folder. Gives its path."""
    place = Path(folder)
    write_table_files(tables_of(outline_of(findings, PROGRAM), **tables_beside(findings)), place)
    return place


def run(study: Study, step: Step = _silent) -> RunResult:
    """Run a study and write its report; when nothing that it depends on has changed, do nothing.

    A part of the report, or an object of the workspace, that was lost is made again. What cannot be read is left out, named in the report and given back in `problems`.
    """
    report = study.folder / REPORT / "report.html"
    with open_workspace(study.folder) as workspace:
        key = inputs_key(study, _said_key(workspace.now))
        written = workspace.find("report.written", key)
        if written is not None and _still_stands(study.folder, written, workspace):
            problems, notices = (
                tuple(Problem(*each) for each in written.body.get(name, ()))
                for name in ("problems", "notices")
            )
            return RunResult(report, None, problems, notices)
        with upkeep(study, workspace, step) as indexed:
            evidence, work = _gather(study, workspace, step, indexed)
        gone = _gone(study.folder, workspace.now.report)
        evidence = replace(evidence, notices=(*evidence.notices, *gone))
        step("report", 0, 1)
        draft = report.parent / UNFINISHED
        scores = measure(study, evidence.values)
        findings = concluded(study, workspace, evidence, scores)
        if findings.not_estimated:
            of_model = Problem("model", findings.not_estimated)
            evidence = replace(evidence, notices=(*evidence.notices, of_model))
        elif findings.model is not None and findings.model.fit.taken:
            of_model = Problem("model", findings.model.fit.taken)
            evidence = replace(evidence, notices=(*evidence.notices, of_model))
        write_report(findings, draft / report.name)
        body = {
            "key": key,
            "rules": study.theory.rules_id,
            "files": {f"{REPORT}/{name}": sha256_of_file(draft / name) for name in (report.name, *BESIDE)},
            "lost": sorted(workspace.lost()),
            "unfinished": work.unfinished,
            "material": [os.path.relpath(path, study.folder) for path in _material(study)],
            "problems": [[problem.place, problem.what] for problem in evidence.problems],
            "notices": [[notice.place, notice.what] for notice in evidence.notices],
        }
        workspace.record([NewEvent("report.written", study.declared.study, body)])
        kept = _set_aside((report.with_name(name) for name in (report.name, *BESIDE)), workspace)
        # What is there until now was recorded too, so that a run that dies here leaves nothing unknown.
        for name in (report.name, *BESIDE):
            (draft / name).replace(report.with_name(name))
        draft.rmdir()
    return RunResult(report, work, evidence.problems, (*evidence.notices, *kept))


def concluded(study: Study, workspace: Workspace, evidence: Evidence, scores: Scores) -> Findings:
    """What the evidence and the scores say, and the estimate of the model that is kept from just them, or why none is."""
    if not _estimates(workspace.now):
        return conclude(study, evidence, scores)
    # What reckons with draws takes a while to load, and most runs have none.
    from counterpoise.kept_estimates import NoEstimate, kept_estimate

    kept = kept_estimate(study, workspace, evidence, scores)
    if isinstance(kept, NoEstimate):
        return conclude(study, evidence, scores, not_estimated=kept.why)
    earlier = rules_before(workspace.now, study.theory.rules_id)
    return conclude(study, evidence, scores, kept, earlier_rules=earlier)


def _estimates(now: Projection) -> list[list[str]]:
    """The estimates of the whole figure that are kept, each by what it is of and its draws."""
    return sorted(
        [str(event.body["key"]), str(event.body["object"])]
        for (kind, *_), event in now.latest.items()
        if kind == "model.estimated" and event.body["reading"] == "all" and not event.body["figure_only"]
    )


def _said_key(now: Projection) -> str:
    """Name all that people said of documents and codings, and the estimates that a report may rest on."""
    estimates = {"estimates": _estimates(now)} if _estimates(now) else {}
    return identifier(register=register_key(now), decisions=decisions_key(now), **estimates)


def _set_aside(files: Iterable[Path], workspace: Workspace) -> tuple[Problem, ...]:
    """Keep the files that no run wrote as they are: somebody has worked on them."""
    runs = (event for (kind, _), event in workspace.now.latest.items() if kind == "report.written")
    written = {sha for event in runs for sha in event.body["files"].values()}
    notices = []
    for file in files:
        if file.is_file() and sha256_of_file(file) not in written:
            number = next(n for n in count(1) if not _aside(file, n).exists())
            file.rename(_aside(file, number))
            told = f"was changed since it was written; it is kept as {_aside(file, number).name}"
            notices.append(Problem(f"{REPORT}/{file.name}", told))
    return tuple(notices)


def _aside(file: Path, number: int) -> Path:
    return file.with_stem(f"{file.stem} changed {number}")


def _gone(folder: Path, last: Event | None) -> tuple[Problem, ...]:
    """Say what the last report stood on and is there no longer; what the study file no longer names is not meant."""
    names = last.body.get("material", ()) if last is not None else ()
    return tuple(
        Problem(name, "no longer there; the last run had it")
        for name in names
        if not (folder / name).exists()
    )


def _still_stands(folder: Path, written: Event, workspace: Workspace) -> bool:
    """Whether every file of a report is as it was written, no object has been lost since, and nothing is to be tried again."""
    if written.body.get("unfinished"):
        return False
    places = {folder / name: sha for name, sha in written.body["files"].items()}
    return all(place.is_file() and sha256_of_file(place) == sha for place, sha in places.items()) and (
        workspace.lost() <= set(written.body.get("lost", ()))
    )


def inputs_key(study: Study, said: str = "") -> str:
    """Name everything that a study's report depends on: its file, its theory, its material, the program, what was said.

    `said` names what people have said of the documents and codings.
    """
    packages = {entry.package for entry in study.declared.documents if entry.package is not None}
    return identifier(
        program=PROGRAM,
        code=code_digest(""),
        study=study.declared.model_dump(mode="json"),
        theory=study.theory.model_dump(mode="json"),
        files={os.path.relpath(path, study.folder): _digest(path) for path in _material(study)},
        packages=reader_versions(*sorted(packages)),
        said=said,
        libraries={
            **_libraries(),
            **reader_versions(
                *embedded_by(study), *styled_by(study.declared.settings.citation_style).values()
            ),
        },
        unicode=unidata_version,
    )


def _material(study: Study) -> list[Path]:
    """The files that a study declares, in order of name."""
    patterns = [entry.path for entry in study.declared.documents if entry.path is not None]
    patterns += study.declared.bibliography
    patterns += [path for entry in study.declared.data for path in entry.path]
    settings = study.declared.settings
    single = (study.declared.figures, study.declared.events, settings.goalposts)
    style = settings.citation_style
    patterns += [style] if style is not None and style.lower().endswith(STYLE_FILE) else []
    patterns += [path for path in single if path is not None]
    voices = {path for entry in study.declared.voices for path in voice_files(study, entry)}
    return sorted(voices | {path for pattern in patterns for path in files_matching(study.folder, pattern)})


@cache
def _libraries() -> dict[str, str]:
    """The versions of all libraries that the program and the sources of data from elsewhere rest on."""
    stated = [each.partition(";")[0] for each in requires("counterpoise") or () if "extra ==" not in each]
    needed = {re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in stated}
    sources = {each.dist.name for each in entry_points(group=SOURCES) if each.dist is not None}
    return reader_versions(*sorted(needed | sources))


def _digest(path: Path) -> str:
    """The digest of a file, or why it has none: the stage that reads it names it, and the run goes on."""
    try:
        return sha256_of_file(path)
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _gather(study: Study, workspace: Workspace, step: Step, kept: Kept) -> tuple[Evidence, Work]:
    declared = {
        "study": study.declared.model_dump(mode="json"),
        "theory": study.theory.model_dump(mode="json"),
    }
    workspace.declare(study.declared.study, canonical_json(declared))
    collected = collect(study, workspace, step, kept)
    step("data files", 0, 1)
    observed = observe(study, workspace, estimated_by(study))
    not_coded = {*collected.outside, *collected.copies}
    counting = [document for document in collected.documents if document.id not in not_coded]
    codebook = codebook_now(study.theory, workspace.now)
    said = judged(workspace.now, workspace.objects, {each.id: each for each in counting}, codebook)
    by_hand = named_as_in_theory(said.codings, codebook)
    decisions = decisions_of(by_hand, said.reviewed, counting)
    suggested = suggest(study, workspace, counting, step, decisions)
    by_machine = suggested_as_in_theory(suggested.codings, codebook)
    settled = settle(suggested.passages, by_machine, by_hand, said.reviewed)
    linked = links_as_in_theory(said.links, codebook)
    passages, links = settle_links(settled.passages, suggested.links, linked)
    heard = collect_voices(study, workspace, step)
    own_words = suggest_voices(study, workspace, heard.documents, step)
    problems = [*collected.problems, *heard.problems, *observed.problems, *suggested.problems]
    chronology: tuple[DatedEvent, ...] = ()
    if study.declared.events is not None:
        try:
            chronology, wrong = read_chronology(
                study.folder, study.declared.events, tuple(study.theory.dimensions)
            )
            problems += wrong
        except CounterpoiseError as error:
            problems += error.problems
    evidence = Evidence(
        documents={document.id: document for document in collected.documents},
        outside=collected.outside,
        passages=passages,
        codings=settled.codings,
        links=links,
        values=observed.values,
        last_complete_year=observed.last_complete_year,
        chronology=chronology,
        problems=tuple(problems),
        copies=collected.copies,
        near_duplicates=collected.near_duplicates,
        register=register_of(workspace.now),
        reviewed=Counter(each.coder for each in said.reviewed),
        disputes=settled.disputes,
        theme_work=theme_work(study.theory, codebook, workspace),
        trail=trail(workspace),
        agreement=agreement_of_people(study, codebook, by_hand, said.reviewed),
        voices=Voices(
            {document.id: document for document in heard.documents},
            own_words.passages,
            tuple(suggested_as_in_theory(own_words.codings, codebook)),
        ),
        notices=(*collected.notices, *observed.notices, *suggested.notices, *said.problems),
    )
    work = Work(
        imported=collected.imported + heard.imported,
        documents_kept=collected.kept + heard.kept,
        coded=suggested.coded + own_words.coded,
        codings_kept=suggested.kept + own_words.kept,
        unfinished=suggested.unfinished,
        read=observed.read,
        readings_kept=observed.kept,
    )
    return evidence, work
