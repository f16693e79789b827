import numpy as np
import pytest

from counterpoise.measurement.scores import measure
from counterpoise.model import estimation
from counterpoise.model.assembly import assemble
from counterpoise.model.estimation import estimate_and_keep, kept_fit
from counterpoise.model.fit import ModelFit
from counterpoise.model.generative import prior_parameters, prior_paths
from counterpoise.model.sampling import Sampling
from counterpoise.theory.modelled import Priors
from counterpoise.workspace import open_workspace
from tests.model.panel_study import evidence_of, observations, study_of_three

SAMPLING = Sampling(warmup=10, draws=20, seed=7)


def prior_alone(inputs, sampling: Sampling) -> dict[str, np.ndarray]:
    """Draws from the priors in place of the posterior: what is kept of draws does not ask where they come from."""
    size = sampling.chains * sampling.draws

    of = prior_parameters(inputs.panel, inputs.mask, Priors(), sampling.seed, size)
    made = prior_paths(of, inputs.panel, sampling.seed)
    n = len(inputs.panel.states)
    values = {**of, "pressure": made["pressure"], "filter_states": made["filters"], "ties": made["ties"]}
    values["tie_levels"] = np.zeros((size, 2, n))
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


def same(one: ModelFit, other: ModelFit) -> bool:
    return all(np.array_equal(one.values[name], other.values[name]) for name in one.values)


def test_a_second_run_takes_the_kept_estimate_and_other_inputs_do_not(asked) -> None:
    study, evidence, scores, calls = asked
    with open_workspace(study.folder) as workspace:
        assert kept_fit(study, workspace, evidence, scores) is None
        first, kept = estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert not kept
        again, kept = estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert kept
        assert same(first, again)
        assert len(calls) == 1
        found = kept_fit(study, workspace, evidence, scores)
        assert found is not None
        assert same(first, found)
        assert found.table().equals(first.table())
        assert kept_fit(study, workspace, evidence, scores, reading="direct") is None
        other = evidence_of(observations(seed=2))
        assert kept_fit(study, workspace, other, measure(study, other.values)) is None
        more = Sampling(warmup=10, draws=30, seed=7)
        _, kept = estimate_and_keep(study, workspace, evidence, scores, sampling=more)
        assert not kept
        assert len(calls) == 2


def test_the_ledger_names_the_rules_that_were_fixed_before(asked) -> None:
    study, evidence, scores, _ = asked
    with open_workspace(study.folder) as workspace:
        estimate_and_keep(study, workspace, evidence, scores, "direct", SAMPLING, figure_only=True)
    with open_workspace(study.folder) as workspace:
        (event,) = [each for each in workspace.events() if each.kind == "model.estimated"]
    assert study.theory.model is not None
    assert event.body["rules"] == study.theory.rules_id
    assert event.body["reading"] == "direct"
    assert event.body["states"] == ["PAK", "VNM", "IDN"]


def test_a_reading_keeps_its_effects_and_the_figure_alone_no_filter_beyond_it(asked) -> None:
    study, evidence, scores, _ = asked
    whole = estimation.estimate(study, evidence, scores, "mediated", SAMPLING)
    assert not whole.posterior.direct.any()
    assert not whole.posterior.moderated.any()
    assert whole.posterior.mediated.any(axis=(0, 1)).all()
    figure = estimation.estimate(study, evidence, scores, "mediated", SAMPLING, figure_only=True)
    assert figure.without == ("domestic",)
    kept = dict(zip(figure.panel.filters, figure.posterior.mediated.any(axis=(0, 1)), strict=True))
    assert kept == {"economic": True, "security": True, "domestic": False}
    assert assemble(study, evidence, scores).filters == figure.panel.filters
