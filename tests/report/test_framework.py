from pathlib import Path

import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.report.framework import theory_section
from counterpoise.report.outline import DataTable
from counterpoise.theory.elements import Figure, Rival, Theory
from counterpoise.theory.reading import read_theory

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


@pytest.fixture(scope="module")
def library() -> Theory:
    return read_theory("neoclassical-realism", Path())


def rows(theory: Theory) -> dict[str, tuple]:
    blocks = theory_section(theory, NAMES).blocks
    return {block.id: block.rows for block in blocks if isinstance(block, DataTable)}


def test_what_a_theory_declares_and_its_rivals_are_listed(library):
    listed = rows(library)
    assert list(listed) == ["axioms", "rivals"]
    for name in listed:
        assert len(listed[name]) == len(getattr(library, name)) > 0, name
    assert {row[-1] for row in listed["rivals"]} == {"not testable yet"}


def test_a_rival_stands_with_what_it_looks_at_and_what_it_says(library):
    rivals = {
        "both": Rival(cite="kuik2021", uses=("engagement", "power_ratio"), says="the state leans on power b"),
        "says": Rival(says="full tilt"),
        "own": Rival(cite="Waltz:theory", says="so"),
    }
    assert rows(library.model_copy(update={"rivals": rivals}))["rivals"] == (
        (
            "Both",
            "looks at engagement with both powers a year before and capability of China over the United States; Pakistan leans on China",
            "Kuik (2021)",
            "not testable yet",
        ),
        ("Says", "full tilt", None, "not testable yet"),
        ("Own", "so", "Waltz:theory", "not testable yet"),
    )


def test_a_theory_that_declares_nothing_of_it_has_no_such_section(library):
    bare = {"axioms": {}, "rivals": {}, "figure": Figure(chain=("balancing",))}
    assert theory_section(library.model_copy(update=bare), NAMES).blocks == ()
