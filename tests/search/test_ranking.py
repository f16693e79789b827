import math
import random
from contextlib import closing
from pathlib import Path

import pytest

from counterpoise.documents.document import Document
from counterpoise.search.index import Filter
from counterpoise.search.indexing import brought_up_to
from counterpoise.search.ranking import COLUMNS, K1, SHORTEST, STEPS, B, column
from tests.search.test_index import index_of
from tests.search.test_indexing import document, silent


def middle(length: int) -> float:
    return SHORTEST * 2 ** ((COLUMNS.index(column(length)) - 0.5) / STEPS)


def bm25(texts: dict[str, str], words: tuple[str, ...]) -> dict[str, float]:
    """Robertson and Zaragoza (2009), formula 3.15, with the idf of formula 3.3, for the texts that hold a word."""
    mean = sum(map(len, texts.values())) / len(texts)
    scores = dict.fromkeys(texts, 0.0)
    for word in words:
        counts = {id_: text.split().count(word) for id_, text in texts.items()}
        holding = sum(count > 0 for count in counts.values())
        idf = max(math.log((len(texts) - holding + 0.5) / (holding + 0.5)), 1e-6)
        for id_, count in counts.items():
            scores[id_] += (
                idf * count * (K1 + 1) / (count + K1 * (1 - B + B * middle(len(texts[id_])) / mean))
            )
    return {id_: score for id_, score in scores.items() if score}


# Where passages have few words, what SQLite makes of a length that is not kept is below zero; where they have many, above.
@pytest.mark.parametrize("most", [6, 40, 150])
@pytest.mark.parametrize("words", [("debt",), ("debt", "relief")])
def test_hits_have_the_bm25_of_the_book(most: int, words: tuple[str, ...]) -> None:
    draw = random.Random(most)
    vocabulary = ["debt", "debt", "relief", *(f"word{number}" for number in range(40))]
    texts = {
        str(number): " ".join(draw.choices(vocabulary, k=draw.randint(1, most))) for number in range(300)
    }
    assert len({column(len(text)) for text in texts.values()}) > min(most // 10, 5)
    hits, total = index_of(*(document(id_, text) for id_, text in texts.items())).search(
        " OR ".join(f'"{word}"' for word in words), Filter(), 1_000
    )
    expected = bm25(texts, words)
    assert total == len(expected)
    assert {hit.document.id: hit.score for hit in hits} == pytest.approx(expected)
    assert [hit.score for hit in hits] == pytest.approx(sorted(expected.values(), reverse=True))


def test_documents_that_went_leave_nothing_behind(tmp_path: Path) -> None:
    draw = random.Random(1)
    made = [
        document(
            str(number), " ".join(draw.choices(["Café", "中国", "debt", "port"], k=draw.randint(1, 120)))
        )
        for number in range(60)
    ]

    def hits(documents: list[Document]) -> list[tuple[str, float | None]]:
        wanted = {each.id: "r" for each in documents}
        with closing(brought_up_to(tmp_path / "x.sqlite", wanted, lambda _: made, silent)) as index:
            return [
                (hit.document.id, hit.score) for hit in index.search('"cafe" OR "中 国"', Filter(), 99)[0]
            ]

    hits(made)
    changed = dict(hits(made[7:]))
    (tmp_path / "x.sqlite").unlink()
    assert changed == pytest.approx(dict(hits(made[7:])))


def test_a_class_is_a_third_of_a_doubling() -> None:
    assert column(1) == column(SHORTEST - 1) == COLUMNS[0]
    assert column(10 * SHORTEST) == COLUMNS[10]
    assert column(SHORTEST * 2) == COLUMNS[STEPS + 1]
    assert column(10**6) == COLUMNS[-1]
    # Twelve per cent at most lie between a length and the middle of its class.
    for length in range(SHORTEST, SHORTEST * 16):
        assert abs(math.log2(length / middle(length))) <= 1 / (2 * STEPS) + 1e-9
