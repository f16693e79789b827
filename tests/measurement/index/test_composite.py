from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.composite import (
    IndexSpec,
    build_index,
    index_choices,
    index_sensitivity,
)

TABLE = np.array([[0.0, 10.0, 3.0], [5.0, 20.0, 1.0], [10.0, 0.0, 2.0]])
SPEC = IndexSpec(("a", "b", "c"), directions=(1, 1, -1), parameters={"low": 0, "high": 1})


def test_an_index_by_hand():
    # On 0 to 1, the third turned round: 0 .5 0, .5 1 1, 1 0 .5.
    found = build_index(TABLE, SPEC)
    assert found.normalised == pytest.approx(np.array([[0, 0.5, 0], [0.5, 1, 1], [1, 0, 0.5]]))
    assert found.scores == pytest.approx([1 / 6, 5 / 6, 1 / 2])
    assert found.ranks == pytest.approx([3, 1, 2])
    assert found.effective == pytest.approx([1 / 3] * 3)
    assert found.contributions.sum(axis=1) == pytest.approx(found.scores)
    assert found.coverage == pytest.approx([1, 1, 1])


def test_groups_are_put_together_first():
    # Two indicators in the first group, one in the second, which weighs three times as much.
    found = build_index(TABLE, replace(SPEC, groups=(0, 0, 1), group_weights=(1, 3)))
    assert found.scores == pytest.approx([0.25 * 0.25, 0.25 * 0.75 + 0.75, 0.25 * 0.5 + 0.75 * 0.5])
    assert found.effective == pytest.approx([0.125, 0.125, 0.75])
    assert found.contributions.sum(axis=1) == pytest.approx(found.scores)


def test_human_development_as_an_index():
    # UNDP (2010), technical note 1: HDI .663 of China, from its three indices between fixed goalposts.
    spec = IndexSpec(
        ("life", "education", "income"),
        normalisation="goalposts",
        parameters={"low": 0, "high": 1},
        aggregation="geometric",
    )
    found = build_index(np.array([[0.847, 0.589, 0.584]]), spec)
    assert found.scores == pytest.approx(0.663, abs=5e-4)
    assert found.contributions is None


def test_what_is_missing_counts_neither_way():
    table = TABLE.copy()
    table[0, 1] = np.nan
    found = build_index(table, SPEC)
    assert found.coverage == pytest.approx([2 / 3, 1, 1])
    assert found.scores[0] == pytest.approx(0)
    assert found.contributions.sum(axis=1) == pytest.approx(found.scores)
    table[0] = np.nan
    nothing = build_index(table, SPEC)
    assert np.isnan([nothing.scores[0], nothing.ranks[0]]).all()
    assert nothing.ranks[1:] == pytest.approx([1, 2])


def test_outliers_are_treated_before_and_told():
    table = np.column_stack([[*range(1, 11), 100.0], np.arange(11.0)])
    found = build_index(table, IndexSpec(("x", "y"), treated=True))
    assert [each.method for each in found.treatments] == ["winsorised", "none"]
    assert found.normalised[9, 0] == found.normalised[10, 0] == 100


@given(
    arrays(float, (5, 3), elements=st.floats(0.1, 10), unique=True),
    st.sampled_from(["minmax", "percentile_rank", "distance_to_maximum"]),
    st.sampled_from(["equal", "entropy", "critic", "principal_component"]),
    st.sampled_from(["arithmetic", "geometric", "harmonic", "copeland"]),
)
def test_every_way_gives_a_rank_to_everybody(table, normalisation, weights, aggregation):
    low = {"low": 1, "high": 100} if normalisation == "minmax" else {}
    spec = IndexSpec(("a", "b", "c"), (), (), normalisation, low, False, weights, (), aggregation)
    # Indicators that are one and the same have no weights by CRITIC.
    assume(np.corrcoef(table.T).min() < 0.99)
    if aggregation in ("geometric", "harmonic") and normalisation != "minmax":
        # The least value of each indicator is 0 there.
        with pytest.raises(CounterpoiseError, match="values of 0 or less"):
            build_index(table, spec)
        return
    found = build_index(table, spec)
    assert np.isfinite(found.scores).all()
    assert found.ranks.min() == 1
    assert found.effective.sum() == pytest.approx(1)


def sensitivity_of(spec: IndexSpec, tables, **alternatives):
    choices = index_choices(spec, **alternatives)
    return index_sensitivity(tables, spec, choices, unit=0, runs=64, seed=4)


