from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from counterpoise.admission import LARGEST_DATA
from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.observations import Observed, observe
from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import FIGURE_COLUMNS, STUDY, write_study


def observed_in(folder: Path) -> Observed:
    with open_workspace(folder) as workspace:
        return observe(read_study(folder), workspace)


def rows(*lines: str) -> str:
    return "".join(f"{line}\n" for line in (FIGURE_COLUMNS, *lines))


def trade(value: float, year: int = 2010, indicator: str = "trade_share") -> str:
    return f"PAK,USA,{year},{year},{indicator},{value},percent,made up,first"


def two_files(folder: Path, first: str, second: str) -> Path:
    """A study whose data are the first file, and whose figures are the second."""
    write_study(folder, STUDY.replace("figures:", "data:\n  - {path: data/}\nfigures:"))
    (folder / "data").mkdir()
    (folder / "data" / "other.csv").write_text(first)
    (folder / "figures.csv").write_text(second)
    return folder


def test_values_come_in_one_schema_with_where_each_series_ends(tmp_path):
    observed = observed_in(write_study(tmp_path))
    assert observed.values.schema == pl.Schema(VALUE_SCHEMA)
    assert observed.last_complete_year == {
        "trade_share": 2010,
        "us_aid": 2010,
        "arms_import_share": 2024,
        "ideal_point_distance:final-passage": 2024,
    }
    assert (observed.problems, observed.read, observed.kept) == ((), 1, 0)


def test_what_was_read_is_kept_and_equal(tmp_path):
    first = observed_in(write_study(tmp_path))
    again = observed_in(tmp_path)
    assert (again.read, again.kept) == (0, 1)
    assert again.values.equals(first.values)
    assert again.last_complete_year == first.last_complete_year
    assert verify(tmp_path / FOLDER) == ()


def test_problems_of_rows_are_told_again_when_the_reading_is_kept(tmp_path):
    two_files(
        tmp_path,
        rows(trade(1.0)),
        rows(trade(2.0, 2011), "PAK,USA,2012,2012,trade_share,much,percent,made up,first"),
    )
    first, again = observed_in(tmp_path), observed_in(tmp_path)
    assert [problem.place for problem in first.problems] == ["figures.csv:3"]
    assert again.problems == first.problems
    assert again.kept == 2


def test_another_panel_reads_again_and_another_period_seed_or_set_of_roll_calls_does_not(tmp_path):
    observed_in(write_study(tmp_path))
    text = (tmp_path / "study.yaml").read_text()
    for old, new, read in (
        ("{seed: 7}", "{seed: 8, window: 1970-2025, roll_calls: all}", 0),
        ("1990-2025", "1995-2020", 0),
        ("[PAK, VNM]", "[PAK, VNM, IDN]", 1),
    ):
        (tmp_path / "study.yaml").write_text(text.replace(old, new))
        assert observed_in(tmp_path).read == read, new


