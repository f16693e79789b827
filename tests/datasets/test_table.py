"""Tables that a study describes: of rows, of rows by years, of any kind of file."""

from pathlib import Path
from textwrap import dedent

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.datasets.source import Reading, Wanted
from counterpoise.datasets.table import Table
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import VALUE_SCHEMA
from counterpoise.studyfile import DataEntry
from counterpoise.validation import validate
from counterpoise.yamlfile import parse_yaml
from tests.workbook import workbook

PAKISTAN = Wanted(("PAK",), ("USA", "CHN"))

BY_YEARS = """
title: World Development Indicators
release: July 2026
state: Country Code
year: in columns
missing: [".."]
skip: 4
values:
  gdp_per_head: {unit: constant USD, price_base: constant 2015 USD, where: {Series Code: NY.GDP}}
  people: {unit: million persons, times: 0.000001, where: {Series Code: SP.POP}}
"""
BY_YEARS_FILE = """"Data Source","World Development Indicators"

"Last Updated","2026-07-01"

Country Name,Country Code,Series Code,2010 [YR2010],2011 [YR2011]
Pakistan,PAK,NY.GDP,1040.5,..
Pakistan,PAK,SP.POP,179000000,181000000
World,WLD,NY.GDP,9000,9100
United States,USA,NY.GDP,48000,many
"""
BY_PRODUCT = """
title: Trade by product
release: 2026
state: j
partner: i
codes: {842: USA, 156: chn, 586: PAK}
year: t
values: {imports: {column: v, unit: thousand current USD, combine: sum}}
"""
BY_PRODUCT_FILE = "t,i,j,k,v\n2010,842,586,1,10.5\n2010,842,586,2,NA\n2010,842,586,3,2\n2011,156,586,1,7\n2011,699,586,1,7\n"


def table(text: str) -> Table:
    """The source that a study file describes."""
    lines = "".join(f"  {line}\n" for line in dedent(text).strip().splitlines())
    entry, problems = validate(parse_yaml(f"path: t.csv\ntable:\n{lines}", "study.yaml"), DataEntry)
    assert not problems
    assert entry is not None
    assert entry.table is not None
    return Table(entry.table)


def read(text: str, file: str, tmp_path: Path, wanted: Wanted = PAKISTAN) -> Reading:
    path = tmp_path / "t.csv"
    path.write_text(file)
    return table(text).read([path], wanted)


