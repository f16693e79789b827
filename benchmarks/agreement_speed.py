"""What agreement costs: alpha over 100,000 units and 3 coders with its interval, beside the naive loop.

    python benchmarks/agreement_speed.py

The naive loop goes over units and pairs in Python, as the definition reads (Krippendorff 2011). It is run over fewer
units, on which both must agree, and its time is put in proportion: it grows with the units.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from itertools import permutations

import numpy as np

from counterpoise.agreement.ac1 import agreement_counts
from counterpoise.agreement.alpha import krippendorff_alpha, nominal_pairings, pairings
from counterpoise.agreement.bootstrap import RESAMPLES, estimate

UNITS, CODERS, VALUES, DOCUMENTS, FEWER = 100_000, 3, 5, 2_000, 10_000


def judgements() -> np.ndarray:
    """Judgements (coders, units) that agree in four of five, one of ten missing."""
    chance = np.random.default_rng(1)
    truth = chance.integers(VALUES, size=UNITS)
    other = chance.integers(VALUES, size=(CODERS, UNITS))
    found = np.where(chance.random((CODERS, UNITS)) < 0.75, truth, other).astype(float)
    found[chance.random(found.shape) < 0.1] = np.nan
    return found


def naive_alpha(table: np.ndarray) -> float:
    """Alpha of nominal values, unit by unit and pair by pair."""
    given: Counter[float] = Counter()
    apart = 0.0
    for unit in table.T.tolist():
        values = [value for value in unit if value == value]
        if len(values) < 2:
            continue
        given.update(values)
        apart += sum(one != other for one, other in permutations(values, 2)) / (len(values) - 1)
    number = sum(given.values())
    expected = sum(given[one] * given[other] for one, other in permutations(given, 2)) / (number - 1)
    return 1 - apart / expected


def main() -> None:
    """Print times in CPU seconds."""
    table = judgements()
    places = np.random.default_rng(2).integers(DOCUMENTS, size=UNITS)
    start = time.process_time()
    theirs = naive_alpha(table[:, :FEWER])
    naive = (time.process_time() - start) * UNITS / FEWER
    assert abs(theirs - (krippendorff_alpha(table[:, :FEWER]).value or 0)) < 1e-12
    start = time.process_time()
    krippendorff_alpha(table)
    once = time.process_time() - start
    print(f"{UNITS:,} units, {CODERS} coders, {VALUES} values: alpha in {once:.3f} CPU s")
    print(f"the naive loop: {naive:.3f} CPU s, {naive / once:.0f} times as long")
    for level in ("nominal", "ordinal", "interval", "ratio"):
        start = time.process_time()
        found = estimate(pairings(table, places, level, DOCUMENTS), 1)
        spent = time.process_time() - start
        told = f"{found.value:.4f} [{found.interval.low:.4f}, {found.interval.high:.4f}]"
        print(
            f"{level:9} {told} with {RESAMPLES:,} resamples of {DOCUMENTS:,} documents: {spent:.3f} CPU s; the naive "
            f"loop for each resample would take, in proportion, {naive * RESAMPLES:,.0f} CPU s"
        )
    codes = np.where(np.isnan(table), -1, table).astype(np.int64)
    start = time.process_time()
    estimate(nominal_pairings(codes, VALUES, places, DOCUMENTS), 1)
    estimate(agreement_counts(codes, VALUES, places, DOCUMENTS, corrected=True), 1)
    print(f"alpha and AC1 of judgements that are coded already: {time.process_time() - start:.3f} CPU s")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
