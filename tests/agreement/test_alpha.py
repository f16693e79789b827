from itertools import permutations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.agreement.alpha import (
    alpha_of_sets,
    krippendorff_alpha,
    masi,
    pairings,
    pairings_of_sets,
)
from counterpoise.agreement.coefficient import NO_VARIATION, NOT_PAIRED, coefficient_of
from counterpoise.errors import CounterpoiseError
from tests.agreement.published import FIVE_VALUES, FOUR_CODERS, TWO_VALUES

LEVELS = ("nominal", "ordinal", "interval", "ratio")

tables = st.integers(2, 4).flatmap(
    lambda coders: st.integers(1, 14).flatmap(
        lambda units: arrays(
            float, (coders, units), elements=st.one_of(st.just(np.nan), st.integers(0, 4).map(float))
        )
    )
)


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_four_coders_with_missing_judgements(level, value) -> None:
    # Krippendorff (2011), sections C and D; the twelfth unit, judged once, drops out.
    found = krippendorff_alpha(FOUR_CODERS, level)
    assert found.value == pytest.approx(value, abs=5e-4)
    assert found.units == 11


def test_two_coders_of_two_and_of_five_values() -> None:
    # Krippendorff (2011), sections A and B.
    assert krippendorff_alpha(TWO_VALUES).value == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(FIVE_VALUES).value == pytest.approx(0.692, abs=5e-4)


@settings(deadline=None)
@given(tables, st.sampled_from(LEVELS))
def test_it_agrees_with_another_program(table, level) -> None:
    found = krippendorff_alpha(table, level)
    if found.value is None:
        paired = table[:, (~np.isnan(table)).sum(axis=0) > 1]
        values = np.unique(paired[~np.isnan(paired)])
        assert len(values) < 2
        assert found.reason == (NO_VARIATION if len(values) else NOT_PAIRED)
    else:
        with np.errstate(all="ignore"):
            other = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
        assert found.value == pytest.approx(other, abs=1e-8)


@settings(deadline=None)
@given(tables, st.sampled_from(LEVELS), st.data())
def test_neither_the_order_of_coders_nor_that_of_units_matters(table, level, data) -> None:
    coders = data.draw(st.permutations(range(table.shape[0])))
    units = data.draw(st.permutations(range(table.shape[1])))
    found, other = krippendorff_alpha(table, level), krippendorff_alpha(table[coders][:, units], level)
    assert found.reason == other.reason
    if found.value is not None:
        assert found.value == pytest.approx(other.value, abs=1e-9)


@settings(deadline=None)
@given(tables, st.floats(0.1, 10), st.floats(-5, 5))
def test_levels_are_blind_to_what_they_do_not_measure(table, stretch, shift) -> None:
    # Krippendorff (2004), section 11.3.5: interval differences keep their ratios under a linear change of the
    # scale, ranks under any that grows, names under any that tells them apart.
    for level, changed in (
        ("interval", stretch * table + shift),
        ("ordinal", np.exp(table)),
        ("nominal", (table * 3) % 7),
        ("ratio", stretch * table),
    ):
        found, other = krippendorff_alpha(table, level), krippendorff_alpha(changed, level)
        assert found.reason == other.reason
        if found.value is not None:
            assert found.value == pytest.approx(other.value, abs=1e-7)


@settings(deadline=None)
@given(tables)
def test_of_two_values_all_levels_say_the_same(table) -> None:
    binary = np.where(np.isnan(table), np.nan, table > 2)
    nominal = krippendorff_alpha(binary)
    for level in LEVELS[1:]:
        found = krippendorff_alpha(binary, level)
        assert found.reason == nominal.reason
        if nominal.value is not None:
            assert found.value == pytest.approx(nominal.value, abs=1e-9)


@settings(deadline=None)
@given(tables)
def test_coders_who_say_the_same_agree_wholly(table) -> None:
    found = krippendorff_alpha(np.array([table[0], table[0]]))
    assert found.value == 1.0 or found.reason in (NO_VARIATION, NOT_PAIRED)


@settings(deadline=None)
@given(tables, st.sampled_from(("nominal", "interval", "ratio")))
def test_weights_by_document_are_repetitions(table, level) -> None:
    places = np.arange(table.shape[1]) % 3
    counts = pairings(table, places, level)
    weights = np.array([2.0, 0.0, 3.0])[: counts.documents]
    repeated = table[:, np.repeat(np.arange(table.shape[1]), weights.astype(int)[places])]
    observed, expected = counts.disagreements(weights[None, :])
    found = krippendorff_alpha(repeated, level)
    if found.value is not None:
        assert 1 - observed[0] / expected[0] == pytest.approx(found.value, abs=1e-9)
    else:
        assert not expected[0] > 1e-12


def test_the_ratio_level_has_no_negative_values() -> None:
    with pytest.raises(CounterpoiseError, match="below 0"):
        krippendorff_alpha([[1, -2], [1, 2]], "ratio")


def test_masi_weighs_jaccard_by_how_sets_stand_to_each_other() -> None:
    # Passonneau (2006), section 3: 1 for equal sets, 2/3 for a subset, 1/3 for an overlap, 0 for disjoint sets.
    assert masi(frozenset("ab"), frozenset("ab")) == 0
    assert masi(frozenset("a"), frozenset("ab")) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset("a"), frozenset("b")) == masi(frozenset(), frozenset("a")) == 1


sets_of_codes = st.one_of(st.none(), st.frozensets(st.sampled_from("abcd")))


@settings(deadline=None)
@given(st.lists(st.tuples(sets_of_codes, sets_of_codes, sets_of_codes), min_size=1, max_size=9))
def test_alpha_of_sets_is_the_mean_distance_of_pairs_over_that_of_all(units) -> None:
    paired = [[cell for cell in unit if cell is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    given_ = [cell for unit in paired for cell in unit]
    found = alpha_of_sets([list(row) for row in zip(*units, strict=True)])
    if len(set(given_)) < 2:
        assert found.value is None
        return
    observed = sum(
        sum(masi(*pair) for pair in permutations(unit, 2)) / (len(unit) - 1) for unit in paired
    ) / len(given_)
    expected = sum(masi(*pair) for pair in permutations(given_, 2)) / (len(given_) * (len(given_) - 1))
    assert found.value == pytest.approx(1 - observed / expected, abs=1e-9)


def test_sets_of_one_code_are_names() -> None:
    sets = [[frozenset([value]) for value in row] for row in FIVE_VALUES]
    assert alpha_of_sets(sets).value == pytest.approx(krippendorff_alpha(FIVE_VALUES).value)
    by_document = pairings_of_sets(sets, np.arange(12) // 4, 3)
    assert coefficient_of(by_document).value == pytest.approx(krippendorff_alpha(FIVE_VALUES).value)