def told(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    return reading.values.select(columns).rows()


def test_years_may_stand_in_columns_below_a_preamble(tmp_path: Path) -> None:
    reading = read(BY_YEARS, BY_YEARS_FILE, tmp_path)
    assert told(reading, "state", "start", "end", "indicator", "value", "row") == [
        ("PAK", 2010, 2010, "gdp_per_head", 1040.5, "t.csv:6 2010 [YR2010]"),
        ("USA", 2010, 2010, "gdp_per_head", 48000.0, "t.csv:9 2010 [YR2010]"),
        ("PAK", 2010, 2010, "people", pytest.approx(179), "t.csv:7 2010 [YR2010], times 1e-06"),
        ("PAK", 2011, 2011, "people", pytest.approx(181), "t.csv:7 2011 [YR2011], times 1e-06"),
    ]
    assert [str(problem) for problem in reading.problems] == [
        "t.csv:9: 2011 [YR2011] is 'many', expected a number. Row skipped"
    ]
    assert [str(notice) for notice in reading.notices] == [
        "t.csv: Country Code: one code is no state (group): WLD (World, 2010-2011, 2 rows); "
        "the first is Country Code=WLD year=2010"
    ]
    assert reading.last_complete_year == {"gdp_per_head": 2010, "people": 2011}


def test_values_keep_the_contract(tmp_path: Path) -> None:
    values = read(BY_YEARS, BY_YEARS_FILE, tmp_path).values
    assert dict(values.schema) == VALUE_SCHEMA
    assert set(values["source"]) == {"World Development Indicators"}
    assert set(values["release"]) == {"July 2026"}
    assert set(values.filter(pl.col("indicator") == "gdp_per_head")["price_base"]) == {"constant 2015 USD"}


def test_rows_of_one_year_are_combined_where_the_study_says_so(tmp_path: Path) -> None:
    reading = read(BY_PRODUCT, BY_PRODUCT_FILE, tmp_path)
    assert told(reading, "state", "partner", "start", "value", "row") == [
        ("PAK", "CHN", 2011, 7.0, "t.csv:5 v"),
        ("PAK", "USA", 2010, 12.5, "t.csv:2 v, sum of 2 rows from there on"),
    ]
    assert reading.problems == ()
    assert str(reading.notices[0]) == "t.csv: i: the list of codes has no 699 (1 row); they are left out"


def test_rows_of_one_year_that_nothing_combines_are_named(tmp_path: Path) -> None:
    reading = read(BY_PRODUCT.replace(", combine: sum", ""), BY_PRODUCT_FILE, tmp_path)
    assert told(reading, "partner", "value") == [("CHN", 7.0), ("USA", 10.5)]
    assert [problem.place for problem in reading.problems] == ["t.csv:4"]
    assert "says imports of PAK in 2010 again; say how rows combine" in str(reading.problems[0])


def test_the_mean_of_several_rows(tmp_path: Path) -> None:
    reading = read(BY_PRODUCT.replace("sum", "mean"), BY_PRODUCT_FILE, tmp_path)
    assert told(reading, "value") == [(7.0,), (6.25,)]


def test_a_power_that_is_the_same_in_every_row_a_span_and_a_standard_error(tmp_path: Path) -> None:
    text = """
    title: Opinion
    release: 2025
    state: country
    codes: name
    power: chn
    start: from
    end: to
    decimal: ","
    values: {favourable: {column: share, unit: percent, se: error}}
    """
    file = "country;from;to;share;error\nPakistan;2010;2014;81,5;1,5\nViet Nam;2010;2014;10;2\nPakistan;2015;2012;5;1\nPakistan;2016;2016;5;-1\n"
    reading = read(text, file, tmp_path)
    assert told(reading, "state", "partner", "start", "end", "value", "se") == [
        ("PAK", "CHN", 2010, 2014, 81.5, 1.5)
    ]
    assert [str(problem) for problem in reading.problems] == [
        "t.csv:4: it ends in 2012 before it starts in 2015. Row skipped",
        "t.csv:5: error is '-1', expected a standard error such as 0.4. Row skipped",
    ]


def test_codes_mean_the_state_of_their_year(tmp_path: Path) -> None:
    text = "title: X\nrelease: 1\nstate: c\ncodes: {}\nyear: y\nvalues: {{x: {{column: v, unit: count}}}}"
    wanted = Wanted(("DEU", "NAM", "COW345"), ("USA", "CHN"))
    for codes, rows, expected in (
        ("cow", "260,1980,1\n255,1995,2\n999,1995,3\n", [("DEU", 1980), ("DEU", 1995)]),
        ("iso2", "NA,2000,1\nDE,2000,2\n", [("DEU", 2000), ("NAM", 2000)]),
    ):
        found = read(text.format(codes), f"c,y,v\n{rows}", tmp_path, wanted)
        assert told(found, "state", "start") == expected


def test_a_code_that_is_no_number_where_states_have_numbers_is_named(tmp_path: Path) -> None:
    text = "title: X\nrelease: 1\nstate: c\ncodes: cow\nyear: y\nvalues: {x: {column: v, unit: count}}"
    reading = read(text, "c,y,v\n770,2010,1\nPAK,2011,2\n,2012,3\n", tmp_path)
    assert told(reading, "state", "start") == [("PAK", 2010)]
    assert [str(problem) for problem in reading.problems] == [
        "t.csv:3: c is 'PAK', which is no code. Row skipped",
        "t.csv:4: c is '', which is no code. Row skipped",
    ]


def test_a_missing_number_is_missing_however_it_is_written(tmp_path: Path) -> None:
    text = "title: X\nrelease: 1\nstate: c\nyear: y\nmissing: [-9, 99999.99]\nvalues: {x: {column: v, unit: count}}"
    reading = read(text, "c,y,v\nPAK,2010,-9.0\nPAK,2011,99999.99\nPAK,2012,100000\nPAK,2013,-9\n", tmp_path)
    assert told(reading, "start", "value") == [(2012, 100000.0)]
    assert reading.problems == ()


def test_a_point_is_no_decimal_comma(tmp_path: Path) -> None:
    text = 'title: X\nrelease: 1\nstate: c\nyear: y\ndecimal: ","\nvalues: {x: {column: v, unit: count}}'
    reading = read(text, "c;y;v\nPAK;2010;1,5\nPAK;2011;1.234\n", tmp_path)
    assert told(reading, "start", "value") == [(2010, 1.5)]
    assert str(reading.problems[0]) == "t.csv:3: v is '1.234', expected a number. Row skipped"
    path = tmp_path / "t.parquet"
    pl.DataFrame({"c": ["PAK"] * 3, "y": [2010, 2011, 2012], "v": [1.5, 2e19, 3.0]}).write_parquet(path)
    assert told(table(text).read([path], PAKISTAN), "value") == [(1.5,), (2e19,), (3.0,)]


def test_a_span_of_years_is_no_year(tmp_path: Path) -> None:
    text = "title: X\nrelease: 1\nstate: c\nyear: y\nvalues: {x: {column: v, unit: count}}"
    rows = "PAK,2010-2014,1\nPAK,2011-05-01,2\nPAK,2012-05,3\nPAK,20135,4\nPAK,2014.0,5\n"
    reading = read(text, f"c,y,v\n{rows}", tmp_path)
    assert told(reading, "start", "value") == [(2011, 2.0), (2012, 3.0), (2014, 5.0)]
    assert [problem.place for problem in reading.problems] == ["t.csv:2", "t.csv:5"]


def test_two_columns_of_one_name_are_named(tmp_path: Path) -> None:
    text = "title: X\nrelease: 1\nstate: c\nyear: y\nvalues: {x: {column: v, unit: count}}"
    with pytest.raises(CounterpoiseError, match="has two columns 'v'"):
        read(text, "c,y,v,v \nPAK,2010,1,2\n", tmp_path)


def test_a_partial_year_does_not_end_a_series(tmp_path: Path) -> None:
    reading = read(BY_YEARS + "last_complete_year: 2010\n", BY_YEARS_FILE, tmp_path)
    assert reading.last_complete_year == {"gdp_per_head": 2010, "people": 2010}


@pytest.mark.parametrize("ending", [".csv.gz", ".parquet", ".dta", ".sav", ".xlsx", ".tsv"])
def test_every_kind_of_file_is_read_alike(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    frame = pl.DataFrame({"state": ["PAK", "PAK"], "year": [2010, 2011], "x": [1.5, 2.0]})
    match ending:
        case ".csv.gz":
            frame.write_csv(path, compression="gzip")
        case ".tsv":
            frame.write_csv(path, separator="\t")
        case ".parquet":
            frame.write_parquet(path)
        case ".xlsx":
            rows = [list(frame.columns), *([str(cell) for cell in row] for row in frame.iter_rows())]
            path.write_bytes(workbook(rows))
        case ".dta":
            pyreadstat.write_dta(frame, str(path))
        case _:
            pyreadstat.write_sav(frame, str(path))
    text = "title: X\nrelease: 1\nstate: state\nyear: year\nvalues: {x: {column: x, unit: count}}"
    reading = table(text).read([path], PAKISTAN)
    assert told(reading, "state", "start", "value") == [("PAK", 2010, 1.5), ("PAK", 2011, 2.0)]
    assert reading.problems == ()
    assert reading.values["row"][0].startswith(path.name)


def test_real_files_are_read_as_a_table(shared: Path) -> None:
    text = """
    title: Trade of states
    release: "4.0"
    state: ccode
    codes: cow
    year: year
    values: {imports: {column: imports, unit: million current USD}}
    """
    path = shared / "data" / "cow" / "cow_trade_national_4.0.csv"
    reading = table(text).read([path], PAKISTAN)
    # Barbieri, Keshk & Pollins (2009), Trade 4.0, National_COW_4.0.csv: Pakistan, 1950.
    assert ("PAK", 1950, 384.0) in told(reading, "state", "start", "value")
    assert reading.problems == ()
    r_file = shared / "data" / "unga_votes" / "un_roll_calls.rda"
    votes = "title: Roll calls\nrelease: 1\nstate: short\ncodes: name\nyear: date\nvalues: {n: {column: session, unit: count}}"
    assert "unknown in the system 'name'" in " ".join(map(str, table(votes).read([r_file], PAKISTAN).notices))


def test_every_column_that_is_not_there_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError) as error:
        read(BY_PRODUCT, "year,i,jj,value\n2010,842,586,1\n", tmp_path)
    said = str(error.value).splitlines()
    assert said[0] == "t.csv: has no column 'j' - did you mean 'jj'?; found [year, i, jj, value]"
    assert [line.split("'")[1] for line in said] == ["j", "t", "v"]


def test_a_table_without_a_column_of_a_year_is_named(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="has no column that begins with a year"):
        read(BY_YEARS.replace("skip: 4", "skip: 0"), "Country Code,Series Code\nPAK,NY.GDP\n", tmp_path)


def test_a_choice_that_no_row_meets_is_named_with_the_nearest(tmp_path: Path) -> None:
    reading = read(BY_YEARS.replace("NY.GDP", "NY.GDPP"), BY_YEARS_FILE, tmp_path)
    assert "no row has 'NY.GDPP' in the column 'Series Code' - did you mean 'NY.GDP'?" in str(
        reading.problems[0]
    )


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook([["state", "year", "x"], ["PAK", "2010", "1"]]))
    text = (
        "title: X\nrelease: 1\nsheet: Data\nstate: state\nyear: year\nvalues: {x: {column: x, unit: count}}"
    )
    with pytest.raises(CounterpoiseError, match="has no sheet 'Data'"):
        table(text).read([path], PAKISTAN)


