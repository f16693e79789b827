from typing import Any

import pytest

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.report.comparison.standing_on import not_observed, quantities, standing_on
from counterpoise.report.profile import Quantity
from counterpoise.report.score_rows import rows_of


@pytest.fixture(scope="module")
def pakistan(compared: Comparison) -> Findings:
    return compared.first


def behind(case: Findings, dimension: str, construct: str, year: int = 2010) -> list[tuple[str, str]]:
    quantity = next(
        each for each in quantities(case) if (each.dimension, each.construct) == (dimension, construct)
    )
    return [(number.label, number.text) for number in standing_on(case, quantity, row(case, quantity, year))]


def row(case: Findings, quantity: Quantity, year: int) -> dict[str, Any]:
    return next(
        each for each in rows_of(case, quantity.construct, quantity.dimension) if each["year"] == year
    )


def test_a_tie_stands_on_what_was_observed_of_it_in_the_year(pakistan: Findings) -> None:
    # Trade with power a is 20 - 20 / 2 percent in 2010, aid 100 * (1 + 2010 % 3).
    score, *observed = behind(pakistan, "economic", "tie_a")
    assert score[0] == "Economic tie with the United States"
    assert observed == [("Aid obligations, United States", "100"), ("Share of trade, United States", "10")]


def test_a_share_stands_on_the_ties_of_its_dimension_and_names_their_observations(pakistan: Findings) -> None:
    share = Quantity("Share", "economic", "alignment_share")
    score, *ties = standing_on(pakistan, share, row(pakistan, share, 2010))
    assert [each.label for each in ties] == [
        "Economic tie with the United States",
        "Economic tie with China",
    ]
    observed = pakistan.scores.ties.filter(state="PAK", dimension="economic", start=2010)["observation"]
    assert set(score.evidence) == set(observed)


def test_what_is_over_all_dimensions_stands_on_each_that_enters(pakistan: Findings) -> None:
    _, *parts = behind(pakistan, "all", "alignment_share")
    assert [label for label, _ in parts] == [
        f"{dimension} {told}"
        for dimension in ("Security", "Economic", "Diplomatic")
        for told in ("alignment share", "engagement with both powers")
    ]


def test_what_stands_beside_ties_stands_on_the_values_of_the_state_and_that_power(pakistan: Findings) -> None:
    _, *observed = behind(pakistan, "all", "dependence_b")
    assert ("Share of trade, China", "15") in observed
    assert not [label for label, _ in observed if "United States" in label]


def test_a_cell_without_anything_says_what_is_missing() -> None:
    cell = not_observed("cell", "what would fill it")
    assert cell.empty
    assert cell.missing == "what would fill it"