def test_choices_and_draws_move_score_rank_and_all_ranks():
    rng = np.random.default_rng(8)
    drawn = TABLE[:, :, None] + rng.normal(0, 0.5, (3, 3, 20))
    found = sensitivity_of(
        replace(SPEC, parameters={"low": 1, "high": 100}),
        [drawn],
        normalisations=("percentile_rank",),
        weights=("entropy",),
        aggregations=("copeland",),
    )
    assert [each.output for each in found.of_outputs] == ["score", "rank", "rank shift"]
    score = found.of_outputs[0]
    assert [each.choice for each in score.influences] == [
        "normalisation", "weights", "aggregation", "dropped indicator", "data draw",
    ]  # fmt: skip
    # Scores on 1 to 100 and on 0 to 1 differ so much that nothing else matters beside the scale.
    assert max(score.influences, key=lambda each: each.total[0]).choice in ("normalisation", "aggregation")
    rank = found.of_outputs[1]
    assert {rank.low90, rank.high90} <= {1.0, 2.0, 3.0}


def test_what_was_chosen_comes_first():
    spec = replace(SPEC, weights=(1.0, 2.0, 1.0))
    found = sensitivity_of(spec, [TABLE[:, :, None]], aggregations=("copeland",))
    assert found.of_outputs[0].default == pytest.approx(build_index(TABLE, spec).scores[0])


def test_imputations_are_a_choice_too():
    missing = TABLE.copy()
    missing[0, 1] = np.nan
    filled = missing.copy()
    filled[0, 1] = np.nanmedian(missing[:, 1])
    found = index_sensitivity(
        [missing[:, :, None], filled[:, :, None]], SPEC, index_choices(SPEC, dropping=False), 0, 64, 1,
        ("observed", "median"),
    )  # fmt: skip
    (imputation,) = found.of_outputs[0].influences
    assert (imputation.choice, imputation.least_at, imputation.greatest_at) == (
        "imputation",
        "observed",
        "median",
    )
    assert imputation.total[0] == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"indicators": ()}, "index: no indicators; expected at least one"),
        ({"directions": (1, 2, 1)}, "index: directions are 1 or -1"),
        ({"groups": (0, 2, 2)}, "groups are numbered from 0 without a gap"),
        ({"weights": "entropi"}, "unknown weights 'entropi' - did you mean 'entropy'"),
        ({"weights": (1.0,)}, "1 weights; there are 3 indicators"),
        ({"aggregation": "median"}, "unknown aggregation 'median'; expected one of arithmetic"),
        ({"group_weights": (1.0, 1.0)}, "2 weights of groups; there are 1"),
        ({"directions": (1,), "groups": (0,)}, "directions for 1 indicators.*\n.*groups for 1 indicators"),
    ],
)
def test_a_spec_that_does_not_hold_together_is_refused(fields, message: str):
    with pytest.raises(CounterpoiseError, match=message):
        IndexSpec(**{"indicators": ("a", "b", "c"), **fields})


def test_every_indicator_that_cannot_be_normalised_is_named():
    with pytest.raises(CounterpoiseError) as caught:
        build_index(np.column_stack([np.ones(3), np.arange(3.0), np.full(3, np.nan)]), SPEC)
    assert [str(problem) for problem in caught.value.problems] == [
        "indicator a: minmax: every value is 1; a series that never varies has no scale",
        "indicator c: minmax: nothing is observed",
    ]


def test_a_mean_that_knows_no_zero_is_refused_with_what_to_do():
    with pytest.raises(CounterpoiseError, match="normalise to values above 0, or take another mean"):
        build_index(TABLE, replace(SPEC, aggregation="geometric"))


def test_intervals_of_an_index_cover_its_true_values_at_their_nominal_rate():
    # True indicators of ten units, each observed with an error of known size: 90 per cent intervals of the index over draws from
    # their posterior, between goalposts that are stated.
    rng = np.random.default_rng(17)
    spec = IndexSpec(
        ("one", "other", "third"), directions=(1, 1, -1), normalisation="scaled",
        parameters={"low": -4.0, "high": 4.0}, weights=(0.5, 0.3, 0.2),
    )  # fmt: skip
    covered = []
    for _ in range(100):
        true = rng.normal(size=(10, 3))
        error = np.array([0.3, 0.5, 1.0])
        observed = true + error * rng.normal(size=true.shape)
        shrunk = 1 / (1 + error**2)
        drawn = shrunk * observed + error * np.sqrt(shrunk) * rng.normal(size=(200, 10, 3))
        # Between stated goalposts the index of a unit hangs on no other, so that all draws are one table.
        scores = build_index(drawn.reshape(-1, 3), spec).scores.reshape(200, 10)
        low, high = np.quantile(scores, [0.05, 0.95], axis=0)
        wanted = build_index(true, spec).scores
        covered += ((low <= wanted) & (wanted <= high)).tolist()
    assert 0.85 <= np.mean(covered) <= 0.95
