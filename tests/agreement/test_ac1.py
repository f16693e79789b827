import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.agreement.ac1 import agreement_counts, gwet_ac1, percentage_agreement
from counterpoise.agreement.coefficient import NO_VARIATION, NOT_PAIRED, coefficient_of
from counterpoise.agreement.kappa import cohen_kappa
from tests.agreement.published import FOUR_CODERS, TWO_VALUES

cell = st.one_of(st.none(), st.integers(0, 3))
tables = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=15)


def test_four_coders_with_missing_judgements() -> None:
    # Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., on the data of Krippendorff (2011).
    found = gwet_ac1(FOUR_CODERS)
    assert found.value == pytest.approx(0.77544, abs=5e-6)
    assert 1 - found.observed == pytest.approx(0.81818, abs=5e-6)


def test_high_agreement_on_what_is_rare_is_no_paradox() -> None:
    # Gwet (2002), "Kappa statistic is not satisfactory for assessing the extent of agreement between raters": 118 of
    # 125 subjects judged alike, kappa -.023, AC1 .941.
    first = [1] * 118 + [1] * 5 + [0] * 2
    second = [1] * 118 + [0] * 5 + [1] * 2
    assert 1 - gwet_ac1([first, second]).observed == pytest.approx(118 / 125)
    assert cohen_kappa(first, second).value == pytest.approx(-0.0234, abs=1e-3)
    assert gwet_ac1([first, second]).value == pytest.approx(0.9408, abs=1e-3)


@settings(deadline=None)
@given(tables)
def test_it_is_what_the_formulas_say_unit_by_unit(units) -> None:
    pairs = [[cell for cell in unit if cell is not None] for unit in units]
    judged = [unit for unit in pairs if unit]
    values = sorted({value for unit in judged for value in unit})
    found = gwet_ac1([list(row) for row in zip(*units, strict=True)])
    paired = [unit for unit in judged if len(unit) > 1]
    if not paired or len(values) < 2:
        assert found.reason in (NOT_PAIRED, NO_VARIATION)
        return
    agreement = np.mean(
        [
            sum(unit.count(value) * (unit.count(value) - 1) for value in values)
            / (len(unit) * (len(unit) - 1))
            for unit in paired
        ]
    )
    prevalence = [np.mean([unit.count(value) / len(unit) for unit in judged]) for value in values]
    chance = sum(share * (1 - share) for share in prevalence) / (len(values) - 1)
    assert found.value == pytest.approx((agreement - chance) / (1 - chance))
    assert percentage_agreement([list(row) for row in zip(*units, strict=True)]).value == pytest.approx(
        agreement
    )


def test_agreement_where_nothing_varies_shows_nothing() -> None:
    assert gwet_ac1([[0, 0], [0, 0]]).reason == NO_VARIATION
    assert percentage_agreement([[0, 0], [0, 0]]).value == 1
    assert percentage_agreement([[0, None], [None, 0]]).reason == NOT_PAIRED


def test_counts_by_document_add_up() -> None:
    codes = np.array(TWO_VALUES)
    apart = agreement_counts(codes, 2, np.arange(10) // 4, 3, corrected=True)
    assert apart.units.tolist() == [4, 4, 2]
    assert coefficient_of(apart).value == pytest.approx(gwet_ac1(TWO_VALUES).value)
    assert coefficient_of(agreement_counts(codes, 2, np.arange(10) // 4, 3, corrected=False)).value == 0.6
