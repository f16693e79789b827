from dataclasses import replace

import pytest

from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.movement import Moved
from counterpoise.report.comparison.summary import limits, plain_sentences
from tests.report.comparison.test_constructs import without_a_share


@pytest.fixture(scope="module")
def sentences(compared: Comparison, compared_moved: tuple[Moved, ...]) -> tuple[str, ...]:
    return plain_sentences(compared, compared_moved)


def test_what_is_not_known_comes_first(sentences: tuple[str, ...]) -> None:
    assert sentences[0] == (
        "Not known: how the states stand to each other after 2010, the last year in which most is observed of most of them: "
        "later scores rest on fewer inputs; what documents say of Viet Nam, for which none were coded."
    )
    assert "Pakistan and Viet Nam between the United States and China, 1990-2025" in sentences[1]


def test_states_are_told_in_the_order_of_their_scores_with_how_much_these_rest_on(
    sentences: tuple[str, ...],
) -> None:
    assert sentences[2].endswith(
        "stood at 0.40 [2 of 13 inputs] for Viet Nam and 0.30 [7 of 13 inputs] for Pakistan."
    )
    assert sentences[3].startswith("Engagement with both powers, from 0 to 1, stood in 2010 at 0.83")
    assert sentences[4] == (
        "By type, with its probability, the states were in 2010 split-domain hedge: Pakistan (1.00)."
    )


def test_movement_and_breaks_are_told_by_state(sentences: tuple[str, ...]) -> None:
    assert (
        "the tie with the United States as a whole is steady for Pakistan and expanding for Viet Nam"
        in (sentences[5])
    )
    assert sentences[6].startswith(
        "Of 2 ties that broke in any state 1 broke in more than one, 1 of these in years"
    )


def test_ranks_that_errors_leave_open_are_said_to_be(
    compared: Comparison, compared_moved: tuple[Moved, ...]
) -> None:
    def opened(each):  # type: ignore[no-untyped-def]
        ranks = {iso3: replace(rank, low90=1.0, high90=2.0) for iso3, rank in each.ranks.items()}
        return replace(each, ranks=ranks)

    told = plain_sentences(replace(compared, common=tuple(map(opened, compared.common))), compared_moved)
    assert "the ranks of Pakistan and Viet Nam are not settled by the errors of sources" in told[2]


def test_without_anything_measured_the_sentences_say_so(
    compared: Comparison, compared_moved: tuple[Moved, ...]
) -> None:
    told = plain_sentences(
        replace(compared, common=()), [replace(each, breaks={}) for each in compared_moved]
    )
    assert "how any of the states is aligned" in told[0]
    assert told[-1] == "In no tie of any state is a break likelier than none."


def test_limits_say_where_series_end_and_what_rests_on_other_inputs(compared: Comparison) -> None:
    told = list(limits(compared))
    assert told[:2] == [
        "Of Pakistan 7 of 7 series of ties end before 2025, the earliest in 2010.",
        "Of Viet Nam 2 of 2 series of ties end before 2025, the earliest in 2010.",
    ]
    assert any(
        each.startswith("In 10 of 13 quantities the states do not rest on the same inputs") for each in told
    )
    assert any("Of Viet Nam there is no study" in each for each in told)
    frozen = tuple(replace(case, scores=replace(case.scores, release="r")) for case in compared.cases)
    assert any("frozen beforehand" in each for each in limits(replace(compared, cases=frozen)))


def test_a_dimension_without_a_tie_is_told_as_observed_and_without_a_share(compared: Comparison) -> None:
    told = [each for each in limits(without_a_share(compared, (2009, 2010))) if "economic dimension" in each]
    assert told == [
        "In the economic dimension Pakistan is observed to have no tie of which a share could be told in 2009-10: the dimension "
        "counts as observed, lowers engagement, and has no share."
    ]
    assert not [each for each in limits(compared) if "has no share" in each]
