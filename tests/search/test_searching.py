import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.documents.collection import collect
from counterpoise.errors import CounterpoiseError
from counterpoise.search import searching as search_module
from counterpoise.search.index import Filter
from counterpoise.search.indexing import INDEX
from counterpoise.search.searching import search_pattern, search_words
from counterpoise.study import Study, read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import STUDY, WASHINGTON, write_study


def read(folder: Path) -> Study:
    """The study in a folder, its documents read."""
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        collect(study, workspace, lambda *_: None)
    return study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read(write_study(tmp_path))


def paths(study: Study, query: str, within: Filter | None = None) -> list[str]:
    return sorted({hit.document.path for hit in search_words(study, query, within or Filter()).hits})


def test_words_are_found_as_passages_of_the_documents(study: Study) -> None:
    found = search_words(study, "NEAR(suspend training)")
    (hit,) = found.hits
    assert (hit.document.path, hit.document.title) == ("documents/washington.md", "Address on South Asia")
    assert hit.passage.heading == "Address on South Asia"
    assert hit.passage.quotation.startswith("Yet the United States will suspend")
    words = [hit.passage.quotation[a - hit.passage.start : b - hit.passage.start] for a, b in hit.matches]
    assert words == ["suspend", "training"]
    assert found.total == 1


def test_filters_narrow_a_search(study: Study) -> None:
    assert len(paths(study, "trade")) == 3
    assert paths(study, "trade", Filter(kind="speech", origin="CHN")) == ["documents/beijing.txt"]
    assert paths(study, "trade", Filter(since="2006", until="2020")) == ["documents/beijing.txt"]


def test_what_a_run_adds_and_changes_is_followed(study: Study) -> None:
    folder = study.folder
    assert paths(study, "gwadar") == ["documents/beijing.txt"]
    (folder / "documents" / "beijing.txt").write_text("Nothing of the kind.")
    assert paths(study, "gwadar") == ["documents/beijing.txt"], "as it was last read"
    assert paths(read(folder), "gwadar") == []
    (folder / "documents" / "beijing.txt").write_text("Gwadar again.")
    assert paths(read(folder), "gwadar") == ["documents/beijing.txt"]


def test_what_is_taken_away_or_declared_no_more_is_found_no_more(tmp_path: Path) -> None:
    study = write_study(tmp_path, STUDY.replace("figures:", "  - {path: notes/*.md, kind: report}\nfigures:"))
    (study / "notes").mkdir()
    for name in ("one", "two"):
        (study / "notes" / f"{name}.md").write_text(f"A tariff, and note {name}.")
    assert paths(read(study), "tariff") == ["notes/one.md", "notes/two.md"]
    (study / "notes" / "one.md").unlink()
    assert paths(read_study(study), "tariff") == ["notes/two.md"]
    (study / "study.yaml").write_text(STUDY)
    assert paths(read_study(study), "tariff") == []


def test_a_file_that_is_again_what_it_was_is_found_as_it_is(study: Study) -> None:
    place = study.folder / "documents" / "washington.md"
    place.write_text("Another address altogether.")
    assert paths(read(study.folder), "altogether") == ["documents/washington.md"]
    place.write_text(WASHINGTON)
    # The run knows the file and records nothing.
    assert paths(read(study.folder), "altogether") == []
    assert paths(study, "congress") == ["documents/washington.md"]


def test_a_file_that_can_no_longer_be_read_is_found_no_more(study: Study) -> None:
    place = study.folder / "documents" / "beijing.txt"
    place.write_bytes(b"")
    assert paths(read(study.folder), "gwadar") == []


def test_of_a_document_that_stands_twice_one_is_found(tmp_path: Path) -> None:
    declared = STUDY.replace("figures:", "  - {path: copies/, kind: report}\nfigures:")
    write_study(tmp_path, declared)
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "again.md").write_text(WASHINGTON)
    assert paths(read(tmp_path), "congress") == ["documents/washington.md"]


def test_a_search_goes_on_while_another_writes(study: Study) -> None:
    with open_workspace(study.folder):
        assert paths(study, "gwadar") == ["documents/beijing.txt"]


