"""The verbs that exchange codings with other programs: export and import."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast, get_args

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.cli.exchange_counts import SHOWN, more, told_in, told_out
from counterpoise.wording import several

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterpoise.documents.document import Document
    from counterpoise.exchange.deviations import Deviation, DeviationReport
    from counterpoise.exchange.incoming import Incoming
    from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, ReviewRecord
    from counterpoise.exchange.taking import Taken
    from counterpoise.ledger.objects import ObjectStore
    from counterpoise.ledger.projections import Projection
    from counterpoise.study import Study


def export(
    file: Annotated[
        Path,
        typer.Argument(help="The file to write: .qdpx (a project), .qdc (the codebook), .csv or .parquet."),
    ],
    coder: Annotated[
        list[str] | None, typer.Option("--coder", help="Only the codings of this coder; may be given again.")
    ] = None,
    coded: Annotated[
        bool, typer.Option("--coded", help="Of a project only the documents with a coding.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over a file that is there.")] = False,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Write the codings of a study for NVivo, ATLAS.ti, MAXQDA, QualCoder and other programs, or as a table."""
    found = study_of(study)
    from counterpoise.errors import Problem, UsageError
    from counterpoise.exchange.coding_table import TABLE_SUFFIXES

    suffix = file.suffix.lower()
    if suffix not in (".qdpx", ".qdc", *TABLE_SUFFIXES):
        told = f"ends in '{file.suffix}'; expected .qdpx, .qdc, .csv or .parquet"
        raise UsageError(Problem(str(file), told))
    if file.exists() and not overwrite:
        raise UsageError(Problem(str(file), "is there already; --overwrite writes over it"))
    if suffix == ".qdc":
        losses, told = _export_codebook(found, file)
        facts: dict[str, object] = {"file": str(file)}
    else:
        held = _held(found, coder)
        losses, facts = _export_codings(found, file, held, coded)
        told = told_out(held.links, held.memos, held.reviews, facts, project=suffix == ".qdpx")
    for each in losses:
        typer.echo(str(each), err=True)
    facts["losses"] = [str(each) for each in losses]
    say(facts, f"{file}: {told}.", json)


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A project (.qdpx, .qde), a codebook (.qdc), or a table of codings (.csv, .parquet)."
        ),
    ],
    coder: Annotated[
        str | None, typer.Option("--coder", help="Who coded, where the file does not say.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would come of it, and change nothing.")
    ] = False,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Take over people's codings from a file of another program, and tell what of it departs from the standard."""
    found = study_of(study)
    from counterpoise.admission import content_of
    from counterpoise.errors import Problem, UsageError
    from counterpoise.exchange.coding_table import TABLE_SUFFIXES, read_codings
    from counterpoise.exchange.reading import REFI_SUFFIXES, is_refi, read_codebook
    from counterpoise.review.frame import held

    if file.suffix.lower() not in (*REFI_SUFFIXES, *TABLE_SUFFIXES):
        told = f"ends in '{file.suffix}'; expected .qdpx, .qde, .qdc, .csv or .parquet"
        raise UsageError(Problem(str(file), told))
    # What the runs so far have read comes first: without it there is no ledger to know codes from.
    documents = {document.id: document for document in held(found)}
    codes = _codes_known(found)
    content = content_of(file, file.name)
    if file.suffix.lower() == ".qdc":
        book = read_codebook(content, file.name)
        facts, told = _told_codebook(book.codebook.codes, codes)
        say({**book.report.facts(), **facts}, "\n".join([*_told_report(book.report), told]), json)
        return
    report, incoming = (
        _read_project(content, file, documents, codes)
        if is_refi(file)
        else (None, read_codings(file, file.name, documents, codes))
    )
    took = _take(found, file, content, incoming, documents, coder, dry_run=dry_run)
    facts = report.facts() if report is not None else {"file": file.name}
    facts |= _facts(took, incoming, dry_run)
    lines = [*(_told_report(report) if report is not None else ()), *told_in(took, incoming, dry_run)]
    say(facts, "\n".join(lines), json)


class _Held(NamedTuple):
    """What goes out: the documents of a study by id, and what coders said of them."""

    documents: Mapping[str, Document]
    codings: tuple[CodingRecord, ...]
    links: tuple[LinkRecord, ...]
    memos: tuple[MemoRecord, ...]
    reviews: tuple[ReviewRecord, ...]


