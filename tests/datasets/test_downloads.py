from counterpoise.datasets.downloads import Download, downloads_of
from counterpoise.datasets.source import source_named


def test_a_source_that_says_nothing_of_downloads_is_had_by_hand() -> None:
    assert downloads_of(source_named("cow-trade")) == ()
    assert downloads_of(object()) == ()


def test_a_source_of_any_package_may_say_where_it_is_fetched_from() -> None:
    class Forest:
        downloads = [Download("https://example.org/a.zip", "a.zip", members=("trees.csv",))]  # noqa: RUF012

    assert downloads_of(Forest()) == (Download("https://example.org/a.zip", "a.zip", members=("trees.csv",)),)


def test_ideal_points_are_fetched_from_the_deposit_that_they_are_cited_by() -> None:
    source = source_named("unga-ideal-points")
    (deposit,) = downloads_of(source)
    assert not isinstance(deposit, Download)
    assert deposit.doi in source.where
