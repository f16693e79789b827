"""GDELT's files as they come, and as they should not come."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.datasets.events.gdelt import GDELT, gdelt_months
from counterpoise.datasets.events.layouts import GDELT_1, GDELT_1_TO_2013, GDELT_2, GDELT_LAYOUTS, Layout
from counterpoise.datasets.source import Wanted, recognise
from counterpoise.datasets.tablefile import header
from counterpoise.errors import CounterpoiseError
from tests.datasets.events.made_up import days_of, gdelt_act, gdelt_row, gdelt_year, text_of, write_gdelt

WANTED = Wanted(("PAK",), ("USA", "CHN"), 1990, 2025)
JANUARY = [gdelt_act(n, date(2024, 1, 1 + n % 31), "PAK", "USA", n) for n in range(400)]


def packed(path: Path, content: bytes, name: str = "20240101.export.CSV") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize("layout", GDELT_LAYOUTS)
def test_a_file_without_a_header_is_known_by_its_first_row(layout: Layout, tmp_path: Path) -> None:
    rows = [gdelt_act(n, date(2013, 1, 1), "PAK", "USA", n, layout) for n in range(5)]
    plain = write_gdelt(tmp_path / "20130101.export.CSV", rows)
    zipped = packed(tmp_path / "20130101.export.CSV.zip", plain.read_bytes())
    gzipped = tmp_path / "20130101.csv.gz"
    gzipped.write_bytes(gzip.compress(plain.read_bytes()))
    named = tmp_path / "exported.csv"
    named.write_text(text_of(rows, header=True).replace("\t", ","))
    tables = []
    for path in (plain, zipped, gzipped, named):
        assert recognise(path) is GDELT
        tables.append(gdelt_months([path]).table)
    assert header(plain) == (f"rows:{len(layout.columns)}",)
    assert all(table.equals(tables[0]) for table in tables)
    assert tables[0]["events"].sum() == 5


def test_events_are_counted_by_direction_dimension_and_quad_class(tmp_path: Path) -> None:
    acts = [
        ("PAK", "USA", "072", 2, 8.3, 4),
        ("PAK", "USA", "072", 2, 8.3, 2),
        ("PAK", "USA", "190", 4, -10.0, 1),
        ("USA", "PAK", "163", 4, -8.0, 9),
        ("PAK", "PAK", "190", 4, -10.0, 1),
        ("PAK", "", "190", 4, -10.0, 1),
    ]
    rows = [
        gdelt_row(
            n,
            date(2024, 1, 5),
            Actor1CountryCode=actor,
            Actor2CountryCode=other,
            EventCode=code,
            QuadClass=quad,
            GoldsteinScale=scale,
            NumMentions=mentions,
        )
        for n, (actor, other, code, quad, scale, mentions) in enumerate(acts)
    ]
    found = gdelt_months([write_gdelt(tmp_path / "a.CSV", rows)]).table
    names = ["actor", "recipient", "dimension", "cooperation", "conflict", "mentions", "events"]
    assert found.select(names).rows() == [
        ("PAK", "USA", "security", 2, 1, 7, 3),
        ("USA", "PAK", "economic", 0, 1, 9, 1),
    ]
    assert found["scale"].to_list() == [pytest.approx(6.6 / 3), -8.0]


def test_an_event_that_comes_twice_counts_once(tmp_path: Path) -> None:
    first = write_gdelt(tmp_path / "1.CSV", JANUARY)
    again = write_gdelt(tmp_path / "2.CSV", [row | {"NumMentions": "99"} for row in JANUARY[:50]])
    table = gdelt_months([first, again]).table
    assert table["events"].sum() == len(JANUARY)
    assert table["mentions"].sum() == sum(int(r["NumMentions"]) for r in JANUARY[50:]) + 50 * 99


def test_root_events_and_one_a_day_are_options(tmp_path: Path) -> None:
    path = write_gdelt(
        tmp_path / "1.CSV",
        [*JANUARY, *(row | {"GLOBALEVENTID": "9" + row["GLOBALEVENTID"]} for row in JANUARY)],
    )
    roots = 2 * sum(row["IsRootEvent"] == "1" for row in JANUARY)
    assert gdelt_months([path], root_events_only=True).table["events"].sum() == roots
    once = {(row["SQLDATE"], row["EventCode"]) for row in JANUARY}
    assert gdelt_months([path]).table["events"].sum() == 2 * len(JANUARY)
    assert gdelt_months([path], one_a_day=True).table["events"].sum() == len(once)


def test_an_empty_quad_class_and_scale_are_those_of_the_code(tmp_path: Path) -> None:
    bare = [row | {"QuadClass": "", "GoldsteinScale": ""} for row in JANUARY]
    given_, without = (
        gdelt_months([write_gdelt(tmp_path / f"{n}.CSV", rows)]).table
        for n, rows in enumerate((JANUARY, bare))
    )
    assert given_.equals(without)


def test_lines_that_do_not_fit_are_left_out_and_the_first_is_named(tmp_path: Path) -> None:
    lines = text_of(JANUARY).splitlines()
    lines[6] = lines[6].replace("20240107", "20241399")
    lines[8] += "\tmore"
    path = tmp_path / "20240131.export.CSV"
    path.write_text("\n".join(lines) + "\n")
    found = gdelt_months([path])
    assert found.table["events"].sum() == len(JANUARY) - 2
    assert [str(problem) for problem in found.problems] == [
        "20240131.export.CSV:7: SQLDATE is '20241399', expected a day such as 20240131, and so 1 more. "
        "Line left out; 398 others were read"
    ]


SAID = "download it again, and leave it as it comes"


@pytest.mark.parametrize(
    ("spoil", "place", "what"),
    [
        (lambda text: text.replace("\n", "\tnew\n"), ":1", "has 62 cells"),
        (lambda text: text.replace("\t", ","), ":1", "separated by ','"),
        (lambda text: text.replace("\n", "\tnew\n").replace("\tnew\n", "\n", 1), ":2", "has 62 cells, expected 61"),
        (lambda text: text.replace("\t10\t", "\tten\t").replace("\t1\t", "\tone\t"), ":1", "expected a whole number"),
    ],
)  # fmt: skip
def test_a_file_of_another_making_is_refused_in_one_message(
    spoil, place: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "20240131.export.CSV"
    path.write_text(spoil(text_of(JANUARY)))
    assert recognise(path) is GDELT
    with pytest.raises(CounterpoiseError) as error:
        gdelt_months([path])
    (problem,) = error.value.problems
    assert problem.place == path.name + place
    assert what in problem.what
    assert "gdelt" in problem.what
    assert "2.0" in problem.what
    assert SAID in problem.what


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    named = [row | {"Actor1Name": "ISLĀMĀBĀD é"} for row in JANUARY]
    wide = tmp_path / "wide.CSV"
    wide.write_bytes(text_of(named).encode("utf-16"))
    with pytest.raises(CounterpoiseError, match=r"wide\.CSV: is in UTF-16; expected UTF-8"):
        recognise(wide)
    narrow = tmp_path / "narrow.CSV"
    coded = [row | {"Actor1CountryCode": "PÄK"} for row in JANUARY]
    narrow.write_bytes(text_of(coded).encode("latin-1"))
    with pytest.raises(
        CounterpoiseError, match=r"narrow\.CSV:1: is not UTF-8; 400 of its 400 lines do not fit"
    ):
        gdelt_months([narrow])
    # In a column that is not read, a name of another encoding changes nothing.
    narrow.write_bytes(text_of(named).replace("Ā", "A").encode("latin-1"))
    as_it_was = gdelt_months([write_gdelt(tmp_path / "as_it_was.CSV", JANUARY)])
    assert gdelt_months([narrow]).table.equals(as_it_was.table)


def test_a_zip_that_is_cut_or_holds_no_table_names_itself(tmp_path: Path) -> None:
    whole = packed(tmp_path / "whole.CSV.zip", text_of(JANUARY).encode())
    cut = tmp_path / "cut.CSV.zip"
    cut.write_bytes(whole.read_bytes()[:-200])
    other = packed(tmp_path / "other.zip", b"a picture", "a.png")
    for path in (cut, other):
        with pytest.raises(
            CounterpoiseError, match=f"{path.name}: the file is damaged or not what its name says"
        ):
            gdelt_months([path])


def test_of_several_files_each_bad_one_is_named(tmp_path: Path) -> None:
    good = write_gdelt(tmp_path / "1.CSV", JANUARY)
    bad = [tmp_path / f"{n}.CSV" for n in (2, 3)]
    for path in bad:
        path.write_text(text_of(JANUARY).replace("\n", "\tnew\n").replace("\tnew\n", "\n", 1))
    with pytest.raises(CounterpoiseError) as error:
        gdelt_months([good, *bad])
    assert [problem.place for problem in error.value.problems] == ["2.CSV:2", "3.CSV:2"]


def test_the_two_releases_do_not_mix_and_the_two_layouts_of_the_first_do(tmp_path: Path) -> None:
    paths = [
        write_gdelt(
            tmp_path / f"{len(layout.columns)}.CSV",
            [gdelt_act(len(layout.columns), date(2013, 1, 1), "PAK", "USA", 1, layout)],
        )
        for layout in (GDELT_1_TO_2013, GDELT_1, GDELT_2)
    ]
    assert gdelt_months(paths[:2]).table["events"].sum() == 2
    with pytest.raises(
        CounterpoiseError, match=r"one release, 1.0 or 2.0, found 57.CSV of 1.0 and 61.CSV of 2.0|58"
    ):
        gdelt_months(paths)
    with pytest.raises(CounterpoiseError, match="found none"):
        gdelt_months([])


def test_a_year_that_is_not_whole_is_left_out_with_a_notice(tmp_path: Path) -> None:
    path = write_gdelt(tmp_path / "20240131.export.CSV", JANUARY)
    found = GDELT.read([path], WANTED)
    assert found.values.is_empty()
    assert found.last_complete_year == {}
    assert "covers 2024 in part only" in found.notices[0].what
    partial = Wanted(("PAK",), ("USA", "CHN"), 1990, 2025, include_partial=True)
    assert set(GDELT.read([path], partial).values["start"]) == {2024}


def test_events_of_a_year_before_the_files_are_left_out(tmp_path: Path) -> None:
    # Release 2.0 also takes up events that its reports say lie a year or ten back.
    rows = [gdelt_act(n, day, "PAK", "USA", n) for n, day in enumerate(days_of(2023))]
    rows[40]["SQLDATE"] = "20130210"
    found = GDELT.read([write_gdelt(tmp_path / "2023.CSV", rows)], WANTED)
    assert set(found.values["start"]) == {2023}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_fuzzed_rows_never_crash_the_reader(data, tmp_path: Path) -> None:
    content = bytearray(text_of(JANUARY[:6]).encode())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    path = tmp_path / data.draw(st.sampled_from(["f.CSV", "f.txt"]))
    path.write_bytes(bytes(content))
    try:
        source = recognise(path)
        if source is not None:
            GDELT.read([path], WANTED)
    except CounterpoiseError as error:
        told = [problem.place for problem in error.problems]
    else:
        told = [path.name]
    assert all(path.name in place or place == str(path) for place in told)
    assert told


@pytest.mark.parametrize("named", [False, True])
def test_years_before_the_daily_files_are_covered_by_the_days_of_their_events(
    named: bool, tmp_path: Path
) -> None:
    # A file of a whole year, all taken up when the database was set up.
    rows = [row | {"DATEADDED": "20130203"} for row in gdelt_year(1995, GDELT_1_TO_2013)]
    path = tmp_path / "1995.csv"
    path.write_text(text_of([row | {"SOURCEURL": ""} for row in rows] if named else rows, header=named))
    reading = GDELT.read([path], WANTED)
    assert set(reading.values["start"]) == {1995}
    assert set(reading.last_complete_year.values()) == {1995}
    assert not any("in part" in notice.what for notice in reading.notices)


def test_what_a_daily_file_tells_of_a_year_ago_does_not_cover_that_year(tmp_path: Path) -> None:
    later = [row | {"DATEADDED": f"2016{row['SQLDATE'][4:]}"} for row in gdelt_year(2015, GDELT_1)]
    path = write_gdelt(tmp_path / "2016.export.CSV", [*gdelt_year(2016, GDELT_1), *later])
    assert set(GDELT.read([path], WANTED).values["start"]) == {2016}
