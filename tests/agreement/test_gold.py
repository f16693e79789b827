import json
from pathlib import Path

import pytest

from counterpoise.agreement.gold import read_gold
from counterpoise.errors import CounterpoiseError
from counterpoise.theory.reading import read_theory

CODES = ("trade", "energy", "defence_cooperation")
EFFECTS = ("stronger_ties", "weaker_ties")


def passage(**changes) -> dict[str, object]:
    return {
        "id": "p1",
        "document": "ungdc:PAK_78_2023",
        "text": "Trade grew.",
        "gold": {"codes": [{"code": "trade", "power": "a", "direction": "strengthens"}]},
        **changes,
    }


def read(tmp_path: Path, *lines: object):
    file = tmp_path / "gold.jsonl"
    file.write_text(
        "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in lines), "utf-8"
    )
    return read_gold(file, CODES, EFFECTS)


def problems(tmp_path: Path, *lines: object) -> list[str]:
    with pytest.raises(CounterpoiseError) as raised:
        read(tmp_path, *lines)
    return [str(each) for each in raised.value.problems]


def test_the_development_passages_are_read_whole(shared: Path) -> None:
    theory = read_theory("neoclassical-realism", Path())
    file = shared / "gold" / "ncr" / "passages.jsonl"
    gold = read_gold(file, tuple(theory.definitions), tuple(theory.effects))
    # README of the passages: 172 passages, 245 labels, 32 codes occur, 19 at least five times.
    labels = [label.code for each in gold.passages for label in each.settled.labels]
    assert (len(gold.passages), len(labels), len(set(labels))) == (172, 245, 32)
    assert sum(labels.count(code) >= 5 for code in set(labels)) == 19
    assert gold.readers == ("reader_1", "reader_2")
    assert {each.kind for each in gold.passages} == {"speech", "statute", "paper"}
    # The paper is one document; pieces of the US Code belong to their title.
    assert {each.unit for each in gold.passages if each.kind == "paper"} == {"paper"}
    assert {each.unit for each in gold.passages if each.kind == "statute"} == {"uscode:chuncks__title-22"}
    assert len({each.unit for each in gold.passages if each.kind == "speech"}) == 56


def test_readers_links_speaker_and_year_may_be_missing(tmp_path: Path) -> None:
    (only,) = read(tmp_path, passage(), "").passages
    assert (only.speaker, only.year, only.readers, only.settled.links) == (None, None, {}, frozenset())
    assert (only.kind, only.unit) == ("speech", "ungdc:PAK_78_2023")
    (told,) = read(tmp_path, passage(kind="interview", unit="x", reader_1=None)).passages
    assert (told.kind, told.unit, told.readers) == ("interview", "x", {})
    (label,) = read(tmp_path, passage(gold={"codes": [{"code": "trade"}]})).passages[0].settled.labels
    assert (label.power, label.direction) == ("none", "none")


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        passage(gold={"codes": [{"code": "trad", "power": "c", "direction": "strenghtens"}]}),
        passage(id="p2", text="  "),
        "{not json",
        [1],
        passage(id="p3", text="Other.", reader_1={"codes": [{"code": "trade"}, {"code": "trade"}]}),
        passage(
            id="p4",
            text="More.",
            gold={"codes": [], "links": [{"factor": "trade", "effect": "stronger_tie"}]},
        ),
        passage(id="p5", text="And more.", speaker="PAKI", year="2001", sepaker="PAK"),
        {"id": 5, "gold": {}},
    )
    assert found == [
        "gold.jsonl:1: gold.codes.0.code: unknown code 'trad' - did you mean 'trade'?",
        "gold.jsonl:1: gold.codes.0.power: found 'c'; expected a, b, both, none",
        "gold.jsonl:1: gold.codes.0.direction: found 'strenghtens'; expected strengthens, weakens, none"
        " - did you mean 'strengthens'?",
        "gold.jsonl:2: text: is empty",
        "gold.jsonl:3: is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "gold.jsonl:4: found a list; expected an object with id, document, text and gold",
        "gold.jsonl:5: reader_1.codes.1.code: 'trade' is given twice; a reader gives a code once, for both powers as 'both'",
        "gold.jsonl:6: gold.links.0.effect: unknown effect 'stronger_tie' - did you mean 'stronger_ties'?",
        "gold.jsonl:7: unknown key 'sepaker' - did you mean 'speaker'?",
        "gold.jsonl:7: speaker: unknown state 'PAKI'; expected an ISO3 code such as NOR - did you mean 'PAK'?",
        "gold.jsonl:7: year: found text; expected a whole number or null",
        "gold.jsonl:8: id: found the number 5; expected text",
        "gold.jsonl:8: has no 'document'",
        "gold.jsonl:8: has no 'text'",
    ]


def test_passages_stand_once(tmp_path: Path) -> None:
    assert problems(tmp_path, passage(), passage(), passage(id="p2")) == [
        "gold.jsonl:2: the id of line 1 again; each stands once",
        "gold.jsonl:2: the text of line 1 again; each stands once",
        "gold.jsonl:3: the text of line 1 again; each stands once",
    ]


def test_a_file_that_is_no_such_file_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "") == ["gold.jsonl: holds no passage; expected one JSON object a line"]
    (tmp_path / "gold.jsonl").write_bytes(b"\xff\xfe{")
    with pytest.raises(CounterpoiseError, match="is not UTF-8 text"):
        read_gold(tmp_path / "gold.jsonl", CODES, EFFECTS)
    with pytest.raises(CounterpoiseError, match="there is no such file"):
        read_gold(tmp_path / "other.jsonl", CODES, EFFECTS)


def test_a_separator_of_lines_within_a_text_ends_no_line(tmp_path: Path) -> None:
    line = json.dumps(passage(text="One.\u2028Two.\x85"), ensure_ascii=False)
    assert read(tmp_path, line).passages[0].text == "One.\u2028Two.\x85"
