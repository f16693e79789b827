"""The map of themes: which of them gather the same passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counterpoise.findings.themes import GatheredTheme


def shared_passages(themes: Sequence[GatheredTheme]) -> Mapping[tuple[str, str], int]:
    """How many counted passages each two themes both gather, by their ids, in either order; a pair that shares none is left out."""
    held = {theme.id: {each.passage.id for each in theme.coded if each.counted} for theme in themes}
    both = {(one, other): len(held[one] & held[other]) for one in held for other in held if one != other}
    return {pair: count for pair, count in both.items() if count}


def nearest_theme(shared: Mapping[tuple[str, str], int], theme: str) -> tuple[str, int] | None:
    """The theme that shares most passages with one, the first in the alphabet of several, and how many; None where none does."""
    of_it = [(other, count) for (one, other), count in shared.items() if one == theme]
    return min(of_it, key=lambda each: (-each[1], each[0]), default=None)