def recipes(checkout: Path) -> list[str]:
    page = (checkout / "docs/data.md").read_text(encoding="utf-8")
    return [block.partition("```")[0] for block in page.split("```yaml\n") if "\n  table:" in block]


def test_the_recipes_hold_together_and_read_what_they_describe(checkout: Path, tmp_path: Path) -> None:
    found = recipes(checkout)
    assert len(found) == 5
    for recipe in found:
        text = dedent(recipe.removeprefix("- ").replace("\n  ", "\n"))
        entry, problems = validate(parse_yaml(text, "docs/data.md"), DataEntry)
        assert not problems
        assert entry is not None
        assert entry.table is not None
        declared = entry.table
        named = dict.fromkeys(filter(None, (declared.state, declared.partner, *declared.where, "FREQUENCY")))
        cells: dict[str, str] = dict.fromkeys(named, "")
        codes = {"name": ("Pakistan", "China"), "iso3": ("PAK", "CHN")}.get(
            str(declared.codes), ("586", "156")
        )
        for value in declared.values.values():
            cells |= {column: choices[0] for column, choices in value.where.items()}
            cells |= (
                {"2010": "1.5"} if value.column is None else {str(declared.year): "2010", value.column: "1.5"}
            )
        cells |= {column: choices[0] for column, choices in declared.where.items()}
        cells |= {declared.state: codes[0]} | ({declared.partner: codes[1]} if declared.partner else {})
        path = tmp_path / "t.csv"
        path.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n")
        reading = Table(declared).read([path], PAKISTAN)
        assert told(reading, "state", "start", "value") == [("PAK", 2010, 1.5)] * len(declared.values), text
        assert reading.problems == ()


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters='\r\n,"', exclude_categories=["Cc", "Cs"]), max_size=6
)


