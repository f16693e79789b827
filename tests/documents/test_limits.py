import re

from counterpoise import admission
from counterpoise.documents import archives, intake, limits, workers
from counterpoise.documents.corpora import rows as corpus_rows


def test_every_limit_is_held_somewhere(checkout):
    source = "".join(
        path.read_text()
        for path in (checkout / "src" / "counterpoise" / "documents").rglob("*.py")
        if path.name != "limits.py"
    )
    names = [name for name in vars(limits) if name.isupper()]
    assert len(names) > 8
    assert [name for name in names if not re.search(rf"\b{name}\b", source)] == []


def test_limits_leave_room_for_one_another():
    assert limits.IN_PROCESS < limits.LONGEST_LINE < limits.MOST_CHARACTERS < admission.LARGEST_DOCUMENT
    # A worker holds a file, what it unpacks to, and its text, each of them for a moment twice.
    held = admission.LARGEST_DOCUMENT + limits.LARGEST_UNPACKED + 4 * limits.MOST_CHARACTERS
    assert 2 * held < limits.MEMORY
    assert limits.PROCESSOR_SECONDS < limits.WALL_SECONDS
    assert workers.Limits() == (limits.PROCESSOR_SECONDS, limits.WALL_SECONDS, limits.MEMORY)
    assert archives.MOST_MEMBERS == limits.MOST_MEMBERS
    assert intake.LONGEST_LINE == limits.LONGEST_LINE


def test_the_limits_are_documented(checkout):
    page = (checkout / "docs" / "documents.md").read_text()
    _, _, section = page.partition("\n## Files that do harm\n")
    table, _, _ = section.partition("\n## ")
    told = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE))
    mebibytes = {
        "document, as it lies": admission.LARGEST_DOCUMENT,
        "table of documents, as it lies and unpacked": corpus_rows.LARGEST,
        "archive, unpacked, as declared and as counted": limits.LARGEST_UNPACKED,
        "memory for a file, beyond that of the worker itself": limits.MEMORY,
    }
    counts = {
        "members of an archive": limits.MOST_MEMBERS,
        "unpacked to packed bytes of a member or a packed table, from 1 MiB on": limits.HIGHEST_RATIO,
        "rows of a table of documents": limits.MOST_ROWS,
        "pages of a PDF": limits.MOST_PAGES,
        "glyphs of a PDF": limits.MOST_GLYPHS,
        "groups of RTF in each other": limits.DEEPEST_GROUPS,
        "line of plain text or Markdown": limits.LONGEST_LINE,
        "text of a document": limits.MOST_CHARACTERS,
        "cell of a table of documents": limits.LONGEST_CELL,
        "processor time for a file": limits.PROCESSOR_SECONDS,
        "time for a file, other programs at work for it included": limits.WALL_SECONDS,
        # libxml2's own, which the hostile files meet.
        "elements of XML in each other": 256,
        "elements of a web page in each other": 2048,
    }
    shown = {name: f"{size // 2**20:,} MiB" for name, size in mebibytes.items()}
    shown |= {name: f"{count:,}" for name, count in counts.items()}
    found = {name: re.sub(r" (?:s|characters)$", "", value) for name, value in told.items()}
    assert found.pop("limit") == "value"
    assert found == shown
    assert limits.RATIO_COUNTS_FROM == 2**20
    assert f"more\nthan {limits.IN_PROCESS // 2**20} MiB" in table
