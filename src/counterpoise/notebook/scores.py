"""Measuring in a notebook: scores that know what they were measured from, so that they can be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import Scores
from counterpoise.measurement.scores import measure as measured
from counterpoise.notebook.shown import PREFIX, Charts, Shown, Told, by_name, fields_of
from counterpoise.report.alignment_map import alignment_map
from counterpoise.report.dependence import dependence
from counterpoise.report.figures import TIES, figures
from counterpoise.report.outline import Figure
from counterpoise.report.types_by_year import types_by_year
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.wording import listed, several


@dataclass(frozen=True, kw_only=True, repr=False)
class MeasuredScores(Scores, Shown):
    """Scores with the study and the evidence that they were measured from."""

    study: Study
    evidence: Evidence

    @cached_property
    def found(self) -> Findings:
        """What is found in them as they stand, of which the report's charts are drawn."""
        return conclude(self.study, self.evidence, self)

    @cached_property
    def _with_breaks(self) -> dict[str, Figure]:
        """The figures of ties with the breaks marked, which takes seconds."""
        from counterpoise.report.changes import breaks_of, changes_of

        breaks = breaks_of(self.found, changes_of(self.found))
        return {figure.id: figure for figure in figures(self.found, breaks)}

    def charts(self) -> Charts:
        """Alignment, engagement, votes and ties by dimension, the map, the types by year, and dependence."""
        blocks = (
            *figures(self.found),
            *filter(None, (alignment_map(self.found),)),
            *types_by_year(self.found),
            *dependence(self.found),
        )
        drawn = [each for each in blocks if isinstance(each, Figure) and each.id != f"{PREFIX}chronology"]
        of_ties = {
            figure.id.removeprefix(PREFIX): self._marked(figure.id)
            for figure in drawn
            if figure.id.startswith(TIES)
        }
        return by_name(drawn) | of_ties

    def _marked(self, name: str) -> Callable[[], Figure]:
        return lambda: self._with_breaks[name]

    __repr__ = Shown.__repr__

    def _told(self) -> Told:
        names = listed([state(iso3).name for iso3 in self.study.panel])
        years = self.alignment.filter(pl.col("median").is_not_null())["year"]
        constructs = several(self.alignment["construct"].n_unique(), "construct")
        span = f"{years[0]}" if years.n_unique() == 1 else f"{years.sort()[0]}-{years.sort()[-1]}"
        told = f"{constructs} of {names}, {span}" if len(years) else f"Nothing is measured of {names}"
        return Told(
            f"Scores: {self.study.declared.study}",
            (
                f"{told}. Each row is a construct of a state in a dimension and year: the median and 90 % interval over draws, and how "
                "many of its inputs were observed. Other tables: scores.ties, scores.types, scores.votes.",
            ),
            ("findings = cp.conclude(study, evidence, scores)",),
        )


def measure(study: Study, evidence: Evidence) -> MeasuredScores:
    """Measure a study's constructs, with intervals, from what was gathered.

    Raises CounterpoiseError for what is no evidence, for units that differ, and for goalposts that do not fit.
    """
    if not isinstance(evidence, Evidence):
        found = f"found a {type(evidence).__name__}; expected what `cp.gather(study)` gave"
        raise CounterpoiseError(Problem("cp.measure, evidence", found))
    scores = measured(study, evidence.values)
    return MeasuredScores(**fields_of(scores), study=study, evidence=evidence)
