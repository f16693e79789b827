"""The verb that tells how far coders agree, and what machines reach: agreement."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.errors import Problem, UsageError

if TYPE_CHECKING:
    from counterpoise.agreement.quality import QualityReport
    from counterpoise.agreement.report import AgreementReport
    from counterpoise.study import Study


def agreement(
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder",
            help="Compare only these coders, named one by one; a machine by what stands before its '/'.",
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            help="Measure the study's suggesters by passages that readers coded: a file of JSON lines.",
        ),
    ] = None,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Tell how far coders agree, people first; with --gold, what the study's machines reach beside simple ones."""
    if gold is not None and coder:
        raise UsageError(
            Problem(
                "--coder", "goes without --gold, which compares all readers of its file with all suggesters"
            )
        )
    found = study_of(study)
    from counterpoise.cli.agreement_tables import told_agreement, told_quality

    if gold is not None:
        quality = _quality(found, gold)
        say(facts_of(quality), told_quality(quality), json)  # type: ignore[arg-type]
        return
    report = _report(found, tuple(coder or ()))
    say(facts_of(report), told_agreement(report), json)  # type: ignore[arg-type]


def _report(study: Study, coders: tuple[str, ...]) -> AgreementReport:
    from counterpoise.agreement.report import agreement_report
    from counterpoise.coding.kept_suggestions import kept_suggestions, kinds_asked
    from counterpoise.documents.register import holdings
    from counterpoise.ledger.events import Ledger
    from counterpoise.ledger.objects import ObjectStore
    from counterpoise.ledger.projections import EMPTY, present
    from counterpoise.ledger.schema import FILE
    from counterpoise.review.codebook import codebook_now
    from counterpoise.review.judged import judged, named_as_in_theory, table_as_in_theory
    from counterpoise.workspace import FOLDER

    folder = study.folder / FOLDER
    now, documents = EMPTY, {}
    if (folder / FILE).exists():
        with Ledger.read(folder) as ledger:
            now = present(ledger)
        documents = holdings(study).that_count(study)
    objects = ObjectStore(folder)
    kept = kept_suggestions(now, objects, documents, kinds_asked(study.declared.coding.suggesters))
    codebook = codebook_now(study.theory, now)
    said = judged(now, objects, documents, codebook)
    for problem in (*kept.problems, *said.problems):
        typer.echo(f"Note: {problem}", err=True)
    return agreement_report(
        group_of={each.in_theory or name: each.group for name, each in codebook.codes.items()},
        variant=study.declared.coding.variant,
        judged=named_as_in_theory(said.codings, codebook),
        gone_through=said.reviewed,
        suggested=table_as_in_theory(kept.table, codebook),
        machines_read=kept.read,
        seed=study.declared.settings.seed,
        coders=coders,
    )


def _quality(study: Study, gold: Path) -> QualityReport:
    from counterpoise.agreement.gold import read_gold
    from counterpoise.agreement.quality import combined_of, lexicon_of, quality_report
    from counterpoise.coding.case import case_of
    from counterpoise.coding.definition import DefinitionCoder
    from counterpoise.coding.suggestions import embedder_of

    theory, case = study.theory, case_of(study)
    passages = read_gold(gold, tuple(theory.definitions), tuple(theory.effects))
    told = study.declared.coding
    embedder = embedder_of(study) if {"definition", "learned"} & set(told.suggesters) else None
    suggesters = [lexicon_of(case, theory.of_any_state)]
    if "definition" in told.suggesters and embedder is not None:
        definition = DefinitionCoder(case.codebook, embedder)
        suggesters.append(lambda _: definition)
    if {"combination", "learned"} & set(told.suggesters):
        suggesters.append(combined_of(case, theory.of_any_state, embedder, told.error_rate))
    return quality_report(passages, case, suggesters, study.declared.settings.seed)


def facts_of(value: object) -> object:
    """A value of dataclasses, mappings, sequences and arrays as JSON has it; what is no number there is null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: facts_of(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): facts_of(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        return facts_of(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [facts_of(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
