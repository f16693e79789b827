import os
from pathlib import Path

import pytest

from counterpoise.documents.canonical import canonical
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import DOCUMENT_SUFFIXES, read_document
from counterpoise.documents.passages import passages
from counterpoise.errors import CounterpoiseError
from tests.damage import zipped

REPORT = Declaration("report")


def read(path: Path, declaration: Declaration = REPORT) -> Document:
    return read_document(path, path.name, declaration)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_whose_word_comes_first(tmp_path: Path) -> None:
    text = "---\ntitle: Own title\nkind: law\n---\n# First heading\n\nText.\n"
    document = read(
        written(tmp_path, "pact-2015.md", text),
        Declaration("speech", origin="PAK", title="Declared", source="A gazette"),
    )
    assert (document.title, document.kind) == ("Own title", "law")
    assert (document.origin, document.source, document.date) == ("PAK", "A gazette", "2015")


def test_title_and_source_of_a_file_that_says_nothing(tmp_path: Path) -> None:
    plain = read(written(tmp_path, "joint_statement.txt", "Text."))
    assert (plain.title, plain.source, plain.date) == ("joint statement", "joint_statement.txt", None)
    assert read(written(tmp_path, "a.md", "# Ties\n\n## Aims\n\nText.\n")).title == "Ties"
    law = "# Title 22— FOREIGN RELATIONS\n### CHAPTER 91\n#### § 8401. Definitions\n\nText.\n"
    assert read(written(tmp_path, "b.md", law)).title == "§ 8401. Definitions, Title 22— FOREIGN RELATIONS"


def test_same_bytes_are_the_same_document_wherever_they_lie(tmp_path: Path) -> None:
    one = read(written(tmp_path, "a.txt", "Same words."))
    other = read(written(tmp_path, "b/c.txt", "Same words."))
    assert one.id == other.id
    assert one.id != read(written(tmp_path, "d.txt", "Other words.")).id


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty.txt: is empty"),
        ("blank.txt", b" \n\x00\n", "blank.txt: holds no text"),
        ("picture.txt", bytes(range(256)) * 8, "picture.txt: holds binary data"),
        ("report.txt", b"%PDF-1.4 ...", r"is named \.txt but holds a PDF; rename it to \.pdf"),
        ("report.pdf", b"Plain words.", r"is named \.pdf but is no PDF file, or is damaged"),
        ("report.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"old Office format; save it as \.docx"),
        ("sheet.xlsx", b"PK\x03\x04", r"files of type '\.xlsx' are not read; these are: \.txt"),
        ("README", b"words", "files of type 'none' are not read"),
    ],
)
def test_a_file_that_is_not_what_it_should_be(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(CounterpoiseError, match=said):
        read(written(tmp_path, name, content))


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".epub"])
def test_a_zip_file_is_read_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(CounterpoiseError, match=rf"a\{suffix}: is a zip file that holds b\.txt"):
        read(written(tmp_path, f"a{suffix}", zipped({"b.txt": "words"})))


