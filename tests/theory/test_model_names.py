import pytest

from counterpoise.errors import StudyFileError
from counterpoise.theory.model_names import problems_of_model
from counterpoise.theory.reading import LIBRARY, check_theory
from counterpoise.yamlfile import parse_yaml

TEXT = LIBRARY.joinpath("neoclassical_realism.yaml").read_text(encoding="utf-8")


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def told(*changes: tuple[str, str]) -> dict[str, str]:
    """What a changed theory of the library is refused for, by the path of keys; the place is checked in the text."""
    text = changed(*changes)
    with pytest.raises(StudyFileError) as raised:
        check_theory(parse_yaml(text, "t.yaml"))
    found = {}
    for problem in raised.value.problems:
        where, _, what = problem.what.partition(": ")
        _, line, column = problem.place.split(":")
        at = text.splitlines()[int(line) - 1][int(column) - 1 :]
        key = where.rpartition(".")[2]
        # A place in a list is where the item stands, one of keys where the key does.
        assert at.startswith(what.split("'")[1] if key.isdigit() else key), problem
        found[where] = what
    return found


def test_the_library_theory_uses_no_name_that_it_has_not() -> None:
    assert list(problems_of_model(parse_yaml(TEXT, "t.yaml"))) == []


def test_a_theory_without_a_model_has_nothing_to_mend() -> None:
    assert list(problems_of_model(parse_yaml("theory: t\n", "t.yaml"))) == []


def test_every_unknown_name_is_told_at_its_own_place_with_the_nearest_whatever_else_is_wrong() -> None:
    found = told(
        ("economic: economic_need\n", "economic: economic_needs\n"),
        ("beyond_figure: [domestic]", "beyond_figure: [domestics]\n  held_out: [diplomat]"),
        ("{construct: fallback_capacity,", "{construct: fallback,"),
        ("h1a: {largest: [economic]}", "h1a: {largest: [economics]}"),
        ("h1b: {largest: [security]}", "h3: {largest: [security]}"),
        # A claim has a rule of its own where it needs `attribution`.
        ("N6: {largest: [pressure]}", "T3: {largest: pressure}"),
        ("supported: 0.9,", "supported: most,"),
        ("indicator: gdp_per_head", "indicator: gdp"),
        ("{raises: {institutions: 1}}", "{raises: {institution: 1}}"),
        ("balanced_diplomacy: {evens: 0.25}", "balanced: {evens: 0.25}"),
        ("rivalry: {to: pressure}", "rivalries: {to: presure}"),
    )
    assert {where: what.partition(" - ")[2] for where, what in found.items()} == {
        "model.filters.economic": "did you mean 'economic_need'?",
        "model.beyond_figure.0": "did you mean 'domestic'?",
        "model.exposure.construct": "did you mean 'fallback_capacity'?",
        "model.held_out.0": "did you mean 'diplomatic'?",
        "model.decided.h1a.largest.0": "did you mean 'economic'?",
        "model.decided.h3": "",
        "model.decided.T3": "",
        "model.decision.supported": "",
        "model.frontier.interests.prosperity.indicator": "",
        "model.policies.levers.institutional_capacity.raises.institution": "did you mean 'institutions'?",
        "model.policies.levers.balanced": "did you mean 'balanced_diplomacy'?",
        "model.policies.shocks.rivalries": "did you mean 'rivalry'?",
        "model.policies.shocks.rivalries.to": "did you mean 'pressure'?",
    }


def test_an_unknown_filter_is_told_once_and_what_is_under_a_misspelt_key_is_looked_at() -> None:
    assert set(told(("economic: economic_need\n", "economic: need\n"))) == {"model.filters.economic"}
    assert set(
        told(("    levers:\n      inst", "    lever:\n      inst"), ("{institutions: 1}", "{institute: 1}"))
    ) == {
        "model.policies.lever",
        "model.policies.levers.institutional_capacity.raises.institute",
    }
    assert set(told(("  filters:\n", "  filtered:\n"))) == {"model.filtered"}


def test_a_prior_of_one_number_in_place_of_two_is_told_as_that() -> None:
    found = told(
        (
            "  soundness:",
            "  priors: {pressure_persistence: [4], filter_persistence: [4, 2, 1], tie_persistence: []}\n  soundness:",
        )
    )
    assert found == {
        "model.priors.pressure_persistence": "found a list of 1; expected one of 2",
        "model.priors.filter_persistence": "found a list of 3; expected one of 2",
        "model.priors.tie_persistence": "found a list of 0; expected one of 2",
    }
