"""How many pages of PDF are read in a CPU second, with their boxes, beside the library's plain text.

    python benchmarks/pdf_pages.py SHARED

SHARED holds `corpus/import_tests/*.pdf`. Ours is everything from bytes to canonical text with the box of each of its
code points; theirs (pypdfium2) the text of each page in the order of its content. The two take turns, and the best of
five rounds counts. Floor 80 pages a second where the library alone makes 200; goal 150.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from counterpoise.documents.canonical import set_text
from counterpoise.documents.pdf.reading import read_pdf

ROUNDS = 5


def ours(content: bytes) -> None:
    """Blocks, canonical text and boxes."""
    read = read_pdf(content, "benchmark")
    text = set_text(read.blocks)
    if text.glyphs is None or len(read.glyphs.of(text.glyphs)) != len(text.text):
        sys.exit("the boxes are not those of the text")


def theirs(content: bytes) -> None:
    """The text of each page, no more."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text_page = page.get_textpage()
            text_page.get_text_range()
            text_page.close()
            page.close()


def seconds(read: Callable[[bytes], None], content: bytes) -> float:
    """CPU seconds of one reading."""
    begun = time.process_time()
    read(content)
    return time.process_time() - begun


def main(shared: Path) -> None:
    """Read each file with both and print what it took."""
    total = total_ours = total_theirs = 0.0
    print(f"{'':36}{'pages':>6}{'ours/s':>8}{'text/s':>8}{'ratio':>7}")
    for path in sorted((shared / "corpus" / "import_tests").glob("*.pdf")):
        content = path.read_bytes()
        with pypdfium2.PdfDocument(content) as document:
            pages = len(document)
            if not any(page.get_textpage().count_chars() for page in document):
                continue
        rounds = [(seconds(ours, content), seconds(theirs, content)) for _ in range(ROUNDS)]
        best_ours, best_theirs = (min(times) for times in zip(*rounds, strict=True))
        total, total_ours, total_theirs = total + pages, total_ours + best_ours, total_theirs + best_theirs
        print(line(path.name, pages, best_ours, best_theirs))
    print(line("all", total, total_ours, total_theirs))


def line(name: str, pages: float, best_ours: float, best_theirs: float) -> str:
    """Pages a second of both, and what share of the library's speed ours has."""
    ratio = best_theirs / best_ours
    return f"{name[:35]:36}{pages:6.0f}{pages / best_ours:8.0f}{pages / best_theirs:8.0f}{ratio:7.2f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
