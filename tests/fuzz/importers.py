"""What is fuzzed: each reader of files, with small files to begin from."""

from __future__ import annotations

import atexit
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import ibis  # noqa: F401 (loaded before the clock of any file runs: it takes seconds)
import polars as pl

from counterpoise.datasets.source import Wanted, recognise
from counterpoise.documents.archives import open_archive
from counterpoise.documents.corpora.corpus import corpus_parts
from counterpoise.documents.document import Declaration
from counterpoise.documents.formats.docx import read_docx
from counterpoise.documents.formats.epub import read_epub
from counterpoise.documents.formats.html import read_html
from counterpoise.documents.formats.mhtml import read_mhtml
from counterpoise.documents.formats.odt import read_odt
from counterpoise.documents.formats.rtf import read_rtf
from counterpoise.documents.intake import document_of
from counterpoise.documents.pdf.reading import read_pdf
from counterpoise.documents.references.reading import read_references
from counterpoise.exchange.anchoring import Anchors
from counterpoise.exchange.coding_table import read_codings, table_of_codings, write_codings
from counterpoise.exchange.incoming import incoming
from counterpoise.exchange.outgoing import project_of
from counterpoise.exchange.reading import read_codebook, read_project
from counterpoise.exchange.writing import write_project
from counterpoise.studyfile import Columns
from tests.datasets.made_up import MADE_UP
from tests.documents import pdf_in_miniature
from tests.documents.formats.test_epub import BOOK
from tests.documents.formats.test_mhtml import SAVED
from tests.documents.formats.test_odt import WHOLE
from tests.exchange.projects import one_text, selection, xml_of
from tests.exchange.texts import CODINGS, DOCUMENTS, LINKS

SHARED = Path(os.environ.get("COUNTERPOISE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
LARGEST_SEED = 100_000

Seeds = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Importer:
    """A reader, as a function of bytes from which only CounterpoiseError may come, and its seeds."""

    read: Callable[[bytes], object]
    seeds: Seeds


def _shared(pattern: str) -> Iterator[bytes]:
    """Published files, where they are at hand, cut at the size of a seed."""
    for path in sorted((SHARED / "corpus").glob(pattern))[:20]:
        yield path.read_bytes()[:LARGEST_SEED]


def _stored(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _inside(
    read: Callable[[bytes, str], object], members: Mapping[str, str | bytes], name: str
) -> Callable[[bytes], object]:
    """A reader of archives, in which one member is what the fuzzer makes of it: past checksum and packing."""
    return lambda content: read(_stored({**members, name: content}), "a.file")


def _word() -> Mapping[str, bytes]:
    document = docx.Document()
    document.add_heading("Aims", 1)
    document.add_paragraph("On trade.", style="List Bullet")
    document.add_table(rows=2, cols=2).cell(0, 1).text = "share"
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in ("word/document.xml", "word/styles.xml")}


def _archive(content: bytes) -> None:
    archive = open_archive(content, "a.zip", "expected an archive")
    for name in archive.names:
        archive.read(name)


def _pdf_seeds() -> Iterator[bytes]:
    lines = pdf_in_miniature.paragraph(["Two neighbours and their", "ties of trade."], 72, 700)
    yield pdf_in_miniature.made([lines])
    yield pdf_in_miniature.made([lines, lines], page="/MediaBox [0 0 300 300] /Rotate 90")
    for path in sorted((SHARED / "corpus" / "import_tests").glob("*.pdf")):
        if path.stat().st_size < LARGEST_SEED:
            yield path.read_bytes()


_RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 Gothic;}}{\stylesheet{\s1 heading 1;}}"
    rb"{\info{\title Ties}}\s1 Aims\par\pard caf\'e9 \u8211 ?{\footnote On it.}{\*\annotation Why?}\par"
    rb"\trowd\intbl a\cell b\cell\row\pard{\shp{\*\shpinst{\shptxt In a box.\par}}}{\f1\'82\'a0}\par}"
)
_COLUMNS = Columns(id="id", text="text", title="title", date="date")
_ROWS = [{"id": n, "title": "Aims", "date": "2015-04-20", "text": "Words, and more."} for n in range(3)]


