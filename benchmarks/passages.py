"""How fast documents are cut into passages, beside a cut at every full stop and every 150 words.

    python benchmarks/passages.py SHARED

SHARED holds `corpus/ungdc/ungdc_1946_2023.parquet`; all speeches are cut in one process. The naive way splits at stops
before a space and joins until 150 words are full: it knows no abbreviation, page, heading or context. Prints CPU
seconds, MB of UTF-8 a second and their ratio.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import polars as pl

from counterpoise.documents.canonical import set_text
from counterpoise.documents.document import Document
from counterpoise.documents.formats.text import plain_blocks
from counterpoise.documents.passages import MOST_WORDS, passages


def naive(text: str) -> int:
    """The number of stretches of at most 150 words, where no sentence is longer."""
    stretches = words = 0
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        count = len(sentence.split())
        if not words or words + count > MOST_WORDS:
            stretches, words = stretches + 1, 0
        words += count
    return stretches


def main(shared: Path) -> None:
    """Cut every speech both ways and print what it took."""
    table = pl.read_parquet(shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet")
    texts = [set_text(plain_blocks(text)).text for text in table["text"]]
    size = sum(len(text.encode()) for text in texts) / 1e6
    begun = time.process_time()
    made = sum(
        len(passages(Document("0" * 16, "", "speech", None, None, "", "", "0" * 64, text))) for text in texts
    )
    ours = time.process_time() - begun
    begun = time.process_time()
    for text in texts:
        naive(text)
    theirs = time.process_time() - begun
    print(
        f"{len(texts):,} speeches, {size:.0f} MB, {made:,} passages: {ours:.1f} CPU s ({size / ours:.0f} MB/s), "
        f"naive {theirs:.1f} CPU s ({size / theirs:.0f} MB/s), ratio {theirs / ours:.2f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
