from collections.abc import Sequence

import pytest

from counterpoise.documents.canonical import set_text
from counterpoise.documents.pdf import read_pdf
from counterpoise.errors import CounterpoiseError

Printed = tuple[str, int]
"""A line of text and its size in points."""


def made(pages: Sequence[Sequence[Printed]], trailer: str = "") -> bytes:
    """A PDF with lines set one below another in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        drawn = [
            f"BT /F1 {size} Tf 50 {780 - 20 * n} Td ({text}) Tj ET" for n, (text, size) in enumerate(lines)
        ]
        stream = "\n".join(drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def page(number: int) -> list[Printed]:
    treaty = ("alliance", "commerce", "navigation")[number - 1]
    return [
        (f"Annual report 2015, page {number}", 10),
        (f"Chapter {number}", 18),
        (f"The parties to the {treaty} pact have met and they have inter-", 10),
        (f"national partners whose {treaty} they hope will be drawn in", 10),
        (f"by the new terms of {treaty}.", 10),
        (f"- {number} -", 10),
    ]


def test_pages_headings_and_paragraphs() -> None:
    blocks, _ = read_pdf(made([page(1), page(2), page(3)]), "a.pdf")
    text = set_text(blocks)
    assert [text.text[start:end] for start, end, _ in text.parts] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert "they have international partners whose alliance they hope" in text.text
    assert [text.text[start : start + 9] for start in text.pages] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_running_heads_are_dropped_only_where_they_repeat() -> None:
    three = set_text(read_pdf(made([page(1), page(2), page(3)]), "a.pdf")[0]).text
    assert "Annual report" not in three
    assert "- 2 -" not in three
    one = set_text(read_pdf(made([page(1)]), "a.pdf")[0]).text
    assert "Annual report 2015, page 1" in one


def test_a_page_without_text_counts_as_a_page() -> None:
    text = set_text(read_pdf(made([page(1), [], page(3)]), "a.pdf")[0])
    assert len(text.pages) == 3
    assert text.text[text.pages[2] :].startswith("Annual report 2015, page 3")


def test_a_scan_is_named_with_what_to_do() -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: has no text layer: 2 pages of images only.*OCR"):
        read_pdf(made([[], []]), "a.pdf")


def test_a_locked_or_damaged_file_is_named() -> None:
    key = "00" * 32
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>]"
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: is locked with a password"):
        read_pdf(made([page(1)], lock), "a.pdf")
    with pytest.raises(CounterpoiseError, match=r"a\.pdf: is damaged or cut short"):
        read_pdf(b"%PDF-1.4\n" + b"x" * 500, "a.pdf")
