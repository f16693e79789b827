"""The verbs that work on the documents of a study: documents, appraise, read, frame and citations."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.cli.tables import ReplaceOption, writable, write_table
from counterpoise.errors import Problem, UsageError
from counterpoise.wording import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterpoise.documents.document import Document
    from counterpoise.documents.references.citation_linter import CitationFinding
    from counterpoise.documents.register import Holdings
    from counterpoise.study import Study

DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="A document by its id, its path or words of its title.")
]
Score = Annotated[int | None, typer.Option(help="From 1, not at all, to 5, fully.")]


def documents(
    voices: Annotated[
        bool,
        typer.Option(
            "--voices",
            help="What other states of the panel say of themselves instead: by state and year, with the codes found.",
        ),
    ] = False,
    study: StudyOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            help="With --voices: write each of their codings with its words to this .csv or .parquet file.",
        ),
    ] = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """List the documents that the runs so far have read, with what is known of each; or the voices of others."""
    if output is not None and not voices:
        raise UsageError(Problem("--output", "goes with --voices"))
    writable(output, replace)
    found = study_of(study)
    if voices:
        _voices(found, output, json)
        return
    from counterpoise.documents.register import holdings

    known = holdings(found)
    rows = list(_rows(known))
    told = [
        "  ".join(
            str(row[name] or "-") for name in ("id", "kind", "voice", "date", "language", "reading", "path")
        )
        + f"  {row['title']}"
        for row in rows
    ]
    if known.compared is None:
        told.append("These documents have not been compared for near-duplicates; the next run does.")
    say({"documents": rows}, "\n".join(told) or "No run has read a document yet.", json)


def _voices(study: Study, output: Path | None, json: bool) -> None:
    """Tell what the voices say, once the study is gathered as a run does."""
    from counterpoise.model.texts import heard
    from counterpoise.pipeline import gather
    from counterpoise.states import name_of_voice

    evidence = gather(study)
    rows = heard(evidence)
    told = [
        f"{name_of_voice(each.state)} {each.year}: {several(each.documents, 'document')}, "
        f"{several(each.passages, 'coded passage')}{': ' if each.codes else ''}"
        + ", ".join(f"{code} {number}" for code, number in each.codes.items())
        for each in rows
    ]
    if output is not None:
        told.append(write_table(evidence.voices.table(), output))
    nobody = "No other state of the panel is heard: the study file names no `voices`, or none of them could be read."
    facts: dict[str, object] = {
        "voices": [asdict(each) for each in rows],
        "output": None if output is None else str(output),
    }
    say(facts, "\n".join(told if rows else [nobody, *told]), json)


def appraise(
    document: DocumentArgument,
    note: Annotated[str, typer.Option(help="Why; a score needs it.")] = "",
    authenticity: Score = None,
    credibility: Score = None,
    representativeness: Score = None,
    meaning: Score = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Rate what a document can be trusted in, by Scott's four criteria; your ratings so far stay beside new ones."""
    found = study_of(study)
    from counterpoise.documents.appraisal import CRITERIA, Rating, appraised
    from counterpoise.documents.register import document_meant, holdings, register_of
    from counterpoise.workspace import open_workspace, user

    meant = document_meant(holdings(found).documents, document)
    scores = dict(zip(CRITERIA, (authenticity, credibility, representativeness, meaning), strict=True))
    with open_workspace(found.folder) as workspace:
        before = register_of(workspace.now).appraisals.get(meant.id, ())
        mine = {rating.criterion: rating for each in before if each.by == user() for rating in each.ratings}
        mine |= {name: Rating(name, score, note) for name, score in scores.items() if score is not None}
        if not any(score is not None for score in scores.values()):
            raise UsageError(Problem("appraise", f"give at least one of --{', --'.join(CRITERIA)}"))
        (event,) = workspace.record([appraised(meant.id, mine.values())])
    told = "; ".join(str(mine[name]) for name in CRITERIA if name in mine)
    say({"document": meant.id, **event.body}, f"{meant.title}: {told}.", json)


