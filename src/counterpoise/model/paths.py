"""What moved the ties of a state in a year: each change cut into what every term of the model added to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.measurement.draws import has_width
from counterpoise.model.contributions import contributions
from counterpoise.model.impulse import OUTCOMES, in_own_scale
from counterpoise.model.panel import Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.summary import Summary, summary
from counterpoise.wording import decimals_that_tell, listed, within_a_sentence, words_of

TOLD_FROM = 0.9
"""A part is said to have moved something where its sign has this probability."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term of the equation of ties: its reading, or `persistence`, `year` or `shock`, and its filter, where it has one."""

    kind: str
    filter: str | None = None

    def in_words(self, titles: Mapping[str, str]) -> str:
        """The part as a sentence names it."""
        if self.filter is None:
            return _SAID[self.kind]
        name = titles.get(self.filter) or words_of(self.filter)
        verb = "passed on" if self.kind == "mediated" else "made of the pressure"
        return f"what {within_a_sentence(name)} {verb}"


_SAID = {
    "direct": "pressure itself",
    "persistence": "the return to its usual level",
    "year": "what the year brought to all states",
    "shock": "what the model does not explain",
}


@dataclass(frozen=True, slots=True)
class Paths:
    """Draws of the changes of one state's ties from each year to the next, in parts, in the ties' own scale.

    `years` (T - 1,) are those that changes lead to; `changes` (D, 4, T - 1) in the order of `OUTCOMES`; `draws`
    (D, P, 4, T - 1) are the parts, which add up to the change. `persistence` is what a tie loses of its distance from
    its level, `shock` what no term explains.
    """

    state: str
    years: tuple[int, ...]
    parts: tuple[Part, ...]
    draws: Array
    changes: Array

    def table(self) -> pl.DataFrame:
        """Each part of each change, and the change itself (`part` "change")."""
        rows = []
        for y, year in enumerate(self.years):
            for o, outcome in enumerate(OUTCOMES):
                named = {"state": self.state, "year": year, "outcome": outcome}
                told = [(part.kind, part.filter, self.draws[:, p, o, y]) for p, part in enumerate(self.parts)]
                told.append(("change", None, self.changes[:, o, y]))
                rows += [{**named, "part": kind, "filter": of, **summary(d).row()} for kind, of, d in told]
        return pl.DataFrame(rows, schema_overrides={"filter": pl.String})

    def sentence(self, year: int, outcome: str, titles: Mapping[str, str] | None = None) -> str:
        """What moved an outcome in a year, in words.

        `titles` names the powers `a` and `b`, the filters, and the state by its id. Parts whose sign is less probable than `TOLD_FROM` are not
        told apart from nothing. Raises CounterpoiseError for a year without a change.
        """
        if year not in self.years:
            known = f"{self.years[0]} to {self.years[-1]}"
            raise CounterpoiseError(
                Problem(f"paths of {self.state}", f"no change in {year}; {known} have one")
            )
        titles = titles or {}
        y, o = self.years.index(year), OUTCOMES.index(outcome)
        change = summary(self.changes[:, o, y])
        found = [(part, summary(self.draws[:, p, o, y])) for p, part in enumerate(self.parts)]
        sure = sorted(
            (f for f in found if f[1].sign >= TOLD_FROM and f[1].median), key=lambda f: -abs(f[1].median)
        )
        moved = [_signed(part.in_words(titles), told) for part, told in sure if round(told.median, 2)]
        if moved:
            rest = f"Parts whose direction is clear: {listed(moved)}."
        elif sure:
            rest = "No part whose direction is clear moved it by 0.005 or more."
        else:
            rest = "Of no single part is the direction clear."
        return f"{titles.get(self.state, self.state)}, {year}: {_changed(outcome, change, titles)}. {rest}"


def paths(posterior: Posterior, panel: ModelPanel, state: str) -> Paths:
    """Cut each change of a state's ties into the terms of its equation.

    T[t] - T[t-1] = (tau - 1) d[t-1] + direct + sum of mediated + sum of moderated + year + shock, with d the tie about its
    level. Raises CounterpoiseError for a state that is not in the panel, or a panel of a single year.
    """
    if state not in panel.states:
        near = did_you_mean(state, panel.states) or f"; there are {', '.join(panel.states)}"
        raise CounterpoiseError(Problem("panel of the model", f"no state '{state}'{near}"))
    if len(panel.years) < 2:
        raise CounterpoiseError(Problem("panel of the model", "a single year; a change needs two"))
    i = panel.states.index(state)
    found = contributions(posterior, panel, states=slice(i, i + 1))
    terms = np.concatenate([found.direct[:, :, None], found.mediated, found.moderated], axis=2)[
        :, :, :, 0, 1:
    ]
    tie = posterior.tie_states[:, :, i]
    change = np.diff(tie, axis=2)
    kept = (posterior.tie_persistence[..., None] - 1) * tie[..., :-1]
    year = posterior.year[..., 1:]
    shock = change - kept - terms.sum(axis=2) - year
    parts = np.concatenate([kept[:, :, None], terms, year[:, :, None], shock[:, :, None]], axis=2)
    named = [
        Part("persistence"),
        Part("direct"),
        *(Part(kind, name) for kind in ("mediated", "moderated") for name in panel.filters),
        Part("year"),
        Part("shock"),
    ]
    return Paths(
        state=state,
        years=panel.years[1:],
        parts=tuple(named),
        draws=in_own_scale(parts.swapaxes(1, 2), panel),
        changes=in_own_scale(change[:, None], panel)[:, 0],
    )


def _changed(outcome: str, change: Summary, titles: Mapping[str, str]) -> str:
    a, b = (titles.get(side, f"power {side}") for side in ("a", "b"))
    said = {
        "a": f"the tie with {a}",
        "b": f"the tie with {b}",
        "tilt": f"the tilt to {a}, away from {b},",
        "engagement": f"engagement with {a} and {b}",
    }[outcome]
    if not change.low90 and not change.high90:
        return f"{said} did not move"
    if change.low90 <= 0 <= change.high90:
        low, high = decimals_that_tell(change.low90, "+"), decimals_that_tell(change.high90, "+")
        return f"{said} did not clearly move (90 % interval {low} to {high})"
    moved = "rose" if change.median > 0 else "fell"
    least, most = sorted((abs(change.low90), abs(change.high90)))
    interval = f" (90 % interval {decimals_that_tell(least)} to {decimals_that_tell(most)})"
    return f"{said} {moved} by {decimals_that_tell(abs(change.median))}{interval if has_width(least, most) else ''}"


def _signed(name: str, told: Summary) -> str:
    return f"{name} ({told.median:+z.2f})"
