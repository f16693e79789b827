from pathlib import Path

import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.report.framework import theory_section
from counterpoise.theory.elements import Assumption, Rival, Theory
from counterpoise.theory.reading import read_theory

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


@pytest.fixture(scope="module")
def library() -> Theory:
    return read_theory("neoclassical-realism", Path())


def rows(theory: Theory) -> dict[str, tuple]:
    return {table.id: table.rows for table in theory_section(theory, NAMES).blocks}


def test_all_that_a_theory_declares_beside_its_questions_is_listed(library):
    listed = rows(library)
    assert list(listed) == ["axioms", "assumptions", "rivals", "levers"]
    for name in listed:
        assert len(listed[name]) == len(getattr(library, name)) > 0, name
    assert {row[-1] for name in ("assumptions", "rivals", "levers") for row in listed[name]} == {
        "not testable yet"
    }


def test_a_rival_stands_with_what_it_looks_at_and_what_it_says(library):
    rivals = {
        "both": Rival(cite="kuik2021", uses=("engagement", "power_ratio"), says="the state leans on power b"),
        "says": Rival(says="full tilt"),
    }
    assert rows(library.model_copy(update={"rivals": rivals}))["rivals"] == (
        (
            "Both",
            "looks at engagement and power ratio; Pakistan leans on China",
            "kuik2021",
            "not testable yet",
        ),
        ("Says", "full tilt", None, "not testable yet"),
    )


def test_an_assumption_that_a_computed_quantity_tests_is_not_said_to_wait(library):
    moved = {"moved": Assumption(text="Ties with power a move.", parameter="movement")}
    ((text, quantity, verdict),) = rows(library.model_copy(update={"assumptions": moved}))["assumptions"]
    assert text == "Ties with the United States move."
    assert quantity == "the movement words of the ties with a power"
    assert verdict == "see the movement of the ties"


def test_a_theory_that_declares_nothing_of_it_has_no_such_section(library):
    bare = {"axioms": {}, "assumptions": {}, "rivals": {}, "levers": {}}
    assert theory_section(library.model_copy(update=bare), NAMES).blocks == ()


def test_an_assumption_that_correlations_test_points_to_them(library):
    mixed = {"mixed": Assumption(text="So.", parameter="cross_domain_correlation")}
    ((_, _, verdict),) = rows(library.model_copy(update={"assumptions": mixed}))["assumptions"]
    assert verdict == "see the correlation of alignment across dimensions"