def test_without_a_run_there_is_nothing_to_search(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="ledger"):
        search_words(read_study(write_study(tmp_path)), "trade")


def test_an_index_damaged_at_any_place_is_made_again_or_finds_the_same(study: Study) -> None:
    expected = search_words(study, "trade OR port*").hits
    index = study.folder / FOLDER / INDEX
    sound = index.read_bytes()
    texts = [hit.passage.quotation for hit in search_pattern(study, "(?s).+").hits]
    chance = random.Random(7)
    for _ in range(30):
        damaged = bytearray(sound)
        start = chance.randrange(len(sound))
        damaged[start : start + 4096] = chance.randbytes(4096)
        index.write_bytes(damaged)
        for hit in search_words(study, "trade OR port*").hits:
            assert any(hit.passage.quotation in text for text in texts)
        index.unlink(missing_ok=True)
        assert search_words(study, "trade OR port*").hits == expected


def test_a_pattern_is_found_in_the_order_of_dates(study: Study) -> None:
    found = search_pattern(study, r"(?i)united\s+states(?= with| will)")
    assert [hit.document.path for hit in found.hits] == ["documents/washington.md", "documents/beijing.txt"]
    hit = found.hits[0]
    assert [hit.passage.quotation[a - hit.passage.start : b - hit.passage.start] for a, b in hit.matches] == [
        "United States"
    ]
    assert (hit.score, found.total) == (None, 2)


def test_a_match_beyond_a_passage_has_a_longer_one(study: Study) -> None:
    (hit,) = search_pattern(study, r"this year alone\.\s+Yet the").hits
    assert "The arms that Washington sells" in hit.passage.quotation
    assert "explained to the" in hit.passage.quotation
    ((start, end),) = hit.matches
    assert hit.passage.quotation[start - hit.passage.start : end - hit.passage.start].endswith(
        "alone.\n\nYet the"
    )


def test_a_pattern_between_two_passages_has_both_or_one(study: Study) -> None:
    (hit,) = search_pattern(study, r"(?<=alone\.)\n+").hits
    ((start, end),) = hit.matches
    assert hit.passage.quotation[start - hit.passage.start : end - hit.passage.start] == "\n\n"


def test_more_hits_than_the_limit_are_not_counted(study: Study) -> None:
    found = search_pattern(study, "trade", limit=1)
    assert (len(found.hits), found.total) == (1, None)
    assert search_pattern(study, "trade", Filter(origin="CHN")).total == 2


def test_a_pattern_that_never_ends_is_stopped(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "SECONDS_A_DOCUMENT", 0.05)
    started = time.monotonic()
    with pytest.raises(CounterpoiseError) as caught:
        search_pattern(study, r"(?s)(.*)*(.*)*\d{9}")
    assert time.monotonic() - started < 5
    assert [problem.place for problem in caught.value.problems] == [
        "documents/washington.md",
        "documents/beijing.txt",
        "documents/paper.txt",
        "pattern",
    ]
    assert "repetitions" in caught.value.problems[-1].what


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("", "pattern: is empty"),
        ("(a", "pattern, character 3: is no regular expression: missing )"),
        ("a" * 2_001, "pattern: has 2,001 characters"),
        ("(" * 1_000 + ")" * 1_000, "pattern"),
    ],
)
def test_a_pattern_that_is_not_understood_is_told(study: Study, pattern: str, told: str) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        search_pattern(study, pattern)
    assert str(caught.value).startswith(told)


def test_every_fault_of_a_filter_is_told_at_once(study: Study) -> None:
    with pytest.raises(CounterpoiseError) as caught:
        search_words(study, "trade", Filter("spech", None, "205", "2005-13"), 0)
    assert [str(problem) for problem in caught.value.problems] == [
        "limit: is 0; expected at least 1",
        "kind: unknown kind 'spech' - did you mean 'speech'?",
        "from: '205' is no date; expected YYYY, YYYY-MM or YYYY-MM-DD",
        "to: '2005-13' is no date; expected YYYY, YYYY-MM or YYYY-MM-DD",
    ]
    with pytest.raises(CounterpoiseError, match="no document is of origin 'CHM' - did you mean 'CHN'"):
        search_words(study, "trade", replace(Filter(), origin="CHM"))
