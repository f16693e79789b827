import pytest

from counterpoise.coding.actors import Name, actors_of
from counterpoise.coding.scope import Glance, bearing, bears_on_both, side_of
from counterpoise.evidence import Power

ACTORS = actors_of("PAK", "USA", "CHN")


@pytest.mark.parametrize(
    ("origin", "names_state", "named", "bears"),
    [
        ("PAK", False, set(), "case"),
        ("USA", True, set(), "case"),
        (None, True, {"a"}, "case"),
        (None, False, {"a", "b"}, "system"),
        ("USA", False, {"b"}, "system"),
        ("CHN", False, {"a"}, "system"),
        ("USA", False, {"a"}, "none"),
        ("USA", False, set(), "none"),
        ("VNM", False, {"a"}, "none"),
        (None, False, set(), "none"),
    ],
)
def test_what_a_passage_bears_on(
    origin: str | None, names_state: bool, named: set[Power], bears: str
) -> None:
    assert bearing(origin, ACTORS, names_state=names_state, named=named) == bears


@pytest.mark.parametrize(
    ("origin", "named", "both"),
    [("PAK", {"a", "b"}, True), ("USA", {"b"}, True), ("PAK", {"b"}, False), ("USA", {"a"}, False)],
)
def test_both_powers_are_in_view(origin: str, named: set[Power], both: bool) -> None:
    assert bears_on_both(origin, ACTORS, named) is both


def test_the_side_of_a_speaker() -> None:
    assert [side_of(origin, ACTORS) for origin in ("USA", "CHN", "PAK", None)] == ["a", "b", "none", "none"]


def test_a_power_may_be_heard_in_full() -> None:
    assert bearing("USA", ACTORS, names_state=False, named=set(), hearing="powers") == "case"
    assert bearing("VNM", ACTORS, names_state=False, named=set(), hearing="powers") == "none"


@pytest.mark.parametrize(
    ("text", "origin", "passes"),
    [
        ("They met.", "PAK", True),
        ("They met in pakistan.", None, True),
        ("The United States met China.", None, True),
        ("They met China.", "USA", True),
        ("They met China.", "VNM", False),
        ("They met.", "USA", False),
        ("The states were united, and china was sold.", None, True),
        ("us and them, in China", None, False),
    ],
)
def test_a_glance_lets_through_what_may_bear_on_the_case(text: str, origin: str | None, passes: bool) -> None:
    assert Glance(ACTORS, "case").passes(text, origin) is passes


def test_a_glance_knows_prefixes_and_whom_it_hears_in_full() -> None:
    actors = actors_of("PAK", "USA", "CHN", {"state": [Name("Lahor*")]})
    assert Glance(actors, "case").passes("The Lahoris met.", None)
    assert not Glance(actors, "case").passes("The Multanis met.", None)
    assert Glance(actors, "powers").passes("They met.", "CHN")
    assert not Glance(actors, "powers").passes("They met.", None)
