"""Whether the sampler of the model draws from the model: Geweke's joint distribution test on a small panel.

Usage: python benchmarks/model_gates.py [STEPS]

Steps of the sampler alternate with a new panel drawn from all that is unobserved. Where both are right, parameters visited so
are draws of their priors (Geweke 2004, Getting it right, Journal of the American Statistical Association 99). Prints, of the
mean and the square of each parameter, how many standard errors lie between the two; the bar is 4 with 5 in 100 beyond 2 or so.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.model.blocks import State
from counterpoise.model.diagnostics import effective_draws
from counterpoise.model.generative import prior_parameters
from counterpoise.model.gibbs import start, sweep
from counterpoise.model.mask import Mask
from counterpoise.model.panel import ModelPanel
from counterpoise.model.statespace import Inputs, inputs_of
from counterpoise.theory.modelled import Priors

Array = NDArray[np.float64]

STATES, YEARS, BAR = 3, 6, 4.0
SCALES = ("_sd", "_error", "loading")
TOLD = (
    *("pressure_persistence", "pressure_loading", "pressure_error", "filter_persistence", "filter_response"),
    *("filter_sd", "loading", "extra_error", "measure_level_sd", "tie_persistence", "tie_sd", "tie_level_sd"),
    *(
        "tie_correlation",
        "direct",
        "direct_of_state",
        "response_sd",
        "mediated",
        "moderated",
        "year",
        "year_sd",
    ),
)


def frame() -> ModelPanel:
    """A panel of two filters, one of them with two measures, with gaps in measures and ties."""
    shape = 3, STATES, YEARS
    measures, ties = np.zeros(shape), np.zeros((2, STATES, YEARS))
    measures[2, :, :2] = ties[:, :, -1:] = np.nan
    return ModelPanel(
        states=tuple("ABC"),
        years=tuple(range(2000, 2000 + YEARS)),
        filters=("one", "two"),
        pressure=np.zeros((2, YEARS)),
        pressure_titles=("this", "that"),
        exposure=np.linspace(0.5, 1.5, STATES),
        measures=measures,
        measure_errors=np.full(shape, 0.2),
        measure_titles=("x", "y", "z"),
        filter_of=(0, 1, 1),
        ties=ties,
        tie_errors=np.full(ties.shape, 0.4),
        tie_centre=np.zeros(2),
        tie_scale=np.ones(2),
    )


def observed(inputs: Inputs, at: State, rng: np.random.Generator) -> Inputs:
    """The panel drawn anew from what is unobserved, observed where it was."""

    def about(mean: Array, known: Array, error: Array) -> Array:
        sd = np.sqrt(np.maximum(known, 0) + error**2)
        return np.where(known < 0, 0.0, mean + sd * rng.standard_normal(mean.shape))

    filters = at["loading"][:, None, None] * at["filter_states"][inputs.filter_of]
    levels, ties = at["measure_levels"][:, :, None], at["tie_states"] + at["tie_levels"][:, :, None]
    sd = np.where(inputs.precisions > 0, np.maximum(inputs.precisions, 1e-9) ** -0.5, 0.0)
    return replace(
        inputs,
        pressure=about(
            at["pressure_loading"][:, None] * at["pressure"],
            inputs.pressure_known,
            at["pressure_error"][:, None],
        ),
        measures=about(levels + filters, inputs.measures_known, at["extra_error"][:, None, None]),
        ties=np.where(sd > 0, ties + sd * rng.standard_normal(sd.shape), 0.0),
    )


def main(steps: int) -> int:
    """Run the test; gives how many moments are beyond the bar."""
    begun, panel, mask, rng = time.process_time(), frame(), Mask(), np.random.default_rng(20260311)
    inputs = inputs_of(panel, mask.arrays(panel.filters), Priors())
    at = start(inputs, rng)
    visited: dict[str, list[Array]] = {name: [] for name in TOLD}
    for _ in range(steps):
        inputs = observed(inputs, at, rng)
        sweep(inputs, at, rng)
        for name in TOLD:
            visited[name].append(np.array(at[name]))
    prior = prior_parameters(panel, mask.arrays(panel.filters), Priors(), 1, 200_000)
    found = []
    for name in TOLD:
        of = np.array(visited[name])[steps // 20 :].reshape(steps - steps // 20, -1)
        expected = prior[name].reshape(200_000, -1)
        for place in range(of.shape[1]):
            one, other = of[:, place], expected[:, place]
            if np.ptp(one) == 0:
                continue
            if name.endswith(SCALES):
                one, other = np.log(one), np.log(other)
            for power in (1, 2):
                mean = other.mean()
                x, y = (one, other) if power == 1 else ((one - mean) ** 2, (other - mean) ** 2)
                error = np.sqrt(x.var() / float(effective_draws(x[None])) + y.var() / y.size)
                found.append(((x.mean() - y.mean()) / error, f"{name} {place}, moment {power}"))
    z = np.abs([each for each, _ in found])
    for each, name in sorted(found, key=lambda pair: -abs(pair[0]))[:5]:
        print(f"  {name}: {each:+.2f} standard errors")
    print(
        f"{len(z)} moments over {steps} steps: {(z > 2).mean():.1%} beyond 2 standard errors, the farthest {z.max():.2f} "
        f"(bar {BAR}); {time.process_time() - begun:.0f} s of the processor"
    )
    return int((z > BAR).sum())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
