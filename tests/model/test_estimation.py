from dataclasses import replace

import numpy as np
import pytest

from counterpoise.measurement.scores import measure
from counterpoise.model.assembly import assemble
from counterpoise.model.estimation import FOLLOWS_FROM, estimate, specified
from counterpoise.model.generative import prior_parameters, prior_paths
from counterpoise.model.sampling import Sampling
from counterpoise.theory.modelled import Priors
from tests.model.panel_study import evidence_of, observations, study_of_three

SAMPLING = Sampling(warmup=10, draws=20, seed=7)


def prior_alone(inputs, sampling: Sampling) -> dict[str, np.ndarray]:
    """Draws from the priors in place of the posterior: what is kept of draws does not ask where they come from."""
    size = sampling.chains * sampling.draws

    of = prior_parameters(inputs.panel, inputs.mask, Priors(), sampling.seed, size)
    made = prior_paths(of, inputs.panel, sampling.seed)
    n = len(inputs.panel.states)
    values = {**of, "pressure": made["pressure"], "filter_states": made["filters"], "ties": made["ties"]}
    values["tie_levels"], values["lost"] = np.zeros((size, 2, n)), np.zeros(size)
    values["filter_levels"] = np.zeros((size, len(inputs.panel.filters), n))
    return {
        name: value.reshape(sampling.chains, sampling.draws, *value.shape[1:])
        .astype(np.float32)
        .astype(float)
        for name, value in values.items()
    }


@pytest.fixture
def asked(tmp_path, monkeypatch: pytest.MonkeyPatch):
    calls: list[Sampling] = []

    def counted(inputs, sampling: Sampling) -> dict[str, np.ndarray]:
        calls.append(sampling)
        return prior_alone(inputs, sampling)

    monkeypatch.setattr("counterpoise.model.fit.draw", counted)
    study = study_of_three(tmp_path)
    evidence = evidence_of(observations())
    return study, evidence, measure(study, evidence.values), calls


def test_a_reading_keeps_its_effects_and_the_figure_alone_no_filter_beyond_it(asked) -> None:
    study, evidence, scores, _ = asked
    whole = estimate(study, evidence, scores, "mediated", SAMPLING)
    assert not whole.posterior.direct.any()
    assert not whole.posterior.moderated.any()
    assert whole.posterior.mediated.any(axis=(0, 1)).all()
    figure = estimate(study, evidence, scores, "mediated", SAMPLING, figure_only=True)
    assert figure.without == ("domestic",)
    kept = dict(zip(figure.panel.filters, figure.posterior.mediated.any(axis=(0, 1)), strict=True))
    assert kept == {"economic": True, "security": True, "domestic": False}
    assert assemble(study, evidence, scores).filters == figure.panel.filters


def test_an_estimate_follows_from_its_panel_effects_priors_sampling_and_sampler_and_not_from_the_rules(
    asked,
) -> None:
    study, evidence, scores, _ = asked
    one = specified(study, evidence, scores)
    before = one.follows_from(SAMPLING)
    assert before.keys() == FOLLOWS_FROM.keys()

    def changed(of, sampling: Sampling = SAMPLING) -> list[str]:
        after = of.follows_from(sampling)
        return [name for name in before if before[name] != after[name]]

    part = one.part
    rules = part.decision.model_copy(update={"supported": 0.95})
    soundness = part.soundness.model_copy(update={"r_hat": 1.1})
    assert not changed(replace(one, part=part.model_copy(update={"decision": rules, "soundness": soundness})))
    assert not changed(replace(one, panel=replace(one.panel, notes=("another note",))))
    # The equations take the theory's error of pressure in place of what its sources say.
    said = replace(one.panel, pressure_errors=np.full(one.panel.pressure.shape, 0.4))
    assert not changed(replace(one, panel=said))
    priors = part.priors.model_copy(update={"direct": 0.3})
    assert changed(replace(one, part=part.model_copy(update={"priors": priors}))) == ["theory"]
    assert changed(one, replace(SAMPLING, draws=30)) == ["sampling"]
    assert changed(replace(one, panel=replace(one.panel, exposure=2 * one.panel.exposure))) == [
        "observations"
    ]
    assert changed(specified(study, evidence, scores, "direct")) == ["effects"]
    assert changed(specified(study, evidence, scores, figure_only=True)) == ["effects"]
    years = tuple(year + 1 for year in one.panel.years)
    assert changed(replace(one, panel=replace(one.panel, years=years))) == ["years"]
