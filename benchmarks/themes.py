"""How long the parts of a theme of 100,000 passages take, beside choosing passages by comparing each with each other.

Run it from a checkout after `make demo`: `python benchmarks/themes.py`. Seconds are those of one core.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import numpy as np

from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Passage
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.prevalence import prevalence
from counterpoise.findings.representative import likeness, representative
from counterpoise.findings.theme_saturation import theme_saturation

PASSAGES, DOCUMENTS, WORDS, VOCABULARY = 100_000, 2_000, 40, 8_000
COMPARED = 2_000
"""So many passages are compared each with each other; the time grows with the square of their number."""


def made_up() -> tuple[list[Document], list[CodedPassage]]:
    """Documents and passages of words drawn from a long-tailed vocabulary, from one seed."""
    rng = random.Random(1)
    words = [
        "".join(chr(97 + number // 26**place % 26) for place in range(4)) for number in range(VOCABULARY)
    ]
    documents = [
        Document(
            f"d{number}", f"D{number}", "speech", "USA", str(1990 + number % 36), None, f"{number}", "", ""
        )
        for number in range(DOCUMENTS)
    ]
    coded = []
    for number in range(PASSAGES):
        text = " ".join(words[int(rng.paretovariate(0.6)) % VOCABULARY] for _ in range(WORDS))
        document = documents[number % DOCUMENTS]
        start = number // DOCUMENTS * 400
        passage = Passage(document.id, start, start + len(text), text, "", "")
        way = ("strengthens", "weakens", "none")[number % 3]
        coding = Coding(passage.id, ("trade", "energy")[number % 2], "a", way, "lexicon/1.x", 0.5, "")
        coded.append(CodedPassage(passage, document, coding, False))
    return documents, coded


def seconds(what: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes."""
    begun = time.process_time()
    what()
    return time.process_time() - begun


def each_with_each(coded: list[CodedPassage]) -> float:
    """The mean likeness of each passage to all others, by comparing all of them: centrality the long way."""
    alike = likeness([each.passage.quotation for each in coded])
    return float(np.mean([alike.with_text(number).mean() for number in range(len(coded))]))


def main() -> None:
    """Print a line for each part."""
    documents, coded = made_up()
    chosen = seconds(lambda: representative(coded, 4))
    print(f"passages chosen, of {PASSAGES:,}: {chosen:.2f} s")
    print(f"prevalence: {seconds(lambda: prevalence(coded, documents, ((1990, 2012), (2013, 2025)))):.2f} s")
    print(f"saturation: {seconds(lambda: theme_saturation(coded)):.2f} s")
    few = coded[:COMPARED]
    pairs, chosen = seconds(lambda: each_with_each(few)), seconds(lambda: representative(few, 4))
    print(f"of {COMPARED:,}, each compared with each: {pairs:.2f} s, {pairs / chosen:.0f} times as long")


if __name__ == "__main__":
    main()
