"""Queries over a million codings on passages of the General Debate, with the loop over rows beside it.

    python benchmarks/retrieval_speed.py SHARED

The speeches are real; which of their words are coded with what is drawn at random (seed 1), about 91 codings a speech over 45
codes of eight groups and two coders. Each query is asked five times and the median of its CPU time printed; the first asking
of a NEAR, which finds the words or sentences of the documents, is printed apart. The naive peer goes through the same rows as
Python dicts, kept in memory, and through each pair of spans of one document; it counts words by splitting the text between.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import polars as pl
from general_debate import speeches

from counterpoise.documents.document import Document
from counterpoise.documents.passages import word_starts
from counterpoise.retrieval import co_occurrence as co_occurrence_module
from counterpoise.retrieval.answering import Answering, dated_within, extents
from counterpoise.retrieval.co_occurrence import co_occurrence, co_occurrence_near
from counterpoise.retrieval.codings import CODING_SCHEMA, codings_of
from counterpoise.retrieval.cross_table import cross_table
from counterpoise.retrieval.hits import hits_of
from counterpoise.retrieval.query import read_query
from counterpoise.retrieval.saturation import new_codes
from counterpoise.retrieval.vocabulary import Vocabulary

CODINGS, CODES, GROUPS, MILLISECONDS = 1_000_000, 45, 8, 100
POWERS = ("a", "b", "both", "none")
QUERIES = (
    "code_7",
    "group_3/*",
    "code_7 AND code_8",
    "code_7 power:a NOT code_8",
    "code_7 AND kind:speech AND since:2018",
    "(code_1 OR code_2) coder:person origin:IND",
    "group_1/* AND group_2/* power:b period:1990-2000",
    "code_7 NEAR/50 code_8",
    "code_7 NEAR/50 code_8 AND kind:speech AND since:2018",
    "group_1/* NEAR/20 group_2/*",
    "code_7 NEAR/2-sentences code_8",
)
NAIVE = ("code_7 AND code_8", "code_7 AND kind:speech AND since:2018", "code_7 NEAR/50 code_8")


def coded(documents: Mapping[str, Document]) -> pl.DataFrame:
    """A million codings of words of the documents, each on the stretch of a hundred words that it stands in."""
    random = np.random.default_rng(1)
    names = list(documents)
    each = np.sort(random.integers(len(names), size=CODINGS))
    columns: dict[str, list[np.ndarray]] = defaultdict(list)
    for number, size in zip(*np.unique(each, return_counts=True), strict=True):
        starts = np.append(word_starts(documents[names[number]].text), len(documents[names[number]].text))
        word = random.integers(max(len(starts) - 2, 1), size=size)
        first = word // 100 * 100
        columns["start"].append(starts[first])
        columns["end"].append(starts[np.minimum(first + 100, len(starts) - 1)])
        columns["from"].append(starts[word])
        columns["to"].append(starts[np.minimum(word + 2, len(starts) - 1)])
    drawn = {
        "code": [f"code_{code}" for code in random.integers(CODES, size=CODINGS)],
        "power": [POWERS[power] for power in random.integers(4, size=CODINGS)],
        "coder": [("lexicon/1.x", "person")[coder] for coder in random.integers(2, size=CODINGS)],
    }
    table = pl.DataFrame({name: np.concatenate(parts) for name, parts in columns.items()} | drawn)
    constant = {"direction": "none", "reason": "drawn", "status": "suggested"}
    return table.with_columns(
        pl.Series("document", names).gather(each),
        pl.lit(None, pl.Int64).alias("page"),
        pl.lit(None, pl.String).alias("heading"),
        pl.lit(0.5).alias("score"),
        **{name: pl.lit(value) for name, value in constant.items()},
    ).select(*CODING_SCHEMA)


def vocabulary(documents: Mapping[str, Document]) -> Vocabulary:
    """The names of the codes and of what the queries ask for."""
    codes = tuple(f"code_{code}" for code in range(CODES))
    same = {
        name: frozenset({name})
        for name in (*POWERS, "speech", "person", *{d.origin for d in documents.values()})
    }
    return Vocabulary(
        codes,
        {f"group_{group}": codes[group::GROUPS] for group in range(GROUPS)},
        {
            field: {k: v for k, v in same.items() if k is not None}
            for field in ("power", "kind", "coder", "origin")
        },
    )


def spent(work: Callable[[], object], times: int = 5) -> float:
    """The median CPU time of some work, in milliseconds."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1e3)
    return statistics.median(found)


