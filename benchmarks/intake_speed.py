"""How fast files are read here and by worker processes.

    python benchmarks/intake_speed.py SHARED

SHARED holds `corpus/import_tests` and `corpus/ungdc/txt`. First 1,000 plain texts of 3.2 kB, read in this process as a run
does, and the same texts as RTF, which workers read: what the way to a worker and back costs. Then the pages of the
published PDF files, twice over so that two workers share them evenly, in this process, by one worker and by two. Every way must give the same
documents. Prints documents and pages per second of the clock, and ratios; each is the best of three rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import document_of
from counterpoise.documents.workers import File, Workers

DECLARED = Declaration("report")
ROUNDS = 3


def here(files: Sequence[File]) -> list[Document]:
    """Read files in this process."""
    return [document_of(file.content, file.place, file.declaration) for file in files]


def apart(workers: Workers) -> Callable[[Sequence[File]], list[Document]]:
    """Read files with workers."""

    def read(files: Sequence[File]) -> list[Document]:
        answers = [answer for _, answer in workers.read_documents((None, file) for file in files)]
        return [answer for answer in answers if isinstance(answer, Document)]

    return read


def seconds(
    read: Callable[[Sequence[File]], list[Document]], files: Sequence[File]
) -> tuple[float, list[str]]:
    """The least seconds that reading took, and the texts that came of it; once before to load libraries."""
    read(files[:4])
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        documents = read(files)
        spent.append(time.perf_counter() - begun)
    return min(spent), [document.text for document in documents]


def texts(shared: Path, count: int = 1_000, size: int = 3_200) -> list[str]:
    """Pieces of speeches of so many characters."""
    pieces: list[str] = []
    for path in sorted((shared / "corpus" / "ungdc" / "txt").glob("*/*.txt")):
        speech = " ".join(path.read_text("utf-8-sig").split())
        pieces += [speech[start : start + size] for start in range(0, len(speech) - size, size // 3)]
    return pieces[:count]


def escaped(text: str) -> bytes:
    """A text as RTF."""
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return b"{\\rtf1 " + "".join(c if c.isascii() else f"\\u{ord(c)} ?" for c in plain).encode("ascii") + b"}"


def main(shared: Path) -> None:
    """Compare the ways of reading."""
    pieces = texts(shared)
    plain = [File(text.encode(), f"{n}.txt", DECLARED) for n, text in enumerate(pieces)]
    rich = [File(escaped(text), f"{n}.rtf", DECLARED) for n, text in enumerate(pieces)]
    with Workers(1) as one, Workers(2) as two:
        in_process, read = seconds(apart(one), plain)
        rtf_here, expected = seconds(here, rich)
        rtf_apart, found = seconds(apart(one), rich)
        rtf_both, found_by_two = seconds(apart(two), rich)
        if not (len(read) == len(pieces) and expected == found == found_by_two):
            sys.exit("not all ways give the same documents")
        count = len(pieces)
        print(f"{count:,} texts of 3.2 kB, plain, in this process: {count / in_process:,.0f} documents/s")
        print(
            f"as RTF: {count / rtf_here:,.0f} in this process, {count / rtf_apart:,.0f} by one worker "
            f"(ratio {rtf_here / rtf_apart:.2f}), {count / rtf_both:,.0f} by two ({rtf_here / rtf_both:.2f})"
        )
        folder = shared / "corpus" / "import_tests"
        paths = [path for path in sorted(folder.glob("*.pdf")) if "scan" not in path.name]
        printed = [File(path.read_bytes(), path.name, DECLARED) for path in paths] * 2
        pages = sum(len(document.pages) for document in here(printed))
        pdf_here, expected = seconds(here, printed)
        pdf_one, found = seconds(apart(one), printed)
        pdf_two, found_by_two = seconds(apart(two), printed)
        if not expected == found == found_by_two:
            sys.exit("not all ways give the same documents")
        print(
            f"PDF, {pages} pages with boxes: {pages / pdf_here:,.0f} pages/s in this process, "
            f"{pages / pdf_one:,.0f} by one worker (ratio {pdf_here / pdf_one:.2f}), "
            f"{pages / pdf_two:,.0f} by two ({pdf_here / pdf_two:.2f})"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
