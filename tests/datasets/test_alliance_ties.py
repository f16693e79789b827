import polars as pl

from counterpoise.datasets.alliance_ties import (
    CATEGORIES,
    CONSULTATION,
    DEFENCE,
    NEUTRALITY,
    category,
    strongest,
)


def test_categories_are_named_in_their_order() -> None:
    assert [CATEGORIES[each] for each in (0, CONSULTATION, NEUTRALITY, DEFENCE)] == list(CATEGORIES)


def test_the_strongest_of_what_is_promised_counts() -> None:
    promises = pl.DataFrame(
        {
            "defence": [True, False, None, False],
            "neutrality": [True, True, None, None],
            "consultation": [True, True, True, None],
        }
    )
    found = promises.select(category(pl.col("defence"), pl.col("neutrality"), pl.col("consultation")))
    assert found.to_series().to_list() == [DEFENCE, NEUTRALITY, CONSULTATION, 0]


def test_of_several_rows_the_strongest_stands_and_nothing_with_oneself_or_nobody() -> None:
    rows = [
        ("PAK", "USA", 1960, 1),
        ("PAK", "USA", 1960, 3),
        ("PAK", "PAK", 1960, 3),
        ("PAK", None, 1960, 3),
        ("PAK", "CHN", 1960, 0),
        ("PAK", "CHN", 1961, 2),
    ]
    listed = pl.LazyFrame(rows, schema=["state", "partner", "year", "category"], orient="row")
    assert strongest(listed).rows() == [("PAK", "CHN", 1961, 2), ("PAK", "USA", 1960, 3)]