def read(
    document: DocumentArgument,
    state: Annotated[str, typer.Option(help="How far you have got with it: skimmed, read or interpreted.")],
    reason: Annotated[str | None, typer.Option(help="Why you go back to an earlier state.")] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Record how closely you have read a document."""
    found = study_of(study)
    from counterpoise.documents.reading_states import reached
    from counterpoise.documents.register import document_meant, holdings, register_of
    from counterpoise.workspace import open_workspace, user

    meant = document_meant(holdings(found).documents, document)
    with open_workspace(found.folder) as workspace:
        so_far = register_of(workspace.now).readings
        (event,) = workspace.record([reached(meant.id, state, user(), so_far, reason)])
    before = event.body["before"] or "not read"
    say({**event.body}, f"{meant.title}: {before} -> {state}, by {event.who}.", json)


def frame(
    kind: Annotated[str, typer.Option(help="The kind of the documents, such as speech.")],
    exists: Annotated[int, typer.Option(help="How many there are, whether you have them or not.")],
    source: Annotated[str, typer.Option(help="Who says so.")],
    origin: Annotated[
        str | None, typer.Option(help="Who speaks, by ISO3 code; without it, all that is not named apart.")
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Declare how many documents of a kind exist, so that the report can say what share you have."""
    found = study_of(study)
    from counterpoise.documents.corpus_frame import Existing, declared
    from counterpoise.states import known_iso3, unknown_state
    from counterpoise.workspace import open_workspace

    if origin is not None and origin not in known_iso3():
        raise UsageError(Problem("--origin", unknown_state(origin)))
    with open_workspace(found.folder) as workspace:
        (event,) = workspace.record([declared(Existing(kind, origin, exists, source))])
    say(
        {**event.body}, f"{event.subject}: {exists} exist, by {source}. The next run reports the share.", json
    )


def citations(
    document: Annotated[
        str | None,
        typer.Argument(
            metavar="[DOCUMENT]",
            help="A document by its id, its path or words of its title. Without it: all that cite.",
        ),
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Compare what documents cite with what they list, and name every difference with its place."""
    found = study_of(study)
    from counterpoise.documents.references.citation_linter import CITING, lint_citations
    from counterpoise.documents.register import document_meant, holdings

    known = holdings(found).documents
    meant = (
        [each for each in known if each.kind in CITING]
        if document is None
        else [document_meant(known, document)]
    )
    findings = [(each, finding) for each in meant for finding in lint_citations(each)]
    told = [f"{_place(each, finding)}: {finding.kind}: {finding.what}" for each, finding in findings]
    facts = [
        {"document": each.id, "path": each.path, "finding": finding.kind, "what": finding.what}
        | {"places": [_standing(each, *span) for span in finding.places]}
        for each, finding in findings
    ]
    say({"findings": facts}, "\n".join(told) or "Nothing was found.", json)


def _rows(known: Holdings) -> Iterator[dict[str, object]]:
    from counterpoise.documents.reading_states import furthest

    reached = furthest(known.register.readings)
    groups = known.compared.groups if known.compared is not None else ()
    alike = {each: group.documents for group in groups for each in group.documents}
    for document in known.documents:
        yield {
            "id": document.id,
            "title": document.title,
            "kind": document.kind,
            "origin": document.origin,
            "voice": document.voice,
            "date": document.date,
            "language": document.language,
            "reading": reached[document.id].state if document.id in reached else None,
            "appraisals": [
                {"by": each.by, "at": each.at} | {rating.criterion: rating.score for rating in each.ratings}
                for each in known.register.appraisals.get(document.id, ())
            ],
            "near_duplicates": [each for each in alike.get(document.id, ()) if each != document.id],
            "reference": document.reference,
            "path": document.path,
        }


def _place(document: Document, finding: CitationFinding) -> str:
    """Where a finding shows: the file with the page or else the line of each of its places."""
    places = dict.fromkeys(_in_words(_standing(document, *span)) for span in finding.places)
    return f"{document.path}, {', '.join(places)}"


def _standing(document: Document, start: int, end: int) -> dict[str, int | None]:
    """Where a span stands: offsets in code points, line of the canonical text, page."""
    line = document.text.count("\n", 0, start) + 1
    return {"start": start, "end": end, "line": line, "page": document.page_at(start)}


def _in_words(place: dict[str, int | None]) -> str:
    return f"page {place['page']}" if place["page"] is not None else f"line {place['line']}"
