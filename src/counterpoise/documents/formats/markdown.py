"""Markdown: words without markup, headings, and front matter."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from counterpoise.documents.bibliography import Record, is_date
from counterpoise.documents.canonical import Block, Role
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.states import known_iso3, unknown_state
from counterpoise.yamlfile import YamlFile, parse_yaml

_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSING_MARKS = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTES = re.compile(r"(?: {0,3}>[ \t]?)*")
_BULLET = re.compile(r"\s*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_NUMBER = re.compile(r"\s*\d{1,9}[.)][ \t]")
_TABLE_RULE = re.compile(r"[-:|\s]*-[-:|\s]*$")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\[\]]+\]:\s")
_NOTE = re.compile(r" {0,3}\[\^[^\[\]]+\]:[ \t]*")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:(.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)

_NOTE_MARK = re.compile(r"\[\^[^\[\]\s]{1,80}\]")
_LINK = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ \t]+[\"'][^\"'()]*[\"'])?\)|\[[^\[\]]*\])"
)
_AUTOMATIC_LINK = re.compile(r"<((?:https?|mailto|ftp):[^<>\s]+)>")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font"
    r"|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|section|small|span|strike|strong|sub|summary|sup"
    r"|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_DELIMITERS = re.compile(r"\*{1,3}|_{1,3}|~~|`+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LOOKS_WRITTEN = re.compile(r"^(?:#{1,6} \S|.{0,200}?\*\*[^*\n]{1,200}\*\*)", re.MULTILINE)
_LIST_FIELDS = ("source", "sources", "author")


@dataclass(frozen=True, slots=True)
class Markdown:
    """A Markdown text read: its blocks, and what its front matter says."""

    blocks: tuple[Block, ...]
    record: Record


def is_markdown(text: str) -> bool:
    """Whether a plain text is written in Markdown: front matter, or two headings or phrases in bold."""
    if text.startswith("---") and _FRONT_MATTER.match(text):
        return True
    return next((True for n, _ in enumerate(_LOOKS_WRITTEN.finditer(text)) if n == 1), False)


def read_markdown(text: str, place: str) -> Markdown:
    """Read Markdown with LF line ends. Raises CounterpoiseError where its front matter is wrong."""
    record = Record()
    match = _FRONT_MATTER.match(text)
    if match:
        record = _front_matter(match[1] or "", place)
        text = text[match.end() :]
    return Markdown(tuple(_blocks(_without_comments(text).split("\n"))), record)


def words_of(markup: str) -> str:
    """The words of inline Markdown: emphasis, links, code and tags reduced to what they say.

    >>> words_of("a **pillar** of [its policy](https://example.org), 2 * 3")
    'a pillar of its policy, 2 * 3'
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1])
        return "\x00"

    text = _ESCAPE.sub(hold, markup.replace("\x00", ""))
    text = _NOTE_MARK.sub("", text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _TAG.sub("", _BREAK_TAG.sub("\n", _AUTOMATIC_LINK.sub(r"\1", text)))
    text = _without_delimiters(text)
    pieces = text.split("\x00")
    joined = pieces[0] + "".join(char + piece for char, piece in zip(held, pieces[1:], strict=True))
    return html.unescape(joined)


def _without_comments(text: str) -> str:
    """Leave out HTML comments; an open one goes to the end, as browsers read it."""
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _without_delimiters(text: str) -> str:
    """Drop the marks of emphasis and code that pair off; a lone asterisk is a character like another."""
    waiting: dict[str, list[int]] = {}
    dropped: list[tuple[int, int]] = []
    for match in _DELIMITERS.finditer(text):
        mark, start, end = match[0], match.start(), match.end()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        opens, closes = not after.isspace(), not before.isspace()
        if mark[0] == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        marks = [mark] if waiting.get(mark) or len(mark) != 3 else [mark[:2], mark[:1]]
        if closes and all(waiting.get(mark) for mark in marks):
            for each in marks:
                opened = waiting[each].pop()
                dropped.append((opened, opened + len(each)))
            dropped.append((start, end))
        elif opens:
            waiting.setdefault(mark, []).append(start)
    kept, last = [], 0
    for start, end in sorted(dropped):
        kept.append(text[last:start])
        last = max(last, end)
    return "".join(kept) + text[last:]


def _blocks(lines: list[str]) -> list[Block]:
    """Split lines into headings, paragraphs, list items and tables, those set with tabs among them."""
    blocks: list[Block] = []
    gathered: list[str] = []
    rows: list[str] = []
    fence = ""
    role: Role = "paragraph"

    def close() -> None:
        nonlocal role
        if gathered:
            blocks.append(Block(words_of("".join(gathered)), role))
            gathered.clear()
        if rows:
            blocks.append(Block("\n".join(rows), "table"))
            rows.clear()
        role = "paragraph"

    for line in lines:
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1] == fence):
            close()
            fence = "" if fence else opened[1]
            continue
        if fence:
            blocks.append(Block(line))
            continue
        quotes = _QUOTES.match(line)
        body = line[quotes.end() :] if quotes else line
        if (heading := _HEADING.match(body)) is not None:
            close()
            blocks.append(_heading(body[heading.end() :]))
        elif gathered and _UNDERLINE.match(body) and not gathered[0].startswith("\t"):
            title = "".join(gathered)
            gathered.clear()
            role = "paragraph"
            blocks.append(_heading(title))
        elif not body.strip() or _RULE.match(body) or _REFERENCE.match(body):
            close()
        elif body.lstrip().startswith("|"):
            if gathered:
                close()
            if not _TABLE_RULE.match(body):
                cells = _CELL_EDGE.split(body.strip().strip("|").strip())
                rows.append("\t".join(words_of(cell).replace("\n", " ").strip() for cell in cells))
        elif "\t" in body.strip():
            if gathered:
                close()
            rows.append("\t".join(words_of(cell).strip() for cell in body.strip().split("\t")))
        else:
            role = _gather(body, gathered, close) or role
    close()
    return blocks


