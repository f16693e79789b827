import json
from pathlib import Path

import polars as pl
import pytest

from tests.commands import call
from tests.measurement.similarity.study_of_records import study_with


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with roll calls and alliances; the tests only read it."""
    return study_with(tmp_path_factory.mktemp("similar"), votes=True, alliances=True)


def test_the_panel_with_both_powers_by_session_and_which_roll_calls_were_counted(study: Path) -> None:
    done = call(study, "measure", "similarity")
    assert (done.returncode, done.stderr) == (0, "")
    head, pairs, shares = done.stdout.rstrip().split("\n\n")
    assert head.startswith("roll calls: final-passage, what: roll calls other than those on amendments")
    lines = [line.split() for line in pairs.splitlines()]
    assert lines[0] == ["session", "year", "state", "partner", "n", "s", "kappa", "pi", "a", "agreement"]
    assert [line[:5] for line in lines[1:]] == [
        ["60", "2005", state, power, "6"] for state in ("PAK", "IND") for power in ("USA", "CHN")
    ]
    # Of six roll calls Pakistan differs from China in one, by no against yes.
    assert lines[2][5] == str(round(1 - 2 / 6, 3))
    assert [line.split()[:3] for line in shares.splitlines()[1:]] == [
        ["60", "2005", "PAK"],
        ["60", "2005", "IND"],
    ]


def test_measures_states_and_roll_calls_are_chosen(study: Path) -> None:
    done = call(
        study, "measure", "similarity", "--states", "usa", "--with", "CHN,IND", "--measure", "agreement_strict,kappa",
        "--roll-calls", "all", "--json",
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert (answer["roll_calls"], answer["file"]) == ("all", "un_votes.csv")
    found = {(each["partner"], each["measure"]): each for each in answer["series"]}
    assert set(found) == {(power, name) for power in ("CHN", "IND") for name in ("agreement_strict", "kappa")}
    assert found["CHN", "agreement_strict"]["value"] == pytest.approx(2 / 7)
    assert {each["roll_calls"] for each in answer["series"]} == {"all"}


def test_intervals_are_drawn_with_the_seed_of_the_study_or_the_one_given(study: Path) -> None:
    ask = ("measure", "similarity", "--states", "IND", "--measure", "s", "--intervals", "200", "--json")
    one, again, other = (
        json.loads(call(study, *ask, *more).stdout)["series"]
        for more in ((), ("--seed", "3"), ("--seed", "4"))
    )
    assert one == again != other
    assert all(each["low90"] <= each["value"] <= each["high90"] for each in one if each["measure"] == "s")
    told = call(study, *ask[:-1]).stdout
    assert f"{one[0]['value']:.3g} [" in told


def test_alliances_by_year_with_partners_weighed_or_not(study: Path) -> None:
    equal, weighed = (
        json.loads(
            call(
                study, "measure", "similarity", "--portfolio", "alliances", "--weights", weights, "--json"
            ).stdout
        )
        for weights in ("equal", "capabilities")
    )
    assert (equal["weights"], equal["file"]) == ("equal", "atop.csv")
    row = next(each for each in equal["series"] if (each["partner"], each["measure"]) == ("USA", "s"))
    # Both promise to consult each other, each stands in its own portfolio as defended: they differ by 2 twice, of 3.
    assert row["value"] == pytest.approx(1 - 2 * (2 + 2) / 3 / row["n"])
    row = next(each for each in weighed["series"] if (each["partner"], each["measure"]) == ("USA", "s"))
    # Only the United States and India have capabilities here, so that Pakistan's portfolio cannot be weighed.
    assert row["value"] is None
    assert row["not_defined"] == "no capabilities for PAK"


def test_every_two_states_go_to_a_file(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "dyads.parquet"
    done = call(study, "measure", "similarity", "--everyone", "--measure", "s,kappa", "--output", str(out))
    assert done.stdout == f"Written to {out}.\n"
    table = pl.read_parquet(out)
    assert table.height == 6
    assert table.columns == [
        *("session", "year", "roll_calls", "state", "partner", "n", "s", "kappa", "not_defined"),
    ]


def test_the_series_go_to_a_file(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "series.csv"
    assert call(study, "measure", "similarity", "--output", str(out)).stdout == f"Written to {out}.\n"
    table = pl.read_csv(out)
    assert set(table["measure"]) == {"s", "kappa", "pi", "a", "agreement", "kappa_share"}
    assert set(table["roll_calls"]) == {"final-passage"}


def test_what_is_not_defined_is_told_with_its_reason(study: Path) -> None:
    done = call(study, "measure", "similarity", "--states", "VNM")
    assert "nan" not in done.stdout.lower()
    assert "11: VNM cast no vote" in done.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--states", "PKA"), "--states PKA: unknown state 'PKA'"),
        (("--measure", "kapa"), "did you mean 'kappa'?"),
        (("--portfolio", "alliances", "--measure", "agreement_dataverse"), "there are s, s_squared"),
        (("--roll-calls", "al"), "did you mean 'all'?"),
        (("--portfolio", "alliances", "--roll-calls", "all"), "--roll-calls: alliances are no roll calls"),
        (("--portfolio", "alliances", "--intervals", "9"), "--intervals: all partners of a year are known"),
        (("--weights", "capabilities"), "--weights: roll calls count one each"),
        (("--everyone",), "--everyone: gives hundreds of thousands of rows"),
        (("--everyone", "--states", "PAK"), "--everyone: is every two states"),
        (("--everyone", "--intervals", "9"), "--everyone: comes without intervals"),
        (("--output", "table.txt"), "expected a name that ends in .csv or .parquet"),
    ],
)
def test_wrong_options_are_told(study: Path, options: tuple[str, ...], told: str) -> None:
    done = call(study, "measure", "similarity", *options)
    assert done.returncode == 2
    assert told in done.stderr
