"""Every file made to do harm is refused or read within the limits, and the process that asked goes on."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from counterpoise.admission import LARGEST_DOCUMENT
from counterpoise.documents.collection import collect
from counterpoise.documents.limits import IN_PROCESS, MEMORY, PROCESSOR_SECONDS
from counterpoise.ledger.events import Ledger
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.documents.hostile_files import HOSTILE
from tests.study_in_miniature import write_study

AT_REST = 320 * 2**20
"""Bytes of this program and its tests with their libraries, before they read anything."""

SAID = {
    "a zip bomb": "packs 'word/document.xml' to a \\d+th of its size; the limit is 200",
    "bombs within bombs": "is a zip file that holds 0.zip",
    "members over one another": "holds members that lie over one another",
    "sixty thousand members": "holds 60,000 members; the limit is 10,000",
    "a size declared too small": "is damaged at word/document.xml|declares 10 bytes",
    "a size declared too large": "packs 'word/document.xml' to a [\\d,]+th of its size",
    "a size declared beyond the limit": "unpacks to 2048 MiB; the limit is 256 MiB",
    "a billion laughs": "entity amplification|entities of its own|entity reference loop",
    "a quadratic blow-up": "entity amplification|entities of its own",
    "a file asked for": "declares entities of its own, which are not read",
    "an address asked for": "declares entities of its own, which are not read",
    "a document type from elsewhere": "read 6",
    "elements in elements": "the limit is 200|Excessive depth",
    "a million paragraphs": "read \\d{8}",
    "names that lead out": "'../../../etc/cron.d/x', which leads out of the archive",
    "groups in groups": "nests more than 5,000 groups",
    "a spine that names a page again": "the limit is 200",
    "divisions in divisions": "is beyond the limits of a page",
    "tables in tables": "is beyond the limits of a page",
    "emphasis never closed": "is beyond the limits of a page",
    "messages in messages": "holds no page",
    "a hundred thousand pages": "has 100,000 pages; the limit is 20,000",
    "a deep tree of pages": "is damaged or cut short",
    "a tree of pages in a circle": "is damaged or cut short|has no|holds no text",
    "offsets astray": "read 39",
    "a line of 64 MiB": ":1: has a line of more than 16,777,216 characters, the limit",
    "lines of 64 MiB": ":1: has a line of more than 16,777,216 characters, the limit",
    "front matter of anchors": "holds more than 200,000 nodes",
    "front matter in brackets": "nested too deeply",
    "nothing but NULs": "holds binary data, not text",
    "text that turns": "read 28",
    "a bomb of rows": "unpacks to more than 200 times its size",
    "a bomb of one row": "unpacks to more than 200 times its size",
    "rows of brackets": "its lists nest too deep",
    "a cell never closed": "has a cell of 90,000,000 characters; the limit is 4,194,304; row skipped",
    "a hundred thousand columns": "read 1",
    "a book of formulas": "read 1",
}
"""What came of the files of which that is certain; of the rest only that they did no harm."""


TOO_LARGE = "a line of a gibibyte"


@dataclass(frozen=True)
class Cost:
    """What came of a file, its size, the seconds that passed, and the peak memory of the process that asked."""

    size: int
    outcome: str
    seconds: float
    here: int


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> dict[str, Cost]:
    """All hostile files read one after the other by one process, which has lived to tell; "workers" is theirs."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("this system does not tell the peak memory of a process")
    folder = tmp_path_factory.mktemp("hostile")
    paths = {TOO_LARGE: folder / "a.txt"}
    with paths[TOO_LARGE].open("wb") as stream:
        stream.truncate(2**30)
    for number, (name, (suffix, build)) in enumerate(HOSTILE.items()):
        paths[name] = folder / str(number) / f"a{suffix}"
        paths[name].parent.mkdir()
        paths[name].write_bytes(build())
    before = set(folder.rglob("*"))
    told = subprocess.run(
        [sys.executable, "-m", "tests.documents.hostile_files", *map(str, paths.values())],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(folder.rglob("*")) == before
    *lines, last = map(json.loads, told.stdout.splitlines())
    found = {
        name: Cost(path.stat().st_size, **line)
        for (name, path), line in zip(paths.items(), lines, strict=True)
    }
    shutil.rmtree(folder)
    return {**found, "workers": Cost(0, "", 0, last["workers"])}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_or_read_within_the_limits(
    name: str, costs: dict[str, Cost]
) -> None:
    cost = costs[name]
    assert re.search(SAID.get(name, r"read|^a\."), cost.outcome)
    assert cost.seconds < PROCESSOR_SECONDS
    # The bytes of a file, and what is read of a plain text or of a table's rows in this process.
    assert cost.here < AT_REST + 2 * cost.size + 64 * IN_PROCESS


def test_a_file_that_is_too_large_is_not_even_opened(costs: dict[str, Cost]) -> None:
    cost = costs[TOO_LARGE]
    assert cost.outcome == f"a.txt: is 1024 MiB large; the limit is {LARGEST_DOCUMENT // 2**20} MiB"
    assert cost.here < AT_REST


def test_no_worker_used_more_memory_than_it_may(costs: dict[str, Cost]) -> None:
    assert costs["workers"].here < AT_REST + MEMORY


def test_a_rejected_file_leaves_no_trace_but_its_event(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    for name in ("a zip bomb", "groups in groups", "divisions in divisions", "nothing but NULs"):
        suffix, build = HOSTILE[name]
        (folder / "documents" / f"{name.replace(' ', '-')}{suffix}").write_bytes(build())
    text = (
        (folder / "study.yaml")
        .read_text()
        .replace("figures:", "  - {path: documents/, kind: report}\nfigures:")
    )
    (folder / "study.yaml").write_text(text)
    with open_workspace(folder) as workspace:
        collected = collect(read_study(folder), workspace, lambda *_: None)
    assert len(collected.documents) == 3
    assert sorted(problem.place for problem in collected.problems) == [
        "documents/a-zip-bomb.docx",
        "documents/divisions-in-divisions.html",
        "documents/groups-in-groups.rtf",
        "documents/nothing-but-NULs.txt",
    ]
    with Ledger.read(folder / FOLDER) as ledger:
        events = list(ledger.events())
    named = {value for event in events for value in event.objects}
    kept = {path.name for path in (folder / FOLDER / "objects").glob("*/*")}
    assert kept == named
    assert sum(event.kind == "document.rejected" for event in events) == 4
    assert sum(event.kind == "document.imported" for event in events) == 3


def test_a_text_that_turns_is_kept_and_told(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    words = "Words \u202eof a text\u202c that turn. \u200fعربي\u200f"
    (folder / "documents" / "paper.txt").write_text(words)
    with open_workspace(folder) as workspace:
        collected = collect(read_study(folder), workspace, lambda *_: None)
    (turning,) = collected.problems
    assert turning.place == "documents/paper.txt"
    assert turning.what.startswith("holds 1 of the characters that turn the direction of a text")
    assert words in {document.text for document in collected.documents}
