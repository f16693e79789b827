import pytest

from counterpoise.findings.names import PowerNames
from counterpoise.findings.unobserved_ties import unobserved_ties

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})


@pytest.mark.parametrize(
    ("until", "seen"),
    [
        ((2014, 2014), "No tie of Pakistan is observed after 2014"),
        ((None, None), "No tie of Pakistan is observed"),
        (
            (2014, None),
            "The tie of Pakistan with the United States is last observed in 2014, and that with China never observed",
        ),
        (
            (2019, 2014),
            "The tie of Pakistan with the United States is last observed in 2019, and that with China last observed in 2014",
        ),
    ],
)
def test_since_when_no_tie_is_observed_is_told(until: tuple[int | None, int | None], seen: str) -> None:
    (sentence,) = unobserved_ties(until, 2019, NAMES)
    assert sentence == (
        f"{seen}: where a tie that is not observed in 2019 stands then, the model infers from all else that it is estimated on."
    )


def test_of_ties_observed_to_the_last_year_nothing_is_told() -> None:
    assert unobserved_ties((2019, 2019), 2019, NAMES) == ()
