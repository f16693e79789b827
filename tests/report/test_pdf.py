import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.report.outline import Outline, Paragraph, Section
from counterpoise.report.pdf import write_pdf
from counterpoise.report.plain import observed, plain
from tests.report.test_html import outline

KEYS = {"id", "kind_of", "standing", "direction", "leaning", "path", "evidence", "cells", "alt"}
"""What of an outline no reader reads as such, or finds elsewhere under another name."""


HYPHEN = re.compile(r"(?<=[^\W\d_])[-\x02\ufffe](?=\s*[^\W\d_])")
"""A hyphen between letters, which a reader of PDFs takes for a division of the word where it ends a line."""


def squeezed(text: str) -> str:
    return re.sub(r"[\s\x02\ufffe]+", "", HYPHEN.sub("", text))


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    title = pdf.get_metadata_value("Title")
    first, *others = (page.get_textpage().get_text_range() for page in pdf)
    # Every page but the first begins with the title, and each ends with its number.
    pages = (first, *(told.removeprefix(f"{title}\r\n") for told in others))
    return squeezed("".join(re.sub(r"\r\n\d+\s*$", "", told) for told in pages))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in KEYS:
                yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, float):
        yield observed(value)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    write_pdf(outline(), path)
    return path


def test_it_is_for_archives_and_for_screen_readers(pdf: Path) -> None:
    content = pdf.read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/StructTreeRoot" in content


def test_the_same_report_gives_the_same_bytes(pdf: Path, tmp_path: Path) -> None:
    write_pdf(outline(), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdf.read_bytes()


def test_every_text_and_number_of_the_outline_is_printed(pdf: Path) -> None:
    printed = text_of(pdf)
    wanted = list(texts(plain(outline())))
    missing = [each for each in wanted if squeezed(each) not in printed]
    assert len(wanted) == 94
    # A cell without evidence says so in place of its finding.
    assert set(missing) <= {"Contracting"}


def test_a_number_cites_the_works_that_its_source_asks_to_cite(pdf: Path) -> None:
    assert squeezed("cow-trade (Barbieri and others 2009), 4.0, figures.csv:12") in text_of(pdf)


def test_every_sentence_of_a_study_is_printed(tmp_path: Path, miniature_outline: Outline) -> None:
    report = miniature_outline
    write_pdf(report, tmp_path / "report.pdf")
    printed = text_of(tmp_path / "report.pdf")
    empty = {cell.finding for cell in report.cells() if cell.empty}
    wanted = [each for each in texts(plain(report)) if each not in empty]
    assert len(wanted) > 500
    assert [each for each in wanted if squeezed(each) not in printed] == []


@settings(max_examples=15)
@given(st.text(alphabet=st.sampled_from("#$*_`\\\"'<>@[]{}()/=+-~^%& \n\tabc\x00\x07\ud800é"), max_size=60))
def test_no_text_is_read_as_markup(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("hostile") / "report.pdf"
    report = Outline(text, "", (), (), (Section("one", "One", (Paragraph(f"<{text}>"),)),))
    write_pdf(report, path)
    assert squeezed(plain(f"<{text}>")) in text_of(path)


def test_letters_that_no_font_has_are_counted_and_the_rest_is_printed(tmp_path: Path) -> None:
    said = "As was said (\U000105c0\U000105c1\U000105c2) in the assembly."  # Todhri, which no common font has
    report = replace(outline(), standfirst=(said,))
    write_pdf(report, tmp_path / "report.pdf")
    printed = text_of(tmp_path / "report.pdf")
    assert squeezed("characters that no font at hand has") in printed
    assert squeezed("in the assembly.") in printed
