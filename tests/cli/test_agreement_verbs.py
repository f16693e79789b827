import json
from pathlib import Path

import numpy as np
import pytest

from counterpoise.cli.agreement_verbs import facts_of
from counterpoise.coding.decided import added, reviewed
from counterpoise.evidence import Coding, passage_of
from counterpoise.workspace import open_workspace
from tests.commands import call

TEXT = "Exports to the United States grew, and trade with China too. " * 20


def coded(study: Path) -> None:
    """Two coders go through six documents; the second finds one code fewer."""
    with open_workspace(study / "viet-nam") as workspace:
        for document in range(6):
            for start in (0, 100, 200):
                passage = passage_of(f"d{document}", TEXT, start, start + 90)
                for coder in ("Amina", "Bilal"):
                    if start == 0 and (document, coder) != (5, "Bilal"):
                        told = Coding(passage.id, "trade", "a", "none", coder, 1.0, "")
                        workspace.record([added(workspace.now, passage, told)], coder)
                    workspace.record([reviewed(passage, coder)], coder)


def test_nothing_coded_is_not_testable(study: Path) -> None:
    done = call(study, "agreement")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Not testable with this evidence: nobody has gone through a passage yet" in done.stdout


def test_coders_are_compared_and_told_for_machines_too(study: Path) -> None:
    coded(study)
    done = call(study, "agreement")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Amina and Bilal: 18 passages of 6 documents" in done.stdout
    answer = json.loads(call(study, "agreement", "--json", "--coder", "Bilal", "--coder", "Amina").stdout)
    (pair,) = answer["compared"]
    first = pair["section"]["lines"][0]
    assert first["given"] == [6, 5]
    # Of 36 judgements 11 are yes, and one pair of 18 differs: alpha = 1 - (1/18) / (2 * 11 * 25 / (36 * 35)).
    assert first["estimates"]["alpha"]["coefficient"]["value"] == pytest.approx(1 - (1 / 18) / (550 / 1260))
    assert answer["variant"] == "codebook"


def test_a_coder_who_is_not_there_is_told(study: Path) -> None:
    coded(study)
    done = call(study, "agreement", "--coder", "Amin", "--json")
    assert done.returncode == 1
    assert done.stderr == "--coder: no coder 'Amin' - did you mean 'Amina'?\n"
    assert json.loads(done.stdout) == {"problems": done.stderr.splitlines()}


def test_reflexive_analysis_compares_nobody_unasked(study: Path) -> None:
    coded(study)
    file = study / "viet-nam" / "study.yaml"
    file.write_text(file.read_text("utf-8") + "\ncoding: {variant: reflexive}\n", "utf-8")
    done = call(study, "agreement")
    assert done.stdout.startswith("The study declares reflexive thematic analysis")
    assert "Amina" not in done.stdout
    assert "Amina and Bilal" in call(study, "agreement", "--coder", "Amina", "--coder", "Bilal").stdout


def test_suggesters_are_measured_by_a_file(study: Path) -> None:
    lines = [
        {
            "id": f"p{at}",
            "document": f"ungdc:VNM_{at}",
            "speaker": "VNM",
            "year": 2015,
            "text": f"Trade and exports between our country and the United States grew for {at} years.",
            "gold": {"codes": [{"code": "trade", "power": "a"}]},
            "reader_1": {"codes": [{"code": "trade", "power": "a"}]},
            "reader_2": {"codes": []},
        }
        for at in range(6)
    ]
    file = study / "gold.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = call(study, "agreement", "--gold", "gold.jsonl", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    lexicon = answer["scored"][0]
    assert lexicon["coder"].startswith("lexicon/")
    assert lexicon["of_code"]["trade"]["f1"]["coefficient"]["value"] == 1
    assert answer["beside"][0]["coders"] == ["reader_1", "reader_2"]
    assert call(study, "agreement", "--gold", "gold.jsonl").stdout.startswith("6 passages of 6 documents")
    lines[0]["gold"] = {"codes": [{"code": "trad"}]}
    lines[1]["text"] = ""
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = call(study, "agreement", "--gold", "gold.jsonl")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "gold.jsonl:1: gold.codes.0.code: unknown code 'trad' - did you mean 'trade'?",
        "gold.jsonl:2: text: is empty",
    ]


def test_gold_and_coders_are_asked_for_apart(study: Path) -> None:
    done = call(study, "agreement", "--gold", "x.jsonl", "--coder", "Amina")
    assert done.returncode == 1
    assert done.stderr.startswith("--coder: goes without --gold")


def test_facts_are_json() -> None:
    told = facts_of({"a": (np.float64("nan"), np.int64(2), np.array([[1, 2]])), "b": frozenset({"x"})})
    assert json.dumps(told) == '{"a": [null, 2, [[1, 2]]], "b": ["x"]}'
