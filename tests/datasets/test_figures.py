from pathlib import Path

import polars as pl
import pytest

from counterpoise.datasets.figures import COLUMNS, FIGURES
from counterpoise.datasets.source import Wanted, recognise
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError

HEADER = ",".join(COLUMNS)
STUDIED = Wanted(("PAK", "VNM"), ("USA", "CHN"), 1990, 2025)


def written(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def test_each_wrong_row_is_named_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "PAK,USA,2010,2014,arms_import_share,31.4,percent,SIPRI,2025",
        "PKA,USA,2010,2010,trade_share,9,percent,COW Trade,4.0",
        "PAK,Chinese,2010,2010,trade_share,9,percent,COW Trade,4.0",
        "PAK,USA,2011,2010,trade_share,9,percent,COW Trade,4.0",
        "PAK,USA,2012,2012,trade_share,nine,percent,COW Trade,4.0",
        "PAK,USA,2013,2013,,9,percent,COW Trade,4.0",
        "",
        "PAK,USA,2010,2014,arms_import_share,32,percent,SIPRI,2025",
        "PAK,PAK,201,2014,x,inf,percent,,4.0",
        "PAK,,2014,2014,cinc,.014,share,COW,7.0",
    )
    reading = FIGURES.read([path], STUDIED)
    assert [str(problem) for problem in reading.problems] == [
        "figures.csv:3: state: unknown state 'PKA'; expected an ISO3 code such as NOR - did you mean 'PAK'?"
        " Row skipped",
        "figures.csv:4: partner: unknown state 'Chinese'; expected an ISO3 code such as NOR"
        " - did you mean 'CHN' (China)? Row skipped",
        "figures.csv:5: end 2010 is before start 2011. Row skipped",
        "figures.csv:6: value is 'nine', expected a number such as 12.5. Row skipped",
        "figures.csv:7: indicator is empty. Row skipped",
        "figures.csv:9: says the same as figures.csv:2 again; a figure stands once. Row skipped",
        "figures.csv:10: source is empty. Row skipped",
        "figures.csv:10: state and partner are both 'PAK'. Row skipped",
        "figures.csv:10: start is '201', expected a year such as 2010. Row skipped",
        "figures.csv:10: value is 'inf', expected a number such as 12.5. Row skipped",
    ]
    assert reading.values.select("state", "partner", "value", "row").rows() == [
        ("PAK", "USA", 31.4, "figures.csv:2"),
        ("PAK", None, 0.014, "figures.csv:11"),
    ]


def test_a_missing_column_is_an_error_with_the_columns_found(tmp_path: Path) -> None:
    path = written(tmp_path, header="state,partner,year,indicator,value,unit,source,release")
    assert not FIGURES.recognises(header(path))
    with pytest.raises(CounterpoiseError) as error:
        FIGURES.read([path], STUDIED)
    assert str(error.value) == (
        "figures.csv: lacks the columns start, end; found [state, partner, year, indicator, value, unit, source, "
        f"release], expected [{', '.join(COLUMNS)}]"
    )


def test_other_years_states_and_partners_are_left_out_without_a_word(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        *(
            f"{state},{partner},{start},{end},trade_share,9,percent,COW Trade,4.0"
            for state, partner, start, end in (
                ("PAK", "USA", 1989, 1989),
                ("PAK", "USA", 1988, 1992),
                ("PAK", "USA", 2026, 2026),
                ("BGD", "USA", 2000, 2000),
                ("PAK", "IND", 2000, 2000),
                ("PAK", "CHN", 2000, 2000),
                ("USA", "CHN", 2000, 2000),
            )
        ),
    )
    reading = FIGURES.read([path], STUDIED)
    assert reading.problems == ()
    # An interval that covers a wanted year is wanted, whole.
    assert reading.values.select("state", "partner", "start", "end").rows() == [
        ("PAK", "CHN", 2000, 2000),
        ("PAK", "USA", 1988, 1992),
        ("USA", "CHN", 2000, 2000),
    ]
    assert reading.last_complete_year == {"trade_share": 2026}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_european_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "figures.csv"
    row = 'PAK;USA;2010;2010;trade_share;8,97;percent;"Müller; own count";4.0'
    path.write_bytes(f"{HEADER.replace(',', ';')}\r\n{row}\r\n".encode(encoding))
    found = recognise(path)
    assert found is not None
    assert found.name == "figures"
    reading = FIGURES.read([path], STUDIED)
    assert reading.problems == ()
    assert reading.values.select("value", "source", "row").rows() == [
        (8.97, "Müller; own count", "figures.csv:2")
    ]


