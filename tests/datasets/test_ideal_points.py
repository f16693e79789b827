from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.downloads import Deposit, Downloadable
from counterpoise.datasets.ideal_points import IDEAL_POINTS
from counterpoise.datasets.source import Wanted
from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.dataverse import downloads_in
from tests.publicdata.listings import deposited, listing
from tests.publicdata.studies import ideal_points


@pytest.fixture(scope="session")
def stata(shared: Path) -> Path:
    return shared / "data/unga_ideal_points/IdealpointsJuly2025.dta"


@pytest.fixture(scope="session")
def older(shared: Path) -> Path:
    return shared / "data/unga_ideal_points/IdealpointestimatesAll_Apr2020.csv"


def test_the_published_subset_is_reproduced(shared: Path, stata: Path) -> None:
    reference = pl.read_csv(
        shared / "data/reference/ideal_points_july2025_subset.csv", infer_schema_length=None
    )
    states = tuple(reference["iso3c"].unique().sort())
    years = (int(reference["year"].min()), int(reference["year"].max()))  # type: ignore[arg-type]
    values = IDEAL_POINTS.read([stata], Wanted(states, ("USA", "CHN"), *years)).values
    assert set(values["release"]) == {"July 2025"}
    columns = {"final-passage": "idealpointfp", "all": "idealpointall", "legacy": "idealpointlegacy"}
    for roll_calls, column in columns.items():
        ours = values.filter(pl.col("indicator") == f"ideal_point:{roll_calls}")
        theirs = reference.filter(pl.col(column).is_not_null())
        both = theirs.join(ours, left_on=["iso3c", "year"], right_on=["state", "start"])
        assert both.height == theirs.height == ours.filter(pl.col("state").is_in(states)).height
        assert (both[column] - both["value"]).abs().max() < 1e-6


def test_distance_and_its_error_follow_from_the_two_points(stata: Path) -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"), 2010, 2010)
    values = IDEAL_POINTS.read([stata], wanted).values
    point = {row["state"]: row for row in values.filter(indicator="ideal_point:all").iter_rows(named=True)}
    for row in values.filter(indicator="ideal_point_distance:all").iter_rows(named=True):
        ours, theirs = point["PAK"], point[row["partner"]]
        assert row["value"] == pytest.approx(abs(ours["value"] - theirs["value"]))
        assert row["se"] == pytest.approx((ours["se"] ** 2 + theirs["se"] ** 2) ** 0.5)
        assert row["value"] > 0
    between = values.filter(indicator="ideal_point_distance_ab:all")
    assert between.select("state", "partner").rows() == [("USA", "CHN")]


def test_the_error_spans_the_published_90_percent(stata: Path) -> None:
    import pyreadstat

    table, _ = pyreadstat.read_dta(str(stata), output_format="dict")
    at = next(
        i for i, (c, y) in enumerate(zip(table["ccode"], table["year"], strict=True)) if (c, y) == (770, 2010)
    )
    values = IDEAL_POINTS.read([stata], Wanted(("PAK",), ("USA", "CHN"), 2010, 2010)).values
    se = values.filter(indicator="ideal_point:final-passage", state="PAK")["se"].item()
    assert 2 * 1.645 * se == pytest.approx(table["q95fp"][at] - table["q5fp"][at])


def test_the_csv_of_earlier_releases_is_read_as_latin_1(older: Path) -> None:
    reading = IDEAL_POINTS.read([older], Wanted(("PAK", "CIV"), ("USA", "CHN"), 1946, 2025))
    assert reading.problems == ()
    assert dict(reading.last_complete_year)["ideal_point:all"] == 2019
    assert set(reading.values["release"]) == {"April 2020"}
    first = reading.values.filter(state="USA", start=1946, indicator="ideal_point:all")
    assert first["value"].item() == pytest.approx(1.675486)
    assert first["row"].item() == "IdealpointestimatesAll_Apr2020.csv ccode=2 session=1"
    assert "CIV" in set(reading.values["state"])


def test_two_releases_at_once_are_an_error(stata: Path, older: Path) -> None:
    with pytest.raises(CounterpoiseError, match="a second release of all"):
        IDEAL_POINTS.read([stata, older], Wanted(("PAK",), ("USA", "CHN"), 1990, 2000))


def test_legacy_points_have_no_quantiles_and_so_no_error(stata: Path) -> None:
    values = IDEAL_POINTS.read([stata], Wanted(("PAK",), ("USA", "CHN"), 1990, 2024)).values
    legacy = values.filter(pl.col("indicator").str.ends_with(":legacy"))
    assert legacy["se"].null_count() == legacy.height > 100
    assert legacy["end"].max() == 2023
    assert values.filter(pl.col("indicator").str.ends_with(":all"))["se"].null_count() == 0


def test_published_quantiles_enclose_their_points(stata: Path) -> None:
    import pyreadstat

    table = pl.DataFrame(pyreadstat.read_dta(str(stata), output_format="dict")[0])
    for kind in ("fp", "all"):
        known = table.filter(pl.col(f"idealpoint{kind}").is_not_null())
        inside = pl.col(f"idealpoint{kind}").is_between(pl.col(f"q5{kind}"), pl.col(f"q95{kind}"))
        assert known.filter(~inside).is_empty()


def test_a_renamed_file_tells_its_release_itself(stata: Path, older: Path, tmp_path: Path) -> None:
    wanted = Wanted(("PAK",), ("USA", "CHN"), 2010, 2010)
    for path, release in ((stata, "July 2025"), (older, "to 2019")):
        renamed = tmp_path / f"points{path.suffix}"
        renamed.write_bytes(path.read_bytes())
        assert set(IDEAL_POINTS.read([renamed], wanted).values["release"]) == {release}


@pytest.mark.parametrize(
    ("name", "roll_calls"),
    [
        ("IdealpointestimatesFP_2026FP.csv", "final-passage"),
        ("IdealpointestimatesFP_Apr2020.csv", "final-passage"),
        ("IdealpointestimatesAll_Apr2020.csv", "all"),
        ("OFPoints.csv", "all"),
    ],
)
def test_a_csv_whose_name_says_final_passage_is_not_taken_for_all_votes(
    tmp_path: Path, name: str, roll_calls: str
) -> None:
    path = tmp_path / name
    path.write_text(ideal_points(50, 51))
    reading = IDEAL_POINTS.read([path], Wanted(("VNM",), ("USA", "CHN")))
    assert {each.partition(":")[2] for each in reading.values["indicator"]} == {roll_calls}
    assert {each.partition(":")[2] for each in reading.last_complete_year} == {roll_calls}
    assert [str(notice) for notice in reading.notices] == [
        f"{name}: its columns do not say of which votes the points are; its name says FP, so they count as final-passage"
    ] * (roll_calls == "final-passage")


def test_only_a_file_of_a_known_layout_is_fetched() -> None:
    assert isinstance(IDEAL_POINTS, Downloadable)
    (deposit,) = IDEAL_POINTS.downloads
    assert isinstance(deposit, Deposit)
    found = listing(
        deposited(1, "IdealpointsJuly2025.tab", original="IdealpointsJuly2025.dta", day="2025-07-20"),
        deposited(2, "IdealpointestimatesFP_2026FP.csv", day="2026-07-30"),
    )
    assert [each.name for each in downloads_in(deposit, found)] == ["IdealpointsJuly2025.dta"]
