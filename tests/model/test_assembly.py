from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.scores import measure
from counterpoise.model.assembly import assemble
from counterpoise.model.panel import ModelPanel
from counterpoise.model.texts import with_texts_of
from tests.model.panel_study import evidence_of, observations, speeches, study_of_three


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory):
    return study_of_three(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def panel(study) -> ModelPanel:
    evidence = with_texts_of(evidence_of(observations()), [speeches(year=year) for year in range(2001, 2009)])
    return assemble(study, evidence, measure(study, evidence.values))


def test_the_panel_holds_what_is_observed_and_nothing_else(panel: ModelPanel) -> None:
    assert panel.states == ("PAK", "VNM", "IDN")
    assert (panel.years[0], panel.years[-1]) == (2000, 2011)
    # Obligations go on to 2011; the tie is a mean of both series and ends with trade in 2009.
    assert panel.observed_ties[:, :, :10].all()
    assert not panel.observed_ties[:, :, 10:].any()
    assert np.nanmean(panel.ties) == pytest.approx(0, abs=1e-12)
    assert np.nanstd(panel.ties[1]) == pytest.approx(1)
    assert np.nanstd(panel.measures[0]) == pytest.approx(1)
    assert panel.filters == ("economic", "security", "domestic")
    assert panel.pressure_titles == ("Capability ratio", "Geopolitical risk of each power")


def test_each_part_says_what_feeds_it_and_what_was_left_out(panel: ModelPanel) -> None:
    assert panel.evidence["pressure"] == ("cinc_ratio", "geopolitical_risk")
    assert panel.evidence["ties"] == ("trade_share", "atop_obligations")
    assert panel.evidence["exposure"] == ("cinc",)
    assert "gdp_per_head" in panel.evidence["economic"]
    told = " / ".join(panel.notes)
    assert "the filter Institutions is not measured by anything and is left out" in told
    assert "no tie is observed after 2009: the years to 2011 rest on the model alone" in told


def test_the_weaker_a_state_the_more_it_is_exposed(panel: ModelPanel) -> None:
    # Capability of 1, 4 and 9 hundredths; the theory says that more of it means less exposure.
    assert (np.diff(panel.exposure) < 0).all()
    assert panel.exposure.mean() == pytest.approx(1)


def test_without_capability_all_are_exposed_alike_and_that_is_told(study) -> None:
    values = [each for each in observations() if each.indicator != "cinc"]
    evidence = evidence_of(values)
    panel = assemble(study, evidence, measure(study, evidence.values))
    assert not panel.varied_exposure
    assert any("cannot be told from that of the years" in note for note in panel.notes)


def test_a_power_without_ties_is_refused_before_any_sampling(study) -> None:
    values = [each for each in observations() if each.partner != "CHN" or each.state == "CHN"]
    evidence = evidence_of(values)
    with pytest.raises(CounterpoiseError, match="no tie of any state with CHN is observed"):
        assemble(study, evidence, measure(study, evidence.values))


def test_what_never_moves_is_left_out_and_told(study) -> None:
    values = [replace(each, value=5.0) if each.indicator == "polyarchy" else each for each in observations()]
    evidence = evidence_of(values)
    panel = assemble(study, evidence, measure(study, evidence.values))
    assert "domestic" not in panel.filters
    assert "Electoral democracy is the same in every year of every state and is left out" in panel.notes


def test_a_theory_without_a_model_says_so(study) -> None:
    without = replace(study, theory=study.theory.model_copy(update={"model": None}))
    evidence = evidence_of([])
    with pytest.raises(CounterpoiseError, match="says nothing of a model"):
        assemble(without, evidence, measure(study, evidence_of(observations()).values))
