"""The report in a real browser: what opens with a click on a screen is there on paper."""

import json
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from lxml import html

from counterpoise.report.html import script_digest, write_html
from counterpoise.report.outline import (
    Cell,
    CellRow,
    CellTable,
    Count,
    DataTable,
    Figure,
    Outline,
    Quotation,
    Section,
)
from counterpoise.report.plots import LineChart, Observation, Panel, Series

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


EVIL = '"><img src=x onerror=alert(1)>'


def charted() -> Outline:
    lines = tuple(
        Series(
            label,
            tuple(
                Observation(year, year, value + year % 2 / 10, source="A source, 2025")
                for year in (2010, 2011, 2012)
            ),
        )
        for label, value in (("United", 0.5), (EVIL, 0.2))
    )
    chart = LineChart((Panel("", lines, "share", (0, 1)),), 2010, 2012)
    figure = Figure("figure-ties", "Ties", "", "In words.", chart, DataTable("numbers-ties", "", (), ()))
    return Outline("A report", "", (), (), (Section("s", "Numbers", (figure,)),))


TRIED = """
const svg = document.querySelector(".wide svg"), tip = document.querySelector(".tip"), told = [];
const press = (key) => { svg.dispatchEvent(new KeyboardEvent("keydown", { key })); if (!tip.hidden) told.push(tip.innerText); };
svg.focus();
["Home", "ArrowRight", "ArrowDown", "End"].forEach(press);
document.querySelectorAll(".legend button")[1].click();
press("ArrowRight");
press("Escape");
told.push(String(tip.hidden), String(document.querySelectorAll(".off").length > 3));
document.title = JSON.stringify(told);
"""


def browse(tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    page = tmp_path / "report.html"
    if not page.exists():
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


def test_marks_are_reached_by_keys_series_are_hidden_and_no_other_script_runs(tmp_path: Path):
    place = tmp_path / "report.html"
    write_html(charted(), place)
    page, own = place.read_text("utf-8"), script_digest()
    assert page.count(own) == 1
    # What presses the keys is let in by its own digest beside that of the page; the policy stays as strict.
    allowed = page.replace(own, f"{own}' '{script_digest(TRIED)}")
    place.write_text(
        allowed.replace(
            "</body>", f"<script>{TRIED}</script><script>document.title = 'let in'</script></body>"
        ),
        "utf-8",
    )
    seen = html.fromstring(browse(tmp_path, "--dump-dom").stdout)
    told = json.loads(seen.findtext(".//title"))
    spoken = [" ".join(each.split()) for each in told]
    assert spoken == [
        "United 2010: 0.500 A source, 2025",
        "United 2011: 0.600 A source, 2025",
        f"{EVIL} 2011: 0.300 A source, 2025",
        f"{EVIL} 2012: 0.200 A source, 2025",
        "United 2010: 0.500 A source, 2025",
        "true",
        "true",
    ]
    assert not seen.xpath("//img")
    buttons = seen.xpath("//div[@class='legend']/button")
    assert [(each.text_content(), each.get("aria-pressed")) for each in buttons] == [
        ("United", "true"),
        (EVIL, "false"),
    ]
    assert [each.get("tabindex") for each in seen.xpath("//figure//svg[@role='application']")] == ["0", "0"]
