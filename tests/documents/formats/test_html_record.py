import lxml.html
import pytest

from counterpoise.documents.bibliography import Record
from counterpoise.documents.formats.html_record import page_record


def record(head: str) -> Record:
    return page_record(lxml.html.document_fromstring(f"<html><head>{head}</head><body>x</body></html>"))


def test_open_graph_and_the_address() -> None:
    found = record(
        '<title>Ministry | Statement</title><meta property="og:title" content="Joint  press statement">'
        '<meta property="og:site_name" content="Ministry of Foreign Affairs">'
        '<meta property="article:published_time" content="2015-04-20T10:00:00Z">'
        '<meta name="author" content="A. Writer"><link rel="canonical" href="https://example.org/statement">'
    )
    assert found == Record(
        title="Joint press statement",
        date="2015-04-20",
        source="A. Writer, Ministry of Foreign Affairs, https://example.org/statement",
    )


@pytest.mark.parametrize(
    "said",
    [
        '{"@type": "NewsArticle", %s}',
        '{"@context": "https://schema.org", "@graph": [{"@type": "Person", "name": "X"}, {"@type": ["Article"], %s}]}',
        '[{"@type": "BreadcrumbList"}, {"@type": "Report", %s}]',
    ],
)
def test_json_ld(said: str) -> None:
    article = (
        '"headline": "A pact", "datePublished": "2019-05-01T00:00:00+05:00", "publisher": {"name": "A paper"},'
        '"author": [{"@type": "Person", "name": "B. One"}, {"name": "C. Two"}]'
    )
    found = record(f'<script type="application/ld+json">{said % article}</script>')
    assert found == Record(title="A pact", date="2019-05-01", source="B. One; C. Two, A paper")


@pytest.mark.parametrize(
    "said", ["{", "[" * 100_000, "null", '{"@type": 5}', '{"@type": "Article", "author": 7}']
)
def test_broken_json_ld_says_nothing(said: str) -> None:
    page = f'<title>Own title</title><script type="application/ld+json">{said}</script>'
    assert record(page) == Record(title="Own title")


def test_dates_that_are_none_are_passed_over() -> None:
    head = '<meta name="date" content="spring of 2015"><meta name="DC.date" content="2015/04/20">'
    assert record(head).date == "2015-04-20"
    assert record('<meta name="date" content="2015-02-30">').date is None