@cache
def _folder() -> Path:
    """Where files of corpora stand while they are read; it is gone when the process is."""
    folder = Path(tempfile.mkdtemp(prefix="counterpoise-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _corpus(name: str, layout: str | None = None) -> Callable[[bytes], object]:
    def read(content: bytes) -> None:
        path = _folder() / name
        path.write_bytes(content)
        for _ in corpus_parts(path, name, layout, None if layout else _COLUMNS):
            pass

    return read


def _table(write: str) -> Iterator[bytes]:
    stream = io.BytesIO()
    getattr(pl.DataFrame(_ROWS), write)(stream)
    yield stream.getvalue()


def _document(name: str) -> Callable[[bytes], object]:
    return lambda content: document_of(content, name, Declaration("report"))


def _references(name: str) -> Callable[[bytes], object]:
    return lambda content: read_references(content, name)


_BIBTEX = (
    b'@string{p = "Press"}\n@article{a, author = {Muir, A. and {van Dam}, B.}, title = {T\\\'ies of {NO}}, '
    b'year = 2011, publisher = p # " x", doi = {10.1/x}, file = {a:b.pdf:pdf}}\n@comment{x}\n'
)
_RIS = b"TY  - JOUR\nAU  - Muir, A.\nTI  - Ties\nPY  - 2011/04//\nDO  - 10.1/x\nL1  - a.pdf\nER  - \n"
_CSL = json.dumps(
    [
        {
            "id": "a",
            "type": "book",
            "title": "T",
            "author": [{"family": "M"}],
            "issued": {"date-parts": [[2011]]},
        }
    ]
).encode()
_ZOTERO = b'"Key","Item Type","Author","Title","Date","File Attachments"\n"A","book","Muir, A.","T","2011","a.pdf"\n'

_BY_ID = {document.id: document for document in DOCUMENTS}
_MEMBERS = {"sources/t.txt": "\ufeffOne 😀\r\ntrade and aid."}


def _exchanged(content: bytes, name: str) -> None:
    """Read a project, take its codings, and write it again: whatever is read can be written and read as the same."""
    project = read_project(content, name).project
    incoming(project, Anchors(DOCUMENTS))
    again = read_project(write_project(project).content, name)
    if again.report.against_the_schema:
        raise AssertionError("what was written departs from the schema")


def _refi(pattern: str) -> Iterator[bytes]:
    for path in sorted((SHARED / "refi").glob(pattern)):
        content = path.read_bytes()
        content = xml_of(content) if path.suffix == ".qdpx" else content
        if len(content) < LARGEST_SEED:
            yield content


def _project_seeds() -> Iterator[bytes]:
    yield one_text(selection(1, 0, 3, "One") + selection(2, 8, 13, "trade")).encode()
    yield xml_of(write_project(project_of("s", DOCUMENTS, CODINGS, LINKS)).content)
    yield from _refi("*.qdpx")
    yield from _refi("*.qde")


def _coding_table(name: str) -> Importer:
    def read(content: bytes) -> None:
        (_folder() / name).write_bytes(content)
        read_codings(_folder() / name, name, _BY_ID, None)

    def seeds() -> Iterator[bytes]:
        write_codings(table_of_codings(CODINGS, _BY_ID), _folder() / name)
        yield (_folder() / name).read_bytes()

    return Importer(read, seeds)


_PAKISTAN = Wanted(("PAK",), ("USA", "CHN"))
_LINES = 20


def _public_data(name: str) -> Callable[[bytes], object]:
    def read(content: bytes) -> None:
        path = _folder() / name
        path.write_bytes(content)
        if (source := recognise(path)) is not None:
            source.read([path], _PAKISTAN)

    return read


def _public_tables() -> Iterator[bytes]:
    for write in MADE_UP.values():
        yield from (path.read_bytes()[:LARGEST_SEED] for path in write(_folder()))
    for path in sorted((SHARED / "data").rglob("*.csv")):
        yield b"".join(path.read_bytes().splitlines(keepends=True)[:_LINES])


def _public_parquet() -> Iterator[bytes]:
    yield from _table("write_parquet")
    for path in sorted((SHARED / "data").rglob("*.parquet")):
        stream = io.BytesIO()
        pl.scan_parquet(path).head(_LINES).collect().write_parquet(stream)
        yield stream.getvalue()


IMPORTERS: Mapping[str, Importer] = {
    "pdf": Importer(lambda content: read_pdf(content, "a.pdf"), _pdf_seeds),
    "docx": Importer(
        _inside(read_docx, _word(), "word/document.xml"), lambda: iter([_word()["word/document.xml"]])
    ),
    "docx-styles": Importer(
        _inside(read_docx, _word(), "word/styles.xml"), lambda: iter([_word()["word/styles.xml"]])
    ),
    "odt": Importer(_inside(read_odt, WHOLE, "content.xml"), lambda: iter([WHOLE["content.xml"].encode()])),
    "epub": Importer(
        _inside(read_epub, BOOK, "OEBPS/text/first.xhtml"),
        lambda: (BOOK[name].encode() for name in BOOK if name.endswith("html")),
    ),
    "epub-package": Importer(
        _inside(read_epub, BOOK, "OEBPS/package.opf"), lambda: iter([BOOK["OEBPS/package.opf"].encode()])
    ),
    "archive": Importer(_archive, lambda: iter([_stored(BOOK), _stored(WHOLE)])),
    "rtf": Importer(lambda content: read_rtf(content, "a.rtf"), lambda: iter([_RTF])),
    "html": Importer(lambda content: read_html(content, "a.html"), lambda: _shared("import_tests/*.html")),
    "mhtml": Importer(lambda content: read_mhtml(content, "a.mhtml"), lambda: iter([SAVED])),
    "markdown": Importer(_document("a.md"), lambda: _shared("us_code_pakistan_china/*.md")),
    "text": Importer(_document("a.txt"), lambda: _shared("ungdc/txt/*/*.txt")),
    "frus": Importer(_corpus("a.xml", "frus-tei"), lambda: _shared("frus*/*.xml")),
    "csv": Importer(_corpus("a.csv"), lambda: _table("write_csv")),
    "jsonl": Importer(_corpus("a.jsonl"), lambda: _table("write_ndjson")),
    "parquet": Importer(_corpus("a.parquet"), lambda: _table("write_parquet")),
    "refi-project": Importer(_inside(_exchanged, _MEMBERS, "project.qde"), _project_seeds),
    "refi-text": Importer(
        _inside(
            _exchanged,
            {"project.qde": one_text(selection(1, 0, 3, "One") + selection(2, 8, 13, "trade"))},
            "sources/t.txt",
        ),
        lambda: iter([_MEMBERS["sources/t.txt"].encode(), "One".encode("utf-16")]),
    ),
    "refi-codebook": Importer(lambda content: read_codebook(content, "a.qdc"), lambda: _refi("*.qdc")),
    "codings-csv": _coding_table("codings.csv"),
    "codings-parquet": _coding_table("codings.parquet"),
    "bibtex": Importer(_references("a.bib"), lambda: iter([_BIBTEX])),
    "ris": Importer(_references("a.ris"), lambda: iter([_RIS])),
    "csl": Importer(_references("a.json"), lambda: iter([_CSL])),
    "data-csv": Importer(_public_data("data.csv"), _public_tables),
    "data-parquet": Importer(_public_data("data.parquet"), _public_parquet),
    "zotero": Importer(_references("a.csv"), lambda: iter([_ZOTERO])),
}
