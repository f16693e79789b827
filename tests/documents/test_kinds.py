from pathlib import Path

import pytest

from counterpoise.documents.kinds import notices_of_kinds
from counterpoise.study import Study, read_study

STUDY = "study: T\nstate: VNM\npowers: {a: USA, b: CHN}\nperiod: 1990-2025\ntheory: neoclassical-realism\ndocuments:\n"
WIDE = "  - {path: documents/, kind: report}\n"
LAYOUT = '  - {path: "documents/Session */*.txt", layout: ungdc, kind: speech}\n'


def study_of(folder: Path, entries: str, *names: str) -> tuple[Study, list[Path]]:
    paths = [folder / "documents" / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.", encoding="utf-8")
    (folder / "study.yaml").write_text(STUDY + entries, encoding="utf-8")
    return read_study(folder), paths


def told(study: Study, added: dict[Path, str]) -> list[str]:
    return [str(notice) for notice in notices_of_kinds(study, added)]


def test_what_each_document_counts_as_is_said_in_one_line(tmp_path: Path) -> None:
    entries = "  - {path: documents/law.md, kind: law}\n" + WIDE
    study, (law, first, second, note) = study_of(tmp_path, entries, "law.md", "a.txt", "b.txt", "n.md")
    (said,) = told(study, {law: "report", first: "report", second: "report", note: "data note"})
    assert said.startswith(
        "study.yaml: count 1 document as law (first-hand), 2 documents as report (first-hand), 1 document as data note "
        "(data note). Check the kinds"
    )


def test_speeches_in_the_official_layout_get_the_entry_that_knows_them(tmp_path: Path) -> None:
    names = ("Session 78 - 2023/VNM_78_2023.txt", "Session 79 - 2024/USA_79_2024.txt", "other.txt")
    study, paths = study_of(tmp_path, WIDE, *names)
    layout, _ = told(study, dict.fromkeys(paths, "report"))
    assert layout.startswith("documents: 2 files in the official layout of the General Debate")
    assert LAYOUT.strip() in layout
    study, paths = study_of(tmp_path, LAYOUT + WIDE, *names)
    (kinds,) = told(study, dict.fromkeys(paths, "report"))
    assert "2 documents as speech (first-hand), 1 document as report" in kinds


def test_what_is_a_voice_counts_as_no_document_and_is_named(tmp_path: Path) -> None:
    voices = "  - {path: documents/z.txt}\npanel: [IDN]\nvoices: [{path: documents/a.txt, kind: speech, origin: IDN}]\n"
    study, (_, voice) = study_of(tmp_path, voices, "z.txt", "a.txt")
    assert told(study, {voice: "report"}) == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("a.txt",), "no entry of documents names documents/a.txt, so no run reads 1 document"),
        (
            ("a.txt", "b.txt"),
            "no entry of documents names documents/a.txt and others, so no run reads 2 documents",
        ),
    ],
)
def test_what_no_entry_names_is_said(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    study, (_, *paths) = study_of(tmp_path, "  - {path: documents/z.txt}\n", "z.txt", *names)
    assert told(study, dict.fromkeys(paths, "report")) == [f"study.yaml: {said}"]


def test_nothing_added_nothing_said(tmp_path: Path) -> None:
    study, _ = study_of(tmp_path, WIDE, "a.txt")
    assert told(study, {}) == []
