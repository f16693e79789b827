"""Gathering in a notebook: evidence that knows its study, so that it can say what it is of and be drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from counterpoise.evidence import COUNTED, STANDING_OF_KIND
from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import measure
from counterpoise.notebook.shown import Charts, Shown, Told, by_name, fields_of
from counterpoise.report.coverage import coverage_figure
from counterpoise.report.figures import chronology_figure
from counterpoise.study import Study
from counterpoise.wording import listed, several

TOLD = 3
"""So many problems are told; `.problems` has them all."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GatheredEvidence(Evidence, Shown):
    """Evidence with the study that it is of."""

    study: Study

    @cached_property
    def found(self) -> Findings:
        """What is found in it as it stands, of which the report's charts are drawn."""
        return conclude(self.study, self, measure(self.study, self.values))

    def charts(self) -> Charts:
        """What is observed of the theory's series, and the dated events."""
        drawn = (coverage_figure(self.found), chronology_figure(self.chronology))
        return by_name(each for each in drawn if each is not None)

    __repr__ = Shown.__repr__

    def _told(self) -> Told:
        counted = Counter(STANDING_OF_KIND[each.kind] for each in self.documents.values())
        kinds = listed([f"{counted[kind]} {kind}" for kind in (*COUNTED, "under test") if counted[kind]])
        series = self.values["indicator"].n_unique()
        sentences = [
            f"{several(len(self.documents), 'document')}{f' ({kinds})' if kinds else ''}; "
            f"{several(len(self.passages), 'passage')} with {several(len(self.codings), 'coding')} and {several(len(self.links), 'link')}; "
            f"{several(self.values.height, 'value')} of {several(series, 'series', 'series')}; "
            f"{several(len(self.chronology), 'dated event')}. Each row is a coding."
        ]
        if self.voices.documents:
            heard = listed(sorted({each.voice or "" for each in self.voices.documents.values()}))
            spoken = several(len(self.voices.documents), "document")
            sentences.append(
                f"Beside it {heard} are heard in their own words, in {spoken} (evidence.voices)."
            )
        if self.problems:
            first = "; ".join(map(str, self.problems[:TOLD]))
            of = f"{several(len(self.problems), 'problem')} (all: evidence.problems)"
            sentences.append(f"{of}: {first}.")
        return Told(
            f"Evidence: {self.study.declared.study}",
            tuple(sentences),
            ("scores = cp.measure(study, evidence)",),
        )


def gather(study: Study) -> GatheredEvidence:
    """Gather a study's evidence: documents read and coded, data files read. Earlier work is taken up again.

    Raises CounterpoiseError where the study's workspace cannot be opened, as where another process writes to it.
    """
    from counterpoise.pipeline import gather as gathered

    return GatheredEvidence(**fields_of(gathered(study)), study=study)
