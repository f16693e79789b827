"""Where sentences end and how fast that is found, beside a trained library and the naive rule.

    python benchmarks/sentence_boundaries.py SHARED

The boundaries were set by hand in paragraphs of speeches, statutes, diplomatic papers and the paper under test
(tests/documents/sentence_boundaries.csv holds their offsets; half of the paragraphs of each source were drawn from those
that hold something like an abbreviation). Abbreviations were added with the sample "tuned on" in view, never with the other.
The peers are nupunkt, as it comes and told our abbreviations, and a split after every stop before a space. Speed is over
each tenth speech of the United Nations General Debate Corpus, in one process.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
from nupunkt import load

from counterpoise.documents.canonical import canonical, set_text
from counterpoise.documents.formats.text import plain_blocks
from counterpoise.documents.sentences import sentences

LABELS = Path(__file__).parents[1] / "tests" / "documents" / "sentence_boundaries.csv"
SPEECHES = "corpus/ungdc/ungdc_1946_2023.parquet"
ABBREVIATIONS = (
    "u.s p.r.c u.s.c mr mrs dr gen sen rep st art arts no nos doc docs pg pp vol sec para fig sept oct"
)

Splitter = Callable[[str], Iterable[tuple[int, int]]]


def naive(text: str) -> Iterable[tuple[int, int]]:
    """A sentence ends at each stop before a space."""
    start = 0
    for match in re.finditer(r"[.!?]+(?=\s|$)", text):
        yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def labelled(shared: Path) -> Iterable[tuple[str, str, set[int]]]:
    """The sample, text and ends of the sentences of each labelled paragraph, the last end left out."""
    for row in csv.DictReader(LABELS.open(encoding="utf-8")):
        path = shared / row["file"]
        if path.suffix == ".parquet":
            text = pl.scan_parquet(path).slice(int(row["row"]), 1).collect()["text"][0]
        elif path.suffix == ".gz":
            text = gzip.decompress(path.read_bytes()).decode("utf-8")
        else:
            text = path.read_text("utf-8")
        start, end = int(row["start"]), int(row["end"])
        ends = {int(place) for place in row["sentence_ends"].split()}
        yield row["sample"], canonical(text)[start:end], ends - {end - start}


def inner_ends(splitter: Splitter, text: str) -> set[int]:
    """Where the sentences of a text end, other than at its own end."""
    return {len(text[:end].rstrip()) for _, end in splitter(text)} - {len(text)}


def seconds(splitter: Splitter, texts: Iterable[str]) -> float:
    """CPU seconds that a splitter takes over some texts."""
    begun = time.process_time()
    for text in texts:
        list(splitter(text))
    return time.process_time() - begun


def main(shared: Path) -> None:
    """Print precision, recall and speed of each."""
    trained = load("default")
    paragraphs = list(labelled(shared))
    table = pl.read_parquet(shared / SPEECHES).gather_every(10)
    texts = [set_text(plain_blocks(text)).text for text in table["text"]]
    size = sum(len(text.encode()) for text in texts) / 1e6

    def show(name: str, splitter: Splitter) -> None:
        figures = []
        for sample in ("tuned on", "held out"):
            chosen = [(text, ends) for which, text, ends in paragraphs if which == sample]
            hits = sum(len(inner_ends(splitter, text) & ends) for text, ends in chosen)
            made = sum(len(inner_ends(splitter, text)) for text, _ in chosen)
            true = sum(len(ends) for _, ends in chosen)
            figures.append(f"{sample} (n = {true}): P {hits / made:.3f} R {hits / true:.3f}")
        # The library keeps what it decided, so the second round is its best.
        spent = min(seconds(splitter, texts) for _ in range(2))
        print(f"{name:24} {'  '.join(figures)}  {size / spent:6.1f} MB/s")

    show("ours", sentences)
    show("nupunkt", trained.spans)
    trained.add_abbreviations(ABBREVIATIONS.split())
    trained.clear_decision_cache()
    show("nupunkt, abbreviations", trained.spans)
    show("naive", naive)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
