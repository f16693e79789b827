from dataclasses import replace

import numpy as np
import pytest

from counterpoise import kept_estimates
from counterpoise.errors import CounterpoiseError
from counterpoise.kept_estimates import LastPanel, NoEstimate, estimate_and_keep, kept_estimate, last_panel
from counterpoise.measurement.scores import measure
from counterpoise.model.fit import ModelFit
from counterpoise.model.panel import ModelPanel
from counterpoise.model.sampling import Sampling
from counterpoise.theory.modelled import Decision
from counterpoise.workspace import open_workspace
from tests.model.panel_study import evidence_of, observations
from tests.model.test_estimation import SAMPLING, asked

__all__ = ["asked"]


def same(one: ModelFit, other: ModelFit) -> bool:
    return all(np.array_equal(one.values[name], other.values[name]) for name in one.values)


def test_a_second_run_takes_the_kept_estimate_and_each_sampling_has_its_own(asked) -> None:
    study, evidence, scores, calls = asked
    with open_workspace(study.folder) as workspace:
        none = kept_estimate(study, workspace, evidence, scores)
        assert none == NoEstimate("no estimate of the model is kept; `counterpoise estimate` makes one")
        first, kept = estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert not kept
        again, kept = estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert kept
        assert same(first, again)
        assert len(calls) == 1
        found = kept_estimate(study, workspace, evidence, scores)
        assert isinstance(found, ModelFit)
        assert same(first, found)
        assert found.table().equals(first.table())
        more = Sampling(warmup=10, draws=30, seed=7)
        later, kept = estimate_and_keep(study, workspace, evidence, scores, sampling=more)
        assert not kept
        for sampling, draws in ((SAMPLING, 20), (more, 30), (None, 30)):
            found = kept_estimate(study, workspace, evidence, scores, sampling=sampling)
            assert isinstance(found, ModelFit)
            assert found.sampling.draws == draws
            assert same(found, first if draws == 20 else later)
        assert estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)[1]
        assert len(calls) == 2


def test_what_is_to_be_sampled_is_told_before_it_is_and_not_where_an_estimate_is_kept(asked) -> None:
    study, evidence, scores, calls = asked
    begun = []

    def begins(panel: ModelPanel, sampling: Sampling) -> None:
        begun.append((panel.states, sampling, len(calls)))

    with open_workspace(study.folder) as workspace:
        for _ in range(2):
            estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING, begins=begins)
    assert begun == [(study.panel, SAMPLING, 0)]


def test_the_last_panel_is_that_of_the_last_estimate_of_the_whole_figure(asked) -> None:
    study, evidence, scores, _ = asked
    with open_workspace(study.folder) as workspace:
        assert last_panel(workspace) is None
        estimate_and_keep(study, workspace, evidence, scores, "direct", SAMPLING)
        assert last_panel(workspace) is None
        fit, _ = estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert last_panel(workspace) == LastPanel(fit.panel.years[-1], fit.panel.filters)


