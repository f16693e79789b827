"""The lexicon coder with its ledger: 1,000 documents by ten terms, and all speeches of the General Debate by a theory.

    python benchmarks/lexicon_speed.py SHARED

Coding goes the program's way: documents are cut into passages, codings get their power, direction and reason, and are
kept in a ledger with their hashes. Reading the corpus is not counted; the cutting is, and is told alone as well. The naive peer looks for each term in each
text by a regular expression of its own, and writes each hit down in a transaction of its own, as programs do that code by
hand; it knows neither passages nor powers, directions or reasons. The program uses as many cores as it may. It is given a part of the documents, and its time is
multiplied. Each part runs in a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl
from general_debate import SPEECHES, speech, speeches

from counterpoise.coding.matching import TermIndex
from counterpoise.coding.suggestions import suggest
from counterpoise.coding.words import Words
from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages
from counterpoise.study import Study, read_study
from counterpoise.theory.elements import Lexicon, Terms
from counterpoise.workspace import open_workspace

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "pakistan"
LENGTH = 3_200
SAMPLE = {"terms": 20, "theory": 2000}
"""One document in so many is given to the naive peer."""

BARS = {"terms": (1.0, None), "theory": (120.0, 1536)}
"""Seconds, and mebibytes."""

TERMS = {
    "trade": "econom*",
    "energy": "develop*",
    "regional_stability": "peace*",
    "strategic_deterrence": "secur*",
    "counterterrorism": "international*",
    "strategic_autonomy": "independen*",
    "financial_assistance": "assist*",
    "economic_cooperation": "cooperat*",
    "power_shift": "world",
    "threat_assessment": "countr*",
}
"""Ten codes with one term each."""


def short_documents(shared: Path) -> list[Document]:
    """A thousand documents of 3,200 characters each, cut from every tenth speech; the state of the study speaks all."""
    texts = pl.read_parquet(shared / SPEECHES)["text"].gather_every(10).to_list()
    long = [text for text in texts if len(text) >= LENGTH][:1000]
    return [speech(number, "PAK", 2000, text[:LENGTH]) for number, text in enumerate(long)]


def with_terms(study: Study) -> Study:
    """The study with ten codes that have one term each, and no other."""
    terms = {code: Terms(terms=(term,)) for code, term in TERMS.items()}
    return replace(study, theory=study.theory.model_copy(update={"lexicon": Lexicon(codes=terms)}))


def spent_so_far() -> float:
    """Seconds of the processor that this process and its copies have used."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def coded(study: Study, documents: Sequence[Document]) -> tuple[float, float, int]:
    """Seconds, seconds of all cores, and the number of judgements, of coding documents into a new ledger."""
    alone = study.declared.coding.model_copy(update={"suggesters": ("lexicon",)})
    study = replace(study, declared=study.declared.model_copy(update={"coding": alone}))
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as workspace:
        begun, spent = time.perf_counter(), spent_so_far()
        found = suggest(study, workspace, documents, lambda *_: None)
        return (
            time.perf_counter() - begun,
            spent_so_far() - spent,
            len(found.codings) + len(found.links),
        )


def naive(terms: Iterable[str], documents: Iterable[Document]) -> float:
    """Seconds that it takes to look for terms in texts one by one; `~` and `@name` are left out."""
    phrases = {side.strip() for term in terms for side in term.split("~") if "@" not in side}
    patterns = {
        phrase: re.compile(
            r"\b" + re.escape(phrase).replace(r"\*", r"\w*").replace(r"\+", r"\w*") + r"\b", re.I
        )
        for phrase in sorted(phrases)
    }
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/hits.sqlite")) as hits:
        hits.execute("CREATE TABLE hit (document, term, start, end)")
        begun = time.perf_counter()
        for document in documents:
            for phrase, pattern in patterns.items():
                for found in pattern.finditer(document.text):
                    hits.execute("INSERT INTO hit VALUES (?, ?, ?, ?)", (document.id, phrase, *found.span()))
                    hits.commit()
        return time.perf_counter() - begun


def measure(part: str, shared: Path) -> int:
    """Print what a part takes; gives 1 where it misses its bar."""
    study = read_study(EXAMPLE)
    documents = short_documents(shared) if part == "terms" else speeches(shared)
    characters = sum(len(each.text) for each in documents)
    if part == "terms":
        study = with_terms(study)
        index = TermIndex(TERMS.values(), {})
        hits = sum(len(m) for each in documents for m in index.matches(Words(each.text)).values())
        print(
            f"{len(documents):,} documents, {characters / 1e6:.1f} M characters, {len(TERMS)} terms, {hits:,} hits"
        )
    else:
        print(f"{len(documents):,} speeches, {characters / 1e6:.1f} M characters, the whole theory")
    seconds, spent, judged = coded(study, documents)
    begun = time.process_time()
    for document in documents if part == "terms" else ():
        passages(document)
    cutting = time.process_time() - begun
    peak, of_a_copy = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    lexicon = study.theory.lexicon
    terms = [t for entry in (*lexicon.codes.values(), *lexicon.effects.values()) for t in entry.terms]
    every = SAMPLE[part]
    slow = naive(terms, documents[::every]) * every
    bar, most = BARS[part]
    print(
        f"{judged:,} codings and links with their ledger in {seconds:.2f} s (bar {bar:g} s), {spent:.2f} s of all"
        f" cores; peak {peak:.0f} MiB"
        + (f" (bar {most} MiB)" if most else "")
        + (f", of a copy {of_a_copy:.0f} MiB, most of it shared" if of_a_copy else "")
    )
    if cutting:
        print(f"cutting the documents into passages alone: {cutting:.2f} s of one core")
    print(f"the naive loop: {slow:.0f} s, {slow / seconds:.0f}x as long")
    return int(seconds > bar or (most is not None and peak > most))


def main(shared: Path) -> int:
    """Run both parts; gives the number of bars missed."""
    return sum(
        subprocess.run([sys.executable, __file__, str(shared), part], check=False).returncode for part in BARS
    )


if __name__ == "__main__":
    place = Path(sys.argv[1])
    sys.exit(measure(sys.argv[2], place) if len(sys.argv) > 2 else main(place))
