from dataclasses import replace

import pytest

from counterpoise.documents.document import Document
from counterpoise.evidence import passage_of
from counterpoise.ledger.projections import EMPTY
from counterpoise.review.memos import Memo
from counterpoise.review.today import Today

TEXT = "Nobody spoke. They expand their trade year after year, and say so. The rest is silence."
DOCUMENT = Document(
    id="aa",
    title="t",
    kind="speech",
    origin="USA",
    date="2005",
    source="s",
    path="a.txt",
    sha256="aa",
    text=TEXT,
)
PASSAGE = passage_of("aa", TEXT, 14, 66)


@pytest.fixture
def today_with(workspace):
    return lambda text: Today(EMPTY, workspace.objects, {"aa": replace(DOCUMENT, text=text)})


def test_what_is_unchanged_stands_where_it_stood(today_with):
    today = today_with(TEXT)
    assert today.of(PASSAGE) == (PASSAGE, True)
    assert today.span(PASSAGE, (19, 25)) == (19, 25)
    assert today.name_of("aa") == "a.txt"
    assert today.name_of("bb") == "bb"


def test_what_moved_is_found_by_its_words_and_its_span_moves_along(today_with):
    today = today_with("A new sentence. " + TEXT)
    found, unchanged = today.of(PASSAGE)
    assert (found.start, found.quotation, unchanged) == (30, PASSAGE.quotation, True)
    assert today.span(PASSAGE, (19, 25)) == (35, 41)
    memo = today.memo(Memo("m", "Amina", "passage", PASSAGE.id, "hm", PASSAGE))
    assert (memo.name, memo.passage) == (found.id, found)


def test_what_is_gone_has_no_place_and_its_memo_stays_as_it_was(today_with):
    today = today_with("Something else entirely was said here, and at length.")
    assert today.of(PASSAGE) is None
    assert today.span(PASSAGE, (19, 25)) is None
    memo = Memo("m", "Amina", "passage", PASSAGE.id, "hm", PASSAGE)
    assert today.memo(memo) == memo
