import pytest

from counterpoise.findings.leaning import deciding, leaning, more_frequent


@pytest.mark.parametrize(
    ("stronger", "weaker", "way"),
    [
        (4, 0, None),
        (5, 0, "strengthens"),
        (4, 2, "strengthens"),
        (2, 4, "weakens"),
        (3, 2, None),
        (0, 0, None),
    ],
)
def test_a_direction_leads_with_two_thirds_of_five_or_more(stronger, weaker, way):
    assert leaning({"strengthens": stronger, "weakens": weaker, "none": 90}) == way


def test_other_thresholds_may_be_asked_for():
    assert leaning({"strengthens": 3}, fewest=3) == "strengthens"
    assert leaning({"strengthens": 4, "weakens": 2}, majority=0.75) is None


def test_the_more_frequent_direction_needs_no_majority():
    assert more_frequent({"strengthens": 1, "weakens": 2}) == "weakens"
    assert more_frequent({"strengthens": 2, "weakens": 2}) is None


def test_first_hand_passages_decide_unless_none_takes_a_direction():
    assert deciding({"data note": {"weakens": 3}, "first-hand": {"strengthens": 1}}) == "first-hand"
    assert deciding({"first-hand": {"none": 9}, "second-hand": {"weakens": 1}}) == "second-hand"
    assert deciding({"first-hand": {"none": 9}}) is None
