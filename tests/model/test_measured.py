import numpy as np

from counterpoise.model.measured import Measured


def test_a_series_is_standardised_over_what_is_observed_and_its_errors_with_it() -> None:
    values = np.array([[2.0, 4.0, np.nan], [6.0, 8.0, np.nan]])
    found = Measured("Need", "economic", values, np.full((2, 3), 0.5), ("gdp",)).standardised()
    assert np.nanmean(found.values) == 0
    assert np.isclose(np.nanstd(found.values), 1)
    assert np.isnan(found.values[:, 2]).all()
    np.testing.assert_allclose(found.errors, 0.5 / np.sqrt(5))
    assert (found.title, found.part, found.sources) == ("Need", "economic", ("gdp",))