def test_of_several_the_newest_is_taken_on_which_verdicts_may_rest_and_said_so(
    asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, evidence, scores, _ = asked
    sound: set[int] = set()
    monkeypatch.setattr(
        ModelFit, "blocked", property(lambda fit: () if fit.sampling.draws in sound else ("why",))
    )

    def taken(**options: object) -> tuple[int, str]:
        found = kept_estimate(study, workspace, evidence, scores, **options)
        assert isinstance(found, ModelFit)
        assert (found.taken in found.notes) is bool(found.taken)
        return found.sampling.draws, found.taken

    with open_workspace(study.folder) as workspace:
        for draws in (20, 30, 40):
            estimate_and_keep(study, workspace, evidence, scores, sampling=Sampling(warmup=10, draws=draws))
        sound = {20, 30}
        draws, told = taken()
        assert draws == 30
        assert told.startswith("of 3 estimates that are kept of this evidence the one of 20")
        assert told.endswith("2 chains of 30 draws, is taken: the newest on which verdicts may rest")
        sound = set()
        draws, told = taken()
        assert draws == 40
        assert told.endswith("is taken: the newest, for verdicts may rest on none")
        assert taken(sampling=Sampling(warmup=10, draws=20)) == (20, "")


def test_where_none_fits_it_is_told_what_changed_and_what_to_type(
    asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, evidence, scores, _ = asked

    def why(*of: object, **asked_for: object) -> str:
        found = kept_estimate(study, workspace, *of, **asked_for)
        assert isinstance(found, NoEstimate)
        return found.why

    with open_workspace(study.folder) as workspace:
        estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert why(evidence, scores, reading="direct") == (
            "no estimate of the model is kept; `counterpoise estimate --reading direct` makes one"
        )
        other = evidence_of(observations(seed=2))
        told = why(other, measure(study, other.values))
        assert told.startswith("an estimate of the model is kept, of 2")
        assert told.endswith(
            "but since then there was a change in what is observed; `counterpoise estimate` estimates anew"
        )
        assert "a change in the sampling;" in why(evidence, scores, sampling=Sampling(draws=500))
        with monkeypatch.context() as patched:
            patched.setattr("counterpoise.model.estimation.reached_digest", lambda *_, **__: "new")
            assert "a change in the program's equations and sampler;" in why(evidence, scores)
        nothing = evidence_of([])
        told = why(nothing, measure(study, nothing.values))
        assert told.startswith("an estimate of the model is kept, but this evidence makes no panel for it")
        assert "no tie of any state with the United States is observed" in told


def test_lost_draws_are_told_and_an_earlier_estimate_stands_in(asked) -> None:
    study, evidence, scores, _ = asked
    with open_workspace(study.folder) as workspace:
        estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        estimate_and_keep(study, workspace, evidence, scores, sampling=Sampling(warmup=10, draws=30))
    events = []
    with open_workspace(study.folder) as workspace:
        events = [each for each in workspace.events() if each.kind == kept_estimates.ESTIMATED]
        for event in reversed(events):
            name = event.body["object"]
            (path,) = study.folder.glob(f".counterpoise/objects/*/{name}")
            path.chmod(0o600)
            path.unlink()
            found = kept_estimate(study, workspace, evidence, scores)
            if event is events[-1]:
                assert isinstance(found, ModelFit)
                assert found.sampling == SAMPLING
        assert found == NoEstimate(
            "the draws of the estimate that is kept are lost or damaged; `counterpoise estimate` estimates anew"
        )


def test_the_ledger_names_the_rules_that_were_fixed_before(asked) -> None:
    study, evidence, scores, _ = asked
    with open_workspace(study.folder) as workspace:
        estimate_and_keep(study, workspace, evidence, scores, "direct", SAMPLING, figure_only=True)
    with open_workspace(study.folder) as workspace:
        (event,) = [each for each in workspace.events() if each.kind == "model.estimated"]
    assert event.body["rules"] == study.theory.rules_id
    assert event.body["reading"] == "direct"
    assert event.body["states"] == ["PAK", "VNM", "IDN"]


def test_an_estimate_does_not_follow_from_thresholds(asked) -> None:
    study, evidence, scores, _ = asked
    lenient = study.theory.model.model_copy(update={"decision": Decision(supported=0.6)})
    changed = replace(study, theory=study.theory.model_copy(update={"model": lenient}))
    with open_workspace(study.folder) as workspace:
        first, _ = estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        found = kept_estimate(changed, workspace, evidence, scores)
    assert isinstance(found, ModelFit)
    assert same(first, found)


def test_draws_that_are_not_finite_are_not_kept(asked, monkeypatch: pytest.MonkeyPatch) -> None:
    study, evidence, scores, _ = asked
    drawn = kept_estimates.Specification.estimated

    def broken(asked_for, sampling: Sampling) -> ModelFit:
        fit = drawn(asked_for, sampling)
        fit.values["direct"][0, 0] = np.nan
        return fit

    monkeypatch.setattr(kept_estimates.Specification, "estimated", broken)
    with open_workspace(study.folder) as workspace:
        with pytest.raises(CounterpoiseError, match="draws of direct are not finite"):
            estimate_and_keep(study, workspace, evidence, scores, sampling=SAMPLING)
        assert isinstance(kept_estimate(study, workspace, evidence, scores), NoEstimate)
