import json
from pathlib import Path

import numpy as np
import pytest

from counterpoise.cli.agreement_verbs import facts_of
from counterpoise.coding.decided import added, reviewed
from counterpoise.documents.collection import collect
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, passage_of
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_renamed
from counterpoise.study import read_study
from counterpoise.workspace import open_workspace
from tests.commands import call


def text_of(document: int) -> str:
    return " ".join(f"Exports{document}x{line} grew." for line in range(30))


def read_again(study: Path) -> dict[str, Document]:
    """Read the study's documents as a run does; by path."""
    found = read_study(study / "viet-nam")
    with open_workspace(found.folder) as workspace:
        return {each.path: each for each in collect(found, workspace, lambda *_: None).documents}


def coded(study: Path, *, renamed: bool = False) -> None:
    """Two coders go through six documents; the second finds one code fewer, and may code after trade was renamed."""
    (study / "viet-nam" / "documents").mkdir(exist_ok=True)
    for document in range(6):
        (study / "viet-nam" / "documents" / f"d{document}.txt").write_text(text_of(document), "utf-8")
    documents = read_again(study)
    code = "trade"
    with open_workspace(study / "viet-nam") as workspace:
        for coder in ("Amina", "Bilal"):
            if renamed and coder == "Bilal":
                codebook, code = (
                    codebook_now(read_study(study / "viet-nam").theory, workspace.now),
                    "commerce",
                )
                workspace.record(code_renamed(workspace.now, codebook, "trade", code))
            for number, document in enumerate(documents.values()):
                for start in (0, 100, 200):
                    passage = passage_of(document.id, document.text, start, start + 90)
                    if start == 0 and (number, coder) != (5, "Bilal"):
                        told = Coding(passage.id, code, "a", "none", coder, 1.0, "")
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


def test_a_renamed_code_is_one_code_and_a_new_version_of_a_document_the_same_text(study: Path) -> None:
    coded(study, renamed=True)
    place = study / "viet-nam" / "documents" / "d0.txt"
    place.write_text(f"A first sentence of other words. {text_of(0)}", "utf-8")
    read_again(study)
    done = call(study, "agreement", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    (pair,) = answer["compared"]
    assert pair["section"]["lines"][0]["given"] == [6, 5]
    assert answer["notices"] == []
    assert "Amina and Bilal: 18 passages of 6 documents" in call(study, "agreement").stdout


def test_a_coder_who_is_not_there_is_told(study: Path) -> None:
    coded(study)
    done = call(study, "agreement", "--coder", "Amin", "--json")
    assert done.returncode == 2
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
    assert done.returncode == 2
    assert done.stderr.startswith("--coder: goes without --gold")


def test_facts_are_json() -> None:
    told = facts_of({"a": (np.float64("nan"), np.int64(2), np.array([[1, 2]])), "b": frozenset({"x"})})
    assert json.dumps(told) == '{"a": [null, 2, [[1, 2]]], "b": ["x"]}'
