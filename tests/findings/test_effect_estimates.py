from dataclasses import replace

import numpy as np
import pytest

from counterpoise.findings.effect_estimates import EffectEstimates
from counterpoise.findings.names import PowerNames
from counterpoise.theory.modelled import Decision
from counterpoise.theory.titles import block_titles
from tests.findings.fitted import KnownFit, known_fit, made_from
from tests.model.rival_worlds import theory_of_library

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


def told(fit: KnownFit) -> EffectEstimates:
    theory = theory_of_library()
    return EffectEstimates.of(fit, NAMES, block_titles(theory), Decision(), made_from(fit.panel, theory))


def test_effects_that_a_world_has_are_found_and_those_that_it_has_not_are_not() -> None:
    with_filters, without = told(known_fit()), told(known_fit(filters=False))
    strong = with_filters.pressure()
    assert strong.probability > 0.5
    assert strong.contrary < 0.05
    assert with_filters.mediated(["security"]).probability > without.mediated(["security"]).probability
    assert without.mediated().judged(Decision()).finding != "supported"
    assert without.moderated().judged(Decision()).finding != "supported"


def test_one_filter_is_asked_about_by_itself() -> None:
    found = told(known_fit()).mediated(["security"])
    assert (
        found.says
        == "pressure moves tilt or engagement through security requirement, in a direction that can be told"
    )
    assert [number.label for number in found.numbers] == [
        "Effect of pressure through security requirement on tilt",
        "Effect of pressure through security requirement on engagement",
    ]
    (basis,) = {number.basis for number in found.numbers}
    assert set(basis.rows["part"]) == {"ties", "pressure", "exposure", "security"}
    (whole,) = {number.basis for number in told(known_fit()).mediated().numbers}
    assert set(whole.rows["part"]) > set(basis.rows["part"])


def test_effects_are_in_standard_deviations_of_what_they_are_on() -> None:
    fit = known_fit()
    wider = replace(fit, panel=replace(fit.panel, tie_scale=fit.panel.tie_scale * 3))
    assert [each.text for each in told(wider).pressure().numbers] == [
        each.text for each in told(fit).pressure().numbers
    ]


def test_what_goes_together_in_shocks_is_a_correlation() -> None:
    found = told(known_fit()).joint()
    assert found.probability == 1.0
    assert found.numbers[0].text == "0.30"
    assert found.reasons[0] == "A correlation of up to 0.1 counts as none."
    assert found.reasons[1].startswith(
        "Likeliest is that the correlation is above 0.1, by itself with a probability of 1.00."
    )
    assert (
        str(found.judged(Decision()))
        == "P(what moves the one tie goes with what moves the other, in a direction that can be told) = 1.00"
    )


def test_a_spread_that_only_its_prior_tells_has_no_verdict() -> None:
    assert not told(known_fit()).responses().silent
    (why,) = told(replace(known_fit(), overlap=0.95)).responses().silent
    assert "95% of the posterior lies within the prior" in why


def test_the_rule_is_told_with_every_effect() -> None:
    for found in (told(known_fit()).pressure(), told(known_fit()).moderated()):
        assert found.reasons[0].startswith("An effect of up to 0.1 standard deviations counts as none.")


def test_how_much_of_an_effect_is_prior_stands_among_its_reasons() -> None:
    through = ("direct[a]", "filter_response[security]", "mediated[a, security]")
    weak = told(replace(known_fit(), overlap=0.62, parameters=through))
    behind = "Of the effects behind it, and what filters answer to pressure, 62% to 62% of the posterior lies within the prior."
    for found, hardly in ((weak.mediated(["security"]), "2 of 2"), (weak.pressure(), "3 of 3")):
        assert any(
            each.startswith(behind) and each.endswith(f"it is so of {hardly}.") for each in found.reasons
        )
    # Of a filter of whose effects nothing is told, nothing.
    assert not any("within the prior" in each for each in weak.mediated(["economic"]).reasons)
    sure = told(known_fit()).pressure()
    assert any(each.endswith("it is so of 0 of 1.") for each in sure.reasons)


def test_of_ties_that_are_hardly_seen_together_it_is_not_told_whether_one_tells_the_other() -> None:
    fit = known_fit()
    assert not told(fit).single().silent
    ties = fit.panel.ties.copy()
    # In four states no year has both, and in four all have: five are asked for.
    ties[0, :4, ::2] = ties[1, :4, 1::2] = np.nan
    (why,) = told(replace(fit, panel=replace(fit.panel, ties=ties))).single().silent
    assert (
        why
        == "ties with both powers observed together, in 8 years or more of each of 5 states or more: it is so of 4"
    )


def test_what_the_prior_alone_would_decide_takes_odds_that_the_data_changed() -> None:
    found = told(known_fit()).single()
    assert found.judged(Decision()).finding == "supported"
    assert found.reasons[1].startswith("Before any data it has the probability 0.9")
    # As probable as before: above .9, and that is the prior's.
    fit = known_fit()
    rng, before = np.random.default_rng(2), 0.93
    alike = np.repeat(fit.posterior.tie_states[:, :1], 2, axis=1)
    apart = rng.normal(size=alike.shape)
    so = rng.permutation(len(alike)) < before * len(alike)
    mixed = np.where(so[:, None, None, None], apart, alike)
    no_news = told(replace(fit, posterior=replace(fit.posterior, tie_states=mixed))).single()
    assert no_news.probability == pytest.approx(before, abs=0.005)
    assert no_news.judged(Decision()).finding == "undecided"
