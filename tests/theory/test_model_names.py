from pathlib import Path

from counterpoise.theory.elements import Theory
from counterpoise.theory.model_names import problems_of_model
from counterpoise.theory.modelled import ModelPart
from counterpoise.theory.reading import read_theory


def library() -> Theory:
    return read_theory("neoclassical-realism", Path())


def test_the_library_theory_uses_no_name_that_it_has_not() -> None:
    assert list(problems_of_model(library())) == []


def test_a_theory_without_a_model_has_nothing_to_mend() -> None:
    assert list(problems_of_model(library().model_copy(update={"model": None}))) == []


def test_every_unknown_name_is_told_with_its_place_and_the_nearest_that_is_known() -> None:
    part = ModelPart(
        filters={"economic": "economic_needs"},
        exposure={"construct": "fallback"},
        decided={"h3": {"largest": "economic"}, "N6": {"largest": "economic"}, "T3": {"largest": "economic"}},
        policies={"levers": {"balanced": {"evens": 1}}, "shocks": {"rivalries": {"to": "pressure"}}},
        frontier={"interests": {"prosperity": {"indicator": "gdp"}}},
    )
    found = dict(problems_of_model(library().model_copy(update={"model": part})))
    assert (
        found["model", "filters", "economic"]
        == "unknown filter 'economic_needs' - did you mean 'economic_need'?"
    )
    assert set(found) == {
        ("model", "filters", "economic"),
        ("model", "decided", "h3"),
        # A claim has a rule of its own where it needs `attribution`.
        ("model", "decided", "T3"),
        ("model", "policies", "levers", "balanced"),
        ("model", "policies", "shocks", "rivalries"),
        ("model", "exposure", "construct"),
        ("model", "frontier", "interests", "prosperity", "indicator"),
    }