def test_rich_text_and_pages_saved_as_one_file(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.rtf", b"{\\rtf1 Words.}")).text == "Words."
    page = b"Content-Type: text/html\n\n<p>The words of a page.</p>"
    assert read(written(tmp_path, "a.mhtml", page)).text == "The words of a page."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.txt: cannot be read: there is no such file"):
        read(tmp_path / "a.txt")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(300 * 2**20)
    with pytest.raises(CounterpoiseError, match=r"large\.txt: is 300 MiB large; the limit is 256 MiB"):
        read(path)


def test_links_are_followed_only_within_the_declared_folder(tmp_path: Path) -> None:
    written(tmp_path, "outside.txt", "Private words.")
    study = tmp_path / "study"
    written(study, "documents/inside.txt", "Own words.")
    os.symlink(tmp_path / "outside.txt", study / "documents" / "out.txt")
    os.symlink("inside.txt", study / "documents" / "in.txt")
    inside = study / "documents" / "in.txt"
    assert read_document(inside, "documents/in.txt", REPORT).text == "Own words."
    with pytest.raises(CounterpoiseError, match="is a link out of its folder"):
        read_document(study / "documents" / "out.txt", "documents/out.txt", REPORT)
    beside = study / ".." / "outside.txt"
    assert read_document(beside, "../outside.txt", REPORT).text == "Private words."


@pytest.mark.parametrize(
    ("name", "page", "words"),
    [
        ("2023-06-20-PV.pdf", 2, "La séance est levée à 16h05."),
        ("CMFA_codebook.pdf", 2, "spokesperson holding the press conference"),
        ("PLOVER_MANUAL.pdf", 2, "Any opinions, findings, conclusions or recommendations"),
        ("UNSCon_guidelines.pdf", 1, "Guidelines for Speeches in the UN Security Council"),
        ("chelsea_pdta.pdf", 2, "Nous tenons à remercier les organisations et membres de la communauté"),
        ("federal-register-2020-17221.pdf", 1, "The FAA proposes to supersede Airworthiness Directive"),
        (
            "issue-982-example.pdf",
            1,
            "Recent machine learning techniques can be modified to produce creative",
        ),
        ("scotus-transcript-p1.pdf", 1, "for oral argument before the Supreme Court of the United States"),
        ("senate-expenditures.pdf", 1, "LEGISLATIVE CORRESPONDENT TO JUL. 15 AND FROM AUG. 11"),
        ("la-precinct-bulletin-2014-p1.pdf", 1, "327 BALLOTS CAST"),
        ("UNvotes_Codebook.docx", None, "ccode- COW country code"),
        ("plover_reference.html", None, "All consultations and meetings: this includes visiting"),
    ],
)
def test_words_of_published_files_stand_on_their_pages(
    shared: Path, name: str, page: int | None, words: str
) -> None:
    document = read(shared / "corpus" / "import_tests" / name)
    where = " ".join(document.text.split()).lower().find(" ".join(words.split()).lower())
    assert where >= 0
    offset = _offset_of_squeezed(document.text, where)
    assert document.page_at(offset) == page
    assert canonical(document.text) == document.text


def _offset_of_squeezed(text: str, squeezed: int) -> int:
    """Offset in a text of an offset in the same text with single spaces."""
    count = 0
    for offset, char in enumerate(text):
        if char.isspace() and (offset == 0 or text[offset - 1].isspace()):
            continue
        if count == squeezed:
            return offset
        count += 1
    raise AssertionError("past the end")


def test_page_counts_of_published_files(shared: Path) -> None:
    # Pages as the files' own publishers number them: 15, 53, 27 and 65.
    folder = shared / "corpus" / "import_tests"
    names = ("federal-register-2020-17221", "PLOVER_MANUAL", "UNSCon_guidelines", "chelsea_pdta")
    assert [len(read(folder / f"{name}.pdf").pages) for name in names] == [15, 53, 27, 65]


def test_a_scan_and_a_pdf_cut_short_are_named(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared / "corpus" / "import_tests"
    monkeypatch.setenv("PATH", str(tmp_path))  # where no program for OCR is
    with pytest.raises(CounterpoiseError, match="has no text layer: 2 pages"):
        read(folder / "fr_2020-17221_p2-3_scan200dpi_skewed.pdf")
    content = (folder / "CMFA_codebook.pdf").read_bytes()
    with pytest.raises(CounterpoiseError, match=r"cut\.pdf: is damaged or cut short"):
        read(written(tmp_path, "cut.pdf", content[:2000]))


def test_every_speech_of_the_general_debate(shared: Path) -> None:
    root = shared / "corpus" / "ungdc" / "txt"
    paths = sorted(root.glob("*/*.txt"))
    declaration = Declaration("speech", layout="ungdc")
    documents = [read_document(path, path.relative_to(root).as_posix(), declaration) for path in paths]
    assert len(documents) == 143  # six states in 24 sessions; Singapore's speech of 2015 is missing
    for document, path in zip(documents, paths, strict=True):
        assert (document.origin, document.date) == (path.stem[:3], path.stem[-4:])
        found = passages(document)
        assert all(document.text[p.start : p.end] == p.quotation for p in found)
        assert sum(len(p.quotation) for p in found) > 0.95 * len(document.text)
    pakistan = next(d for d in documents if d.path.endswith("PAK_60_2005.txt"))
    # The record's page number 26 parts this sentence in the file, as it parts "Secretary-" from "General".
    assert "The summit was to focus on fulfilment of the internationally agreed" in pakistan.text
    assert "We thank the Secretary-General for his initiative" in pakistan.text


def test_sections_of_the_us_code_are_cited_by_section(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "us_code_pakistan_china").glob("*.md"))
    law = Declaration("law", origin="USA")
    documents = [read(path, law) for path in paths]
    assert len(documents) == 209
    assert sum(document.title.startswith("§") for document in documents) > 180
    assert not any("#" in document.text[:200] for document in documents)


def test_the_paper_is_read_as_the_markdown_that_it_is(shared: Path) -> None:
    (path,) = (shared / "paper").glob("*.txt")
    paper = read(path, Declaration("paper under test"))
    assert paper.title.startswith("Pakistan’s Strategic Balancing")
    headings = [paper.text[start:end] for start, end in paper.headings]
    assert {"Introduction", "Research Hypotheses", "Literature Review"} <= set(headings)
    assert not any(mark in paper.text for mark in ("**", "<sup>", "]("))


def test_suffixes_are_lower_case() -> None:
    assert {".txt", ".md", ".html", ".pdf", ".docx"} <= set(DOCUMENT_SUFFIXES)
    assert all(suffix == suffix.lower() for suffix in DOCUMENT_SUFFIXES)
