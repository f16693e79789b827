from dataclasses import replace

import polars as pl

from counterpoise.findings.basis import BASIS_SCHEMA, Basis, distinct

ROWS = [
    ("v1", "observation", "ties", "trade_share", "PAK", 2000, 2000, "made up, 1"),
    ("v2", "observation", "ties", "trade_share", "PAK", 2001, 2004, "made up, 1"),
    ("v2", "observation", "economic", "trade_share", "PAK", 2001, 2004, "made up, 1"),
    ("p1", "passage", "economic", "trade", "PAK", 2003, 2003, "coded passages"),
    ("p1", "passage", "economic", "energy", "PAK", 2003, 2003, "coded passages"),
]


def basis(id_: str = "one", rows: int = 5) -> Basis:
    return Basis(id_, "the panel", pl.DataFrame(ROWS[:rows], schema=BASIS_SCHEMA, orient="row"))


def test_it_counts_each_observation_and_passage_once_and_names_what_they_feed() -> None:
    assert str(basis()) == (
        "2 observations of 1 indicator and 1 passage under 2 codes between 2000 and 2004, of ties and economic"
    )
    assert (basis().ids("observation"), basis().ids("passage")) == (("v1", "v2"), ("p1",))
    assert str(basis(rows=1)) == "1 observation of 1 indicator between 2000 and 2000, of ties"


def test_parts_go_by_their_titles() -> None:
    called = {"economic": "economic need"}
    assert str(replace(basis(), called=called)).endswith("of ties and economic need")


def test_its_sources_are_those_of_its_observations_without_their_releases() -> None:
    assert basis().sources == ("made up",)


def test_one_with_nothing_in_it_is_none() -> None:
    assert basis()
    assert not basis(rows=0)
    assert str(basis(rows=0)) == "no observation and no passage"


def test_of_those_with_one_name_the_first_is_told() -> None:
    one, again, other = basis(), basis(), basis("other")
    assert list(distinct([None, one, again, other])) == [one, other]
