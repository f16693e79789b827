"""The order of hits: BM25 with the lengths of passages in classes, so that no length is looked up for a hit.

Robertson, S. and Zaragoza, H. 2009. The probabilistic relevance framework: BM25 and beyond. *Foundations and Trends in
Information Retrieval* 3(4), formula 3.15, with k1 = 1.2 and b = 0.75. Each class of length is a column of the index, and
each column has the weight of its length; that lengths are kept in classes is as Lucene does it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

K1, B = 1.2, 0.75
"""As they are fixed in SQLite's bm25()."""

SHORTEST, STEPS, CLASSES = 64, 3, 14
"""The first class ends before so many characters, and so many classes double a length; the last has no end."""

_ENDS = tuple(SHORTEST * 2 ** (step / STEPS) for step in range(CLASSES - 1))

COLUMNS = tuple(f"length{number}" for number in range(CLASSES))
"""The columns of the index; a passage stands in the one of its length and in no other."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """What is known of the passages of an index: `mean`, their mean length in characters, and `constant`, what bm25() takes
    for the part of its denominator that is made of lengths. It looks for them where none are kept, so it is the same for all
    passages, and below zero where they are short on average.
    """

    constant: float
    mean: float

    @property
    def rank(self) -> str:
        """SQL of the rank of a hit in the table `word`; the best is the lowest."""
        middles = (SHORTEST * 2 ** ((number - 0.5) / STEPS) for number in range(CLASSES))
        # bm25() counts w f / (w f + constant) for a word that is found f times in a column of weight w. Only where passages
        # have b CLASSES / (1 - b) words on average, to the last digit, is the constant zero and says frequency nothing.
        weights = ((self.constant or 1.0) / (K1 * (1 - B + B * middle / self.mean)) for middle in middles)
        return f"bm25(word, {', '.join(map(repr, weights))})"


def column(length: int) -> str:
    """The column of a passage of so many characters."""
    return COLUMNS[bisect_right(_ENDS, length)]


def lengths(connection: apsw.Connection) -> Lengths:
    """What is known of the passages of an index that has been made."""
    mean = connection.execute('SELECT avg("to" - "from") FROM passage').get
    connection.register_fts5_function("constant", _constant)
    connection.execute("CREATE VIRTUAL TABLE temp.spelling USING fts5vocab(main, word, row)")
    terms: Iterable[Any] = connection.execute("SELECT term FROM spelling LIMIT 1").fetchall()
    connection.execute("DROP TABLE temp.spelling")
    for (term,) in terms:
        asked = "SELECT constant(word) FROM word WHERE word MATCH ? LIMIT 1"
        return Lengths(connection.execute(asked, (f'"{term}"',)).get, mean)
    return Lengths(1, 1)


def _constant(found: apsw.FTS5ExtensionApi, *_: object) -> float:
    """What bm25() takes for k1 (1 - b + b length / mean length), in words; of a length that is not kept it is told -1
    for each column.
    """
    return K1 * (1 - B + B * found.column_size() * found.row_count / found.column_total_size())
