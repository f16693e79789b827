"""Ideal points of states in sessions, estimated from their votes: the two estimators behind one call.

The model is that of Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61(2): 430-456.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import numpy as np
import polars as pl

from counterpoise.datasets.voting_record import FIRST_SESSION
from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.measurement.ideal_points.chain import PRIORS, Prior, chain_of
from counterpoise.measurement.ideal_points.cleaning import Cleaned
from counterpoise.measurement.ideal_points.gibbs import Sampler
from counterpoise.measurement.ideal_points.variational import fit, start
from counterpoise.measurement.ideal_points.votes import Floats, Integers, Votes, votes_as_arrays

if TYPE_CHECKING:
    import xarray

Method = Literal["variational", "gibbs"]
METHODS: tuple[Method, ...] = get_args(Method)

Name = TypeVar("Name", bound=str)

DRAWS = 500
BURN_IN = 100
FEWEST_DRAWS = 20
"""With fewer draws there is no speaking of a 90 per cent interval."""

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class IdealPoints:
    """Ideal points with mean 0 and standard deviation 1 over all states and sessions.

    `units` names them: state (ISO3, null where the record's name is no state's), country (as the record has it), session, year
    and votes. `points` (units,) are posterior means; `draws` (units, draws) a DataArray with the dimensions unit and
    draw. `se` and `intervals`, of 90 per cent, come from the draws; without draws there are none, for the
    variational estimate does not know how uncertain it is. `silent` are states asked for that have no vote.
    """

    units: pl.DataFrame
    points: Floats
    method: Method
    prior: Prior
    seed: int
    draws: xarray.DataArray | None = None
    silent: tuple[str, ...] = ()

    @property
    def se(self) -> Floats | None:
        """Posterior standard deviations (units,)."""
        if self.draws is None:
            return None
        found: Floats = self.draws.to_numpy().std(axis=1, ddof=1)
        return found

    def table(self) -> pl.DataFrame:
        """The units with their points, and with draws se, low90 and high90, by state and session."""
        table = self.units.with_columns(point=pl.Series(self.points))
        if self.draws is not None:
            low, high = np.quantile(self.draws.to_numpy(), [LOW, HIGH], axis=1)
            table = table.with_columns(se=pl.Series(self.se), low90=pl.Series(low), high90=pl.Series(high))
        return table.sort("state", "country", "session", nulls_last=True)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Votes as arrays, with the units that they are of and the number of each unit's state."""

    votes: Votes
    units: pl.DataFrame
    state: Integers


def prepared(cleaned: Cleaned) -> Prepared:
    """Votes that are left by the rules, as arrays."""
    units = (
        cleaned.votes.group_by("session", "country")
        .agg(pl.col("state").drop_nulls().first(), votes=pl.len().cast(pl.Int32))
        .sort("session", "country")
        .with_columns(year=pl.col("session") + FIRST_SESSION)
        .with_row_index("unit")
    )
    votes = cleaned.votes.join(
        units.select("session", "country", "unit"), on=["session", "country"], maintain_order="left"
    )
    state = (units["country"].rank("dense") - 1).to_numpy().astype(np.int32)
    # Roll calls come sorted by their first session, so that those of one session lie together.
    roll_call = (
        votes["roll_call"].rle_id() if votes["roll_call"].is_sorted() else _numbered(votes["roll_call"])
    )
    arrays = votes_as_arrays(
        votes["unit"].to_numpy().astype(np.int32),
        roll_call.to_numpy().astype(np.int32),
        votes["vote"].to_numpy().astype(np.int32),
        state,
        units["session"].to_numpy(),
    )
    return Prepared(arrays, units.select("state", "country", "session", "year", "votes"), state)


def _numbered(names: pl.Series) -> pl.Series:
    order = names.unique(maintain_order=True)
    return names.replace_strict(order, pl.int_range(order.len(), eager=True), return_dtype=pl.Int32)


