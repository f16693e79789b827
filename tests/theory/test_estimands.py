from pathlib import Path

from counterpoise.theory.estimands import (
    BY_MODEL,
    BY_PREDICTION,
    COMPUTED,
    ESTIMANDS,
    OF_FILTERS,
    OF_PRESSURE,
)
from counterpoise.theory.reading import names_to_need, read_theory


def test_what_is_computed_is_an_estimand() -> None:
    assert COMPUTED
    assert set(ESTIMANDS) >= COMPUTED


def test_what_the_model_tells_is_an_estimand_that_nothing_else_computes() -> None:
    assert set(ESTIMANDS) >= set(BY_MODEL)
    assert not COMPUTED & set(BY_MODEL)


def test_effects_of_pressure_rest_on_pressure_and_filters_and_predictions_on_neither() -> None:
    assert sorted(OF_PRESSURE & OF_FILTERS) == ["mediated_effect", "moderated_effect", "pressure_effect"]
    assert sorted(BY_PREDICTION) == ["forecast_score", "model_comparison"]
    assert not BY_PREDICTION & (OF_PRESSURE | OF_FILTERS)


def test_each_estimand_completes_this_needs() -> None:
    for name, says in ESTIMANDS.items():
        assert f"this needs {says}".count(".") == 0, name
        assert says[0].islower(), name


def test_no_estimand_has_the_name_of_anything_else_that_a_question_may_need() -> None:
    theory = read_theory("neoclassical-realism", Path())
    others = {*theory.constructs, *theory.definitions, *theory.codes, *theory.themes}
    others |= {*theory.hypotheses, *theory.debates}
    assert not others & set(ESTIMANDS)
    assert names_to_need(theory) == others | set(ESTIMANDS)


def test_every_estimand_is_wanted_by_the_library_theory() -> None:
    theory = read_theory("neoclassical-realism", Path())
    wanted = {need for each in (*theory.hypotheses.values(), *theory.debates.values()) for need in each.needs}
    wanted |= {need for claim in theory.claims for need in claim.needs}
    wanted |= {assumption.parameter for assumption in theory.assumptions.values()}
    wanted |= {table.beside for table in theory.tables.values() if table.beside is not None}
    assert set(ESTIMANDS) - wanted == set()
