import re
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.documents.canonical import Block, canonical
from counterpoise.documents.document import Document
from counterpoise.search.index import Filter, SearchIndex
from counterpoise.search.indexing import brought_up_to
from counterpoise.search.query import match_expression
from counterpoise.search.spelling import spelt
from tests.search.test_indexing import document, silent

LENGTHENING = "\u0640"
"""The stroke that lengthens an Arabic word; a letter by its category only."""


WORDLY = re.compile("[LMN]|Co|Cn")
"""The categories of letters, marks, digits, and what may be one of them in a Unicode to come."""


def index_of(*documents: Document) -> SearchIndex:
    with tempfile.TemporaryDirectory() as folder:
        wanted = {each.id: "r" for each in documents}
        return brought_up_to(Path(folder) / "search.sqlite", wanted, lambda _: documents, silent)


def matched(text: str, query: str) -> list[list[str]]:
    hits, _ = index_of(document("a", *text.split("\n\n"))).search(match_expression(query), Filter(), 100)
    return [[canonical(text)[start:end] for start, end in hit.matches] for hit in hits]


@pytest.mark.parametrize(
    ("text", "query", "matches"),
    [
        ("Debt relief; relief of DEBT.", "debt", [["Debt", "DEBT"]]),
        ("Debt relief; relief of debt.", '"debt relief"', [["Debt relief"]]),
        ("Debt and then relief of debt.", "NEAR(debt relief, 1)", [["relief", "debt"]]),
        ("Debt and then relief of debt.", "NEAR(debt relief, 0)", []),
        ("Allies of an alliance.", "alli*", [["Allies", "alliance"]]),
        ("Debt relief.", "debt NOT relief", []),
        ("Debt relief.", "port OR relief", [["relief"]]),
        ("The U.S. says so.", "u.s.", [["U.S"]]),
        ("Das Café von Müller.", "cafe AND muller", [["Café", "Müller"]]),
        ("中国和巴基斯坦的关系", "巴基斯坦", [["巴基斯坦"]]),
        ("中国和巴基斯坦的关系", "关", [["关"]]),
        ("中国和巴基斯坦的关系", "国巴", []),
        ("یہ پاكستان ہے۔", "پاکستان", [["پاكستان"]]),
        ("قال مُحَمَّدٌ ذلك", "محمد", [["مُحَمَّدٌ"]]),
        # Overlapping matches are one.
        ("debt debt debt", '"debt debt"', [["debt debt debt"]]),
        ("debt relief now", '"debt relief" OR "relief now"', [["debt relief now"]]),
    ],
)
def test_matches_are_found_and_set_off(text: str, query: str, matches: list[list[str]]) -> None:
    assert matched(text, query) == matches


def test_the_best_come_first_and_all_are_counted() -> None:
    index = index_of(
        *(document(str(number), "debt " * number + "port " * (9 - number)) for number in range(1, 9))
    )
    hits, total = index.search('"debt"', Filter(), 3)
    assert [hit.document.id for hit in hits] == ["8", "7", "6"]
    assert total == 8
    assert hits[0].score > hits[1].score > hits[2].score


def test_a_hit_knows_its_page_heading_and_context() -> None:
    made = document(
        "a", Block("Of debts", "heading"), "\fA first page.", "\fRelief of debt is near.", kind="treaty"
    )
    (hit,), _ = index_of(made).search('"relief"', Filter(), 5)
    assert (hit.document.kind, hit.document.title, hit.passage.heading) == (
        "treaty",
        "Title of a",
        "Of debts",
    )
    assert hit.passage.page == made.page_at(hit.passage.start)
    assert made.text[: hit.passage.start].endswith(hit.passage.before)
    assert hit.passage.before


DATED = {"2004": "2004", "2005": "2005", "2005-06": "2005-06", "2005-06-10": "2005-06-10", "none": None}


@pytest.mark.parametrize(
    ("within", "found"),
    [
        (Filter(), {"2004", "2005", "2005-06", "2005-06-10", "none"}),
        (Filter(since="2005"), {"2005", "2005-06", "2005-06-10"}),
        (Filter(until="2004"), {"2004"}),
        (Filter(since="2005-07"), {"2005"}),
        (Filter(since="2005-06-10", until="2005-06-10"), {"2005", "2005-06", "2005-06-10"}),
        (Filter(since="2005-06-11", until="2006"), {"2005", "2005-06"}),
        (Filter(kind="speech"), set()),
        (Filter(kind="treaty", origin="DNK", until="2005-05"), {"2004", "2005"}),
        (Filter(origin="NOR"), set()),
    ],
)
def test_filters_of_kind_origin_and_date(within: Filter, found: set[str]) -> None:
    index = index_of(
        *(document(id_, "Debt.", date=date, kind="treaty", origin="DNK") for id_, date in DATED.items())
    )
    hits, total = index.search('"debt"', within, 10)
    assert ({hit.document.id for hit in hits}, total) == (found, len(found))
    assert {entry.id for entry, _ in index.documents(within)} == found


def test_a_limit_counts_within_the_filter() -> None:
    index = index_of(*(document(str(n), "Debt.", origin="NOR" if n % 2 else "DNK") for n in range(10)))
    hits, total = index.search('"debt"', Filter(origin="NOR"), 3)
    assert (len(hits), total) == (3, 5)
    assert index.origins() == ("DNK", "NOR")


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=300) | st.lists(st.text(max_size=12)).map(" ".join), st.data())
def test_any_word_of_any_text_is_found_in_a_passage_that_holds_it(text: str, data: st.DataObject) -> None:
    made = document("a", text)
    runs = "".join(each if WORDLY.match(unicodedata.category(each)) else " " for each in made.text).split()
    runs = [run for run in runs if any(each.isalnum() and each != LENGTHENING for each in run)]
    if not runs:
        return
    word = data.draw(st.sampled_from(runs))
    hits, _ = index_of(made).search(match_expression(f'"{word}"'), Filter(), 1_000)
    for hit in hits:
        assert made.text[hit.passage.start : hit.passage.end] == hit.passage.quotation
        assert all(hit.passage.start <= start < end <= hit.passage.end for start, end in hit.matches)
    # Marks that may be left out belong to no word where they stand before it.
    found = [made.text[start:end] for hit in hits for start, end in hit.matches]
    assert any(each in word and spelt(each) == spelt(word) for each in found)
