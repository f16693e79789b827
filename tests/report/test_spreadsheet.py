import polars as pl

from counterpoise.report.spreadsheet import scores_table


def test_scores_name_the_powers_and_say_why_a_median_is_empty():
    measured = pl.DataFrame(
        {
            "state": "PAK",
            "dimension": ["all", "economic", "economic"],
            "year": 2010,
            "median": [None, None, 0.5],
        }
    )
    table = scores_table(measured, {"a": "CHN", "b": "USA"})
    assert table.columns == ["state", "power_a", "power_b", "dimension", "year", "median", "why"]
    assert set(table.select("power_a", "power_b").rows()) == {("CHN", "USA")}
    assert table["why"].to_list() == [
        "no dimension has a tie with either power in this year, so there is nothing to weigh",
        "every tie observed is 0 in this year, so there is nothing to divide",
        None,
    ]