def _held(study: Study, coders: Sequence[str] | None) -> _Held:
    """What a study holds, once it is gathered as a run does."""
    from counterpoise.errors import Problem, UsageError, did_you_mean
    from counterpoise.exchange.judged import coding_records, link_records, memo_records, review_records
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.objects import ObjectStore
    from counterpoise.ledger.projections import present
    from counterpoise.pipeline import gather
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.judged import judged, links_as_in_theory, named_as_in_theory
    from counterpoise.workspace import FOLDER

    evidence, place = gather(study), study.folder / FOLDER
    with Ledger.read(place) as ledger:
        now = present(ledger)
    codebook = codebook_now(study.theory, now)
    said = judged(now, ObjectStore(place), evidence.documents, codebook)
    for problem in said.problems:
        typer.echo(str(problem), err=True)
    by_hand = named_as_in_theory(said.codings, codebook)
    codings = coding_records(evidence.passages, evidence.codings, by_hand, said.memos)
    links = link_records(evidence.passages, evidence.links, links_as_in_theory(said.links, codebook))
    memos, reviews = memo_records(said.memos, codebook), review_records(said.reviewed)
    if coders:
        known = {coder for of in (codings, links, memos, reviews) for coder in {each.coder for each in of}}
        unknown = [name for name in coders if name not in known]
        if unknown:
            raise UsageError(
                *(
                    Problem("--coder", f"nobody of the name '{name}' coded{did_you_mean(name, known)}")
                    for name in unknown
                )
            )
        codings = tuple(each for each in codings if each.coder in coders)
        links = tuple(each for each in links if each.coder in coders)
        memos = tuple(each for each in memos if each.coder in coders)
        reviews = tuple(each for each in reviews if each.coder in coders)
    return _Held(evidence.documents, codings, links, memos, reviews)


def _export_codings(
    study: Study, file: Path, held: _Held, coded: bool
) -> tuple[tuple[Deviation, ...], dict[str, object]]:
    from counterpoise.coding.codebook import codebook_of
    from counterpoise.coding.suggester import is_machine
    from counterpoise.evidence import NOT_BORNE_OUT, Status
    from counterpoise.exchange.coding_table import table_of_codings, write_codings
    from counterpoise.exchange.outgoing import project_of
    from counterpoise.exchange.writing import write_project

    facts: dict[str, object] = {"file": str(file), "left_out": 0}
    status = Counter(each.status for each in held.codings if is_machine(each.coder))
    losses: tuple[Deviation, ...] = ()
    codings = held.codings
    of_people = [each for each in codings if not is_machine(each.coder)]
    if file.suffix.lower() == ".qdpx":
        shown = [each for each in codings if each.status not in NOT_BORNE_OUT]
        refusals = [each for each in of_people if each.status == "rejected"]
        used = {each.document for each in (*shown, *refusals)} | {each.document for each in held.links}
        used |= {each.document or "" for each in held.memos} | {each.document for each in held.reviews}
        chosen = [each for each in held.documents.values() if not coded or each.id in used]
        told = (held.memos, held.reviews, refusals)
        project = project_of(
            study.declared.study, chosen, shown, held.links, codebook_of(study.theory), *told
        )
        written = write_project(project, str(file))
        _replace(file, lambda place: place.write_bytes(written.content))
        losses = written.losses
        facts |= {
            "documents": len(chosen),
            "links": len(held.links),
            "memos": len(held.memos),
            "left_out": len(codings) - len(shown) - len(refusals),
        }
    else:
        table = table_of_codings(codings, held.documents)
        _replace(file, lambda place: write_codings(table, place))
    out = len(codings) - cast("int", facts["left_out"])
    return losses, {
        **facts,
        "suggestions": {name: status[name] for name in get_args(Status)},
        "codings": out,
        "of_people": len(of_people),
        "of_machines": out - len(of_people),
        "refusals": sum(each.status == "rejected" for each in of_people),
    }


def _export_codebook(study: Study, file: Path) -> tuple[tuple[Deviation, ...], str]:
    from counterpoise.coding.codebook import codebook_of
    from counterpoise.exchange.outgoing import codebook_of_study
    from counterpoise.exchange.writing import write_codebook

    codebook = codebook_of(study.theory)
    written = write_codebook(codebook_of_study(codebook), str(file))
    _replace(file, lambda place: place.write_bytes(written.content))
    return written.losses, f"{several(len({*codebook.codes, *codebook.effects}), 'code')}"


