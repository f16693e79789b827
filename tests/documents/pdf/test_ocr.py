import re
import shutil
import stat
from collections import Counter
from pathlib import Path

import pytest

from counterpoise.documents.canonical import set_text
from counterpoise.documents.pdf import ocr
from counterpoise.documents.pdf.reading import read_pdf
from counterpoise.errors import CounterpoiseError
from tests.documents.pdf_in_miniature import Printed, made

IMAGE = b"q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
"""A grey picture over most of a page."""


def scan(pages: int, text: str = "") -> bytes:
    """A PDF whose pages are pictures, with a last one of text where some is given."""
    placeholder = Printed("X" * 80, 0, 0)
    drawn = b"BT /F1 10 Tf 0 0 Td (" + b"X" * 80 + b") Tj ET"
    content = made([*([placeholder] for _ in range(pages)), *([[Printed(text, 50, 700)]] if text else [])])
    return content.replace(drawn, IMAGE.ljust(len(drawn)))


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo {name} 9.9.9; exit; fi\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which programs are looked for, before all others."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    program(tmp_path, "tesseract", "exit 1")
    return tmp_path


def test_without_the_programs_their_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr.engine() is None
    said = r"a\.pdf: has no text layer: 2 pages of images only; .*apt install ocrmypdf.*brew install ocrmypdf"
    with pytest.raises(CounterpoiseError, match=said):
        read_pdf(scan(2), "a.pdf")


def test_pages_of_text_are_read_though_a_scan_between_them_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    read = read_pdf(scan(1, "Signed and sealed."), "a.pdf")
    assert set_text(read.blocks).text == "Signed and sealed."
    assert read.recognised is None
    assert read.unread is not None
    assert "of its 2 pages 1 are scanned and were not read (1)" in read.unread.what


def test_text_is_recognised_on_the_scans_and_read_as_it_was_elsewhere(programs: Path) -> None:
    result = programs / "result.pdf"
    result.write_bytes(made([[Printed("Recognised here.", 50, 700)], [Printed("Not this.", 50, 700)]]))
    program(programs, "ocrmypdf", f'for last; do :; done; cp {result} "$last"')
    read = read_pdf(scan(1, "As it was."), "a.pdf")
    assert set_text(read.blocks).text == "Recognised here.\n\nAs it was."
    assert (read.recognised, read.unread) == ("ocrmypdf 9.9.9, tesseract 9.9.9", None)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo one >&2; echo the last words >&2; exit 15", "the last words"),
        ("exit 8", "the file is locked with a password"),
        ("exit 0", "no result was written"),
        ("sleep 30", "it took longer than 1 s"),
    ],
)
def test_a_program_that_fails_is_reported(
    programs: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    monkeypatch.setattr(ocr, "_SECONDS", 1)
    monkeypatch.setattr(ocr, "_SECONDS_A_PAGE", 0)
    program(programs, "ocrmypdf", script)
    with pytest.raises(CounterpoiseError, match=f"a.pdf: .*could not be recognised: {said}"):
        read_pdf(scan(1), "a.pdf")


@pytest.mark.skipif(
    any(shutil.which(name) is None for name in ocr.PROGRAMS), reason="ocrmypdf or tesseract is not installed"
)
def test_a_skewed_scan_is_recognised_in_its_columns(shared: Path) -> None:
    folder = shared / "corpus" / "import_tests"
    scanned = read_pdf((folder / "fr_2020-17221_p2-3_scan200dpi_skewed.pdf").read_bytes(), "scan.pdf")
    assert scanned.recognised is not None
    text = set_text(scanned.blocks)
    born = set_text(read_pdf((folder / "federal-register-2020-17221.pdf").read_bytes(), "born.pdf").blocks)
    expected, found = (
        Counter(re.findall(r"\w+", each.lower()))
        for each in (born.text[born.pages[1] : born.pages[3]], text.text)
    )
    assert (expected & found).total() >= 0.95 * expected.total()
    assert "Investigation of the accident has been completed by the Indonesian authorities" in text.text
