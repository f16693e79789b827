from pathlib import Path

from counterpoise.model.candidates import PERSISTENCE, READINGS, THEORY
from counterpoise.theory.elements import Theory
from counterpoise.theory.modelled import Quantity
from counterpoise.theory.reading import read_theory
from counterpoise.theory.rivals import TAKEN, own_series, problems_of_rivals, unknown_rival


def library(**changes: object) -> Theory:
    return read_theory("neoclassical-realism", Path()).model_copy(update=changes)


def test_a_rival_looks_at_quantities_that_are_declared() -> None:
    theory = library()
    quantities = {name: each for name, each in theory.quantities.items() if name != "tilt"}
    (problem,) = problems_of_rivals(library(quantities=quantities))
    assert problem[0] == ("rivals", "classical_alignment", "uses", 0)
    assert problem[1].startswith("unknown quantity 'tilt'")


def test_a_rival_has_a_name_of_its_own_beside_what_it_is_compared_with() -> None:
    assert {PERSISTENCE, THEORY, *READINGS} == TAKEN
    rivals = {**library().rivals, "mediated": library().rivals["ideology"]}
    ((where, what),) = problems_of_rivals(library(rivals=rivals))
    assert where == ("rivals", "mediated")
    assert what.startswith("'mediated' is what the theory itself, a reading")


def test_a_theory_without_rivals_says_so() -> None:
    assert unknown_rival("hedging", library(rivals={})) == "unknown rival 'hedging'; there is none"


def test_what_is_joined_to_one_term_expects_one_thing() -> None:
    theory = library()
    odd = Quantity(title="Nearness", of="pair", series="contiguity", against=True, expects="more")
    found = dict(problems_of_rivals(library(quantities={**theory.quantities, "proximity": odd})))
    assert "make them agree" in found["rivals", "balance_of_threat", "joined"]


def test_a_claim_sets_the_theory_against_a_rival_that_there_is() -> None:
    claims = tuple(
        claim.model_copy(update={"rival": "idealogy"}) if claim.rival else claim for claim in library().claims
    )
    ((where, what),) = problems_of_rivals(library(claims=claims))
    assert where[-1] == "rival"
    assert "did you mean 'ideology'?" in what


def test_ties_stand_on_series_that_rivals_may_not_use() -> None:
    assert {"trade_share", "ideal_point_distance", "shared_igos"} <= own_series(library())
    assert {"trade_openness", "polyarchy", "cinc", "igo_memberships"}.isdisjoint(own_series(library()))
