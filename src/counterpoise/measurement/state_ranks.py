"""Where each state of a panel ranks by a construct, in the last year that the states have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.measurement.index.ranks import RankInterval, rank_intervals
from counterpoise.measurement.score_table import Scored


@dataclass(frozen=True, slots=True)
class CommonYear:
    """The ranks of the states by one construct in one year; a state without a score in it has none."""

    dimension: str
    construct: str
    year: int
    ranks: Mapping[str, RankInterval]


def common_year(scored: Sequence[Scored]) -> int | None:
    """The last of the years in which most states have a score and, of those, most inputs are observed; None without any.

    Inputs that were drawn do not count as observed.
    """
    states: Counter[int] = Counter()
    observed: Counter[int] = Counter()
    for each in scored:
        defined = ~np.isnan(each.quantiles[:, 0])
        for year, seen in zip(each.years[defined].tolist(), each.observed[defined].tolist(), strict=True):
            states[year] += 1
            observed[year] += seen
    return max(states, key=lambda year: (states[year], observed[year], year), default=None)


def ranks_in_common_years(scored: Iterable[Scored]) -> tuple[CommonYear, ...]:
    """Of each construct of each dimension the ranks of the states, the greatest first, with intervals over their draws.

    What is scored must hold its draws. Draws in one place belong together: those of a power's position are the same for
    all states, so that its error moves no rank.
    """
    of: dict[tuple[str, str], list[Scored]] = {}
    for each in scored:
        of.setdefault((each.dimension, each.construct), []).append(each)
    found = []
    for (dimension, construct), of_states in of.items():
        if (year := common_year(of_states)) is None:
            continue
        there = [each for each in of_states if year in each.years]
        drawn = [each.draws[each.years == year][0] for each in there if each.draws is not None]
        width = max(draws.size for draws in drawn)
        ranked = rank_intervals(np.array([np.broadcast_to(draws, width) for draws in drawn]))
        states = (each.state for each in there)
        found.append(CommonYear(dimension, construct, year, dict(zip(states, ranked, strict=True))))
    return tuple(found)
