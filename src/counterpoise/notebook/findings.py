"""Concluding in a notebook: findings with their charts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.conclusions import conclude as concluded
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import Scores
from counterpoise.notebook.shown import PREFIX, Charts, Shown, Told, by_name, fields_of, sought
from counterpoise.report.outline import Figure
from counterpoise.report.theme_map import theme_map_figure
from counterpoise.report.theme_saturation import saturation_figure
from counterpoise.study import Study
from counterpoise.wording import listed, several

if TYPE_CHECKING:
    from counterpoise.findings.estimate import Fit

OF_CHOICES = ("sensitivity", "ranks")
"""The charts of what each choice of the index does, which are reckoned when they are asked for."""


@dataclass(frozen=True, repr=False)
class ShownFindings(Findings, Shown):
    """Findings that draw their charts: the map of themes, saturation of each theme, and what each choice of the index does to the scores."""

    @cached_property
    def _of_choices(self) -> dict[str, Figure]:
        from counterpoise.report.sensitivity import sensitivity_section

        blocks = sensitivity_section(self).blocks
        return {block.id.removeprefix(PREFIX): block for block in blocks if isinstance(block, Figure)}

    def charts(self) -> Charts:
        """The map of themes, saturation by theme, and the charts of choices."""
        themes = (*self.themes, *self.candidates)
        drawn = (theme_map_figure(themes), *map(saturation_figure, themes))
        return by_name(each for each in drawn if each is not None) | {
            name: sought(lambda: self._of_choices, name, "too little is observed for this chart")
            for name in OF_CHOICES
        }

    __repr__ = Shown.__repr__

    def _told(self) -> Told:
        cells = [cell for table in self.tables for cell in table.cells()]
        filled = sum(bool(cell.evidence) for cell in cells)
        verdicts = Counter(each.finding for each in self.answers())
        weighed = listed([f"{count} {verdict}" for verdict, count in verdicts.most_common()])
        return Told(
            f"Findings: {self.study.declared.study}",
            (
                f"{several(len(self.tables), 'table')} with {several(len(cells), 'cell')}, {filled} of them with evidence; "
                f"{several(len(self.themes), 'theme')}. {several(len(self.answers()), 'answer')}{f': {weighed}' if weighed else ''}.",
            ),
            (
                'cp.write_report(findings, "report.html")    # or .pdf, .docx, .md',
                'cp.write_tables(findings, "tables")',
            ),
        )


def conclude(study: Study, evidence: Evidence, scores: Scores, fit: Fit | None = None) -> ShownFindings:
    """Find what the evidence and the scores say, and the estimated model of the theory's figure with a fit of it: tables, themes, answers.

    Without a fit what needs the model is answered "not testable yet".
    """
    return ShownFindings(**fields_of(concluded(study, evidence, scores, fit)))
