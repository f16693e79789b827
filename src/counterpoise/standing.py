"""What a document counts as, how much, and who speaks in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

Standing = Literal["first-hand", "second-hand", "data note", "under test"]

STANDING_OF_KIND: dict[str, Standing] = {
    "speech": "first-hand",
    "law": "first-hand",
    "treaty": "first-hand",
    "government": "first-hand",
    "report": "first-hand",
    "interview": "first-hand",
    "literature digest": "second-hand",
    "scholarly": "second-hand",
    "strategic assessment": "second-hand",
    "news": "second-hand",
    "data note": "data note",
    "paper under test": "under test",
}
"""What a document counts as, by its kind. What is under test is quoted and never counted."""

COUNTED: tuple[Standing, ...] = tuple(s for s in get_args(Standing) if s != "under test")
"""The standings that are counted, each in its own column."""

Speaker = Literal["state", "a", "b", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class Perspective:
    """Who speaks in a document, and for whom: ISO3 codes of states, or the name of a group such as a bloc.

    `on_behalf_of` is None where the origin speaks for itself.
    """

    origin: str | None
    on_behalf_of: str | None = None

    def speaker(self, state: str, a: str, b: str) -> Speaker:
        """Whose voice this is in a study of a state between powers a and b: that of the one spoken for."""
        spoken_for = self.on_behalf_of or self.origin
        if spoken_for is None:
            return "unknown"
        sides: dict[str, Speaker] = {state: "state", a: "a", b: "b"}
        return sides.get(spoken_for, "other")


def kind_weights(stated: Mapping[str, float], place: str) -> Mapping[str, float]:
    """What a document of each kind that is counted weighs: as stated, else 1.

    Raises CounterpoiseError at `place` for a kind that there is not, for one that is never counted, and for a
    weight that is negative or no finite number.
    """
    counted = {kind: 1.0 for kind, standing in STANDING_OF_KIND.items() if standing in COUNTED}
    problems = []
    for kind, weight in stated.items():
        if kind not in STANDING_OF_KIND:
            near = did_you_mean(kind, counted) or f"; expected one of {', '.join(counted)}"
            problems.append(Problem(place, f"unknown kind '{kind}'{near}"))
        elif kind not in counted:
            problems.append(Problem(place, f"'{kind}' is quoted and never counted, so it has no weight"))
        elif isinstance(weight, bool) or not math.isfinite(weight) or weight < 0:
            problems.append(
                Problem(place, f"the weight of '{kind}' is {weight}; expected a number of 0 or more")
            )
    if problems:
        raise CounterpoiseError(*problems)
    return MappingProxyType({kind: float(stated.get(kind, weight)) for kind, weight in counted.items()})


def weights_in_words(weights: Mapping[str, float]) -> str:
    """The weights of kinds as a report prints them.

    >>> weights_in_words({"law": 2.0, "news": 0.5, "speech": 1.0})
    'law 2, news 0.5, every other kind 1'
    """
    told = [f"{kind} {weight:g}" for kind, weight in weights.items() if weight != 1]
    return ", ".join([*told, "every other kind 1" if told else "every kind 1"])