@settings(deadline=None)  # files are written
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_whatever_the_cells_hold_they_are_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "t.csv"
    path.write_text(
        "state,year,x\nPAK,2010,1\n" + "".join(f"{','.join(row)}\n" for row in cells), encoding="utf-8"
    )
    text = "title: X\nrelease: 1\nstate: state\nyear: year\nvalues: {x: {column: x, unit: count}}"
    reading = table(text).read([path], PAKISTAN)
    assert told(reading, "state", "start", "value")[0] == ("PAK", 2010, 1.0)
    assert all("t.csv" in problem.place for problem in reading.problems)


def test_a_table_about_neither_power_says_that_it_measures_nothing(tmp_path: Path) -> None:
    declared = """
    title: Trade with {0}
    release: 2026
    state: iso
    power: {0}
    year: year
    values: {{imports: {{column: v, unit: percent}}}}
    """
    file = "iso,year,v\nPAK,2010,5\nPAK,2011,6\n"
    assert read(declared.format("USA"), file, tmp_path).notices == ()
    reading = read(declared.format("RUS"), file, tmp_path)
    assert reading.values.is_empty()
    assert [str(notice) for notice in reading.notices] == [
        "t.csv: the table's power is RUS, which is neither USA nor CHN; nothing is measured by its 2 rows"
    ]
