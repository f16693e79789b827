from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.hits import hits_of
from counterpoise.retrieval.query import read_query
from tests.retrieval.few import TEXT, VOCABULARY, laid_out


def test_hits_are_passages_by_date_with_the_words_that_moved_the_coders() -> None:
    codings = laid_out()
    rows = Answering(codings).answer(read_query("trade OR energy", VOCABULARY))
    hits = hits_of(codings, rows, 20)
    assert [hit.document.title for hit in hits.found.hits] == ["First", "First", "Second", "Fourth", "Third"]
    first = hits.found.hits[0]
    assert [TEXT[start:end] for start, end in first.matches] == ["two", "five"]
    assert hits.notes()[first.passage.id] == (
        "trade, power a (suggested; lexicon/1.x): because",
        "energy, power b (suggested; lexicon/1.x): because",
    )
    assert hits.found.hits[-1].matches == ()
    few = hits_of(codings, rows, 2)
    assert (len(few.found.hits), few.found.total) == (2, 5)


def test_no_coding_no_hit() -> None:
    codings = laid_out(())
    assert hits_of(codings, Answering(codings).answer(), 20).found.total == 0
