"""Simulating in a notebook: the futures of a scenario, with how far they may be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.names import PowerNames, names_of_state
from counterpoise.findings.refusals import Refusals
from counterpoise.findings.unobserved_ties import unobserved_ties
from counterpoise.model.futures import Futures
from counterpoise.model.outset import outset
from counterpoise.model.scenariofile import read_scenario
from counterpoise.model.scenarios import simulate as simulated
from counterpoise.notebook.shown import Charts, Shown, Told, by_name, fields_of
from counterpoise.report.futures import futures_section, headlines, not_simulated
from counterpoise.report.outline import Figure
from counterpoise.study import Study
from counterpoise.theory.titles import block_titles

if TYPE_CHECKING:
    from counterpoise.model.fit import ModelFit


@dataclass(frozen=True, kw_only=True, repr=False)
class SimulatedFutures(Futures, Shown):
    """Futures with what the state, the powers and the filters are called, and in `refused` why no verdict may rest on them, a sentence each."""

    names: PowerNames
    titles: Mapping[str, str]
    refused: tuple[str, ...]

    def charts(self) -> Charts:
        """The fans of the ties."""
        blocks = futures_section(self, self.names, self.titles).blocks
        return by_name(each for each in blocks if isinstance(each, Figure))

    __repr__ = Shown.__repr__
    _repr_html_ = Shown._repr_html_

    def _told(self) -> Told:
        return Told(
            f"Scenario: {self.scenario.scenario}",
            (
                *self.refused,
                *headlines(self, self.names),
                *unobserved_ties(self.ties_until, self.years[0] - 1, self.names),
                *not_simulated(self, self.titles),
                "Each row is a strategy, a series and a year: the median over the runs with 50 and 90 % intervals.",
            ),
            ('cp.write_report(futures, "scenario.html")    # or .pdf, .docx, .md',),
        )


def simulate(study: Study, fit: ModelFit, path: Path | str) -> SimulatedFutures:
    """Simulate the scenario of a file from an estimate of the study's model.

    Raises StudyFileError with every problem of the file, and CounterpoiseError where the theory has no model or the state no place
    in the panel of the estimate.
    """
    part, panel = study.theory.model, fit.panel
    if part is None:
        told = "says nothing of a model, so that nothing can be simulated"
        raise CounterpoiseError(Problem(study.declared.theory, told))
    asked = read_scenario(Path(path), part, panel.states, panel.filters, panel.years[-1])
    start = outset(panel, fit.posterior, asked.state or study.state)
    futures = simulated(start, part.policies, asked)
    names, titles = names_of_state(start.state, study.powers), block_titles(study.theory)
    refused = Refusals(fit, part.decision, names, titles).sentences_on_futures()
    return SimulatedFutures(**fields_of(futures), names=names, titles=titles, refused=refused)
