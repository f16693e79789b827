"""Rich Text Format: headings, paragraphs, lists, tables, notes and comments, in the code page of each font.

Written after the Rich Text Format Specification, version 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block, Role
from counterpoise.documents.formats.rtf_code_pages import CODE_PAGE_OF_CHARSET, codec_of_page
from counterpoise.documents.limits import DEEPEST_GROUPS
from counterpoise.errors import CounterpoiseError, Problem

EXPECTED = "expected an .rtf file as a word processor saves it"

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,9})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_CHARACTERS: Mapping[str, str] = MappingProxyType(
    {
        "line": "\n",
        "tab": "\t",
        "emdash": "—",
        "endash": "–",
        "lquote": "‘",
        "rquote": "’",
        "ldblquote": "“",
        "rdblquote": "”",
        "bullet": "•",
        "emspace": "\u2003",
        "enspace": "\u2002",
        "qmspace": "\u2005",
        "zwj": "\u200d",
        "zwnj": "\u200c",
        "~": "\u00a0",
        "_": "-",
        "\\": "\\",
        "{": "{",
        "}": "}",
    }
)
# Groups that hold something else than words of the text; so does every group marked \* that is not named below.
_UNREAD = frozenset(
    {"fonttbl", "colortbl", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer"}
    | {"footerl", "footerr", "footerf", "listtext", "pntext", "xe", "tc", "rxe", "sp", "shprslt", "fldinst"}
    | {"ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "nonesttables", "atnid", "atntime"}
)
_READ_THOUGH_MARKED = frozenset(
    {"annotation", "atnauthor", "shpinst", "shptxt", "footnote", "ud", "nesttableprops"}
)
_NOTES: Mapping[str, Role] = MappingProxyType({"footnote": "footnote", "annotation": "comment"})
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})
_CHARSETS: Mapping[str, str] = MappingProxyType({"mac": "mac_roman", "pc": "cp437", "pca": "cp850"})
_HEADING_STYLE = re.compile(r"(?:heading \d|title|subtitle)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:bullet|number|paragraph)\b", re.IGNORECASE)
_KEPT = frozenset({"title", "author", "style"})
"""Aims of groups whose words are kept, though they are none of the text."""

_BODY_LEVEL = 9


@dataclass(slots=True)
class _Story:
    """Words being gathered: the text itself, a note, a comment or a text box."""

    role: Role = "paragraph"
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a pair of braces; words are read where `story` is."""

    story: _Story | None
    paragraph: _Paragraph
    aim: str = ""
    codec: str = "cp1252"
    follow: int = 1
    hidden: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What the control words since the last `\\pard` say of a paragraph."""

    style: int = 0
    level: int = _BODY_LEVEL
    listed: bool = False
    in_table: bool = False


@dataclass(slots=True)
class _Reader:
    """The state of one reading of a file."""

    place: str
    text: _Story = field(default_factory=_Story)
    codecs: dict[int, str] = field(default_factory=dict)
    styles: dict[int, Role] = field(default_factory=dict)
    footnotes: list[Block] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    said: dict[str, list[str]] = field(default_factory=dict)
    codec: str = "cp1252"
    font: int = 0
    unread: int = 0
    own_notes: int = 0
    fresh: bool = False
    marked: bool = False
    style: int = 0
    style_level: int = _BODY_LEVEL

    def read(self, content: bytes) -> None:
        """Read a file from end to end, in one pass without recursion."""
        groups = [_Group(self.text, _Paragraph())]
        position = 0
        while (match := _TOKEN.match(content, position)) is not None:
            position = match.end()
            word, number, hexed, symbol, brace, plain = match.groups()
            if brace == b"{":
                self.flush(groups[-1])
                groups.append(replace(groups[-1], paragraph=replace(groups[-1].paragraph)))
                self.fresh, self.marked, self.unread = True, False, 0
                if len(groups) > DEEPEST_GROUPS:
                    raise CounterpoiseError(
                        Problem(self.place, f"nests more than {DEEPEST_GROUPS:,} groups; {EXPECTED}")
                    )
            elif brace == b"}":
                self.flush(groups[-1])
                if len(groups) > 1:
                    closed = groups.pop()
                    self.close(closed, groups[-1])
                self.fresh, self.unread = False, 0
            elif word:
                value = int(number) if number else None
                if word == b"bin":
                    position += max(value or 0, 0)
                    continue
                groups[-1] = self.control(word.decode("ascii"), value, groups[-1])
            elif hexed:
                self.bytes_of_text(bytes.fromhex(hexed.decode("ascii")), groups[-1])
            elif symbol == b"*":
                self.marked = self.fresh
            elif symbol in (b"\r", b"\n"):
                groups[-1] = self.control("par", None, groups[-1])
            elif symbol:
                self.character(_CHARACTERS.get(symbol.decode("latin-1"), ""), groups[-1])
            elif plain:
                self.bytes_of_text(plain, groups[-1])
        self.flush(groups[-1])
        self.end_paragraph(self.text, groups[-1].paragraph)
        self.end_table(self.text)

    def bytes_of_text(self, content: bytes, group: _Group) -> None:
        """Bytes in the code page of their font; so many of them are left out after a `\\u`."""
        self.fresh = False
        if self.unread:
            left_out = min(self.unread, len(content))
            self.unread -= left_out
            content = content[left_out:]
        if group.aim in _KEPT or (group.story is not None and not group.hidden):
            self.raw += content

    def flush(self, group: _Group) -> None:
        """Decode the bytes gathered so far: a character may take several."""
        if self.raw:
            self.say(self.raw.decode(group.codec, errors="replace"), group)
            self.raw.clear()

    def character(self, char: str, group: _Group) -> None:
        """One character that needs no code page."""
        self.fresh = False
        if self.unread and char:
            self.unread -= 1
            return
        self.flush(group)
        self.say(char, group)

    def say(self, text: str, group: _Group) -> None:
        """Add words to where a group's words belong."""
        if group.aim in _KEPT:
            self.said.setdefault(group.aim, []).append(text)
        elif group.story is not None and not group.hidden:
            group.story.pieces.append(text)

    def control(self, word: str, value: int | None, group: _Group) -> _Group:
        """Obey a control word, and give what holds after it."""
        fresh, self.fresh = self.fresh, False
        if word == "u" and value is not None:
            self.flush(group)
            self.say(chr(value % 0x10000), group)
            self.unread = group.follow
            return group
        if fresh and (opened := self.destination(word, group)) is not None:
            return opened
        if word in _CHARACTERS:
            self.character(_CHARACTERS[word], group)
            return group
        self.unread = max(self.unread - 1, 0)
        self.flush(group)
        if (
            word in ("f", "deff", "ansicpg", "uc", "deleted", "v", "plain", "fcharset", "cpg")
            or word in _CHARSETS
        ):
            return self.font_word(word, value, group)
        if group.aim == "style":
            self.style_word(word, value)
        elif group.story is not None:
            return self.paragraph_word(word, value, group, group.story)
        return group

    def destination(self, word: str, group: _Group) -> _Group | None:
        """The group that a first control word opens, where it is not one more stretch of the same."""
        if word in _NOTES:
            return replace(group, story=_Story(_NOTES[word]), aim="", hidden=False) if group.story else group
        if word == "shptxt":
            return replace(group, story=_Story(), hidden=False) if group.story else group
        if word == "stylesheet":
            return replace(group, story=None, aim="style", hidden=False)
        if word == "atnauthor":
            self.said["author"] = []
            return replace(group, story=None, aim="author")
        if word == "title" and group.aim == "info":
            return replace(group, aim="title")
        if word == "info":
            return replace(group, story=None, aim="info")
        if word == "fonttbl":
            return replace(group, story=None, aim="font")
        if group.aim == "style" and word in ("cs", "ds", "ts", "tsrowd"):
            return replace(group, aim="unread")
        if group.aim == "style" and word == "s":
            return None
        if word in _UNREAD or (self.marked and word not in _READ_THOUGH_MARKED):
            return replace(group, story=None, aim="unread")
        return None

    def font_word(self, word: str, value: int | None, group: _Group) -> _Group:
        """Fonts and code pages, and which characters stand for a `\\u` or are not to be seen."""
        if word == "f" and group.aim == "font":
            self.font = value or 0
        elif word in ("fcharset", "cpg") and group.aim == "font":
            page = CODE_PAGE_OF_CHARSET.get(value or 0) if word == "fcharset" else codec_of_page(value or 0)
            if page:
                self.codecs[self.font] = page
        elif word == "f":
            return replace(group, codec=self.codecs.get(value or 0, self.codec))
        elif word == "ansicpg" or word in _CHARSETS:
            self.codec = _CHARSETS.get(word) or codec_of_page(value or 0) or self.codec
            return replace(group, codec=self.codec)
        elif word == "uc":
            return replace(group, follow=max(value or 0, 0))
        elif word in ("deleted", "v"):
            return replace(group, hidden=value != 0)
        elif word == "plain":
            return replace(group, hidden=False)
        return group

    def style_word(self, word: str, value: int | None) -> None:
        """The style sheet: the number of a style, and its level in the outline."""
        if word == "s":
            self.style = value or 0
        elif word == "outlinelevel":
            self.style_level = _BODY_LEVEL if value is None else value

    def paragraph_word(self, word: str, value: int | None, group: _Group, story: _Story) -> _Group:
        """Paragraphs, cells and rows."""
        if word == "pard":
            return replace(group, paragraph=_Paragraph())
        if word == "s":
            group.paragraph.style = value or 0
        elif word == "outlinelevel":
            group.paragraph.level = _BODY_LEVEL if value is None else value
        elif word == "ls":
            group.paragraph.listed = bool(value)
        elif word == "intbl":
            group.paragraph.in_table = True
        elif word in ("cell", "nestcell"):
            story.pieces.append("\x00")
        elif word == "row":
            cells = " ".join("".join(story.pieces).split()).split("\x00")
            story.pieces.clear()
            if row := "\t".join(cell.strip() for cell in cells).rstrip():
                story.rows.append(row)
        elif word == "nestrow" or (word in _PARAGRAPH_ENDS and group.paragraph.in_table):
            story.pieces.append(" ")
        elif word in _PARAGRAPH_ENDS:
            self.end_paragraph(story, group.paragraph)
        return group

    def end_paragraph(self, story: _Story, paragraph: _Paragraph) -> None:
        """Make a block of the words gathered, after the table and before the text boxes that came with them."""
        text = _joined(story.pieces).replace("\x00", "\t").strip()
        story.pieces.clear()
        if text:
            self.end_table(story)
            role = self.role(paragraph) if story is self.text else story.role
            if role == "heading":
                story.blocks += self.footnotes[: len(self.footnotes) - self.own_notes]
                del self.footnotes[: len(self.footnotes) - self.own_notes]
            story.blocks.append(Block(text, role))
        if not story.rows:
            story.blocks += story.boxes
            story.boxes.clear()
        if story is self.text:
            self.own_notes = 0

    def end_table(self, story: _Story) -> None:
        if story.rows:
            story.blocks.append(Block("\n".join(story.rows), "table"))
            story.rows.clear()
            story.blocks += story.boxes
            story.boxes.clear()

    def role(self, paragraph: _Paragraph) -> Role:
        """What a paragraph is, by its own level in the outline, its style or the list that it stands in."""
        style = self.styles.get(paragraph.style)
        if paragraph.level < _BODY_LEVEL or style == "heading":
            return "heading"
        return "list item" if paragraph.listed else style or "paragraph"

    def close(self, closed: _Group, outer: _Group) -> None:
        """End a group: a note, a comment or a text box is whole, or a style is."""
        if closed.story is not None and closed.story is not outer.story:
            self.end_story(closed.story, closed.paragraph, outer.story)
        elif closed.aim == outer.aim == "style":
            self.end_style()

    def end_story(self, story: _Story, paragraph: _Paragraph, outer: _Story | None) -> None:
        """Set a note or a comment aside, and hang a text box on the paragraph that it stands in."""
        self.end_paragraph(story, paragraph)
        self.end_table(story)
        text = "\n".join(block.text for block in story.blocks)
        if story.role == "comment" and text:
            author = " ".join("".join(self.said.get("author", ())).split())
            self.comments.append(Block(f"{author}: {text}" if author else text, "comment"))
        elif story.role == "footnote" and text:
            self.footnotes.append(Block(text, "footnote"))
            self.own_notes += 1
        elif outer is not None and story.role == "paragraph":
            outer.boxes += story.blocks

    def end_style(self) -> None:
        name = "".join(self.said.pop("style", ())).strip(" ;")
        if self.style_level < _BODY_LEVEL or _HEADING_STYLE.match(name):
            self.styles[self.style] = "heading"
        elif _LIST_STYLE.match(name):
            self.styles[self.style] = "list item"
        self.style, self.style_level = 0, _BODY_LEVEL


def read_rtf(content: bytes, place: str) -> tuple[list[Block], Record]:
    """Blocks of a document as its last revision reads, and the title in its properties.

    Footnotes and endnotes follow the section in which they are referred to, text boxes the paragraph that
    they hang on, and comments with their authors come last. Raises CounterpoiseError where the bytes are no
    RTF or nest too deep.
    """
    if not content.startswith(b"{\\rtf"):
        raise CounterpoiseError(Problem(place, f"does not begin as RTF does; {EXPECTED}"))
    reader = _Reader(place)
    reader.read(content)
    blocks = [*reader.text.blocks, *reader.footnotes, *reader.comments]
    headings = (block.text for block in blocks if block.role == "heading")
    title = " ".join(_joined(reader.said.get("title", [])).split())
    return blocks, Record(title=title or next(headings, None))


def _joined(pieces: list[str]) -> str:
    """Pieces of text as one, in which the halves of characters beyond the first plane have come together."""
    text = "".join(pieces)
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
