import polars as pl
import pytest

from counterpoise.datasets.places import placed, placed_problem
from counterpoise.datasets.source import Reading
from counterpoise.errors import Problem
from counterpoise.evidence import table_of_values
from tests.study_in_miniature import observed


@pytest.mark.parametrize("place", ["data/a/f.csv", "data/$1/f.csv", "data/\\1 b/f.csv", "/elsewhere/f.csv"])
def test_a_file_is_named_by_its_place_wherever_it_stands(place: str) -> None:
    problem = Problem("f.csv:3", "says the same as f.csv:2 again (f.csv); g-f.csv is another")
    assert placed_problem(problem, {"f.csv": place}) == Problem(
        f"{place}:3", f"says the same as {place}:2 again ({place}); g-f.csv is another"
    )
    values = table_of_values([observed("USA", 2000, "trade_share", 1.0)]).with_columns(
        row=pl.lit("f.csv ccode=2 over f.csv ccode=710 and g-f.csv x")
    )
    reading = placed(Reading(values, (problem,), {}, (Problem("f.csv", "of no power"),)), {"f.csv": place})
    assert reading.values["row"].to_list() == [f"{place} ccode=2 over {place} ccode=710 and g-f.csv x"]
    assert reading.problems[0].place == f"{place}:3"
    assert reading.notices[0].place == place


def test_two_files_of_a_source_keep_their_own_places() -> None:
    problem = Problem("a.csv, b.csv", "need each other")
    places = {"a.csv": "data/x/a.csv", "b.csv": "data/b.csv"}
    assert placed_problem(problem, places).place == "data/x/a.csv, data/b.csv"


def test_of_two_names_of_which_one_ends_or_begins_the_other_each_keeps_its_place() -> None:
    places = {
        "trade.csv": "data/trade.csv",
        "COW trade.csv": "data/COW trade.csv",
        "trade.csv b.csv": "x/t.csv",
    }
    problem = Problem("COW trade.csv:3", "differs from trade.csv:2 (COW trade.csv), trade.csv b.csv")
    told = Problem("data/COW trade.csv:3", "differs from data/trade.csv:2 (data/COW trade.csv), x/t.csv")
    values = table_of_values([observed("USA", 2000, "trade_share", 1.0)]).with_columns(
        row=pl.lit(problem.what)
    )
    for order in (places, dict(reversed(places.items()))):
        assert placed_problem(problem, order) == told
        assert placed(Reading(values, (), {}), order).values["row"].to_list() == [told.what]
    assert placed_problem(problem, {}) == problem
