import json
from pathlib import Path

import pytest

from counterpoise.pipeline import gather
from counterpoise.study import read_study
from tests.commands import call
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose documents were read and coded; the tests only read it."""
    folder = write_study(tmp_path_factory.mktemp("coded"))
    gather(read_study(folder))
    return folder


def test_codings_are_found_with_their_document_and_place(coded: Path) -> None:
    done = call(coded, "codings", "trade NEAR/50 defence_cooperation AND kind:speech AND since:2005")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "1. Address on South Asia (speech, USA, 2005)\n   documents/washington.md, characters 23-344\n"
    )
    assert "\n   trade, power a, strengthens (suggested; lexicon/" in done.stdout
    assert done.stdout.endswith("1 passage.\n\nBy kind of source: first-hand 1 passage in 1 document.\n")


def test_the_same_for_machines(coded: Path) -> None:
    answer = json.loads(call(coded, "codings", "trade coder:lexicon", "--limit", "2", "--json").stdout)
    assert (len(answer["hits"]), answer["total"]) == (2, 3)
    assert answer["counts"]["first-hand"] == {"codings": 2, "passages": 2, "documents": 2}
    assert answer["counts"]["under test"]["passages"] == 1
    (coding,) = answer["hits"][1]["codings"]
    assert (coding["code"], coding["power"], coding["status"]) == ("trade", "b", "suggested")
    assert answer["notices"] == []


def test_tables(coded: Path) -> None:
    done = call(coded, "codings", "trade coder:lexicon", "--by", "power,period")
    assert [line.split() for line in done.stdout.splitlines()[1:4]] == [
        ["trade", "a", "2005-2009", "1", "0", "0", "0"],
        ["trade", "b", "2010-2014", "1", "0", "0", "0"],
        ["trade", "both", "2020-2024", "0", "0", "0", "1"],
    ]
    together = json.loads(call(coded, "codings", "coder:lexicon", "--near", "passage", "--json").stdout)
    rows = {(row["code"], row["with"]): row["first-hand"] for row in together["together"]}
    assert rows["defence_cooperation", "trade"] == 1
    near = json.loads(call(coded, "codings", "coder:lexicon", "--near", "50", "--json").stdout)
    assert {"trade", "defence_cooperation"} in [{row["code"], row["with"]} for row in near["together"]]
    series = json.loads(call(coded, "codings", "coder:lexicon", "--saturation", "--json").stdout)
    assert next(row["new"] for row in series["new_codes"] if row["standing"] == "first-hand") == 3


def test_what_is_asked_wrongly_is_told(coded: Path) -> None:
    done = call(coded, "codings", "trad AND kind:speach")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "query, character 1: there is no code 'trad' - did you mean 'trade'?",
        "query, character 10: no kind is 'speach' - did you mean 'speech'?",
    ]
    assert (
        "near: found 'close'; expected passage, document, or a distance"
        in call(coded, "codings", "--near", "close").stderr
    )
    assert call(coded, "codings", "--near", "5", "--saturation").returncode == 2
    assert call(coded, "codings", "energy power:both").stdout == "No coding answers.\n"
