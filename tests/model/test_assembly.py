from dataclasses import replace

import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import measure
from counterpoise.model.assembly import assemble
from counterpoise.model.panel import ModelPanel
from tests.model.panel_study import evidence_of, observations, speeches, study_of_three, with_voices


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory):
    return study_of_three(tmp_path_factory.mktemp("study"))


def panel_of(study, texts: Evidence) -> ModelPanel:
    evidence = replace(texts, values=evidence_of(observations()).values)
    return assemble(study, evidence, measure(study, evidence.values))


@pytest.fixture(scope="module")
def panel(study) -> ModelPanel:
    return panel_of(study, speeches(*(("PAK", year) for year in range(2001, 2009))))


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
    assert panel.pressure_titles == ("Index of pressure",)
    told = "pressure is an index, the mean of capability ratio and geopolitical risk of each power in standard deviations"
    assert any(note.startswith(told) for note in panel.notes)


def test_each_part_says_what_feeds_it_and_what_was_left_out(panel: ModelPanel) -> None:
    assert panel.evidence["pressure"] == ("cinc_ratio", "geopolitical_risk")
    assert panel.evidence["ties"] == ("trade_share", "atop_obligations")
    assert panel.evidence["exposure"] == ("cinc",)
    assert "gdp_per_head" in panel.evidence["economic"]
    told = " / ".join(panel.notes)
    assert (
        "the filter institutional capacity is not measured by anything and is left out: it would be measured by passages on institutional capacity, from "
        "documents under `documents` of the study file for Pakistan and under `voices` for the others" in told
    )
    assert "no tie is observed after 2009: the years to 2011 rest on the model alone" in told
    assert "less GDP per head is taken for more economic need" in told
    assert panel.measure_titles[0] == "Less GDP per head"
    # The four passages of a speech that count, by voice and year, each with its codes.
    assert sorted(panel.passages) == [("PAK", year) for year in range(2001, 2009)]
    said = panel.passages["PAK", 2008].values()
    assert sorted(code for codes in said for code in codes) == ["neighbour_rivalry", *["trade"] * 3]


def test_ties_of_a_dimension_that_is_held_out_are_no_part_of_the_panel(study) -> None:
    part = study.theory.model
    theory = study.theory.model_copy(update={"model": part.model_copy(update={"held_out": ("security",)})})
    held = panel_of(replace(study, theory=theory), speeches(("PAK", 2001)))
    assert held.evidence["ties"] == ("trade_share",)
    assert "the security ties are held out of the model, as the theory says" in held.notes
    assert held.ties[0, :, :10] != pytest.approx(panel_of(study, speeches(("PAK", 2001))).ties[0, :, :10])


def test_states_that_speak_for_themselves_are_measured_by_it_and_the_panel_says_who_does(study) -> None:
    own = [("PAK", year) for year in range(2001, 2009)]
    alone, told = (
        panel_of(study, speeches(*own)),
        "heard in their own words: Pakistan; not heard: Viet Nam and Indonesia,",
    )
    assert any(note.startswith(told) for note in alone.notes)
    of_vietnam = speeches(*(("VNM", year) for _, year in own))
    # In its first year one passage is of something else, so that the shares are not all the same.
    other = replace(of_vietnam.codings[0], code="regional_influence")
    two = panel_of(
        study, with_voices(speeches(*own), replace(of_vietnam, codings=(other, *of_vietnam.codings[1:])))
    )
    told = (
        "heard in their own words: Pakistan and Viet Nam, the others than Pakistan by 8 documents under `voices`; not heard: "
        "Indonesia, of whom"
    )
    assert any(note.startswith(told) for note in two.notes)
    row = [title.startswith("passages on") for title in two.measure_titles].index(True)
    assert (~np.isnan(two.measures[row])).sum(axis=1).tolist() == [8, 8, 0]
    nobody = panel_of(study, evidence_of([]))
    assert any(note.startswith("no state of the panel is heard") for note in nobody.notes)
    voices = speeches(*((state, year) for state in ("VNM", "IDN") for _, year in own))
    assert any(
        note.startswith(
            "all 3 states of the panel are heard in their own words, the others than Pakistan by 16"
        )
        for note in panel_of(study, with_voices(speeches(*own), voices)).notes
    )


def test_the_weaker_a_state_the_more_it_is_exposed(panel: ModelPanel) -> None:
    # Capability of 1, 4 and 9 hundredths; the theory says that more of it means less exposure.
    assert (np.diff(panel.exposure) < 0).all()
    assert panel.exposure.mean() == pytest.approx(1)


def test_without_capability_all_are_exposed_alike_and_that_is_told(study) -> None:
    values = [each for each in observations() if each.indicator != "cinc"]
    evidence = evidence_of(values)
    panel = assemble(study, evidence, measure(study, evidence.values))
    assert not panel.varied_exposure
    (told,) = (note for note in panel.notes if "cannot be told from that of the years" in note)
    assert told.startswith(
        "nothing is observed that tells exposure, by fallback capacity; it would be measured by capability, from sources under `data` of the study file: "
    )


def test_a_power_without_ties_is_refused_before_any_sampling(study) -> None:
    values = [each for each in observations() if each.partner != "CHN" or each.state == "CHN"]
    evidence = evidence_of(values)
    with pytest.raises(CounterpoiseError, match="no tie of any state with China is observed"):
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
