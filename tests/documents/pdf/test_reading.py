import random
import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.documents.canonical import SetText, canonical, set_text
from counterpoise.documents.pdf import reading as pdf
from counterpoise.documents.pdf.boxes import Glyphs
from counterpoise.documents.pdf.reading import read_pdf
from counterpoise.errors import CounterpoiseError
from tests.documents.pdf_in_miniature import Printed, made, of_objects, paragraph

IMPORTED = (
    "2023-06-20-PV.pdf",
    "CMFA_codebook.pdf",
    "PLOVER_MANUAL.pdf",
    "UNSCon_guidelines.pdf",
    "chelsea_pdta.pdf",
    "federal-register-2020-17221.pdf",
    "issue-982-example.pdf",
    "la-precinct-bulletin-2014-p1.pdf",
    "scotus-transcript-p1.pdf",
    "senate-expenditures.pdf",
)


def set_and_glyphs(content: bytes) -> tuple[SetText, Glyphs]:
    read = read_pdf(content, "a.pdf")
    text = set_text(read.blocks)
    assert text.glyphs is not None
    return text, read.glyphs.of(text.glyphs)


def text_of(content: bytes) -> str:
    return set_and_glyphs(content)[0].text


def report_page(number: int) -> list[Printed]:
    treaty = ("alliance", "commerce", "navigation")[number - 1]
    lines = [
        (f"Annual report 2015, page {number}", 10),
        (f"Chapter {number}", 18),
        (f"The parties to the {treaty} pact have met and they have inter-", 10),
        (f"national partners whose {treaty} they hope will be drawn in", 10),
        (f"by the new terms of {treaty}.", 10),
        (f"- {number} -", 10),
    ]
    return [Printed(text, 50, 780 - 20 * n, size) for n, (text, size) in enumerate(lines)]


def test_pages_headings_and_paragraphs() -> None:
    text = set_text(read_pdf(made([report_page(1), report_page(2), report_page(3)]), "a.pdf").blocks)
    assert [text.text[start:end] for start, end, _ in text.parts] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert "they have international partners whose alliance they hope" in text.text
    assert [text.text[start : start + 9] for start in text.pages] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_a_page_without_text_counts_as_a_page() -> None:
    text, glyphs = set_and_glyphs(made([report_page(1), [], report_page(3)]))
    assert len(text.pages) == 3
    assert text.text[text.pages[2] :].startswith("Annual report 2015, page 3")
    assert {box.page for box in glyphs.boxes(text.pages[2], len(text.text))} == {3}


def test_a_file_without_text_is_named_with_its_pages() -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: holds no text: 2 pages"):
        read_pdf(made([[], []]), "a.pdf")


def test_a_locked_or_damaged_file_is_named() -> None:
    key = "00" * 32
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>]"
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: is locked with a password"):
        read_pdf(made([report_page(1)], lock), "a.pdf")
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: is damaged or cut short"):
        read_pdf(b"%PDF-1.4\n" + b"x" * 500, "a.pdf")


def test_a_hundred_thousand_pages_are_refused_with_the_limit() -> None:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: has 100,000 pages; the limit is 20,000"):
        read_pdf(of_objects(objects), "a.pdf")


def test_more_glyphs_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_GLYPHS", 300)
    with pytest.raises(CounterpoiseError, match=r"holds over 300 characters by page 2"):
        read_pdf(made([report_page(1), report_page(2)]), "a.pdf")


@pytest.mark.parametrize(
    ("true", "false"), [(rb"\d{10} 00000 n", b"0000000007 00000 n"), (b"xref\n0", b"xref\n9")]
)
def test_a_table_of_objects_that_lies_is_mended(true: bytes, false: bytes) -> None:
    assert "Chapter 1" in text_of(re.sub(true, false, made([report_page(1)])))


def test_a_deep_tree_of_pages_is_read_or_refused() -> None:
    deep = 20_000
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [f"<< /Type /Pages /Kids [{n + 3} 0 R] /Count 1 >>" for n in range(deep)]
    objects.append("<< /Type /Page /MediaBox [0 0 595 842] >>")
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: (holds no text|is damaged)"):
        read_pdf(of_objects(objects), "a.pdf")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(CounterpoiseError):
        read_pdf(b"%PDF-1.4\n" + content, "a.pdf")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2_600), st.binary(min_size=1, max_size=6)), min_size=1, max_size=6))