def test_a_thousands_separator_is_not_guessed_at(tmp_path: Path) -> None:
    path = written(tmp_path, 'PAK,USA,2010,2010,us_aid,"1,152",million USD,FA,2021')
    assert "value is '1,152'" in FIGURES.read([path], STUDIED).problems[0].what


def test_a_quotation_over_two_lines_does_not_shift_the_line_numbers(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'PAK,USA,2010,2010,trade_share,9,percent,"COW\nTrade",4.0',
        "PAK,USA,2011,2011,trade_share,x,percent,COW Trade,4.0",
    )
    reading = FIGURES.read([path], STUDIED)
    assert reading.problems[0].place == "figures.csv:4"
    assert reading.values["source"].to_list() == ["COW\nTrade"]


def test_a_workbook_is_read_with_the_rows_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    _workbook(
        path,
        [
            list(COLUMNS),
            ["PAK", "USA", 2010, 2010, "trade_share", 8.97, "percent", "COW Trade", "4.0"],
            ["PAK", None, 2010, 2010, "cinc", 0, "share", "COW", "7.0"],
            ["PAK", "CHN", 2010, 2010, "trade_share", "much", "percent", "COW Trade", "4.0"],
        ],
    )
    found = recognise(path)
    assert found is not None
    assert found.name == "figures"
    reading = FIGURES.read([path], STUDIED)
    assert [problem.place for problem in reading.problems] == ["figures.xlsx, row 4"]
    assert reading.values.select("partner", "start", "value", "row").rows() == [
        (None, 2010, 0.0, "figures.xlsx, row 3"),
        ("USA", 2010, 8.97, "figures.xlsx, row 2"),
    ]


def test_values_come_sorted_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rows = [
        f"PAK,USA,{year},{year},trade_share,{year % 7},percent,COW Trade,4.0" for year in range(2000, 2010)
    ]
    up = FIGURES.read([written(tmp_path, *rows)], STUDIED).values.drop("row")
    down = FIGURES.read([written(tmp_path, *reversed(rows))], STUDIED).values.drop("row")
    assert up.equals(down)
    assert up["start"].is_sorted()
    assert up.schema["start"] == pl.Int32


def test_a_standard_error_is_optional_and_never_negative(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        *(
            f"PAK,,{year},{year},ideal_point:all,-.8,sd,UNGA,2025,{se}"
            for year, se in zip((2010, 2011, 2012, 2013), (".19", "", "-1", "wide"), strict=True)
        ),
        header=f"{HEADER},se",
    )
    reading = FIGURES.read([path], STUDIED)
    assert reading.values.select("start", "se").rows() == [(2010, 0.19), (2011, None)]
    assert [str(problem) for problem in reading.problems] == [
        "figures.csv:4: se is '-1', expected a standard error such as 0.4, or nothing. Row skipped",
        "figures.csv:5: se is 'wide', expected a standard error such as 0.4, or nothing. Row skipped",
    ]


def _workbook(path: Path, rows: list[list[object]]) -> None:
    """The smallest workbook that a spreadsheet program would write: text inline, numbers as numbers."""
    import zipfile
    from xml.sax.saxutils import escape

    def cell(place: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    body = "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="figures" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


def test_a_row_with_too_many_cells_is_named_and_never_shifted(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "state,partner,start,end,indicator,value,unit,source,release\n"
        "PAK,USA,2002,2002,us_aid,1,152.7,million USD,made up,first\n"
    )
    with pytest.raises(CounterpoiseError, match=r"figures.csv:2: 10 cells under 9 columns"):
        FIGURES.read([path], Wanted(("PAK",), ("USA", "CHN"), 2000, 2010))


def test_states_may_be_written_in_any_case(tmp_path: Path) -> None:
    reading = FIGURES.read(
        [written(tmp_path, "pak,Usa,2010,2010,trade_share,9,percent,COW Trade,4.0")], STUDIED
    )
    assert reading.problems == ()
    assert reading.values.select("state", "partner").rows() == [("PAK", "USA")]


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029", "\x0b", "\x1c"])
def test_only_the_end_of_a_line_ends_a_row(tmp_path: Path, mark: str) -> None:
    row = "PAK,,{0},{0},x,1,u,Sur{1}vey,2010"
    reading = FIGURES.read([written(tmp_path, row.format(2010, mark), row.format(2011, mark))], STUDIED)
    assert reading.problems == ()
    assert reading.values.select("start", "source", "row").rows() == [
        (2010, f"Sur{mark}vey", "figures.csv:2"),
        (2011, f"Sur{mark}vey", "figures.csv:3"),
    ]
