"""Whether states that feel one pressure respond alike, and whether their ties with both powers move together."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl

from counterpoise.model.impulse import OUTCOMES, handed_on_for, in_own_scale, last_told, lasting
from counterpoise.model.panel import SIDES, Array, ModelPanel
from counterpoise.model.posterior import Posterior
from counterpoise.model.summary import Summary, summary


@dataclass(frozen=True, slots=True)
class StateResponses:
    """Draws of each state's response to a lasting unit of felt pressure, (D, 4, N), in the ties' own scale; when, `last_told` says.

    `spread` (D, 2) is the standard deviation of the response over all states that there could be, `alike` (D, 2) the
    mean response, in that scale too; both in the order of the powers.
    """

    states: tuple[str, ...]
    draws: Array
    spread: Array
    alike: Array

    def table(self) -> pl.DataFrame:
        """The response of each state in each outcome."""
        return pl.DataFrame(
            [
                {"state": state, "outcome": outcome} | summary(self.draws[:, o, i]).row()
                for i, state in enumerate(self.states)
                for o, outcome in enumerate(OUTCOMES)
            ]
        )

    def differing(self) -> pl.DataFrame:
        """How far responses differ between states, for each outcome.

        `sd` sums up the standard deviation over the states of the panel; `opposed` is the probability that two
        of them respond with opposite signs; `pairs` the expected part of pairs that do. One state alone differs
        from none: there is no table then. `sd_of_all` and `opposed_of_all`, for the ties, are those of any
        two states that there could be, from the law of responses: 2 q (1 - q), q the probability of a response above 0.
        """
        if len(self.states) < 2:
            return pl.DataFrame()
        above = (self.draws > 0).sum(axis=2)
        of = len(self.states)
        rows = []
        for o, outcome in enumerate(OUTCOMES):
            found = summary(self.draws[:, o].std(axis=1, ddof=1))
            row: dict[str, object] = {
                "outcome": outcome,
                "sd": found.median,
                "sd_low90": found.low90,
                "sd_high90": found.high90,
                "opposed": float(((above[:, o] > 0) & (above[:, o] < of)).mean()),
                "pairs": float((above[:, o] * (of - above[:, o])).mean() / (of * (of - 1) / 2)),
                "sd_of_all": None,
                "opposed_of_all": None,
            }
            if outcome in SIDES:
                row |= {"sd_of_all": summary(self.spread[:, o]).median, "opposed_of_all": self.opposed(o)}
            rows.append(row)
        return pl.DataFrame(rows)

    def opposed(self, side: int) -> float:
        """The probability that any two states that there could be respond with opposite signs in the tie with a power."""
        from scipy.special import ndtr

        spread = np.maximum(self.spread[:, side], np.finfo(float).tiny)
        q = ndtr(self.alike[:, side] / spread)
        return float((2 * q * (1 - q)).mean())


def state_responses(posterior: Posterior, panel: ModelPanel) -> StateResponses:
    """The response of each state, in the long run where one is in sight: its own direct effect, and what the filters, alike in all, mediate and moderate."""
    years = last_told(posterior, panel)
    alike = lasting(posterior, panel, years).sum(axis=1)
    settled = handed_on_for(posterior.tie_persistence, years)
    own = in_own_scale((posterior.direct_of_state * settled[..., None])[:, None], panel)[:, 0]
    spread = posterior.response_sd * settled * panel.tie_scale
    return StateResponses(panel.states, alike[..., None] + own, spread, alike[:, : len(SIDES)])


@dataclass(frozen=True, slots=True)
class JointTies:
    """How the ties of a state with both powers go together, as correlations: what the model leaves over, and the ties themselves.

    `shocks` is the correlation of what moves both ties beyond pressure, filters and years; `ties` that of the ties about
    their levels, over all state-years.
    """

    shocks: Summary
    ties: Summary

    def table(self) -> pl.DataFrame:
        """Both correlations."""
        return pl.DataFrame([{"of": "shocks"} | self.shocks.row(), {"of": "ties"} | self.ties.row()])


def joint_ties(posterior: Posterior) -> JointTies:
    """The correlations of the ties with both powers; ties that never move in a draw are taken as uncorrelated."""
    return JointTies(summary(posterior.tie_correlation), summary(correlation_of_ties(posterior.tie_states)))


def correlation_of_ties(ties: Array) -> Array:
    """Draws (D,) of the correlation of the ties with both powers about their levels (D, 2, ...), over what else they have axes of; 0 where one never moves."""
    flat = ties.reshape(len(ties), len(SIDES), -1)
    about = flat - flat.mean(axis=2, keepdims=True)
    size = np.sqrt((about**2).sum(axis=2)).prod(axis=1)
    together = (about[:, 0] * about[:, 1]).sum(axis=1)
    found: Array = np.divide(
        together, size, out=np.zeros_like(together), where=size > sqrt(np.finfo(float).tiny)
    )
    return found
