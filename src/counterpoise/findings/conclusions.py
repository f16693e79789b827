"""Findings: everything that a study's evidence and scores let it say, and what they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.findings.answers import Respondent
from counterpoise.findings.claim import Answer, verdict_in_words
from counterpoise.findings.coded_passages import CodedPassage, coded_passages
from counterpoise.findings.earlier_rules import EarlierRules
from counterpoise.findings.names import PowerNames, names_in_sentences
from counterpoise.findings.tables import FoundTable, TableMaker
from counterpoise.findings.themes import FoundTheme, GatheredTheme, find_candidates, find_themes
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import Scores
from counterpoise.study import Study
from counterpoise.theory.estimands import ASSOCIATED

if TYPE_CHECKING:
    from counterpoise.findings.by_model import ByModel
    from counterpoise.findings.estimate import Fit


@dataclass(frozen=True, slots=True)
class Findings:
    """What a study finds, with the study, evidence and scores that it is found in.

    `not_estimated` says why no estimate of the model stands behind it although one was made, `earlier_rules` under which other rules
    estimates and reports were made before; None where no ledger tells it.
    """

    study: Study
    evidence: Evidence
    scores: Scores
    names: PowerNames
    coded: tuple[CodedPassage, ...]
    tables: tuple[FoundTable, ...]
    themes: tuple[FoundTheme, ...]
    objectives: tuple[Answer, ...]
    questions: tuple[Answer, ...]
    hypotheses: tuple[Answer, ...]
    debates: tuple[Answer, ...]
    claims: tuple[Answer, ...]
    assumptions: tuple[Answer, ...]
    recommendations: tuple[Answer, ...]
    candidates: tuple[GatheredTheme, ...] = ()
    model: ByModel | None = None
    not_estimated: str = ""
    earlier_rules: tuple[EarlierRules, ...] | None = None

    def answers(self) -> tuple[Answer, ...]:
        """Objectives, questions, hypotheses, assumptions, debates, claims and recommendations, in this order."""
        first = (*self.objectives, *self.questions, *self.hypotheses, *self.assumptions, *self.debates)
        return (*first, *self.claims, *self.recommendations)

    def table(self) -> pl.DataFrame:
        """Every cell and answer in one line each."""
        cells = [
            {"id": cell.id, "what": f"{table.title}: {row.heading}", "finding": cell.finding or "no evidence"}
            for table in self.tables
            for row in table.rows
            for cell in row.cells
        ]
        answers = [
            {"id": each.id, "what": each.text, "finding": verdict_in_words(each)} for each in self.answers()
        ]
        return pl.DataFrame(
            [*cells, *answers], schema={"id": pl.String, "what": pl.String, "finding": pl.String}
        )


def conclude(
    study: Study,
    evidence: Evidence,
    scores: Scores,
    fit: Fit | None = None,
    not_estimated: str = "",
    earlier_rules: tuple[EarlierRules, ...] | None = None,
) -> Findings:
    """Find what the evidence and the scores say, and the estimated model of the theory's figure with a fit of it: tables, themes, answers.

    Without a fit what needs the model is answered "not testable yet"; `not_estimated` says why there is none any longer.
    `earlier_rules` are those under which estimates and reports were made before, None where that is not known.
    """
    names = names_in_sentences(study)
    coded = coded_passages(evidence, study.theory.definitions)
    maker = TableMaker(study, evidence, scores, coded, names)
    tables = {name: maker.table(name, table) for name, table in study.theory.tables.items()}
    asked = [name for name, table in study.theory.tables.items() if table.beside in ASSOCIATED]
    if asked:
        from counterpoise.findings.associations import Associations
        from counterpoise.findings.row_associations import with_associations

        of_panel = Associations(study, scores, evidence.values)
        tables |= {
            name: with_associations(tables[name], study.theory.tables[name], of_panel) for name in asked
        }
    model = None
    if fit is not None and study.theory.model is not None:
        # What reckons with draws takes a while to load, and without a fit nothing needs it.
        from counterpoise.findings.by_model import ByModel
        from counterpoise.findings.row_shares import with_shares
        from counterpoise.findings.row_shocks import with_shocks

        model = ByModel(study, evidence.values, scores.ties, names, fit, study.theory.model)
        of = study.theory.tables
        tables = {name: with_shares(table, of[name], study.theory, model) for name, table in tables.items()}
        tables = {name: with_shocks(table, of[name], model) for name, table in tables.items()}
    entries = evidence.theme_work.entries
    themes = find_themes(study.theory, tables, coded, names, entries)
    respondent = Respondent(study, scores, coded, themes, names, evidence, model)
    return Findings(
        study=study,
        evidence=evidence,
        scores=scores,
        names=names,
        coded=coded,
        tables=tuple(tables.values()),
        themes=themes,
        objectives=respondent.objectives(),
        questions=respondent.questions(),
        hypotheses=respondent.hypotheses(),
        debates=respondent.debates(),
        claims=respondent.claims(),
        assumptions=respondent.assumptions(),
        recommendations=respondent.recommendations(),
        candidates=find_candidates(entries, coded, names),
        model=model,
        not_estimated=not_estimated,
        earlier_rules=earlier_rules,
    )
