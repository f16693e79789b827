from pathlib import Path

import pytest

from counterpoise.datasets.chronology import DatedEvent, read_chronology
from counterpoise.errors import CounterpoiseError

DIMENSIONS = ("security", "economic", "diplomatic")
HEADER = "date,actors,dimension,what,source\n"


def read(folder: Path, text: str | bytes):
    path = folder / "events.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_chronology(folder, path.name, DIMENSIONS)


def test_events_come_in_order_of_date_with_the_row_they_stand_on(tmp_path):
    events, problems = read(
        tmp_path,
        HEADER
        + "1972-02-21,USA;CHN,diplomatic,A president arrived in Beijing.,Shanghai Communiqué\n"
        + '1954-05-19,PAK; USA,security,"An agreement, on mutual defence.",Treaties and Other International Acts 2976\n',
    )
    assert problems == ()
    assert [(event.date, event.year, event.actors, event.row) for event in events] == [
        ("1954-05-19", 1954, ("PAK", "USA"), "events.csv:3"),
        ("1972-02-21", 1972, ("USA", "CHN"), "events.csv:2"),
    ]
    assert events[0].what == "An agreement, on mutual defence."


@pytest.mark.parametrize("date", ["2013", "2013-05", "2013-05-22", "1947-12-31", "2012-02-29"])
def test_a_date_is_as_precise_as_it_is_known(tmp_path, date):
    (event,), problems = read(tmp_path, f"{HEADER}{date},PAK,economic,x,y\n")
    assert (event.date, problems) == (date, ())


@pytest.mark.parametrize(
    "date", ["13", "2013-5", "2013-13", "2013-00", "2013-05-32", "22.5.2013", "2013-02-30", "May 2013"]
)
def test_a_date_that_is_none_is_named_and_its_row_left_out(tmp_path, date):
    events, (problem,) = read(tmp_path, f"{HEADER}{date},PAK,economic,x,y\n2014,PAK,economic,x,y\n")
    assert [event.date for event in events] == ["2014"]
    assert problem.place == "events.csv:2"
    assert date in problem.what
    assert "expected YYYY, YYYY-MM or YYYY-MM-DD; row left out" in problem.what


def test_everything_wrong_with_a_row_is_told_at_once(tmp_path):
    events, problems = read(
        tmp_path, f"{HEADER}last year,PAK;USB,economics,x,y\n2014,,economic,,y\n2015,PAK\n"
    )
    assert events == ()
    told = [str(problem) for problem in problems]
    assert "unknown state 'USB'; expected ISO3 codes joined by ';'" in told[1]
    assert "did you mean 'economic'?" in told[2]
    assert [text.split(": ", 1)[1] for text in told[3:5]] == [
        "actors is empty; row left out",
        "what is empty; row left out",
    ]
    assert {text.split(": ")[0] for text in told} == {"events.csv:2", "events.csv:3", "events.csv:4"}


def test_columns_that_are_missing_are_named(tmp_path):
    with pytest.raises(
        CounterpoiseError, match=r"events.csv:1: expected the columns .* missing dimension, source"
    ):
        read(tmp_path, "date,actors,what\n2013,PAK,x\n")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xff\xfed\x00a\x00", HEADER.encode() + b'2013,PAK,economic,"\xe9,y\n']
)
def test_a_file_that_is_no_table_of_text_is_an_error_that_names_it(tmp_path, content):
    with pytest.raises(CounterpoiseError, match=r"events\.csv"):
        read(tmp_path, content)


def test_a_byte_order_mark_further_columns_and_empty_lines_do_no_harm(tmp_path):
    text = "\ufeffdate,actors,dimension,what,source,note\n\n2013,PAK,economic,x,y,kept by hand\n"
    (event,), problems = read(tmp_path, text)
    assert event == DatedEvent("2013", ("PAK",), "economic", "x", "y", "events.csv:3")
    assert problems == ()


def test_the_packaged_chronology_is_whole(checkout):
    events, problems = read_chronology(checkout / "examples" / "pakistan", "events.csv", DIMENSIONS)
    assert problems == ()
    assert len(events) >= 25
    assert events[0].year == 1947
    assert {event.dimension for event in events} == set(DIMENSIONS)


def test_actors_may_be_written_in_any_case(tmp_path):
    (event,), problems = read(tmp_path, f"{HEADER}2013,pak; Usa,economic,x,y\n")
    assert (event.actors, problems) == (("PAK", "USA"), ())


def test_a_chronology_that_links_out_of_the_study_is_refused(tmp_path):
    (tmp_path / "outside.csv").write_text(f"{HEADER}2013,PAK,economic,x,y\n")
    study = tmp_path / "study"
    study.mkdir()
    (study / "events.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(CounterpoiseError, match=r"events\.csv: is a link out of its folder, to outside\.csv"):
        read_chronology(study, "events.csv", DIMENSIONS)
