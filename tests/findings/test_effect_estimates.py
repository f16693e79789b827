from dataclasses import replace

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