def naively(rows: list[dict[str, object]], documents: Mapping[str, Document], query: str) -> int:
    """How many codings answer one of the three queries, by going through all rows."""
    if query == NAIVE[1]:
        return sum(
            row["code"] == "code_7"
            and documents[str(row["document"])].kind == "speech"
            and dated_within(documents[str(row["document"])].date, "2018", None)
            for row in rows
        )
    by_code: dict[str, dict[object, list[dict[str, object]]]] = {"code_7": {}, "code_8": {}}
    for row in rows:
        if row["code"] in by_code:
            key = row["document"] if query == NAIVE[2] else (row["document"], row["start"], row["end"])
            by_code[str(row["code"])].setdefault(key, []).append(row)
    left, right = by_code.values()
    if query == NAIVE[0]:
        return sum(len(left[key]) + len(right[key]) for key in left if key in right)
    found = 0
    for key, lefts in left.items():
        text = documents[str(key)].text
        for row in lefts:
            for other in right.get(key, ()):
                (_, end), (start, _) = sorted((row["from"], row["to"]) for row in (row, other))  # type: ignore[type-var]
                if end >= start or len(text[end:start].split()) <= 50:
                    found += 1
                    break
    return found


def main(shared: Path) -> int:
    """Print times; gives the number of bars missed."""
    documents = {each.id: each for each in speeches(shared)}
    table = coded(documents)
    known = vocabulary(documents)
    begun = time.process_time()
    codings = codings_of(table, documents)
    print(f"{len(codings):,} codings on {codings.passages:,} passages of {len(documents):,} speeches")
    print(f"laid out in {time.process_time() - begun:.2f} s of CPU")
    answering = Answering(codings)
    rows = codings.table.to_dicts()
    medians = []
    for query in QUERIES:
        tree = read_query(query, known)
        first = spent(lambda tree=tree: answering.answer(tree), 1)
        medians.append(spent(lambda tree=tree: answering.answer(tree)))
        found = answering.answer(tree)
        told = f"{medians[-1]:7.1f} ms  {int(found.sum()):9,}  {query}"
        if first > 2 * medians[-1]:
            told += f"   (first asked {first:,.0f} ms)"
        if query in NAIVE:
            counts: list[int] = []
            naive = spent(
                lambda query=query, counts=counts: counts.append(naively(rows, documents, query)), 1
            )
            assert counts[0] == found.sum(), (query, counts[0], found.sum())
            told += f"   naive loop {naive:,.0f} ms, {naive / medians[-1]:,.0f}x"
        print(told)
    everything = answering.answer()
    for name, work in {
        "twenty hits of a query": lambda: hits_of(
            codings, answering.answer(read_query(QUERIES[0], known)), 20
        ),
        "extents by kind of source": lambda: extents(codings, everything),
        "code by power and period": lambda: cross_table(codings, everything, ["power", "period"], 1945),
        "codes together in passages": lambda: co_occurrence(codings, everything, "passage"),
        "codes together in documents": lambda: co_occurrence(codings, everything, "document"),
        "new codes by document": lambda: new_codes(codings, everything),
        "codes within 50 words": lambda: co_occurrence_near(
            codings, everything, answering.nearness, 50, "words"
        ),
    }.items():
        print(f"{spent(work, 1):7.0f} ms  {name}")
    with_pairs = spent(lambda: co_occurrence_near(codings, everything, answering.nearness, 50, "words"), 1)
    co_occurrence_module._MOST_PAIRS = -1
    by_code = spent(lambda: co_occurrence_near(codings, everything, answering.nearness, 50, "words"), 1)
    print(f"{by_code:7.0f} ms  the same, each code with all others at once: {by_code / with_pairs:.1f}x")
    slowest = max(medians)
    print(f"slowest query {slowest:.1f} ms (bar {MILLISECONDS} ms)")
    return int(slowest > MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