def test_what_was_read_before_an_interruption_is_kept(tmp_path, monkeypatch):
    two_files(tmp_path, rows(trade(1.0)), rows(trade(2.0, 2011)))
    read = type(FIGURES).read

    def interrupted(source, paths, wanted):
        if paths[0].name == "figures.csv":
            raise KeyboardInterrupt
        return read(source, paths, wanted)

    monkeypatch.setattr(type(FIGURES), "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        observed_in(tmp_path)
    monkeypatch.undo()
    observed = observed_in(tmp_path)
    assert (observed.read, observed.kept) == (1, 1)
    assert sorted(observed.values["value"]) == [1.0, 2.0]
    assert verify(tmp_path / FOLDER) == ()


def test_a_row_in_another_unit_is_named_with_its_file_and_left_out(tmp_path):
    share = trade(0.1).replace("percent", "share")
    observed = observed_in(two_files(tmp_path, rows(trade(1.0, 2011)), rows(share, trade(2.0, 2012))))
    assert [str(problem) for problem in observed.problems] == [
        "figures.csv:2: unit of trade_share is 'share'; expected 'percent', as the theory has it. Row left out"
    ]
    assert sorted(observed.values["value"]) == [1.0, 2.0]


def test_files_that_lead_out_of_the_study_or_are_too_large_are_named_and_not_read(tmp_path):
    folder = two_files(tmp_path / "study", rows(trade(1.0)), rows(trade(2.0)))
    outside = tmp_path / "outside.csv"
    outside.write_text(rows(trade(3.0)))
    (folder / "data" / "link.csv").symlink_to(outside)
    (folder / "figures.csv").unlink()
    (folder / "figures.csv").symlink_to(outside)
    with (folder / "data" / "large.csv").open("wb") as stream:
        stream.truncate(LARGEST_DATA + 1)
    (folder / "data" / "none.csv").touch()
    observed = observed_in(folder)
    assert [str(problem) for problem in observed.problems] == [
        "data/large.csv: is 1024 MiB large; the limit is 1024 MiB",
        "data/link.csv: is a link out of its folder, to outside.csv",
        "data/none.csv: is empty",
        "figures.csv: is a link out of its folder, to outside.csv",
    ]
    assert observed.values["value"].to_list() == [1.0]


def test_a_damaged_file_is_named_with_its_damage(tmp_path):
    folder = two_files(tmp_path, rows(trade(1.0)), rows(trade(2.0, 2011)))
    cut = folder / "data" / "cut.parquet"
    pl.DataFrame({"ccode1": range(100)}).write_parquet(cut)
    cut.write_bytes(cut.read_bytes()[:-30])
    (problem,) = observed_in(folder).problems
    assert str(problem).startswith("data/cut.parquet: the file is damaged or not what its name says")


def test_of_two_that_differ_the_first_is_kept_and_both_are_named(tmp_path):
    observed = observed_in(two_files(tmp_path, rows(trade(10.0)), rows(trade(12.0), trade(5.0, 2011))))
    assert observed.values.sort("start")["value"].to_list() == [10.0, 5.0]
    (problem,) = observed.problems
    assert str(problem) == (
        "figures.csv:2: trade_share of PAK with USA, 2010-2010, is 12 here and 10 at data/other.csv:2, which is used"
    )


@pytest.mark.parametrize("source", ["", ", source: figures"])
def test_figures_of_one_entry_are_read_in_the_order_declared_and_the_first_wins(tmp_path, source):
    # In the order of their names b.csv would come after a.csv.
    entry = f"data:\n  - {{path: [b.csv, a.csv]{source}}}\nfigures:"
    write_study(tmp_path, STUDY.replace("figures:", entry))
    (tmp_path / "a.csv").write_text(rows(trade(10.0), trade(5.0, 2011)))
    (tmp_path / "b.csv").write_text(rows(trade(12.0)))
    (tmp_path / "figures.csv").write_text(rows(trade(11.0)))
    observed = observed_in(tmp_path)
    assert observed.values.sort("start")["value"].to_list() == [12.0, 5.0]
    assert [str(problem) for problem in observed.problems] == [
        f"{file}: trade_share of PAK with USA, 2010-2010, is {value} here and 12 at b.csv:2, which is used"
        for file, value in (("a.csv:2", 10), ("figures.csv:2", 11))
    ]
    assert observed.read == 3


@pytest.mark.parametrize(("second", "differs"), [(10.0, False), (10.09, False), (10.11, True), (9.89, True)])
def test_sources_agree_within_a_hundredth(tmp_path, second, differs):
    observed = observed_in(two_files(tmp_path, rows(trade(10.0)), rows(trade(second))))
    assert bool(observed.problems) is differs
    assert observed.values["value"].to_list() == [10.0]


def test_what_two_sources_say_differently_is_the_error_of_the_one_that_is_kept(tmp_path):
    years, says = range(2000, 2008), (1.1, 1.0, 0.9, 1.2, 1.0, 0.95, 1.05, 1.0)
    first = rows(*(trade(10.0, year) for year in years), trade(4.0, 2010))
    second = rows(*(trade(10.0 * more, year) for year, more in zip(years, says, strict=True)))
    observed = observed_in(two_files(tmp_path, first, second))
    # The median absolute deviation of the log ratios about their median, 0, lies between those of 5 and 10 per cent.
    deviation = (np.log(1.05) + -np.log(0.95)) / 2
    error = 1.4826 * deviation / np.sqrt(2)
    of_year = dict(observed.values.select("start", "se").iter_rows())
    assert of_year[2000] == pytest.approx(10 * error)
    assert of_year[2010] == pytest.approx(4 * error)
    (notice,) = [str(each) for each in observed.notices if each.place == "trade_share"]
    assert notice.startswith(
        "trade_share: made up and made up tell 8 values both: the error of one, 5.2 per cent"
    )


def test_what_one_source_says_more_as_a_rule_is_told_also_where_it_is_all_they_differ_by(tmp_path):
    def noticed(folder: Path, times: float) -> list[str]:
        first, second = (
            rows(*(trade(value * more, 2000 + value) for value in range(3, 10))) for more in (1.0, times)
        )
        return [str(each) for each in observed_in(two_files(folder, first, second)).notices]

    (notice,) = noticed(tmp_path / "a", 1.3)
    assert (
        notice == "trade_share: made up and made up tell 7 values both: made up says +30 per cent as a rule"
    )
    assert noticed(tmp_path / "b", 1.005) == []


def test_nothing_and_nothing_agree_and_nothing_and_something_do_not(tmp_path):
    assert observed_in(two_files(tmp_path / "a", rows(trade(0.0)), rows(trade(0.0)))).problems == ()
    assert len(observed_in(two_files(tmp_path / "b", rows(trade(0.0)), rows(trade(0.1)))).problems) == 1


def test_an_indicator_of_a_state_alone_is_compared_too(tmp_path):
    alone = "PAK,,2010,2010,trade_hhi,{},index 0-1,made up,first"
    observed = observed_in(two_files(tmp_path, rows(alone.format(0.2)), rows(alone.format(0.4))))
    assert observed.values["value"].to_list() == [0.2]
    assert "trade_hhi of PAK with itself" in observed.problems[0].what


def test_a_file_of_no_known_layout_is_named(tmp_path):
    observed = observed_in(two_files(tmp_path, "year,rainfall\n2010,7\n", rows(trade(1.0))))
    (problem,) = observed.problems
    assert str(problem) == (
        "data/other.csv: no data source has this layout: found [year, rainfall]; describe it by `table:` in the study file, or "
        "put your own figures in the columns state, partner, start, end, indicator, value, unit, source, release. "
        "The file was left out"
    )
    assert observed.values.height == 1


def test_a_code_list_is_known_and_not_read(tmp_path):
    codes = "StateAbb,CCode,StateNme\nUSA,2,United States of America\n"
    observed = observed_in(two_files(tmp_path, codes, rows(trade(1.0))))
    assert observed.problems == ()
    assert [str(notice) for notice in observed.notices] == [
        "data/other.csv: lists Correlates of War numbers with the names of states; the program knows these by itself, "
        "so the file was not read"
    ]


def test_rows_and_problems_name_a_file_by_its_place_in_the_study_also_when_it_moves(tmp_path):
    folder = two_files(tmp_path, rows(trade(1.0), trade(2.0), trade(3.0, 2012)), rows())
    (folder / "data" / "a").mkdir()
    (folder / "data" / "other.csv").rename(folder / "data" / "a" / "$1.csv")
    observed = observed_in(folder)
    assert [problem.place for problem in observed.problems] == ["data/a/$1.csv:3"]
    assert "data/a/$1.csv:2 again" in observed.problems[0].what
    assert observed.values["row"].to_list() == ["data/a/$1.csv:2", "data/a/$1.csv:4"]
    (folder / "data" / "b").mkdir()
    (folder / "data" / "a" / "$1.csv").rename(folder / "data" / "b" / "$1.csv")
    moved = observed_in(folder)
    assert (moved.read, moved.problems[0].place) == (0, "data/b/$1.csv:3")
    assert moved.values["row"].to_list() == ["data/b/$1.csv:2", "data/b/$1.csv:4"]


def test_impossible_figures_lead_no_results_and_each_is_named(tmp_path):
    observed = observed_in(
        two_files(
            tmp_path,
            rows(trade(1100), trade(-17, 2011), trade(12, 9080), trade(12, 2012)),
            rows(trade(3, 2013, "tradeshare"), trade(4, 2013), trade(5, 2014).replace("USA", "JPN")),
        )
    )
    assert observed.values.filter(indicator="trade_share")["value"].to_list() == [12.0, 4.0]
    year = datetime.now(UTC).year
    assert [str(problem) for problem in observed.problems] == [
        "data/other.csv:2: trade_share is 1100 percent; expected 0 to 105. Row left out",
        "data/other.csv:3: trade_share is -17 percent; expected 0 to 105. Row left out",
        f"data/other.csv:4: trade_share of 9080; expected no year after {year}. Row left out",
    ]
    assert [str(notice) for notice in observed.notices] == [
        "figures.csv: the partner is neither USA nor CHN in 1 row (JPN 1); they measure nothing here",
        "figures.csv:2: the theory names no indicator 'tradeshare' - did you mean 'trade_share'?; 1 row of it is kept "
        "and measures nothing",
    ]
    again = observed_in(tmp_path)
    assert (again.problems, again.notices) == (observed.problems, observed.notices)


def test_a_source_that_is_named_must_be_what_the_file_is(tmp_path):
    folder = two_files(tmp_path, "year,rainfall\n2010,7\n", rows(trade(1.0)))
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(
        text.replace("{path: data/}", "{path: data/other.csv, source: cow-nmc}")
    )
    first, again = observed_in(folder), observed_in(folder)
    assert len(first.problems) == 1
    assert "other.csv" in first.problems[0].place
    assert again.problems == first.problems
    assert again.values.height == 1


def test_states_outside_the_study_are_left_out_and_years_are_not(tmp_path):
    others = ["NOR,USA,2010,2010,trade_share,1,percent,made up,first", trade(1.0, 1980)]
    observed = observed_in(two_files(tmp_path, rows(*others), rows(trade(2.0))))
    assert observed.values["value"].to_list() == [1.0, 2.0]


def test_a_series_ends_with_the_rows_that_count(tmp_path):
    write_study(tmp_path)
    (tmp_path / "figures.csv").write_text(
        rows(trade(12.0, 2009), trade(13.0, 2010), trade(1300.0, 2011), trade(5.0, 2011, "arms_share"))
    )
    ends = observed_in(tmp_path).last_complete_year
    assert (ends["trade_share"], ends["arms_share"]) == (2010, 2011)


def test_a_table_that_the_study_describes_is_read_and_read_again_when_it_is_described_otherwise(tmp_path):
    described = "data:\n  - path: data/other.csv\n    table: {title: Bazaar, release: '1', state: who, partner: whom, year: when,\n      values: {trade_share: {column: share, unit: percent}}}\nfigures:"
    write_study(tmp_path, STUDY.replace("figures:", described))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "other.csv").write_text("who,whom,when,share\nPAK,USA,1991,12.5\nPAK,XXX,1991,1\n")
    observed = observed_in(tmp_path)
    (row,) = observed.values.filter(source="Bazaar").iter_rows(named=True)
    assert (row["value"], row["release"], row["row"]) == (12.5, "1", "data/other.csv:2 share")
    assert [notice.place for notice in observed.notices if "XXX" in notice.what] == ["data/other.csv"]
    assert (observed_in(tmp_path).read, observed_in(tmp_path).kept) == (0, 2)
    study = tmp_path / "study.yaml"
    study.write_text(study.read_text().replace("unit: percent}", "unit: percent, times: 2}"))
    again = observed_in(tmp_path)
    assert again.read == 1
    assert again.values.filter(source="Bazaar")["value"].to_list() == [25.0]


