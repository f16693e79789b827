from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.theory.elements import Edge, Figure, Theory
from counterpoise.theory.graph import circles_of_needs, cycle_within_a_period, edges, inputs_on_two_sides
from counterpoise.theory.reading import read_theory


def figure(*chain: str | list[str], added: tuple[tuple[str, str, int], ...] = ()) -> Figure:
    return Figure.model_validate(
        {
            "chain": list(chain),
            "edges": [{"from": source, "to": target, "lag": lag} for source, target, lag in added],
        }
    )


def arrows(found: Figure) -> set[tuple[str, str, int]]:
    return {(edge.source, edge.target, edge.lag) for edge in edges(found)}


def test_each_step_leads_to_all_of_the_next_and_no_further() -> None:
    assert arrows(figure("p", ["f", "g"], "b")) == {
        ("p", "f", 0),
        ("p", "g", 0),
        ("f", "b", 0),
        ("g", "b", 0),
    }


def test_added_edges_come_with_their_lag() -> None:
    assert ("b", "p", 1) in arrows(figure("p", "b", added=(("b", "p", 1),)))


def test_a_chain_has_no_cycle_and_lagged_feedback_is_none() -> None:
    assert cycle_within_a_period(figure("p", ["f", "g"], "b")) == ()
    assert cycle_within_a_period(figure("p", "f", "b", added=(("b", "p", 1),))) == ()
    assert cycle_within_a_period(figure("p", "f", added=(("f", "f", 2),))) == ()


@pytest.mark.parametrize(
    "looped",
    [
        figure("p", "f", "b", added=(("b", "p", 0),)),
        figure("p", "f", added=(("f", "f", 0),)),
        figure("p", "f", "p"),
        figure("p", ["f", "g"], "b", added=(("g", "f", 0), ("f", "g", 0))),
    ],
)
def test_a_cycle_within_a_period_is_told_along_its_arrows(looped: Figure) -> None:
    cycle = cycle_within_a_period(looped)
    assert len(cycle) >= 2
    assert cycle[0] == cycle[-1]
    drawn = {(source, target) for source, target, lag in arrows(looped) if lag == 0}
    assert set(pairwise(cycle)) <= drawn


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 1)), max_size=20))
def test_a_cycle_is_found_exactly_where_no_order_of_the_nodes_fits(added: list[tuple[int, int, int]]) -> None:
    graph = Figure(chain=(), edges=tuple(Edge(source=str(a), target=str(b), lag=lag) for a, b, lag in added))
    # Peel off nodes that no remaining arrow leads to; what cannot be peeled holds a cycle.
    left = {(a, b) for a, b, lag in added if lag == 0}
    while free := {a for a, _ in left} - {b for _, b in left}:
        left = {(a, b) for a, b in left if a not in free}
    assert bool(cycle_within_a_period(graph)) == bool(left)


def theory(constructs: dict[str, object]) -> Theory:
    return Theory.model_validate(
        {
            "theory": "t",
            "title": "T",
            "codes": {"g": {"c1": "One.", "c2": "Two."}, "h": {"c3": "Three."}},
            "effects": {},
            "dimensions": {},
            "figure": {"chain": ["g", "h"]},
            "constructs": constructs,
            "themes": {},
            "tables": {},
        }
    )


def series(*ids: str) -> list[dict[str, str]]:
    return [{"id": name, "title": name, "unit": "u"} for name in ids]


def test_an_indicator_on_both_sides_is_found_with_the_constructs_that_use_it() -> None:
    found = inputs_on_two_sides(
        theory(
            {
                "pressure": {"role": "pressure", "indicators": series("x", "y")},
                "outcome": {"role": "outcome", "indicators": series("x", "z")},
            }
        )
    )
    assert found == {"x": {"cause": ("pressure",), "outcome": ("outcome",)}}


def test_a_code_on_both_sides_is_found_through_its_group_too() -> None:
    found = inputs_on_two_sides(
        theory(
            {
                "filter": {"role": "filter", "codes": ["g"]},
                "behaviour": {"role": "behaviour", "codes": ["c2", "c3"]},
            }
        )
    )
    assert found == {"c2": {"cause": ("filter",), "behaviour": ("behaviour",)}}


def test_pressure_and_filter_stand_on_one_side_and_a_table_on_none() -> None:
    assert (
        inputs_on_two_sides(
            theory(
                {
                    "pressure": {"role": "pressure", "indicators": series("x")},
                    "filter": {"role": "filter", "indicators": series("x")},
                    "shown": {"role": "table", "indicators": series("x")},
                }
            )
        )
        == {}
    )


def test_the_library_theory_explains_nothing_by_itself() -> None:
    library = read_theory("neoclassical-realism", Path())
    assert inputs_on_two_sides(library) == {}
    assert cycle_within_a_period(library.figure) == ()
    assert edges(library.figure)


def theory_that_needs(**needs: list[str]) -> Theory:
    """A theory of hypotheses, and of debates where a name begins with d, that need what is given."""
    return Theory.model_validate(
        {
            "theory": "t",
            "title": "T",
            "codes": {},
            "effects": {},
            "dimensions": {},
            "figure": {"chain": []},
            "constructs": {},
            "themes": {},
            "tables": {},
            "hypotheses": {
                name: {"text": "t", "estimand": "e", "needs": named}
                for name, named in needs.items()
                if not name.startswith("d")
            },
            "debates": {
                name: {"title": "t", "question": "q", "test": "t", "needs": named}
                for name, named in needs.items()
                if name.startswith("d")
            },
        }
    )


def test_questions_that_need_each_other_without_end_are_found_each_circle_once() -> None:
    theory = theory_that_needs(h1=["x", "d1"], d1=["h2"], h2=["h1"], h3=["h3"], h4=["h3", "h5"], h5=["x"])
    assert circles_of_needs(theory) == (("d1", "h2", "h1", "d1"), ("h3", "h3"))


def test_questions_may_need_one_question_twice() -> None:
    assert circles_of_needs(theory_that_needs(h1=["h2", "h3"], h2=["d1"], h3=["d1"], d1=["x"])) == ()
