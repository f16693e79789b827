"""Saved web pages: the main text, its headings, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.etree
import lxml.html
import trafilatura

from counterpoise.documents.bibliography import Record, is_date
from counterpoise.documents.canonical import Block
from counterpoise.errors import CounterpoiseError, Problem

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_UNREAD = frozenset(
    {"button", "head", "iframe", "math", "noscript", "object", "option", "script", "select", "style", "svg"}
    | {"template", "textarea"}
)
_MOSTLY_LINKS = 0.6
_EDGE = 40
_LONGEST_VALUE = 600
_SPACE = re.compile(r"\s+")
_DATES = (
    "article:published_time",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "date",
)


@dataclass(slots=True)
class _Run:
    """Text gathered between two block boundaries, and how much of it is links."""

    pieces: list[str]
    linked: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A block of the page and the share of it that is links."""

    block: Block
    linked: float


def read_html(content: bytes, page: str, place: str) -> tuple[list[Block], Record]:
    """Blocks of a page's main text, with the title, date and address that the page states.

    The page's own order of blocks and headings is kept; where the main text begins and ends is judged by
    trafilatura (Barbaresi 2021, ACL demo 15). External entities are never fetched. Raises
    CounterpoiseError where the page holds no text.
    """
    tree = _tree(content, page)
    record = Record() if tree is None else _record(tree)
    stretches = [] if tree is None else [s for s in _stretches(tree) if s.block.text]
    if not stretches:
        raise CounterpoiseError(
            Problem(place, "holds no text; expected a web page saved after its text had loaded")
        )
    main = trafilatura.extract(page, fast=True, favor_recall=True, include_comments=False) or ""
    return _main_blocks(stretches, main), record


def _tree(content: bytes, page: str) -> lxml.html.HtmlElement | None:
    """Parse decoded text, or the bytes where the text states an encoding in an XML declaration."""
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        if page.lstrip().startswith("<?xml"):
            return lxml.html.document_fromstring(content, parser=parser)
        return lxml.html.document_fromstring(page, parser=parser)
    except lxml.etree.ParserError:
        return None


def _main_blocks(stretches: Sequence[_Stretch], main: str) -> list[Block]:
    """The stretch from the first block of the main text to its last, without runs of links."""
    lines = [_squeezed(line) for line in main.split("\n") if line.strip()]
    starts = {line[:_EDGE] for line in lines}
    ends = {line[-_EDGE:] for line in lines}
    inside = [
        number
        for number, stretch in enumerate(stretches)
        if (text := _squeezed(stretch.block.text))[:_EDGE] in starts or text[-_EDGE:] in ends
    ]
    if not inside:
        return [stretch.block for stretch in stretches]
    first, last = inside[0], inside[-1]
    while first and stretches[first - 1].block.role == "heading":
        first -= 1
    kept = stretches[first : last + 1]
    return [s.block for s in kept if s.block.role == "heading" or s.linked < _MOSTLY_LINKS]


def _stretches(tree: lxml.html.HtmlElement) -> Iterator[_Stretch]:
    """Walk the page in its own order, without recursion, cutting at block elements and rows."""
    run = _Run([])
    links = headings = 0
    rows: list[bool] = []
    walk = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        started = event == "start"
        if name in ("td", "th"):
            if started:
                rows.append(_is_data(element))
            else:
                rows.pop()
                run.pieces.append("\t")
        elif name in _PARAGRAPHS or name in _HEADINGS:
            if rows and rows[-1]:
                run.pieces.append(" ")
            else:
                yield _stretch(run)
                run = _Run([])
        elif name == "br" and started:
            run.pieces.append("\n")
        links += (name == "a") * (1 if started else -1)
        headings += (name in _HEADINGS) * (1 if started else -1)
        text = element.text if started else element.tail
        if started and name in _UNREAD:
            walk.skip_subtree()
        elif text:
            run.pieces.append(text if name == "pre" and started else _SPACE.sub(" ", text))
            run.linked += len(text.strip()) if links else 0
            run.heading = run.heading or headings > 0
    yield _stretch(run)


def _is_data(cell: lxml.html.HtmlElement) -> bool:
    """Whether a table's cell holds a value, to stay on its row, rather than part of a page's layout."""
    length = 0
    for element in cell.iter():
        length += len(element.text or "") + len(element.tail or "")
        if length > _LONGEST_VALUE or element.tag in ("table", *_HEADINGS):
            return False
    return True


def _stretch(run: _Run) -> _Stretch:
    text = "".join(run.pieces).strip()
    if run.heading:
        text = " ".join(text.split())
    return _Stretch(Block(text, "heading" if run.heading else "paragraph"), run.linked / max(len(text), 1))


def _squeezed(text: str) -> str:
    """Letters and digits only, so that two renderings of one paragraph compare equal."""
    return "".join(char for char in text if char.isalnum())


def _record(tree: lxml.html.HtmlElement) -> Record:
    """Title, date and address as the page's head gives them."""
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = str(meta.get("property") or meta.get("name") or "").lower()
        content = " ".join(str(meta.get("content") or "").split())
        if name and content:
            stated.setdefault(name, content)
    heads = [" ".join(str(title.text_content()).split()) for title in tree.iter("title")]
    title = stated.get("og:title") or next((head for head in heads if head), None)
    dates = [stated[name].replace("/", "-")[:10] for name in _DATES if name in stated]
    links = [str(link.get("href") or "") for link in tree.iter("link") if link.get("rel") == "canonical"]
    address = next((link for link in (*links, stated.get("og:url", "")) if link.startswith("http")), None)
    return Record(title=title, date=next((date for date in dates if is_date(date)), None), source=address)
