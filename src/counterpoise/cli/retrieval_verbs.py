"""The verb that asks questions of codings: codings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.cli.tables import printed
from counterpoise.errors import Problem, UsageError
from counterpoise.wording import several

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.retrieval.answering import Answering, Extent
    from counterpoise.retrieval.codings import Mask
    from counterpoise.standing import Standing


def codings(
    query: Annotated[
        str | None,
        typer.Argument(
            help="Codes, group/*, filters such as kind:speech, NEAR/50, AND, OR, NOT and parentheses. "
            "Without it: every coding that was neither rejected nor left unanswered."
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="Count passages by code and these, with commas between: power, direction, status, coder, kind, "
            "origin, year, period, document."
        ),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(
            help="Count which codes stand together: in one passage, one document, or so near (50, 2-sentences)."
        ),
    ] = None,
    saturation: Annotated[
        bool, typer.Option("--saturation", help="Count the new codes of each document, by date.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="As many passages are shown at most.")] = 20,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Ask the codings of machines and people: where codes stand, together, near each other, and how often."""
    found = study_of(study)
    if sum((by is not None, near is not None, saturation)) > 1:
        raise UsageError(Problem("codings", "give one of --by, --near and --saturation"))
    from counterpoise.retrieval.answering import Answering, extents
    from counterpoise.retrieval.cross_table import cross_table
    from counterpoise.retrieval.hits import hits_of
    from counterpoise.retrieval.query import read_query
    from counterpoise.retrieval.saturation import first_found, new_codes
    from counterpoise.retrieval.stored import stored_codings
    from counterpoise.search.concordance import concordance, facts_of

    stored = stored_codings(found)
    tree = read_query(query, stored.vocabulary) if query is not None else None
    answering = Answering(stored.codings)
    rows = answering.answer(tree)
    counts = extents(stored.codings, rows)
    tables: dict[str, pl.DataFrame] = {}
    if by is not None:
        tables["passages"] = cross_table(
            stored.codings, rows, [each.strip() for each in by.split(",")], found.start
        )
    elif near is not None:
        tables["together"] = _together(answering, rows, near)
    elif saturation:
        tables = {
            "new_codes": new_codes(stored.codings, rows),
            "first_found": first_found(stored.codings, rows),
        }
    facts: dict[str, object] = {
        "counts": {
            standing: {"codings": each.codings, "passages": each.passages, "documents": each.documents}
            for standing, each in counts.items()
        }
    }
    if tables:
        facts |= {name: table.to_dicts() for name, table in tables.items()}
        told = "\n\n".join(printed(table) for table in tables.values())
    else:
        hits = hits_of(stored.codings, rows, limit)
        shown = facts_of(hits.found)
        facts |= shown | {
            "hits": [{**hit, "codings": list(hits.codings[str(hit["passage"])])} for hit in shown["hits"]]  # type: ignore[attr-defined]
        }
        told = concordance(hits.found, hits.notes()) if hits.found.hits else ""
    facts["notices"] = [str(notice) for notice in stored.notices]
    for notice in stored.notices:
        typer.echo(f"Note: {notice}", err=True)
    say(facts, "\n\n".join(filter(None, (told, _extents_in_words(counts)))), json)


def _together(answering: Answering, rows: Mask, near: str) -> pl.DataFrame:
    """Which codes stand together: in a passage, a document, or within a distance."""
    from counterpoise.retrieval.co_occurrence import Scope, co_occurrence, co_occurrence_near
    from counterpoise.retrieval.query import distance_of

    if near in get_args(Scope):
        return co_occurrence(answering.codings, rows, cast("Scope", near))
    distance = distance_of(near)
    if distance is None:
        expected = "expected passage, document, or a distance such as 50, 2-sentences or 1-passage"
        raise UsageError(Problem("near", f"found '{near}'; {expected}"))
    return co_occurrence_near(answering.codings, rows, answering.nearness, *distance)


def _extents_in_words(counts: Mapping[Standing, Extent]) -> str:
    """How much each kind of source holds; what is under test is quoted and not counted."""
    told = []
    for standing, each in counts.items():
        if each.codings:
            much = f"{several(each.passages, 'passage')} in {several(each.documents, 'document')}"
            counted = " (quoted, never counted)" if standing == "under test" else ""
            told.append(f"{standing} {much}{counted}")
    return f"By kind of source: {'; '.join(told)}." if told else "No coding answers."
