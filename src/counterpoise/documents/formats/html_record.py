"""What a web page says of itself: title, date, author, site and address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import lxml.etree

from counterpoise.documents.bibliography import Record, is_date
from counterpoise.documents.formats.markup import local_name, words_in

_DATES = (
    "article:published_time",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "date",
    "pubdate",
)
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author")
_ARTICLES = frozenset(
    {"Article", "NewsArticle", "Report", "ScholarlyArticle", "OpinionNewsArticle", "AnalysisNewsArticle"}
    | {"BlogPosting", "PressRelease", "GovernmentDocument", "WebPage"}
)
_MOST_NODES = 1_000


def page_record(root: lxml.etree._Element) -> Record:
    """Title, date, and as source the author, the site and the address, as the page's head states them.

    Read are the `meta` elements of Open Graph, Dublin Core and Highwire Press, JSON-LD of schema.org, and the
    page's own title.
    """
    meta, article = _meta(root), _article(root)
    heads = (words_in(each) for each in root.iter() if local_name(each) == "title")
    title = meta.get("og:title") or _words(article.get("headline")) or next((h for h in heads if h), None)
    dates = [_words(article.get("datePublished")), *(meta.get(name) for name in _DATES)]
    days = (day for date in dates if date and is_date(day := date.replace("/", "-")[:10]))
    author = next((meta[name] for name in _AUTHORS if name in meta), None) or _words(article.get("author"))
    site = meta.get("og:site_name") or _words(article.get("publisher"))
    # An address here names a profile, not a person.
    named = [each for each in (author, site) if each and not each.startswith("http")]
    said = [*named, _address(root, meta)]
    return Record(
        title=title,
        date=next(days, None),
        source=", ".join(dict.fromkeys(each for each in said if each)) or None,
    )


def _meta(root: lxml.etree._Element) -> dict[str, str]:
    """The first value of each name that a `meta` element gives."""
    stated: dict[str, str] = {}
    for element in root.iter():
        if local_name(element) == "meta":
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            content = " ".join((element.get("content") or "").split())
            if name and content:
                stated.setdefault(name, content)
    return stated


def _address(root: lxml.etree._Element, meta: Mapping[str, str]) -> str | None:
    links = [
        element.get("href") or ""
        for element in root.iter()
        if local_name(element) == "link" and element.get("rel") == "canonical"
    ]
    return next((link for link in (*links, meta.get("og:url", "")) if link.startswith("http")), None)


def _article(root: lxml.etree._Element) -> Mapping[str, object]:
    """The first article among what the page says in JSON-LD, or nothing."""
    for element in root.iter():
        if local_name(element) == "script" and element.get("type") == "application/ld+json":
            try:
                said = json.loads(words_in(element))
            except (ValueError, RecursionError):
                continue
            for node in _nodes(said):
                kinds = node.get("@type")
                if _ARTICLES & set(kinds if isinstance(kinds, list) else [str(kinds)]):
                    return node
    return {}


def _nodes(said: object) -> Iterator[dict[str, object]]:
    """The objects of JSON-LD, those in lists and graphs included, so many and no more."""
    waiting, seen = [said], 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting.append(node.get("@graph"))


def _words(said: object) -> str | None:
    """A text of JSON-LD, or the names of the persons or organisations that stand in its place."""
    if isinstance(said, str):
        return " ".join(said.split()) or None
    if isinstance(said, dict):
        name = said.get("name")
        return " ".join(name.split()) or None if isinstance(name, str) else None
    if isinstance(said, list):
        names = (_words(each) for each in said[:_MOST_NODES] if not isinstance(each, list))
        return "; ".join(name for name in names if name) or None
    return None
