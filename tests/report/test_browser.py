"""The report in a real browser: what opens with a click on a screen is there on paper."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from counterpoise.report.html import write_html
from counterpoise.report.outline import Cell, CellRow, CellTable, Count, Outline, Quotation, Section

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OFFLINE = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; CI installs it")


def report() -> Outline:
    quotation = Quotation(
        id="0123456789abcdef",
        before="we said that ",
        text="our two countries will keep the corridor open",
        after=" for all",
        document="Address to the Assembly",
        kind="speech",
        standing="first-hand",
        path="documents/address.txt",
        coder="lexicon/1",
        reason='Infrastructure: "corridor" in sentence 1',
        direction="strengthens",
        date="2013",
    )
    cell = Cell("cell-1", "Larger role", (Count("first-hand", 1, 0, 0),), (), (quotation,))
    table = CellTable(
        "table1", "Drivers", "Driver", ("What the evidence says",), (CellRow("Corridor", (cell,)),)
    )
    return Outline(
        "A state between two powers",
        "1990-2025",
        ("Not known: much.",),
        (),
        (Section("s", "Theme", (table,)),),
    )


def browse(tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    page = tmp_path / "report.html"
    write_html(report(), page)
    return subprocess.run(
        [str(BROWSER), *OFFLINE, f"--user-data-dir={tmp_path / 'profile'}", *options, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_the_printed_report_holds_the_passages_that_a_click_opens(tmp_path: Path):
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'report.pdf'}")
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    words = " ".join(text.split())
    assert "Larger role" in words
    assert "our two countries will keep the corridor open" in words
    assert "Address to the Assembly" in words
