"""Paragraphs: the printed lines of a PDF as headings, paragraphs, list items, tables and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from counterpoise.documents.canonical import Role
from counterpoise.documents.lines import ENDS_SENTENCE, HYPHENS, ends_in_address
from counterpoise.documents.pdf.lines import ITEM_MARK, Column, Line

_LARGER, _LARGER_UNEVEN = 1.12, 1.5
_SMALLER, _SMALLER_UNEVEN = 0.93, 0.7
_OTHER_SIZE, _OTHER_UNEVEN_SIZE = 0.08, 0.4
_LONGEST_HEADING, _LONGEST_BOLD_HEADING = 20, 14
_LEAST_ROWS = 3
_ALIGNED = 0.4
_LEAST_LINES = 5
_INDENT = 0.6
_WIDER_GAP, _WIDEST_GAP = 1.3, 1.8
_LEADING, _WIDEST_LEADING = 1.25, 3.0
_LEADERS = "...."
_NOT_ALWAYS_BULLETS = "([*–—"
_SHORT = 0.6
_FURTHEST = 2
_MOST_BETWEEN = 30
_MOST_SINGLE = 2
NOTE_MARK = re.compile(r"(\d{1,3}(?![\d.)])|[*†‡§]{1,3})\s?[^\W\d_]")
_CAPTION = re.compile(r"(?:fig(?:ure|\.)?|table|chart|map|box)\s?[\dIVX]+\s?[:.|–]", re.IGNORECASE)
_RUNS_ON = re.compile(r"[.,;]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; one set aside, such as a footnote or a caption, does not end the one it cuts.

    It is `short` where the last line leaves much of its column empty.
    """

    lines: tuple[Line, ...]
    role: Role = "paragraph"
    aside: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set: the size of its body type in points, lines' distance in sizes, whether bold tells a heading.

    Sizes are `even` unless they were guessed off a scan; then only a large difference says something.
    """

    size: float
    leading: float
    bold_tells: bool
    even: bool

    @classmethod
    def of(cls, columns: Sequence[Column], size: float, even: bool) -> Style:
        """The style of a document whose body is set in a size."""
        bold = plain = 0
        distances: list[float] = []
        for column in columns:
            for line in column.lines:
                bold, plain = bold + line.bold * len(line.text), plain + (not line.bold) * len(line.text)
            within = (distance / (size or 1.0) for distance in _distances(column.lines))
            distances += [distance for distance in within if distance < _WIDEST_LEADING]
        return cls(size, median(distances) if distances else _LEADING, bold < plain, even)

    def differ(self, one: Line, other: Line) -> bool:
        """Whether two lines are set in different sizes."""
        return _differ(one, other, _OTHER_SIZE if self.even else _OTHER_UNEVEN_SIZE)

    def larger(self, line: Line) -> bool:
        """Whether a line is set in larger type than the body."""
        return line.size >= (_LARGER if self.even else _LARGER_UNEVEN) * self.size > 0

    def smaller(self, line: Line) -> bool:
        """Whether a line is set in smaller type than the body."""
        return line.size < (_SMALLER if self.even else _SMALLER_UNEVEN) * self.size


def _differ(one: Line, other: Line, share: float) -> bool:
    return abs(one.size - other.size) > share * one.size


def paragraphs_of(columns: Sequence[Column], size: float, even: bool = True) -> list[Paragraph]:
    """Paragraphs of the columns of a document; one that runs over the end of a column or page is in one piece.

    What is set aside between its parts stands before it where it is on the page that the paragraph begins on, and
    after it where it is not, so that pages keep their order. `size` is that of the body, and sizes are not `even` where
    they were guessed off scans.
    """
    style = Style.of(columns, size, even)
    whole: list[Paragraph] = []
    for column in columns:
        before = len(whole)
        for part in _of_column(column, style, _open_note(whole)):
            place = _begun(whole, before, part, style)
            if place is None:
                whole.append(part)
                continue
            first, between = whole[place], whole[place + 1 :]
            page = first.lines[0].page
            whole[place:] = [
                *(each for each in between if each.lines[0].page == page),
                replace(first, lines=first.lines + part.lines, short=part.short),
                *(each for each in between if each.lines[0].page != page),
            ]
            before = len(whole)
    return whole


def _begun(whole: Sequence[Paragraph], column: int, part: Paragraph, style: Style) -> int | None:
    """Where the paragraph stands that a part goes on with; None where it begins its own.

    `column` is where the paragraphs of the part's column start. It goes on with the last of the column before, past
    what is set aside, and past headings too if it starts in the middle of a sentence.
    """
    if part.role == "footnote" and not _is_marked(part.lines[0]):
        place = next((n for n in range(column - 1, -1, -1) if whole[n].role == "footnote"), -1)
        return place if place >= 0 and whole[place].lines[-1].page == part.lines[0].page else None
    if part.role != "paragraph":
        return None
    lower = part.lines[0].text[0].islower()
    here = whole[column:]
    if not all(each.aside or (lower and each.role == "heading") for each in here[-_MOST_BETWEEN:]):
        return None
    place = column - 1
    while place >= 0 and whole[place].aside and not part.aside:
        place -= 1
    if place < 0 or column - place > _MOST_BETWEEN or len(here) > _MOST_BETWEEN:
        return None
    if whole[place].role not in ("paragraph", "list item") or whole[place].aside != part.aside:
        return None
    last, start = whole[place].lines[-1], part.lines[0]
    if style.differ(last, start) or start.page > last.page + _FURTHEST:
        return None
    broken = whole[place].short and not lower and not ends_in_address(last.text)
    ended = ENDS_SENTENCE.search(last.text) or broken
    return None if ended else place


def _open_note(whole: Sequence[Paragraph]) -> Line | None:
    """The last line of the footnote that the foot of the column before did not hold to its end."""
    for each in reversed(whole[-_MOST_BETWEEN:]):
        if each.role == "footnote":
            return None if ENDS_SENTENCE.search(each.lines[-1].text) else each.lines[-1]
    return None


def _of_column(column: Column, style: Style, open_note: Line | None) -> Iterator[Paragraph]:
    if column.turned:
        yield Paragraph(column.lines, aside=True)
        return
    body = _body_end(column.lines, style, open_note)
    lines, notes = column.lines[:body], column.lines[body:]
    setting = _Setting(lines, style)
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or setting.parts(start, end):
            yield setting.paragraph(start, end)
            start = end
    yield from _notes(notes)


class _Setting:
    """The lines of a column with what tells where their paragraphs end."""

    def __init__(self, lines: Sequence[Line], style: Style) -> None:
        self.lines = lines
        self.style = style
        rights = sorted(line.right for line in lines)
        self.right = rights[len(rights) * 9 // 10] if rights else 0.0
        distances = _distances(lines)
        leading = style.leading * style.size
        self.leading = median(distances) if len(distances) >= _LEAST_LINES else leading
        self.tables = _table_rows(lines)
        self.headings = [self._is_heading(line) for line in lines]

    def _is_heading(self, line: Line) -> bool:
        words = len(line.text.split())
        if not any(char.isalpha() for char in line.text) or _LEADERS in line.text or len(line.cells) > 1:
            return False
        if self.style.larger(line):
            return words <= _LONGEST_HEADING
        bold = line.bold and self.style.bold_tells
        return bold and words <= _LONGEST_BOLD_HEADING and not _RUNS_ON.search(line.text)

    def parts(self, start: int, place: int) -> bool:
        """Whether a paragraph that began with one line ends before another."""
        before, after = self.lines[place - 1], self.lines[place]
        if self.tables[place] or self.tables[place - 1]:
            return self.tables[place] != self.tables[place - 1]
        if self.headings[place] != self.headings[place - 1]:
            return True
        gap = before.middle - after.middle
        if self.style.differ(before, after):
            return True
        ended = ENDS_SENTENCE.search(before.text) is not None
        leading = max(self.leading, before.size * (_LEADING if self.headings[place] else 1.0))
        if gap > _WIDER_GAP * leading:
            # A line with a raised figure may be set further off.
            runs_on = not ended and (after.text[0].islower() or before.text.endswith(HYPHENS))
            return self.headings[place] or not runs_on or gap > _WIDEST_GAP * leading
        if self.headings[place]:
            return False
        room = self.right - before.right
        indent = (after.left - before.left) / (after.size or 1.0)
        first, width = after.text.split(maxsplit=1)[0], after.right - after.left
        narrow = room > (len(first) + 1) * width / len(after.text) + _INDENT * after.size
        if ITEM_MARK.match(after.text):
            bullet = not after.text[0].isalnum() and after.text[0] not in _NOT_ALWAYS_BULLETS
            return ended or narrow or indent > _INDENT or bullet
        if ended:
            back = indent < -_INDENT and place - 1 > start
            bold = after.begins_bold and not before.begins_bold and self.style.bold_tells
            return indent > _INDENT or back or narrow or bold
        short = room > (1 - _SHORT) * (self.right - before.left) and not after.text[0].islower()
        return short and not ends_in_address(before.text)

    def paragraph(self, start: int, end: int) -> Paragraph:
        """The lines from one up to another as what they are."""
        lines = tuple(self.lines[start:end])
        first = lines[0]
        if self.tables[start]:
            return Paragraph(lines, "table", aside=True)
        if self.headings[start] and sum(len(line.text.split()) for line in lines) <= _LONGEST_HEADING:
            return Paragraph(lines, "heading")
        short = self.right - lines[-1].right > (1 - _SHORT) * (self.right - min(line.left for line in lines))
        small = self.style.smaller(first)
        if ITEM_MARK.match(first.text):
            capitals = len(lines) == 1 and first.text.isupper() and not first.text.endswith(".")
            capitals = capitals and _LEADERS not in first.text
            return Paragraph(lines, "heading" if capitals else "list item", small, short)
        return Paragraph(lines, aside=small or _CAPTION.match(first.text) is not None, short=short)


def _distances(lines: Sequence[Line]) -> list[float]:
    """From each line down to the next, points."""
    return [before.middle - after.middle for before, after in pairwise(lines) if before.middle > after.middle]


def _table_rows(lines: Sequence[Line]) -> list[bool]:
    """Which lines are rows of a table: three or more of several cells, with no more than two others between.

    Cells stand below one another; the words of a line that was driven out to a width do not.
    """
    found = [False] * len(lines)
    several = [n for n, line in enumerate(lines) if len(line.cells) > 1]
    several = [
        row
        for before, row, after in zip([-1, *several], several, [*several[1:], -1], strict=False)
        if any(n >= 0 and _are_aligned(lines[row], lines[n]) for n in (before, after))
    ]
    start = 0
    for place, row in enumerate(several):
        if place + 1 < len(several) and several[place + 1] - row <= _MOST_SINGLE + 1:
            continue
        if place + 1 - start >= _LEAST_ROWS:
            found[several[start] : row + 1] = [True] * (row + 1 - several[start])
        start = place + 1
    return found


def _are_aligned(row: Line, other: Line) -> bool:
    """Whether half or more of the inner cells of a row, or of the other, begin or end below those of the other."""
    fewer, more = sorted((row.cells[1:], other.cells[1:]), key=len)
    slack = _ALIGNED * row.size
    below = sum(
        any(abs(left - start) <= slack or abs(right - end) <= slack for start, end in more)
        for left, right in fewer
    )
    return 2 * below >= len(fewer)


def _body_end(lines: Sequence[Line], style: Style, open_note: Line | None) -> int:
    """Where the footnotes of a column start: lines in small type at its foot, from a mark or the rest of an open one on."""
    end = len(lines)
    while end and style.smaller(lines[end - 1]) and len(lines[end - 1].cells) == 1:
        end -= 1
    if 0 < end < len(lines) and open_note is not None and _goes_on(open_note, lines[end]):
        return end
    return next((n for n in range(end, len(lines)) if _is_marked(lines[n])), len(lines))


def _goes_on(note: Line, line: Line) -> bool:
    return line.page - note.page <= 1 and not _differ(note, line, _OTHER_SIZE)


def _is_marked(line: Line) -> bool:
    """Whether a line begins as a footnote does: with a raised figure, or a sign that is no figure."""
    match = NOTE_MARK.match(line.text)
    return match is not None and (line.begins_raised or not match[1].isdecimal())


def _notes(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Each footnote: a line that begins with a mark, and what follows it."""
    starts = [n for n, line in enumerate(lines) if n == 0 or _is_marked(line)]
    for start, end in pairwise([*starts, len(lines)]):
        yield Paragraph(tuple(lines[start:end]), "footnote", aside=True)
