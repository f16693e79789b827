from pathlib import Path

import pytest

from counterpoise.datasets.code_lists import code_list
from counterpoise.datasets.source import recognise


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("cow/cow_states2016.csv", "lists the members of the Correlates of War state system"),
        ("leaders_regimes/cw_gw_panel.parquet", "lists Correlates of War and Gleditsch & Ward numbers"),
        (
            "unga_ideal_points/COW_country_codes.csv",
            "lists Correlates of War numbers with the names of states",
        ),
    ],
)
def test_a_code_list_is_named_and_no_source_takes_it(file: str, what: str, shared: Path) -> None:
    path = shared / "data" / file
    notice = code_list(path, f"data/{path.name}")
    assert notice is not None
    assert notice.place == f"data/{path.name}"
    assert notice.what.startswith(what)
    assert notice.what.endswith("the program knows these by itself, so the file was not read")
    assert recognise(path) is None


@pytest.mark.parametrize("file", ["qca/LC.csv", "cow/cow_majors.csv", "cow/cow_trade_national_4.0.csv"])
def test_other_files_are_no_code_lists(file: str, shared: Path) -> None:
    assert code_list(shared / "data" / file, file) is None
