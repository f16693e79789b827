import numpy as np

from counterpoise.model.measured import Measured, index_of


def test_a_series_is_standardised_over_what_is_observed_and_its_errors_with_it() -> None:
    values = np.array([[2.0, 4.0, np.nan], [6.0, 8.0, np.nan]])
    found = Measured("Need", "economic", values, np.full((2, 3), 0.5), ("gdp",)).standardised()
    assert np.nanmean(found.values) == 0
    assert np.isclose(np.nanstd(found.values), 1)
    assert np.isnan(found.values[:, 2]).all()
    np.testing.assert_allclose(found.errors, 0.5 / np.sqrt(5))
    assert (found.title, found.part, found.sources) == ("Need", "economic", ("gdp",))


def series(title: str, *values: float) -> Measured:
    found = np.array(values)
    return Measured(title, "pressure", found, np.full(len(found), 0.3), (title.lower(),))


def test_an_index_is_the_mean_of_its_series_in_years_that_have_all_of_them() -> None:
    one, other = series("One", 1.0, 2.0, 3.0, np.nan), series("Other", 0.0, 0.0, 3.0, 1.0)
    found, left_out = index_of([one, other], "Pressure")
    assert (found.title, found.sources, left_out) == ("Pressure", ("one", "other"), ())
    assert np.isnan(found.values[3])
    mean, sd = np.mean([0.5, 1.0, 3.0]), np.std([0.5, 1.0, 3.0])
    np.testing.assert_allclose(found.values[:3], (np.array([0.5, 1.0, 3.0]) - mean) / sd)
    np.testing.assert_allclose(found.errors[:3], 0.3 * np.sqrt(2) / 2 / sd)


def test_a_series_with_which_too_few_years_would_be_complete_is_left_out_of_an_index() -> None:
    short = series("Short", *[np.nan] * 5, 1.0, 2.0)
    found, left_out = index_of([short, series("Long", *range(7))], "Pressure")
    assert left_out == ("Short",)
    assert (found.title, found.sources) == ("Long", ("long",))
    assert not np.isnan(found.values).any()
