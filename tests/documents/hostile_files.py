"""Files made to do harm, each built where it is needed; run as a program it reads some and measures itself.

    python -m tests.documents.hostile_files FILE...

reads each FILE as a study would, all with one worker process unless that has to be replaced, and prints for each a line
of JSON: what came of it, the seconds that passed and the peak memory of this process;
in the end the peak memory of its workers.
"""

from __future__ import annotations

import gzip
import io
import json
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from counterpoise.admission import content_of
from counterpoise.documents.corpora.corpus import corpus_parts
from counterpoise.documents.corpora.rows import CORPUS_SUFFIXES
from counterpoise.documents.document import Declaration
from counterpoise.documents.workers import File, Workers
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.studyfile import Columns
from tests.damage import zipped
from tests.documents.formats.test_epub import BOOK
from tests.documents.pdf_in_miniature import made, of_objects, paragraph

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTAINER, PACKAGE = "META-INF/container.xml", "OEBPS/package.opf"


def word(body: str | bytes, before: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document of this body; `before` stands before its root."""
    inside = body if isinstance(body, bytes) else body.encode()
    start, end = f"{before}<w:document {W}><w:body>".encode(), b"</w:body></w:document>"
    return zipped({"word/document.xml": start + inside + end, **(more or {})})


def said(text: str) -> str:
    """A paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def bomb() -> bytes:
    """Of a million paragraphs of the same words, packed to a thousandth."""
    return word(said("Words. ") * 1_000_000)


def nested_bombs() -> bytes:
    """A zip file in a zip file, ten deep, each of ten times the size."""
    content = zipped({"word/document.xml": b"a" * 2**20})
    for _ in range(10):
        content = zipped({f"{number}.zip": content for number in range(10)})
    return content


def overlapping() -> bytes:
    """Many members that share the same packed bytes (Fifield 2019, A better zip bomb)."""
    content = zipped({"word/document.xml": bytes(range(256)) * 4_000})
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry, name = content[start:end], b"word/document.xml"
    entries = b"".join(entry.replace(name, name[:-4] + f"{n:04}".encode()) for n in range(250))
    tail = bytearray(content[end:])
    struct.pack_into("<HHL", tail, 8, 250, 250, len(entries))
    return content[:start] + entry + entries[len(entry) :] + bytes(tail)


def many_members() -> bytes:
    """Two hundred thousand empty members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60_000):
            archive.writestr(str(number), b"")
    return stream.getvalue()


def lying(declared: int) -> bytes:
    """A Word document whose table of contents declares another size than its text has."""
    content = bytearray(word(said("Words. ") * 1_000))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<L", content, content.index(mark) + place, declared)
    return bytes(content)


def laughs(times: int = 9) -> str:
    """Entities of entities, a billion of them at the last."""
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(times))
    return f'<!DOCTYPE w:document [<!ENTITY a0 "ha">{entities}]>'


def external(address: str) -> bytes:
    """A Word document that asks for another file."""
    return word(said("Words. &x;"), f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{address}">]>')


def book(**changes: str) -> bytes:
    """An EPUB with other members."""
    return zipped(
        {**BOOK, **{{"container": CONTAINER, "package": PACKAGE}[k]: v for k, v in changes.items()}}
    )


def spine(times: int) -> str:
    """A package whose spine names the same pages again and again."""
    reference = '<itemref idref="c1"/><itemref idref="c2"/>'
    return BOOK[PACKAGE].replace('<itemref idref="c1"/>', reference * times, 1)


def of_pages(count: int) -> bytes:
    """A PDF that is one page object a hundred thousand times."""
    kids = "3 0 R " * count
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return of_objects(["<< /Type /Catalog /Pages 2 0 R >>", tree, page])


def tree_of(depth: int, *, closed: bool = False) -> bytes:
    """A PDF whose tree of pages is so deep, or runs in a circle."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    for number in range(2, depth + 2):
        kid = 2 if closed and number == depth + 1 else number + 1
        objects.append(f"<< /Type /Pages /Kids [{kid} 0 R] /Count 1 /Parent {max(number - 1, 2)} 0 R >>")
    objects.append("<< /Type /Page /MediaBox [0 0 595 842] >>")
    return of_objects(objects)


def streams(times: int) -> bytes:
    """A PDF whose page draws a form that draws a form, each of them ten times."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /XObject << /F 5 0 R >> >> >>",
    ]
    drawn = "/F Do " * 10
    objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects += [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {number + 1} 0 R >> >> "
        f"/Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
        for number in range(5, 5 + times)
    ]
    objects.append("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream")
    return of_objects(objects)


def offsets_astray() -> bytes:
    """A PDF whose table of objects points anywhere."""
    whole = made([paragraph(["Two neighbours and their", "ties of trade."], 72, 700)])
    start = whole.index(b"xref")
    return whole[:start] + whole[start:].replace(b"00000 n", b"99999 n").replace(b"0000000", b"9999999")


def rows(count: int) -> bytes:
    """JSON lines of a document each."""
    return b'{"id": 1, "text": "words"}\n' * count


HOSTILE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a zip bomb": (".docx", bomb),
    "bombs within bombs": (".docx", nested_bombs),
    "members over one another": (".docx", overlapping),
    "sixty thousand members": (".docx", many_members),
    "a size declared too small": (".docx", lambda: lying(10)),
    "a size declared too large": (".docx", lambda: lying(200 * 2**20)),
    "a size declared beyond the limit": (".docx", lambda: lying(2**31)),
    "a billion laughs": (".docx", lambda: word(said("&a9;"), laughs())),
    "a quadratic blow-up": (
        ".docx",
        lambda: word(said("&a;" * 50_000), f'<!DOCTYPE w:document [<!ENTITY a "{"a" * 50_000}">]>'),
    ),
    "a file asked for": (".docx", lambda: external("file:///etc/passwd")),
    "an address asked for": (".docx", lambda: external("http://127.0.0.1:9/secret")),
    "a document type from elsewhere": (
        ".docx",
        lambda: word(said("Words."), '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/a.dtd">'),
    ),
    "elements in elements": (".docx", lambda: word("<w:p>" * 100_000 + "</w:p>" * 100_000)),
    "a million paragraphs": (
        ".docx",
        lambda: word("".join(said(f"Paragraph {n * 7919 % 999983:x}") for n in range(1_000_000))),
    ),
    "names that lead out": (".docx", lambda: word(said("Words."), more={"../../../etc/cron.d/x": "x"})),
    "groups in groups": (".rtf", lambda: b"{\\rtf1 " + b"{" * 100_000 + b"words" + b"}" * 100_001),
    "groups never closed": (".rtf", lambda: b"{\\rtf1 " + b"{\\b " * 4_000 + b"words"),
    "bytes that are not there": (".rtf", lambda: b"{\\rtf1 words \\bin999999999 }"),
    "a footnote in a footnote": (".rtf", lambda: b"{\\rtf1 " + b"{\\footnote a" * 4_000 + b"}" * 4_001),
    "a spine that names a page again": (".epub", lambda: book(package=spine(100_000))),
    "a container that names itself": (
        ".epub",
        lambda: book(container=BOOK[CONTAINER].replace(PACKAGE, CONTAINER)),
    ),
    "laughs in a book": (
        ".epub",
        lambda: zipped(
            {**BOOK, "OEBPS/text/first.xhtml": laughs().replace("w:document", "html") + "<html>&a9;</html>"}
        ),
    ),
    "divisions in divisions": (".html", lambda: b"<html><body>" + b"<div>" * 100_000 + b"words"),
    "tables in tables": (".html", lambda: b"<html>" + b"<table><tr><td>" * 20_000 + b"words"),
    "a page of attributes": (
        ".html",
        lambda: b"<html><p " + b"".join(b"a%d=x " % n for n in range(20_000)) + b">words",
    ),
    "emphasis never closed": (".html", lambda: b"<html><body><p>" + b"<b><i>" * 50_000 + b"words"),
    "a page of comments": (".html", lambda: b"<html>" + b"<!--" * 200_000),
    "messages in messages": (
        ".mhtml",
        lambda: (
            b"From: x\nContent-Type: multipart/related; boundary=a\n\n"
            + b"--a\nContent-Type: multipart/related; boundary=a\n\n" * 20_000
        ),
    ),
    "messages within one another": (
        ".mhtml",
        lambda: b"From: x\nContent-Type: message/rfc822\n\n" + b"Content-Type: message/rfc822\n\n" * 20_000,
    ),
    "a hundred thousand pages": (".pdf", lambda: of_pages(100_000)),
    "a deep tree of pages": (".pdf", lambda: tree_of(100_000)),
    "a tree of pages in a circle": (".pdf", lambda: tree_of(3, closed=True)),
    "forms in forms": (".pdf", lambda: streams(12)),
    "offsets astray": (".pdf", offsets_astray),
    "a line of 64 MiB": (".txt", lambda: b"a" * 64 * 2**20),
    "lines of 64 MiB": (".txt", lambda: b"Words. " * (64 * 2**20 // 7)),
    "marks of Markdown": (".md", lambda: b"**[`_" * 200_000),
    "lists in lists": (".md", lambda: b"".join(b" " * n + b"- a\n" for n in range(2_000))),
    "quotations in quotations": (".md", lambda: b">" * 1_000_000 + b" words"),
    "front matter of anchors": (
        ".md",
        lambda: (
            b"---\na0: &a0 [x,x]\n"
            + b"".join(
                b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 10)
            )
            + b"---\nwords"
        ),
    ),
    "front matter in brackets": (".md", lambda: b"---\ntitle: " + b"[" * 100_000 + b"\n---\nwords"),
    "nothing but NULs": (".txt", lambda: b"\x00" * 2**20),
    "a NUL here and there": (".txt", lambda: b"Words of\x00 a text that is otherwise plain and long.\n" * 9),
    "text that turns": (".txt", lambda: "Words \u202eof a text\u202c that turn.".encode()),
    "a bomb of rows": (".jsonl.gz", lambda: gzip.compress(rows(2**20), 9)),
    "a bomb of one row": (".jsonl.gz", lambda: gzip.compress(b'{"text": "' + b"a" * 2**28)),
    "rows of brackets": (".jsonl", lambda: b"[" * 1_000_000),
    "a cell never closed": (".csv", lambda: b'id,text\n1,"' + b"a,\n" * 30_000_000),
    "a hundred thousand columns": (
        ".csv",
        lambda: b"id,text" + b",x" * 100_000 + b"\n" + b"1,words" + b",2" * 100_000,
    ),
    "a book of formulas": (".csv", lambda: b"id,text\n1,\"=cmd|' /C calc'!A0\"\n"),
}
"""What each file is made to do, its suffix, and what builds it."""


def read_as_a_study_would(path: Path, workers: Workers) -> str:
    """What came of a file: `read N`, with the number of characters or rows, or the problems."""
    try:
        if path.name.removesuffix(".gz").endswith(CORPUS_SUFFIXES):
            problems, count = [], 0
            for part in corpus_parts(path, path.name, None, Columns(id="id", text="text")):
                if isinstance(part, Problem):
                    problems.append(part)
                else:
                    count += 1
            if count:
                return f"read {count}"
        else:
            file = File(content_of(path, path.name), path.name, Declaration("report"))
            return f"read {len(workers.read(file).text)}"
    except CounterpoiseError as error:
        problems = list(error.problems)
    return "\n".join(map(str, problems))


def peak_memory() -> int:
    """The most bytes that this process has held at a time since it began, or was last asked."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    Path("/proc/self/clear_refs").write_text("5")
    return int(told) * 1024


def main() -> None:
    """Read the files that the command line names, and print what came of each and what it cost."""
    with Workers(1) as workers:
        for name in sys.argv[1:]:
            begun = time.monotonic()
            outcome = read_as_a_study_would(Path(name), workers)
            cost = {"outcome": outcome, "seconds": time.monotonic() - begun, "here": peak_memory()}
            print(json.dumps(cost), flush=True)
    print(json.dumps({"workers": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024}))


if __name__ == "__main__":
    main()
