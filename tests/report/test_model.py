from dataclasses import replace

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.earlier_rules import EarlierRules
from counterpoise.report.checklist import checklist_section
from counterpoise.report.framework import theory_section
from counterpoise.report.markdown import render_markdown
from counterpoise.report.model import _axis, model_section
from counterpoise.report.outline import Bullets, DataTable, Figure, Outline, Paragraph
from counterpoise.report.plots import Span
from counterpoise.theory.modelled import Decision
from tests.findings.fitted import felt_alike, known_fit, told_alone


def tables(findings: Findings) -> dict[str, DataTable]:
    return {each.id: each for each in model_section(findings).blocks if isinstance(each, DataTable)}


def test_without_a_fit_there_is_no_such_section(miniature: Findings) -> None:
    assert model_section(miniature).blocks == ()


def test_it_says_what_was_estimated_and_what_can_be_told_apart(modelled: Findings) -> None:
    first, second, notes = model_section(modelled).blocks[:3]
    assert isinstance(first, Paragraph)
    assert "8 states over 1990-2019" in first.text
    assert "300 draws" in first.text
    assert isinstance(second, Paragraph)
    assert "common to all states cannot be told from the years" in second.text
    assert isinstance(notes, Bullets)
    assert notes.items[-1] == "The panel is made up."


def test_effects_shares_rivals_forecasts_and_parameters_have_their_numbers(modelled: Findings) -> None:
    found = tables(modelled)
    assert list(found) == [
        "model-effects",
        "model-readings",
        "model-balance",
        "model-rivals",
        "model-forecasts",
        "model-updating",
        "model-parameters",
        "model-evidence",
    ]
    assert len(found["model-effects"].rows) == 16
    (figure,) = [each for each in model_section(modelled).blocks if isinstance(each, Figure)]
    assert [row[0] for row in figure.table.rows] == [
        "Pressure",
        "Economic need",
        "Security requirement",
        "Leadership perception",
        "Institutional capacity",
    ]
    assert sum(row[7] for row in figure.table.rows) == pytest.approx(1, abs=0.01)
    weights = [row[6] for row in found["model-rivals"].rows if row[6] is not None]
    assert sum(weights) == pytest.approx(1)
    untested = [row for row in found["model-rivals"].rows if row[4] is None]
    assert {row[0] for row in untested} >= {"Ideology", "Balance of power"}


def test_the_axis_of_shares_reaches_as_far_as_they_do() -> None:
    assert _axis([Span("Pressure", 0.2, 0.4, 0.3)]) == (0.0, 1.0)
    assert _axis([Span("Pressure", -0.13, 0.4, 0.1), Span("Economic", 0.2, 1.02, 0.7)]) == (-0.2, 1.1)


def test_draws_that_carry_no_verdict_are_shown_with_the_reason(modelled: Findings) -> None:
    bad = told_alone(modelled, replace(known_fit(), blocked=("the chains do not agree",)))
    bad.__dict__["comparison"] = modelled.model.comparison
    told = model_section(replace(modelled, model=bad)).blocks[1]
    assert isinstance(told, Paragraph)
    assert told.text.startswith(
        "No verdict rests on the draws of the model. What stands against them: the chains do not agree."
    )
    labels = [row[0] for row in tables(replace(modelled, model=bad))["model-parameters"].rows]
    assert labels == [
        "Direct effect of pressure on the tie with the United States",
        "Spread of the states' own responses in the tie with the United States",
    ]
    theories = tables(replace(modelled, model=bad))["model-rivals"].rows
    looks_at = {row[0]: row[2] for row in theories}
    assert looks_at["The theory"].startswith("pressure, economic need, security requirement")
    without = {row[0]: row[3] for row in theories}
    assert (
        "Capability of China over the United States: nothing is observed of capability"
        in without["Power transition"]
    )


def test_the_rules_of_verdicts_are_named_and_that_they_were_changed_is_told(modelled: Findings) -> None:
    rules = modelled.study.theory.rules_id
    for earlier, told in (
        (None, f"Verdicts are by the rules {rules}"),
        (
            (EarlierRules("estimate", "2026-03-01", "other"),),
            "there was the estimate of 2026-03-01 under other",
        ),
    ):
        blocks = model_section(replace(modelled, earlier_rules=earlier)).blocks
        assert any(isinstance(each, Paragraph) and told in each.text for each in blocks)


def test_a_row_of_rivals_says_whether_it_is_told_apart_from_the_best_and_by_which_rule(
    modelled: Findings,
) -> None:
    rows = {row[0]: row for row in tables(modelled)["model-rivals"].rows}
    apart = {name: row[10] for name, row in rows.items()}
    assert sorted(apart.values(), key=str).count("is the best") == 1
    for name, row in rows.items():
        if row[4] is None:
            assert apart[name] is None
        elif abs(row[4]) < Decision().told_apart and apart[name] != "is the best":
            assert apart[name] == "no: a difference below 4"


def test_notes_name_parameters_in_words(modelled: Findings) -> None:
    fit = replace(known_fit(), notes=("the data hardly add to the prior of direct[a]",))
    told = told_alone(modelled, fit)
    told.__dict__["comparison"] = modelled.model.comparison
    notes, *_ = [
        each for each in model_section(replace(modelled, model=told)).blocks if isinstance(each, Bullets)
    ]
    assert notes.items[-1] == (
        "The data hardly add to the prior of direct effect of pressure on the tie with the United States."
    )


def test_that_all_states_feel_pressure_alike_is_told_once(modelled: Findings) -> None:
    fit = felt_alike()
    alike = replace(modelled.model, fit=replace(fit, notes=(*fit.notes, "another")))
    alike.__dict__["comparison"] = modelled.model.comparison
    _, told, notes = model_section(replace(modelled, model=alike)).blocks[:3]
    assert "rests on what those years had in common, and no verdict follows" in told.text
    assert notes.items[-1] == "Another."
    assert not any("alike" in item for item in notes.items)


def test_rivals_have_their_verdicts_where_they_are_listed(modelled: Findings) -> None:
    (listed,) = [
        table
        for table in theory_section(modelled.study.theory, modelled.names, modelled.model).blocks
        if table.id == "rivals"
    ]
    verdicts = {row[0]: row[-1] for row in listed.rows}
    assert verdicts["Ideology"].startswith("not testable with this evidence: Likeness of regimes")
    assert "P(it predicts later years better than that ties persist) = " in verdicts["Classical alignment"]


def test_rows_of_the_checklist_follow(modelled: Findings, modelled_outline: Outline) -> None:
    rows = {row[0]: row for row in checklist_section(modelled, modelled_outline.sections).blocks[1].rows}
    assert rows["T1"][-1] == "not testable with this evidence"
    assert rows["M1"][-1].endswith("shown")
    assert "lacks" not in rows["M1"][-1]
    assert rows["G2"][-1] in ("supported", "undecided", "contradicted")


def test_every_format_can_hold_it(modelled_outline: Outline) -> None:
    written = render_markdown(modelled_outline, "figures")
    assert "The causal figure as a model" in written
    assert "P(pressure moves tilt or engagement, in a direction that can be told) is at least " in written