def _replace(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all, beside its place first."""
    unfinished = file.with_name(f".{file.stem}.unfinished{file.suffix}")
    try:
        write(unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _read_project(
    content: bytes, file: Path, documents: Mapping[str, Document], codes: Sequence[str]
) -> tuple[DeviationReport, Incoming]:
    from counterpoise.exchange.anchoring import Anchors
    from counterpoise.exchange.incoming import incoming
    from counterpoise.exchange.reading import read_project

    read = read_project(content, file.name)
    return read.report, incoming(read.project, Anchors(documents.values()), codes, file.name)


def _take(
    study: Study,
    file: Path,
    content: bytes,
    incoming: Incoming,
    documents: Mapping[str, Document],
    coder: str | None,
    *,
    dry_run: bool,
) -> Taken:
    from counterpoise.exchange.taking import imported, taken
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.objects import ObjectStore
    from counterpoise.ledger.projections import present
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.frame import frame_in
    from counterpoise.review.judged import judged
    from counterpoise.workspace import FOLDER, open_workspace

    def found_in(now: Projection, objects: ObjectStore) -> Taken:
        codebook = codebook_now(study.theory, now)
        said = judged(now, objects, documents, codebook)
        frame = frame_in(study, now, objects, documents.values())
        suggested = frame.codings()
        return taken(now, incoming, documents, said, codebook, study.theory.effects, coder, suggested)

    place = study.folder / FOLDER
    if dry_run:
        with Ledger.read(place) as ledger:
            return found_in(present(ledger), ObjectStore(place))
    with open_workspace(study.folder) as workspace:
        took = found_in(workspace.now, workspace.objects)
        # What stands apart is kept with the file, so that nothing is lost with it.
        if took.events or took.apart:
            told = imported(file.name, workspace.objects.put(content), took)
            workspace.record([told, *took.events])
        return took


def _codes_known(study: Study) -> tuple[str, ...]:
    """Every name by which the study knows a code or effect: in its theory, now, and formerly."""
    from counterpoise.coding.codebook import codebook_of
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.projections import present
    from counterpoise.review.codebook import codebook_now
    from counterpoise.workspace import FOLDER

    of_theory = codebook_of(study.theory)
    with Ledger.read(study.folder / FOLDER) as ledger:
        today = codebook_now(study.theory, present(ledger))
    return tuple(dict.fromkeys((*of_theory.codes, *of_theory.effects, *today.codes, *today.known_as)))


def _facts(took: Taken, incoming: Incoming, dry_run: bool) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "dry_run": dry_run,
        "codings": [asdict(each) for each in took.codings],
        "links": [asdict(each) for each in took.links],
        "memos": took.memos,
        "reviews": took.reviews,
        "known": took.known,
        "known_links": took.known_links,
        "suggestions": took.suggestions,
        "suggested_links": took.suggested_links,
        "apart": [asdict(each) for each in took.apart],
        "left": [str(each) for each in incoming.left],
    }


def _told_report(report: DeviationReport) -> list[str]:
    found = report.deviations
    by = f"{report.file}, by {report.origin or 'a program that it does not name'}"
    if not found:
        return [f"{by}: as the standard asks."]
    counts = ", ".join(f"{kind} {number}" for kind, number in report.counts().items())
    lines = [f"{by}: {several(len(found), 'deviation')} from the standard ({counts})."]
    lines += [f"  {each}" for each in found[:SHOWN]]
    return lines + more(len(found))


def _told_codebook(codes: Sequence[object], known: Sequence[str]) -> tuple[dict[str, object], str]:
    from counterpoise.exchange.project import Code
    from counterpoise.exchange.schema import walk

    names = [each.name for code in codes for each in walk(code) if isinstance(each, Code) and each.codable]
    shared = [name for name in names if name in known]
    new = [name for name in names if name not in known]
    told = f"{several(len(names), 'code')}: {len(shared)} in the study's theory"
    told += f", {len(new)} not: {', '.join(new[:SHOWN])}" if new else ""
    told += ".\nA study's codes stand in its theory file; nothing was changed."
    return {"codes": names, "not_in_the_study": new}, told
