import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from counterpoise.findings.basis import Basis
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import measure
from counterpoise.model.assembly import assemble
from counterpoise.model.rivals import Comparison, Predicted
from tests.model.panel_study import evidence_of, observations, speeches, study_of_three, value, with_voices

NONE = pl.Series([], dtype=pl.Float64).to_numpy()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[ModelEvidence, Evidence]:
    """What the panel of three states is made from, with speeches of one of them in each year."""
    folder: Path = tmp_path_factory.mktemp("three")
    study = study_of_three(folder)
    polity = [
        value(who, None, year, "polyarchy", 0.5, "index")
        for who in ("USA", "CHN")
        for year in range(2000, 2012)
    ]
    spoken = speeches(*(("VNM", year) for year in range(2001, 2010)))
    said = []
    for number in range(9):
        # Some speeches speak of something else too, and some less of trade.
        first, second, *rest = spoken.codings[5 * number : 5 * number + 5]
        said.append(replace(first, code="public_opinion") if number % 3 == 1 else first)
        said += [second, *rest] if number % 2 else rest
    evidence = with_voices(evidence_of([*observations(), *polity]), replace(spoken, codings=tuple(said)))
    panel = assemble(study, evidence, measure(study, evidence.values))
    return ModelEvidence.of(study, evidence.values, panel), evidence


def ids_of(evidence: Evidence, *indicators: str, states: tuple[str, ...] = ("PAK", "VNM", "IDN")) -> set[str]:
    from counterpoise.evidence import values_of_table

    return {
        each.id
        for each in values_of_table(evidence.values)
        if each.indicator in indicators and each.state in states
    }


def of_part(basis: Basis, part: str) -> set[str]:
    return set(basis.rows.filter(part=part)["id"])


def test_the_panel_stands_on_its_observations_and_on_the_passages_that_its_shares_count(made) -> None:
    found, evidence = made
    assert of_part(found.whole, "ties") == ids_of(evidence, "trade_share", "atop_obligations")
    powers = ids_of(evidence, "cinc_ratio", "geopolitical_risk", states=("USA", "CHN"))
    assert of_part(found.whole, "pressure") == powers
    spoken = {
        coding.passage
        for coding in evidence.voices.codings
        if coding.code in ("trade", "neighbour_rivalry", "public_opinion")
    }
    assert set(found.whole.ids("passage")) == spoken
    by_state = found.whole.rows.filter(kind="passage").group_by("state", "part").agg(pl.col("id").n_unique())
    assert sorted(by_state.iter_rows()) == [
        ("VNM", "domestic", 3),
        ("VNM", "economic", 19),
        ("VNM", "security", 9),
    ]


def test_what_is_of_a_state_or_of_a_filter_is_that_and_what_all_stand_on(made) -> None:
    found, evidence = made
    state = found.of_state("VNM")
    assert of_part(state, "pressure") == of_part(found.whole, "pressure")
    assert set(state.rows.filter(pl.col("part") != "pressure")["state"]) == {"VNM"}
    assert state.title == "Viet Nam with the pressure on all"
    assert not found.of_state("PAK").ids("passage")
    security = found.of_filters(["security"])
    assert set(security.rows["part"]) == {"ties", "pressure", "exposure", "security"}
    assert of_part(security, "security") > ids_of(evidence, "militarised_disputes")
    assert found.of_filters() is found.whole
    assert found.of_filters(found.panel.filters) is found.whole
    assert (found.whole.title, security.title) == (
        "the whole panel",
        "ties, pressure and security requirement",
    )


def test_a_rival_stands_on_ties_and_on_the_quantities_that_it_was_tested_by(made) -> None:
    found, evidence = made
    theory = found.theory
    ideology = theory.rivals["ideology"]
    titles = tuple(theory.quantities[each].title for each in ideology.uses)
    tested = Predicted("ideology", "rival", titles, (), NONE, NONE, 0.0, 0.0)
    compared = Comparison((tested,), {}, (), None, 2004, 30)
    basis = found.of_candidates(compared, ("ideology", "persistence"))
    assert of_part(basis, "ties") == of_part(found.whole, "ties")
    regimes = set(basis.rows.filter(pl.col("part") != "ties")["id"])
    assert regimes == ids_of(evidence, "polyarchy", states=("PAK", "VNM", "IDN", "USA", "CHN"))
    assert basis.title == "ties, distance in UN votes and likeness of regimes"
    persistence = found.of_candidates(compared, ("persistence",))
    assert (set(persistence.rows["part"]), persistence.title) == ({"ties"}, "ties")
    direct, mediated = (found.of_candidates(compared, (name,)) for name in ("direct", "mediated"))
    assert set(direct.rows["part"]) == {"ties", "pressure", "exposure"}
    assert set(mediated.rows["part"]) == {"ties", *found.panel.filters}
    without = replace(tested, holds=())
    alone = ModelEvidence(theory, found.panel, found.rows).of_candidates(
        replace(compared, predicted=(without,)), ("ideology", "persistence")
    )
    assert set(alone.rows["part"]) == {"ties"}
    assert found.of_candidates(compared, ("theory", "persistence")) is found.whole


def test_what_a_rival_looks_at_of_a_power_names_it(made) -> None:
    found, _ = made
    transition = found.theory.rivals["power_transition"]
    titles = tuple(found.theory.quantities[each].title for each in transition.uses)
    assert any("power b" in title for title in titles)
    tested = Predicted("power_transition", "rival", titles, (), NONE, NONE, 0.0, 0.0)
    basis = found.of_candidates(Comparison((tested,), {}, (), None, 2004, 30), ("power_transition",))
    assert "capability of China over the United States" in basis.title
    assert not re.search(r"power [ab]\b", f"{basis.title} {basis}")


def test_a_basis_is_shared_and_not_copied(made) -> None:
    found, _ = made
    assert found.of_filters(["security"]) is found.of_filters(["security"])
    assert found.whole is found.whole