def test_a_real_file_with_other_bytes_in_it_is_read_or_refused(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(made([report_page(1), report_page(2)]))
    for place, other in changes:
        content[place : place + len(other)] = other
    try:
        text, glyphs = set_and_glyphs(bytes(content))
    except CounterpoiseError:
        return
    assert len(glyphs) == len(text.text)


def test_columns_written_across_are_read_down() -> None:
    left = [
        "The first column tells of the",
        "pact and of the ports that it",
        "opened, and goes on in a line",
        "that ends the column with the",
    ]
    right = [
        "words of the second, where",
        "the treaty is told of once",
        "more, with its terms and its",
        "dates, until all is said.",
    ]
    rows = zip(paragraph(left, 50, 700), paragraph(right, 300, 700), strict=True)
    title = [Printed("A title that stands over both of the columns", 150, 740, 16)]
    text = text_of(made([title + [each for row in rows for each in row]]))
    assert text == f"A title that stands over both of the columns\n\n{' '.join(left + right)}"


def test_a_footnote_does_not_cut_the_paragraph_that_runs_over_its_page() -> None:
    first = ["The parties have met in the", "capital and have agreed upon", "terms that the assembly will"]
    second = ["have to ratify before spring."]
    note = [Printed("1", 50, 103, 5), Printed("Signed in the harbour town.", 53, 100, 8)]
    text, glyphs = set_and_glyphs(made([paragraph(first, 50, 700) + note, paragraph(second, 50, 700)]))
    (part,) = text.parts
    assert (part.role, text.text[part.start : part.end]) == ("footnote", "1 Signed in the harbour town.")
    whole = " ".join(first + second)
    start = text.text.index(whole)
    assert text.text[text.pages[1] :] == second[0]
    assert [box.page for box in glyphs.boxes(start, start + len(whole))] == [1, 1, 1, 2]


@pytest.mark.parametrize("name", IMPORTED)
def test_a_quotation_is_found_again_in_its_boxes(shared: Path, name: str) -> None:
    content = (shared / "corpus" / "import_tests" / name).read_bytes()
    text, glyphs = set_and_glyphs(content)
    assert canonical(text.text) == text.text
    kept = Glyphs.from_bytes(glyphs.to_bytes())
    draw = random.Random(20260311)
    words = found = 0
    with pypdfium2.PdfDocument(content) as document:
        pages = [(page.get_textpage(), page.get_bbox()) for page in document]
        for _ in range(1000):
            start = draw.randrange(len(text.text))
            end = min(start + draw.randint(1, 300), len(text.text))
            quotation = text.text[start:end]
            boxes = kept.boxes(start, end)
            assert bool(boxes) == bool(quotation.strip())
            inside = ""
            for box in boxes:
                text_page, (left, bottom, right, top) = pages[box.page - 1]
                assert left - 1 <= box.left < box.right <= right + 1
                assert bottom - 1 <= box.bottom < box.top <= top + 1
                inside += text_page.get_text_bounded(*box[1:])
            if boxes:
                assert text.pages[boxes[0].page - 1] <= end
            printed = re.sub(r"[\s\ufffe\x02-]", "", inside)
            for word in re.findall(r"\w+", quotation):
                words += 1
                found += word in printed
    assert found == words > 1000


@pytest.mark.parametrize("name", ["federal-register-2020-17221.pdf", "issue-982-example.pdf"])
def test_columns_are_not_interleaved(shared: Path, name: str) -> None:
    """The content of these two files is known to be in reading order, column by column."""
    _, glyphs = set_and_glyphs((shared / "corpus" / "import_tests" / name).read_bytes())
    steps = back = 0
    for page in range(1, int(glyphs.page.max()) + 1):
        order = glyphs.index[glyphs.page == page].tolist()
        lines = [b - a for a, b in pairwise(order) if abs(b - a) > 3]
        steps += len(order)
        back += sum(step < 0 or step > 400 for step in lines)
    assert back < 0.002 * steps, back


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "federal-register-2020-17221.pdf",
            "would require installing new flight control computer (FCC) software, revising the existing Airplane Flight Manual (AFM) to incorporate",
        ),
        (
            "federal-register-2020-17221.pdf",
            "reference a specific portion of the proposal, explain the reason for any recommended change",
        ),
        ("federal-register-2020-17221.pdf", "takeoff from Soekarno-Hatta International Airport"),
        (
            "federal-register-2020-17221.pdf",
            "according to parameters such as the airplane’s altitude and airspeed",
        ),
        (
            "issue-982-example.pdf",
            "starts at any point of the surface of this error function and makes a step in the direction",
        ),
        (
            "issue-982-example.pdf",
            "machine learning programs adjust internal parameters to fit the data they are given",
        ),
        ("UNSCon_guidelines.pdf", "in the sense of a conversation with frequent interchanges"),
    ],
)
def test_sentences_over_lines_columns_and_pages_are_whole(shared: Path, name: str, sentence: str) -> None:
    assert sentence in text_of((shared / "corpus" / "import_tests" / name).read_bytes())


def test_a_title_that_is_no_text_is_none() -> None:
    # <FEFF D800>: half of a pair in UTF-16, found by a fuzzer.
    drawn = "BT /F1 10 Tf 72 700 Td (Two neighbours and their ties of trade.) Tj ET"
    font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font {font} >> /Contents 3 0 R >>",
        "<< /Title <FEFFD8000041> >>",
    ]
    assert read_pdf(of_objects(objects, "/Info 5 0 R"), "a.pdf").record.title is None
