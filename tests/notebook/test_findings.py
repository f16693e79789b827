from dataclasses import replace

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.conclusions import Findings
from counterpoise.notebook.findings import OF_CHOICES, ShownFindings, conclude
from counterpoise.notebook.shown import fields_of
from counterpoise.report.outline import Section
from counterpoise.report.theme_saturation import saturation_figure


def test_findings_are_those_of_the_stage(evidence, miniature):
    findings = conclude(miniature.study, evidence, miniature.scores)
    assert isinstance(findings, Findings)
    assert findings.table().equals(miniature.table())


def test_the_charts_are_those_of_the_report(findings):
    saturation = {
        f"saturation-{theme.id}": figure
        for theme in findings.themes
        if (figure := saturation_figure(theme)) is not None
    }
    assert saturation
    assert {name: findings.plot(name).figure for name in saturation} == saturation


def test_what_choices_do_is_reckoned_when_it_is_asked_for_and_once(findings, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def section(of: Findings) -> Section:
        asked.append(of)
        return Section("sensitivity", "", (replace(findings.plot().figure, id="figure-ranks"),))

    monkeypatch.setattr("counterpoise.report.sensitivity.sensitivity_section", section)
    anew = ShownFindings(**fields_of(findings))
    assert set(OF_CHOICES) <= set(anew.charts())
    assert asked == []
    assert anew.plot("ranks").figure.id == "figure-ranks"
    with pytest.raises(CounterpoiseError, match="plot, sensitivity: too little is observed for this chart"):
        anew.plot("sensitivity")
    assert len(asked) == 1


def test_findings_count_cells_and_verdicts_and_say_how_to_write_them(findings):
    page = findings._repr_html_()
    cells = [cell for table in findings.tables for cell in table.cells()]
    assert f"{len(cells)} cells, {sum(bool(cell.evidence) for cell in cells)} of them with evidence" in page
    assert f"{len(findings.answers())} answers" in page
    assert "cp.write_report(findings, &#34;report.html&#34;)" in page