def _gather(body: str, gathered: list[str], close: Callable[[], None]) -> Role | None:
    """Add a line to the open paragraph, or open a list item or a note where the line begins one, and say which."""
    opened: Role | None = None
    marks: tuple[tuple[re.Pattern[str], Role], ...] = ((_BULLET, "list item"), (_NOTE, "footnote"))
    for mark, role in marks:
        if (match := mark.match(body)) is not None:
            close()
            body = body[match.end() :]
            opened = role
    if _NUMBER.match(body):
        close()
        opened = "list item"
    if gathered and not gathered[-1].endswith("\n"):
        gathered.append(" ")
    broken = body.endswith(("  ", "\\"))
    gathered.append(body.removesuffix("\\").strip() + ("\n" if broken else ""))
    return opened


def _heading(markup: str) -> Block:
    """A heading without its marks, on one line."""
    return Block(" ".join(words_of(_CLOSING_MARKS.sub("", markup)).split()), role="heading")


def _front_matter(yaml: str, place: str) -> Record:
    """Read title, kind, origin, date, source or sources, and author; other keys are somebody else's."""
    file = parse_yaml(f"\n{yaml}\n", place) if yaml.strip() else None
    if file is None or not isinstance(file.data, dict):
        return Record()
    problems = list(file.problems)
    said = {
        key: _said(file, key, problems)
        for key in ("title", "kind", "origin", "date", *_LIST_FIELDS)
        if file.data.get(key) is not None
    }
    kind, origin, date = said.get("kind"), said.get("origin"), said.get("date")
    if kind and kind not in STANDING_OF_KIND:
        known = ", ".join(STANDING_OF_KIND)
        problems.append(
            file.problem(
                ("kind",), f"unknown kind '{kind}'{did_you_mean(kind, STANDING_OF_KIND)} (known: {known})"
            )
        )
    if origin and origin not in known_iso3():
        problems.append(file.problem(("origin",), unknown_state(origin)))
    if date and not is_date(date):
        problems.append(file.problem(("date",), f"'{date}' is not a date: YYYY, YYYY-MM or YYYY-MM-DD"))
    if problems:
        raise CounterpoiseError(*problems)
    source = said.get("source") or said.get("sources")
    return Record(said.get("title"), kind, origin, date, source or said.get("author"))


def _said(file: YamlFile, key: str, problems: list[Problem]) -> str | None:
    """One field of front matter as text; a list of sources or authors is joined."""
    assert isinstance(file.data, dict)
    value = file.data[key]
    if isinstance(value, list) and key in _LIST_FIELDS:
        return "; ".join(str(each) for each in value)
    if isinstance(value, (dict, list)):
        problems.append(file.problem((key,), "expected one text, found several values"))
        return None
    return str(value)
