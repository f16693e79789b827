"""Why a path leaves another: what each part of the model adds to the difference, year by year, and in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterpoise.measurement.draws import has_width
from counterpoise.model.equations import handed_on
from counterpoise.model.outset import Outset
from counterpoise.model.plan import Plan
from counterpoise.model.simulation import account
from counterpoise.wording import listed, words_of

Array = NDArray[np.float64]

SLIGHT = 0.001
"""A part of a difference, on the scale of a tie of 0 to 1, that is too small to be told."""

TOLD = 3
"""As many causes as a sentence names."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What made two paths differ: `parts` (P, 2, H), by `names`, add up to `difference` (2, H), both means over all runs.

    `low90` and `high90` (2, H) are the .05 and .95 quantiles of the difference over the runs. In the scale of ties of 0 to 1 before its ends cut it off. What a part did in a year before is counted with it as
    long as it lasts. `moved_by` says in words what some parts are in just these paths; without, a part may be all that it ever is.
    """

    names: tuple[str, ...]
    parts: Array
    difference: Array
    low90: Array
    high90: Array
    moved_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def sentence(
        self, side: int, horizon: int, tie: str, year: int, than: str, titles: Mapping[str, str] | None = None
    ) -> str:
        """Say of one tie and year what made it higher or lower `than` the other path: the largest causes first.

        `titles` are what readers know the filters by.

        What is not named is told in one figure, so that all figures add up as they are told; where nothing is large enough to be
        named, the sentence says that.

        `In 2030 the tie with X is on average 0.050 lower than with nothing done (90 % interval ...): -0.040 by pressure itself, ...`
        """
        change, low, high = (
            float(each[side, horizon]) for each in (self.difference, self.low90, self.high90)
        )
        interval = (
            f" (90 % interval of the difference {low:+z.3f} to {high:+z.3f})" if has_width(low, high) else ""
        )
        if abs(change) < SLIGHT:
            return f"In {year} {tie} is on average as {than}{interval}."
        of = self.parts[:, side, horizon]
        order = [i for i in np.argsort(-np.abs(of)) if abs(of[i]) >= SLIGHT][:TOLD]
        causes = [
            f"{of[i]:+.3f} {self.moved_by.get(self.names[i]) or _in_words(self.names[i], titles or {})}"
            for i in order
        ]
        rest = round(change, 3) - sum(round(float(of[i]), 3) for i in order)
        if not causes:
            causes.append(f"by all parts together, none of which alone makes a difference of {SLIGHT:g}")
        elif round(rest, 3):
            causes.append(f"{rest:+.3f} by all else together")
        way = "higher" if change > 0 else "lower"
        return (
            f"In {year} {tie} is on average {abs(change):.3f} {way} than {than}{interval}: {listed(causes)}."
        )


def explain(
    outset: Outset, plan: Plan, other: Plan, runs: int, seed: int, moved_by: Mapping[str, str] | None = None
) -> Explanation:
    """Explain the difference of a plan from another for runs of the same chance; `moved_by` as `Explanation` has it.

    The difference d of a tie obeys d[t] = persistence * d[t-1] + sum of the differences of all terms but the first, so that each
    term has a difference of its own that obeys the same, and these add up to d exactly.
    """
    one, two = account(outset, plan, runs, seed), account(outset, other, runs, seed)
    moved = np.moveaxis((one.terms - two.terms)[1:], 2, -1)
    carried = np.moveaxis(handed_on(moved, outset.tie_persistence[:, one.parameters]), -1, 2)
    scale = outset.scale[:, None]
    apart = (one.ties - two.ties) * scale[..., None]
    low90, high90 = np.quantile(apart, (0.05, 0.95), axis=-1)
    return Explanation(
        names=one.names[1:],
        parts=carried.mean(axis=-1) * scale,
        difference=apart.mean(axis=-1),
        low90=low90,
        high90=high90,
        moved_by=moved_by or {},
    )


def _in_words(part: str, titles: Mapping[str, str]) -> str:
    """A name of `simulation.parts` as what did it."""
    kind, _, name = part.partition(":")
    called = titles.get(name, words_of(name).lower())
    told = {
        "pressure": "by pressure itself",
        "filter": f"through {called}",
        "changed": f"by what {called} makes of pressure",
        "shock": "by shocks to the tie itself and by what is steered each year",
        "steered": "by evening out the tilt and by what is held",
        "reply": "by the replies of the powers",
        "chance": "by chance",
    }
    return told[kind]
