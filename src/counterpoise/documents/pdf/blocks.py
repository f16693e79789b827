"""Blocks: the paragraphs of a PDF as text, each code point with the glyph that it came from."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from counterpoise.documents.canonical import INSERTED, PAGE_START, Block
from counterpoise.documents.lines import Vocabulary
from counterpoise.documents.pdf.lines import Line
from counterpoise.documents.pdf.paragraphs import NOTE_MARK, Paragraph

_ONE_INSERTED = array("i", [INSERTED])


def blocks_of(paragraphs: Sequence[Paragraph], first_glyphs: Sequence[int]) -> Iterator[Block]:
    """Blocks of paragraphs, with the starts of pages marked and words divided at line ends rejoined.

    `first_glyphs` holds the number, through the document, of the first glyph of each page.
    """
    vocabulary = Vocabulary.of([line.text for paragraph in paragraphs for line in paragraph.lines])
    begun = 0
    for paragraph in paragraphs:
        text: list[str] = []
        glyphs = array("i")
        last: Line | None = None
        for line in paragraph.lines:
            if last is not None:
                gap = "\n" if paragraph.role == "table" else _gap(last, line, vocabulary, text, glyphs)
                text.append(gap)
                glyphs += _ONE_INSERTED * len(gap)
            marks = max(line.page + 1 - begun, 0)
            begun += marks
            text.append(PAGE_START * marks)
            glyphs += _ONE_INSERTED * marks
            _set(line, first_glyphs[line.page], "\t" if paragraph.role == "table" else " ", text, glyphs)
            last = line
        if paragraph.role == "footnote":
            _set_mark_apart(text, glyphs)
        yield Block("".join(text), paragraph.role, glyphs)
    if begun < len(first_glyphs):
        yield Block(PAGE_START * (len(first_glyphs) - begun))


def _gap(last: Line, line: Line, vocabulary: Vocabulary, text: list[str], glyphs: array[int]) -> str:
    """What stands between two lines; a hyphen that only the line end asked for is taken back."""
    kept = vocabulary.hyphen_kept(last.text, line.text)
    if kept is False:
        text[-1] = text[-1][:-1]
        glyphs.pop()
    return " " if kept is None else ""


def _set(line: Line, first_glyph: int, between: str, text: list[str], glyphs: array[int]) -> None:
    for number, run in enumerate(line.runs):
        if number:
            text.append(between)
            glyphs += _ONE_INSERTED
        text.append(run.text)
        glyphs.extend(range(first_glyph + run.start, first_glyph + run.end))


def _set_mark_apart(text: list[str], glyphs: array[int]) -> None:
    """Put a space behind the mark of a footnote, which is raised and has none."""
    whole = "".join(text)
    match = NOTE_MARK.match(whole.lstrip(PAGE_START))
    if match and match.end() - match.end(1) == 1:
        place = len(whole) - len(whole.lstrip(PAGE_START)) + match.end(1)
        text[:] = [whole[:place], " ", whole[place:]]
        glyphs.insert(place, INSERTED)
