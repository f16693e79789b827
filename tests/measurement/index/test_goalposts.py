import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.index.goalposts import (
    Goalpost,
    GoalpostRelease,
    freeze,
    read_goalposts,
    write_goalposts,
)

TRADE = Goalpost(
    "trade_share", "Share of trade", "Share of trade", 27.85, "percent", 1950, 2014, 772, ("PAK", "VNM")
)
ARMS = Goalpost("arms_import_share", "Arms", "Arms", 82.575, "percent of TIV", 1950, 2024, 196, ("PAK",))
RELEASE = freeze([TRADE, ARMS], "A study", ("USA", "CHN"), 0.975)


def test_a_release_is_in_order_and_reads_as_it_was_written(tmp_path: Path):
    assert [each.indicator for each in RELEASE.goalposts] == ["arms_import_share", "trade_share"]
    write_goalposts(RELEASE, tmp_path / "goalposts.json")
    assert read_goalposts(tmp_path / "goalposts.json") == RELEASE
    assert read_goalposts(tmp_path / "goalposts.json").id == RELEASE.id


@given(value=st.floats(0, 1e12), quantity=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_no_bit_of_a_goalpost_is_lost(tmp_path_factory, value: float, quantity: str):
    path = tmp_path_factory.mktemp("frozen") / "goalposts.json"
    kept = freeze(
        [Goalpost("x", quantity, quantity, value, "", 1, 2, 3, ("PAK",))], "S", ("USA", "CHN"), 0.975
    )
    write_goalposts(kept, path)
    assert read_goalposts(path) == kept


def test_the_name_of_a_release_follows_from_what_it_holds():
    moved = freeze([TRADE], "A study", ("USA", "CHN"), 0.975)
    assert len(RELEASE.id) == 16
    assert moved.id != RELEASE.id


def test_a_release_is_never_written_over(tmp_path: Path):
    path = tmp_path / "goalposts.json"
    write_goalposts(RELEASE, path)
    before = path.read_bytes()
    with pytest.raises(
        CounterpoiseError, match="is there already; a release is not changed, so name a new file"
    ):
        write_goalposts(freeze([TRADE], "Another", ("USA", "CHN"), 0.9), path)
    assert path.read_bytes() == before


def test_what_a_study_needs_of_it():
    assert RELEASE.needed({"trade_share": "percent"}, "here") == {"trade_share": TRADE}
    with pytest.raises(CounterpoiseError) as caught:
        RELEASE.needed(
            {"trade_shares": "percent", "arms_import_share": "tons", "us_aid": "USD"}, "goalposts.json"
        )
    told = [str(problem) for problem in caught.value.problems]
    assert told[0].startswith(
        "goalposts.json: has no goalpost for 'trade_shares' - did you mean 'trade_share'? (`counterpoise measure"
    )
    assert told[1] == "goalposts.json: 'arms_import_share' is frozen in percent of TIV, and observed in tons"
    assert "it has arms_import_share, trade_share" in told[2]


def faults_of(tmp_path: Path, release: GoalpostRelease = RELEASE, **changes: object) -> list[str]:
    path = tmp_path / "goalposts.json"
    write_goalposts(release, path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}, indent=1))
    with pytest.raises(CounterpoiseError) as caught:
        read_goalposts(path, "goalposts.json")
    return [str(problem) for problem in caught.value.problems]


def test_a_file_that_is_wrong_is_told_with_line_and_column(tmp_path: Path):
    told = faults_of(tmp_path, format="counterpoise goalposts 9", quantil=0.9)
    assert any(each.startswith("goalposts.json:2:") and "counterpoise goalposts 1" in each for each in told)
    assert any("unknown key 'quantil' - did you mean 'quantile'?" in each for each in told)


def test_an_indicator_twice_is_refused(tmp_path: Path):
    twice = GoalpostRelease("S", ("USA", "CHN"), 0.975, (TRADE, TRADE))
    assert faults_of(tmp_path, twice) == ["goalposts.json: has two goalposts for 'trade_share'"]


def test_no_file_and_no_json(tmp_path: Path):
    with pytest.raises(CounterpoiseError, match="there is no such file"):
        read_goalposts(tmp_path / "none.json")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(CounterpoiseError, match=r"broken\.json"):
        read_goalposts(tmp_path / "broken.json")
