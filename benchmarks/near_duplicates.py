"""How long it takes to find documents that are nearly the same, beside comparing all with all.

    python benchmarks/near_duplicates.py SHARED

SHARED holds `corpus/ungdc/ungdc_1946_2023.parquet`. On 500 speeches, 25 of them given again with one word in a hundred
misread, both ways must find the same pairs; the naive one keeps sets of tuples of words. Then the whole corpus, one
core. Prints CPU seconds and their ratio.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import polars as pl

from counterpoise.documents.canonical import canonical
from counterpoise.documents.document import Document
from counterpoise.documents.near_duplicates import ALIKE, SHINGLE, near_duplicates


def document(number: int, text: str) -> Document:
    """A document that is known by its number."""
    return Document(f"{number:05}", "", "speech", None, None, "", "", "0" * 64, text)


def all_pairs(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs with enough in common, by comparing each text with each."""
    sets = []
    for text in texts:
        words = re.findall(r"[^\W_]+", text.lower())
        sets.append({tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)})
    return {
        (i, j)
        for i, j in combinations(range(len(sets)), 2)
        if len(sets[i] & sets[j]) >= ALIKE * len(sets[i] | sets[j]) > 0
    }


def main(shared: Path) -> None:
    """Find the planted copies both ways, then those of the whole corpus."""
    table = pl.read_parquet(shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet")
    every = [canonical(text) for text in table["text"]]
    chance = random.Random(20260311)
    texts = every[:: len(every) // 475][:475]
    texts += [
        " ".join("misread" if chance.random() < 0.01 else word for word in text.split())
        for text in texts[::19]
    ]
    near_duplicates([document(0, texts[0])])
    begun = time.process_time()
    ours = near_duplicates([document(n, text) for n, text in enumerate(texts)])
    spent = time.process_time() - begun
    begun = time.process_time()
    naive = all_pairs(texts)
    naive_spent = time.process_time() - begun
    if {(int(pair.first), int(pair.second)) for pair in ours.pairs} != naive:
        sys.exit("the two do not find the same pairs")
    print(
        f"{len(texts)} speeches, {len(naive)} pairs: {spent:.2f} CPU s, all with all {naive_spent:.1f} CPU s, "
        f"ratio {naive_spent / spent:.0f}"
    )
    begun = time.process_time()
    found = near_duplicates([document(n, text) for n, text in enumerate(every)])
    spent = time.process_time() - begun
    size = sum(map(len, every)) / 1e6
    print(
        f"{len(every):,} speeches, {size:.0f} M characters, pairs found: {len(found.pairs)}; {spent:.1f} CPU s, {size / spent:.0f} M characters/s"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
