import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.datasets.voting_record import VotingRecord
from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.ideal_points.chain import PRIORS, Prior
from counterpoise.measurement.ideal_points.cleaning import Cleaned, clean
from counterpoise.measurement.ideal_points.estimation import IdealPoints, estimate, prepared
from tests.measurement.ideal_points.simulated import simulated


def ends(truth: pl.DataFrame) -> tuple[str, str]:
    """The states that stand highest and lowest on average."""
    order = truth.group_by("country").agg(pl.col("truth").mean()).sort("truth")["country"]
    return order[-1], order[0]


@pytest.mark.parametrize("prior", PRIORS)
def test_intervals_cover_points_that_are_known_at_their_rate(prior: Prior) -> None:
    covered = []
    for seed in (1, 2):
        cleaned, truth = simulated(seed=seed)
        found = estimate(prepared(cleaned), ends(truth), "gibbs", prior, draws=300, burn_in=100, seed=seed)
        both = found.table().join(truth, on=["session", "country"])
        assert both.select(pl.corr("point", "truth")).item() > 0.95
        covered.append(both.select(pl.col("truth").is_between("low90", "high90").mean()).item())
    assert 0.85 <= np.mean(covered) <= 0.95


def test_the_first_anchor_stands_at_the_positive_end() -> None:
    cleaned, truth = simulated(states=20, sessions=5)
    found = prepared(cleaned)
    high, low = ends(truth)
    one, other = estimate(found, (high, low)), estimate(found, (low, high))
    assert one.points == pytest.approx(-other.points, abs=0.02)
    table = one.table().group_by("state").agg(pl.col("point").mean())
    mean = dict(table.iter_rows())
    assert mean[high] > mean[low]


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_in_whatever_order_votes_and_names_come_the_points_are_the_same(random: object) -> None:
    cleaned, truth = simulated(states=12, sessions=4, roll_calls=25)
    states = truth["country"].unique().sort().to_list()
    names = states.copy()
    random.shuffle(names)  # type: ignore[attr-defined]
    high, low = ends(truth)
    renamed = dict(zip(states, names, strict=True))
    other = cleaned.votes.with_columns(pl.col("country", "state").replace(renamed))
    shuffled = Cleaned(other.sample(fraction=1, shuffle=True, seed=random.randint(0, 9)), {})  # type: ignore[attr-defined]
    one = estimate(prepared(cleaned), (high, low)).table().with_columns(pl.col("state").replace(renamed))
    two = estimate(prepared(shuffled), (renamed[high], renamed[low])).table()
    both = one.join(two, on=["state", "session"], suffix="_two")
    assert both.height == one.height
    assert (both["point"] - both["point_two"]).abs().max() < 0.01


def test_draws_are_kept_with_their_names_and_only_they_give_uncertainty() -> None:
    cleaned, truth = simulated(states=12, sessions=4, roll_calls=25)
    found = prepared(cleaned)
    drawn = estimate(found, ends(truth), "gibbs", draws=30, burn_in=5)
    assert drawn.draws is not None
    assert drawn.draws.dims == ("unit", "draw")
    assert drawn.draws.shape == (found.units.height, 30)
    assert drawn.draws.coords["state"].to_numpy().tolist() == found.units["state"].to_list()
    assert {"se", "low90", "high90"} <= set(drawn.table().columns)
    assert drawn.points == pytest.approx(drawn.draws.to_numpy().mean(axis=1))
    plain = estimate(found, ends(truth))
    assert plain.draws is None
    assert plain.se is None
    assert not {"se", "low90", "high90"} & set(plain.table().columns)


def test_states_without_votes_are_told() -> None:
    cleaned, truth = simulated(states=12, sessions=4, roll_calls=25)
    found = estimate(prepared(cleaned), ends(truth), asked=("S001", "ATL"))
    assert found.silent == ("ATL",)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"anchors": ("ATL", "S001")}, "anchor ATL: did not vote in any of these roll calls"),
        ({"anchors": ("S001", "S001")}, "did not vote in one session"),
        ({"method": "gibs"}, "method 'gibs': unknown; expected variational or gibbs - did you mean 'gibbs'"),
        ({"prior": "smooth"}, "prior 'smooth': unknown; expected smoother or voeten2017"),
        ({"draws": 3}, "draws: found 3; expected 20 or more"),
    ],
)
def test_what_cannot_be_asked_is_told(given: dict[str, object], told: str) -> None:
    cleaned, _ = simulated(states=12, sessions=4, roll_calls=25)
    with pytest.raises(CounterpoiseError) as caught:
        estimate(prepared(cleaned), **({"anchors": ("S001", "S002")} | given))  # type: ignore[arg-type]
    assert told in str(caught.value)


def beside(found: IdealPoints, published: pl.DataFrame) -> pl.DataFrame:
    both = found.table().join(published, on=["state", "session"])
    assert both.height == published.height
    return both


def correlations(both: pl.DataFrame) -> tuple[float, float]:
    """With the published points: pooled, and the median of the sessions'."""
    sessions = both.group_by("session").agg(r=pl.corr("point", "published"))["r"]
    return both.select(pl.corr("point", "published")).item(), float(np.median(sessions))


@pytest.mark.large
@pytest.mark.parametrize("prior", PRIORS)
def test_the_variational_points_are_the_published_ones(
    record: VotingRecord, published: pl.DataFrame, prior: Prior
) -> None:
    # Bailey, Strezhnev & Voeten (2017), IdealpointestimatesAll_Apr2020.csv.
    pooled, within = correlations(
        beside(estimate(prepared(clean(record)), ("USA", "RUS"), prior=prior), published)
    )
    assert pooled >= 0.985
    assert within >= 0.995


@pytest.mark.large
def test_the_drawn_points_are_the_published_ones(record: VotingRecord, published: pl.DataFrame) -> None:
    # Bailey, Strezhnev & Voeten (2017), IdealpointestimatesAll_Apr2020.csv, columns Q5% and Q95%.
    found = estimate(prepared(clean(record)), ("USA", "RUS"), "gibbs", draws=400, burn_in=100)
    both = beside(found, published)
    pooled, within = correlations(both)
    assert pooled >= 0.99
    assert within >= 0.995
    assert both.select(pl.col("point").is_between("low", "high").mean()).item() >= 0.9
    # Nearer to the published widths than the variances of the variational bound could be.
    width = both.select(
        ((pl.col("high90") - pl.col("low90")) / (pl.col("high") - pl.col("low"))).median()
    ).item()
    assert 0.8 <= width <= 1.3
