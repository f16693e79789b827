from dataclasses import replace
from inspect import signature

import pytest
from lxml import etree

import counterpoise
from counterpoise.errors import CounterpoiseError
from counterpoise.findings.conclusions import Findings
from counterpoise.model.fit import ModelFit
from counterpoise.model.sampling import Sampling
from counterpoise.notebook import fit as module
from counterpoise.notebook.fit import ASKING, ShownFit, estimate
from counterpoise.notebook.shown import fields_of
from tests.model.worlds import fitted


@pytest.fixture(scope="module")
def fit(miniature: Findings) -> ShownFit:
    return ShownFit(**fields_of(fitted()), study=miniature.study)


def test_a_fit_is_that_of_the_stage_with_each_parameter_in_words(
    miniature: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "estimated", lambda *_: fitted())
    found = estimate(miniature.study, miniature.evidence, miniature.scores)
    assert isinstance(found, ModelFit)
    assert found.table().drop("meaning").equals(fitted().table())
    told = dict(found.effects().select("parameter", "meaning").iter_rows())
    assert told["direct[b]"] == "Direct effect of pressure on the tie with China"


def test_an_unknown_reading_is_told_before_anything_else(miniature: Findings) -> None:
    with pytest.raises(CounterpoiseError, match="unknown reading 'directt' - did you mean 'direct'"):
        estimate(miniature.study, miniature.evidence, miniature.scores, "directt")


def test_a_fit_draws_its_effects_and_says_first_why_no_verdict_rests_on_it(fit: ShownFit) -> None:
    assert set(fit.charts()) == {"effects"}
    assert fit.plot().figure.title == "Effects on the ties with each power"
    page = fit._repr_html_()
    etree.fromstring(page)
    assert "No verdict: a verdict takes 5 states at least, and this panel has 3." in fit.refused
    assert all(reason in page for reason in fit.refused)
    assert page.index("No verdict: ") < page.index("Estimated: 3 states")
    assert "cp.simulate(study, fit" in page
    assert "`fit.table()` has them all, with their overlap" in page


def test_what_may_be_done_is_told_as_a_notebook_asks_for_it(fit: ShownFit) -> None:
    part = fit.study.theory.model
    few = part.model_copy(update={"decision": part.decision.model_copy(update={"fewest_states": 2})})
    study = replace(fit.study, theory=fit.study.theory.model_copy(update={"model": few}))
    told = list(replace(fit, study=study, reading="direct").words.against(ASKING))
    assert told[-2] == "Verdicts take an estimate without `reading` and `figure_only`."
    assert told[-1] == (
        "How many draws it takes cannot be told from so few; without `sampling` there are 1,400 of each chain."
    )


def test_how_a_notebook_asks_for_draws_can_be_typed() -> None:
    for words, sampling in (
        (ASKING.draws.format(3000), Sampling(draws=3000)),
        (ASKING.two_chains, Sampling(chains=2)),
    ):
        argument, _, typed = words.strip("`").partition("=")
        assert argument in signature(estimate).parameters
        assert eval(typed, {"cp": counterpoise}) == sampling
