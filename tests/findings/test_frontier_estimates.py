from dataclasses import replace

import polars as pl

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.estimate import Estimate
from counterpoise.findings.frontier_estimates import efficient
from counterpoise.findings.model_accounts import ModelAccounts
from tests.findings.fitted import EVIDENCE, KnownFit, known_fit, made_from


def with_interest(**evidence: tuple[str, ...]) -> KnownFit:
    """A fit whose first filter is measured by GDP per head, on few draws."""
    fit = known_fit(draws=20)
    titles = ("GDP per head", *fit.panel.measure_titles[1:])
    return replace(fit, panel=replace(fit.panel, measure_titles=titles, evidence={**EVIDENCE, **evidence}))


def told(findings: Findings, fit: KnownFit) -> Estimate:
    """Whether efficient state-years are the balanced ones, in the study in miniature with a fit."""
    theory = findings.study.theory
    assert theory.model is not None
    found = ModelAccounts(findings.study, fit).weighed
    assert not isinstance(found, CounterpoiseError)
    evidence = made_from(fit.panel, theory)
    return efficient(findings.study, fit, theory.model, findings.scores.ties, evidence, found)


def test_balance_of_too_few_states_is_held_against_nothing(miniature: Findings) -> None:
    found = told(miniature, with_interest())
    (why,) = found.silent
    assert why.startswith("balance that may be held against efficiency: ")
    assert "state" in why
    (standing,) = found.numbers
    assert standing.label == "On the frontier of benefit and risk"
    assert 0 <= float(standing.text) <= 1
    assert standing.basis is not None
    assert set(standing.basis.rows.filter(~pl.col("part").is_in(["pressure"]))["state"]) == {"PAK"}
    assert any("Security is left out of benefit" in reason for reason in found.reasons)
    assert any(reason.endswith("A correlation of up to 0.1 counts as none.") for reason in found.reasons)


def test_what_risk_is_made_of_is_no_part_of_the_balance_held_against_it(miniature: Findings) -> None:
    reason = told(miniature, with_interest()).reasons[1]
    assert "closeness of UN ideal points" in reason
    assert "trade_share" not in reason
    every = ("trade_share", "arms_import_share", "ideal_point_distance:final-passage")
    none = told(miniature, with_interest(ties=every))
    (lacking,) = none.silent
    assert lacking.startswith("a dimension of ties that is no part of the model")
    assert not any("Balance is measured" in reason for reason in none.reasons)
