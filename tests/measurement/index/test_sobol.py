import numpy as np
import pytest
from SALib.analyze import sobol as salib
from scipy.stats import sobol_indices as of_scipy

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.sobol import SobolDesign, sobol_design, sobol_indices

A, B = 7.0, 0.1


def ishigami(points: np.ndarray) -> np.ndarray:
    x = (2 * points - 1) * np.pi
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.fixture(scope="module")
def design() -> SobolDesign:
    return sobol_design(3, 4096, seed=5)


def test_the_ishigami_function(design: SobolDesign):
    # Ishigami & Homma (1990); analytic indices as in Saltelli et al. (2008), Global Sensitivity Analysis, section 4.4.
    variance = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
    first = np.array([0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, 0]) / variance
    interaction = B**2 * np.pi**8 * (1 / 18 - 1 / 50) / variance
    total = first + np.array([interaction, 0, interaction])
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=5e-5)
    found = sobol_indices(ishigami(design.points), design.runs, seed=1)
    assert found.first == pytest.approx(first, abs=0.02)
    assert found.total == pytest.approx(total, abs=0.02)
    assert ((found.first_low < first) & (first < found.first_high)).all()
    assert ((found.total_low < total) & (total < found.total_high)).all()


def test_an_additive_function_has_no_interactions():
    # Variances of a uniform input times 1, 4 and 9: shares 1/14, 4/14, 9/14, first and total alike.
    design = sobol_design(3, 1024, seed=3)
    found = sobol_indices(design.points @ np.array([1.0, 2, 3]), design.runs, seed=1)
    assert found.first == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.005)
    assert found.total == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.005)


def test_agreement_with_scipy(design: SobolDesign):
    outputs = ishigami(design.points)
    parts = outputs.reshape(-1, design.runs)
    theirs = of_scipy(func={"f_A": parts[:1], "f_B": parts[1:2], "f_AB": parts[2:, None]}, n=design.runs)
    ours = sobol_indices(outputs, design.runs, seed=1)
    assert ours.first == pytest.approx(theirs.first_order, abs=1e-12)
    assert ours.total == pytest.approx(theirs.total_order, abs=1e-12)


def test_agreement_with_salib(design: SobolDesign):
    outputs = ishigami(design.points)
    a, b, *mixed = outputs.reshape(-1, design.runs)
    # SALib has the runs of one point one after another: A, the mixed ones, B.
    in_their_order = np.stack([a, *mixed, b], axis=1).ravel()
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, in_their_order, calc_second_order=False, seed=1)
    ours = sobol_indices(outputs, design.runs, seed=1)
    # They take the mean of all outputs for the centre, we that of A and B.
    assert ours.first == pytest.approx(theirs["S1"], abs=1e-3)
    assert ours.total == pytest.approx(theirs["ST"], abs=1e-6)
    assert ours.first_high - ours.first_low == pytest.approx(2 * theirs["S1_conf"], rel=0.25)


def test_intervals_cover_the_truth_at_their_nominal_rate():
    truth = np.array([1, 4, 9]) / 14
    covered = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        a, b = rng.uniform(size=(2, 256, 3))
        mixed = [np.where(np.arange(3) == place, b, a) for place in range(3)]
        found = sobol_indices(np.concatenate([a, b, *mixed]) @ np.array([1.0, 2, 3]), 256, seed)
        covered.append((found.total_low < truth) & (truth < found.total_high))
    assert 0.9 <= np.mean(covered) <= 0.99


def test_the_design_mixes_one_column_at_a_time():
    design = sobol_design(2, 8, seed=1)
    a, b, first, second = design.points.reshape(4, 8, 2)
    assert (first == np.column_stack([b[:, 0], a[:, 1]])).all()
    assert (second == np.column_stack([a[:, 0], b[:, 1]])).all()
    assert sobol_design(2, 9, seed=1).runs == 16


def test_what_never_varies_has_no_indices():
    assert sobol_indices(np.full(4 * 8, 0.3), 8, seed=1) is None
    # Nor what varies so seldom that neither sample shows it.
    assert sobol_indices(np.concatenate([np.zeros(3 * 8), np.ones(8)]), 8, seed=1) is None


def test_too_few_runs_are_refused():
    with pytest.raises(CounterpoiseError, match="4 runs of 2 inputs; expected at least 8 runs"):
        sobol_design(2, 4, seed=1)
