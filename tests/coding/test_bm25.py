import math

import numpy as np
import pytest

from counterpoise.coding.bm25 import BM25Coder, bm25_weights, rarity, stem, words_of_code
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.evidence import Passage

BOOK = Codebook(
    codes={
        "trade": CodeTerms("Exports, imports, market access, tariff preferences.", "economic"),
        "energy": CodeTerms("Power plants, pipelines, electricity.", "economic"),
        "counterterrorism": CodeTerms("Action against terrorism (not mere condemnation).", "security"),
    },
    effects={},
    cues=Cues(),
)


def passages(*texts: str) -> list[Passage]:
    return [Passage("d", i, i + len(text), text, "", "") for i, text in enumerate(texts)]


def test_weights_are_those_of_robertson_and_zaragoza() -> None:
    # Robertson & Zaragoza (2009), eq. 3.15 with k1 = 1.2, b = .75, written out for one cell: two occurrences
    # in a passage of 30 words where the mean is 20, one passage of two holds the word.
    weights = bm25_weights(np.array([[2.0], [0.0]]), np.array([30.0, 10.0]))
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert weights[0, 0] == pytest.approx(idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 30 / 20)))
    assert weights[1, 0] == 0


def test_repetition_saturates_and_rare_words_weigh_more() -> None:
    counts = np.array([[1.0, 1.0], [8.0, 0.0], [1.0, 0.0]])
    weights = bm25_weights(counts, np.full(3, 20.0))
    assert weights[0, 0] < weights[1, 0] < 2.2 * weights[0, 0]
    assert weights[0, 1] > weights[0, 0]
    assert (rarity(counts) > 0).all()


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("Exports", "export"),
        ("treaties", "treaty"),
        ("crisis", "crisis"),
        ("access", "access"),
        ("ties", "tie"),
    ],
)
def test_plurals_meet_their_singular(word: str, root: str) -> None:
    assert stem(word) == root


def test_a_code_is_not_sought_by_what_it_is_not() -> None:
    words = words_of_code("financial_assistance", "Aid and loans; military aid goes to defence_cooperation.")
    assert words == ("financial", "assistance", "aid", "loan")
    assert "condemnation" not in words_of_code("x", BOOK.codes["counterterrorism"].definition)


def test_the_code_whose_definition_stands_out_is_suggested_with_its_words() -> None:
    coder = BM25Coder(BOOK)
    found = passages(
        "We want market access and lower tariffs for our exports.",
        "The pipelines and power plants bring electricity.",
        "Good morning to all delegates of this hall.",
        "Nothing is said here of anything at all.",
    )
    codings = coder.code_passages(found)
    assert [(coding.passage, coding.code) for coding in codings] == [
        (found[0].id, "trade"),
        (found[1].id, "energy"),
    ]
    for coding in codings:
        assert 0 < coding.score <= 1
        assert (coding.power, coding.direction, coding.status) == ("none", "none", "suggested")
        assert coding.coder == coder.coder
    assert '"exports"' in codings[0].reason
    assert '"pipelines"' in codings[1].reason


def test_one_word_alone_suggests_nothing() -> None:
    assert BM25Coder(BOOK).code_passages(passages("Our market.", "A hall.", "A day.", "A word.")) == ()


def test_no_passages_no_codings() -> None:
    assert BM25Coder(BOOK).code_passages([]) == ()
    assert BM25Coder(BOOK).code_passages(passages("", "...")) == ()
