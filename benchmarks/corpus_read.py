"""How long the United Nations General Debate Corpus takes to become documents, beside the least that must be done.

    python benchmarks/corpus_read.py SHARED

SHARED holds `corpus/ungdc/ungdc_1946_2023.parquet`. The naive version reads the table with polars and cleans each
speech by itself; ours streams the rows, joins printed lines into paragraphs, sets the text and makes the records.
Both run in one process on one core. Prints CPU seconds, their ratio, and the memory that ours took beyond the text.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from pathlib import Path

import polars as pl

from counterpoise.documents.canonical import canonical
from counterpoise.documents.corpora.corpus import corpus_documents
from counterpoise.documents.document import Declaration, Document


def main(shared: Path) -> None:
    """Read the corpus both ways and print what it took."""
    path = shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet"
    begun = time.process_time()
    characters = sum(len(canonical(text)) for text in pl.read_parquet(path)["text"])
    naive = time.process_time() - begun
    begun = time.process_time()
    documents = speeches(path)
    ours = time.process_time() - begun
    if not abs(sum(len(document.text) for document in documents) / characters - 1) < 0.02:
        sys.exit("the two do not read the same text")
    print(f"{len(documents):,} speeches, {characters / 1e6:.1f} M characters")
    print(f"documents {ours:.1f} CPU s, table and cleaning alone {naive:.1f} CPU s, ratio {ours / naive:.1f}")
    del documents
    tracemalloc.start()
    most = max(
        len(document.text) for document in corpus_documents(path, path.name, DECLARED) if is_read(document)
    )
    held = tracemalloc.get_traced_memory()[1] / 2**20
    print(
        f"one at a time: {held:.0f} MiB of Python's memory at most; the longest speech has {most:,} characters"
    )


DECLARED = Declaration("speech", layout="ungdc")


def is_read(found: object) -> bool:
    """Whether a row became a document."""
    return isinstance(found, Document)


def speeches(path: Path) -> list[Document]:
    """All that became a document."""
    return [found for found in corpus_documents(path, path.name, DECLARED) if isinstance(found, Document)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
