"""Since when the ties of a state are not observed that stand in the last year of a panel, from which simulations set out."""

from __future__ import annotations

from counterpoise.findings.names import PowerNames


def unobserved_ties(
    ties_until: tuple[int | None, int | None], year: int, names: PowerNames
) -> tuple[str, ...]:
    """Since when one tie or both are not observed up to a year, as a sentence; nothing where both are observed in it.

    `ties_until` is as `ModelPanel.ties_until` gives it.
    """
    a, b = ties_until
    if a == b == year:
        return ()
    if a == b:
        seen = f"No tie of {names.state} is observed" + ("" if a is None else f" after {a}")
    else:
        first, second = ("never observed" if last is None else f"last observed in {last}" for last in (a, b))
        seen = f"The tie of {names.state} with {names.a} is {first}, and that with {names.b} {second}"
    return (
        f"{seen}: where a tie that is not observed in {year} stands then, the model infers from all else that it is estimated on.",
    )
