"""Estimating in a notebook: the model of the figure, with its effects drawn and what speaks against a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from counterpoise.findings.names import PowerNames, names_in_sentences
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import Scores
from counterpoise.model.estimation import estimate as estimated
from counterpoise.model.fit import ModelFit
from counterpoise.notebook.shown import Charts, Shown, Told, by_name, fields_of
from counterpoise.report.effects import LEGEND, Asking, EstimateInWords, with_meaning
from counterpoise.study import Study
from counterpoise.theory.titles import block_titles

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.model.sampling import Sampling

ASKING = Asking(
    draws="`sampling=cp.Sampling(draws={})`",
    two_chains="`sampling=cp.Sampling(chains=2)`",
    usual="`sampling`",
    part="`reading` and `figure_only`",
    all_parameters="`fit.table()` has them all, with their overlap",
)
"""How a notebook asks for another estimate."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ShownFit(ModelFit, Shown):
    """A fit that knows the study that it is of."""

    study: Study

    @property
    def names(self) -> PowerNames:
        """What the state and the two powers are called."""
        return names_in_sentences(self.study)

    @cached_property
    def words(self) -> EstimateInWords:
        """What it tells, in a reader's words."""
        return EstimateInWords.of(self.study, self)

    @property
    def refused(self) -> tuple[str, ...]:
        """Why no verdict may rest on it, a sentence each; nothing where one may."""
        return self.words.refusals.sentences_on_estimate()

    def table(self) -> pl.DataFrame:
        """Every parameter by its name and in words, with its interval, how well it was sampled and how much of it is prior."""
        return with_meaning(super().table(), self.names, block_titles(self.study.theory))

    def charts(self) -> Charts:
        """The effects on the tie with each power."""
        figure = self.words.figure()
        return {} if figure is None else by_name((figure,))

    __repr__ = Shown.__repr__
    _repr_html_ = Shown._repr_html_

    def _told(self) -> Told:
        return Told(
            f"Model: {self.study.declared.study}",
            (
                *self.words.against(ASKING),
                self.words.estimated(kept=False),
                f"Each row is a parameter; the effects alone: fit.effects(). {LEGEND}",
                *(f"Note: {note}." for note in self.words.notes(ASKING)),
            ),
            (
                "findings = cp.conclude(study, evidence, scores, fit)",
                'futures = cp.simulate(study, fit, "scenario.yaml")',
            ),
        )


def estimate(
    study: Study,
    evidence: Evidence,
    scores: Scores,
    reading: str = "all",
    sampling: Sampling | None = None,
    figure_only: bool = False,
) -> ShownFit:
    """Estimate the model of a study's figure, as `model.estimation.estimate` does, whose errors it raises."""
    fit = estimated(study, evidence, scores, reading, sampling, figure_only)
    return ShownFit(**fields_of(fit), study=study)
