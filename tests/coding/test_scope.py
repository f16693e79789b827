import pytest

from counterpoise.coding.actors import actors_of
from counterpoise.coding.scope import bearing, bears_on_both, side_of
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
