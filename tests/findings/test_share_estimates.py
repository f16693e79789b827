import numpy as np
import pytest

from counterpoise.findings.share_estimates import ShareEstimates
from counterpoise.theory.modelled import ModelPart, ShareRule
from tests.findings.fitted import known_fit, made_from
from tests.model.rival_worlds import theory_of_library

MODEL = ModelPart(
    filters={"economic": "e", "security": "s", "leadership": "l", "institutions": "i", "domestic": "d"}
)


TITLES = {"pressure": "pressure", **{name: name for name in MODEL.filters}, "security": "threats"}


@pytest.fixture(scope="module")
def shares() -> ShareEstimates:
    return ShareEstimates.of(
        known_fit(), MODEL, TITLES, "of rules", made_from(known_fit().panel, theory_of_library())
    )


def test_shares_of_all_blocks_are_parts_of_one_whole(shares: ShareEstimates) -> None:
    numbers = shares.numbers()
    assert list(numbers) == ["pressure", "economic", "security", "leadership", "institutions"]
    assert sum(float(number.text) for number in numbers.values()) == pytest.approx(1, abs=0.05)


def test_a_hypothesis_is_decided_by_the_rule_fixed_for_it(shares: ShareEstimates) -> None:
    found = shares.decided("h1", ShareRule(largest=("economic", "security"), each=True))
    drawn = shares.found
    both = drawn.largest(("economic", "security")) * drawn.above_equal(("economic", "security"))
    assert found.probability == pytest.approx(float(np.mean(both)))
    assert found.contrary == pytest.approx(1 - found.probability)
    assert (
        found.says == "economic and threats together have the largest share of all such sets, each above 1/5"
    )
    assert found.reasons[-1] == "Nothing observes domestic, of which there is no share."
    assert len(found.numbers) == 5


def test_a_block_that_nothing_observes_has_no_share_to_decide_by(shares: ShareEstimates) -> None:
    assert shares.decided("h", ShareRule(largest="domestic")).silent == ("nothing is observed of domestic",)


def test_what_is_explained_together_needs_two_filters(shares: ShareEstimates) -> None:
    pair = shares.together(["economic", "security"])
    assert pair.says == "economic and threats explain more together than each alone"
    assert pair.probability + pair.contrary == pytest.approx(1)
    assert shares.together(["economic"]).silent
    assert shares.together().says.startswith("economic, threats, leadership and institutions")