def estimate(
    found: Prepared,
    anchors: tuple[str, str],
    method: str = "variational",
    prior: str = "smoother",
    draws: int = DRAWS,
    burn_in: int = BURN_IN,
    seed: int = 1,
    asked: tuple[str, ...] = (),
) -> IdealPoints:
    """Ideal points from votes; of `anchors` (ISO3) the first stands at the positive end.

    The same votes and seed give the same points. Raises CounterpoiseError for an unknown method or prior, too few draws, and anchors
    that do not vote in one session. `asked` are states of which it is told when they never voted.
    """
    method, prior = known_method(method), known_prior(prior)
    _check(draws, burn_in)
    ends = _ends(found.units, anchors)
    positive, negative = (int(found.state[end[0]]) for end in ends)
    chain = chain_of(found.votes, prior)
    estimated = fit(found.votes, chain, *start(found.votes, found.state, positive, negative))
    sign = _sign(estimated.theta, ends)
    voted = set(found.units["state"].drop_nulls())
    silent = tuple(state for state in asked if state not in voted)
    if method == "variational":
        return IdealPoints(found.units, sign * estimated.theta, method, prior, seed, silent=silent)
    sampler = Sampler(found.votes, chain, estimated.theta, estimated.rolls, seed)
    for _ in range(burn_in):
        sampler.sweep()
    drawn = np.empty((draws, found.units.height))
    for each in drawn:
        each[:] = sampler.sweep()
    drawn *= _sign(drawn.mean(axis=0), ends)
    return IdealPoints(
        found.units, drawn.mean(axis=0), method, prior, seed, _labelled(drawn.T, found.units), silent
    )


def _labelled(drawn: Floats, units: pl.DataFrame) -> xarray.DataArray:
    import xarray

    names = {each: ("unit", units[each].fill_null("").to_numpy()) for each in ("state", "country")}
    sessions = {"session": ("unit", units["session"].to_numpy())}
    return xarray.DataArray(drawn, dims=("unit", "draw"), coords=names | sessions, name="ideal_point")


def known_method(name: str) -> Method:
    """The method of this name. Raises UsageError for an unknown one."""
    return _known("method", name, METHODS)


def known_prior(name: str) -> Prior:
    """The prior of this name. Raises UsageError for an unknown one."""
    return _known("prior", name, PRIORS)


def _known(what: str, value: str, known: tuple[Name, ...]) -> Name:
    for each in known:
        if each == value:
            return each
    near = did_you_mean(value, known)
    raise UsageError(Problem(f"{what} '{value}'", f"unknown; expected {' or '.join(known)}{near}"))


def _check(draws: int, burn_in: int) -> None:
    problems = []
    if draws < FEWEST_DRAWS:
        problems.append(Problem("draws", f"found {draws}; expected {FEWEST_DRAWS} or more"))
    if burn_in < 0:
        problems.append(Problem("burn-in", f"found {burn_in}; expected 0 or more"))
    if problems:
        raise UsageError(*problems)


def _ends(units: pl.DataFrame, anchors: tuple[str, str]) -> tuple[Integers, Integers]:
    """The units of the anchors in the sessions in which both voted."""
    place = units.with_row_index("unit")
    of = [place.filter(pl.col("state") == each) for each in anchors]
    problems = [
        Problem(f"anchor {each}", "did not vote in any of these roll calls; name another state")
        for each, rows in zip(anchors, of, strict=True)
        if rows.is_empty()
    ]
    both = of[0].join(of[1], on="session", suffix="_other").filter(pl.col("unit") != pl.col("unit_other"))
    if not problems and both.is_empty():
        told = "they did not vote in one session, so that they cannot tell one end of the line from the other"
        problems.append(Problem(f"anchors {anchors[0]} and {anchors[1]}", told))
    if problems:
        raise CounterpoiseError(*problems)
    return both["unit"].to_numpy(), both["unit_other"].to_numpy()


def _sign(theta: Floats, ends: tuple[Integers, Integers]) -> float:
    """1 where the first anchor stands above the second on average, else -1."""
    return 1.0 if theta[ends[0]].mean() >= theta[ends[1]].mean() else -1.0