TABLE_OF_TWO = """data:
  - path: [data/, data/a/t.csv, data/b/{0}]
    table: {{title: A, release: "1", state: iso3, year: year, values: {{a: {{column: v, unit: u}}}}}}
figures:"""


def test_files_of_one_source_with_one_name_are_not_taken_for_each_other(tmp_path):
    write_study(tmp_path, STUDY.replace("figures:", TABLE_OF_TWO.format("t.csv")))
    for folder, year in (("a", 2010), ("b", 2011)):
        (tmp_path / "data" / folder).mkdir(parents=True)
        (tmp_path / "data" / folder / "t.csv").write_text(f"iso3,year,v\nPAK,{year},1\n")
    observed = observed_in(tmp_path)
    assert [str(problem) for problem in observed.problems] == [
        "data/b/t.csv: has the name of data/a/t.csv, and 'A' tells the files that it reads together by their names; "
        "rename one of them. None of these files was read"
    ]
    assert observed.values.filter(indicator="a").is_empty()
    (tmp_path / "data" / "b" / "t.csv").rename(tmp_path / "data" / "b" / "u.csv")
    (tmp_path / "study.yaml").write_text(STUDY.replace("figures:", TABLE_OF_TWO.format("u.csv")))
    observed = observed_in(tmp_path)
    assert observed.problems == ()
    assert observed.values.filter(indicator="a")["row"].to_list() == ["data/a/t.csv:2 v", "data/b/u.csv:2 v"]


def test_of_two_files_that_differ_throughout_some_are_named_and_the_rest_counted(tmp_path):
    years = range(1980, 2010)
    first, second = (rows(*(trade(value, year) for year in years)) for value in (10.0, 12.0))
    observed = observed_in(two_files(tmp_path, first, second))
    assert len(observed.problems) == 21
    assert observed.problems[0].place == "figures.csv:2"
    assert str(observed.problems[-1]) == (
        "figures.csv: 10 further values likewise another than at data/other.csv, which is used"
    )
    # One more file, one more pair of files.
    (tmp_path / "data" / "third.csv").write_text(rows(trade(14.0, 2000)))
    told = [str(problem) for problem in observed_in(tmp_path).problems]
    assert len(told) == 22
    assert any(each.startswith("data/third.csv:2: ") for each in told)
