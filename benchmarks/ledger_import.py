"""Documents a second that are read, kept and recorded, beside reading alone.

    python benchmarks/ledger_import.py [DOCUMENTS]

So many made-up texts of 3.2 kB, 1,000 of them if none is said, are collected by a study as a run does: each is read,
its language told, its bytes and its record kept under their hashes, its event chained, and all of it on the disk.
The naive way reads the same files into documents and keeps nothing. Then the study is verified, and collected again
with everything known. What is loaded once (the model of languages) is loaded by a study of five texts before. Prints
seconds of wall clock, the floor being 500 documents a second, and of the processor.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from counterpoise.documents.collection import Collected, collect
from counterpoise.documents.document import Declaration
from counterpoise.documents.intake import document_of
from counterpoise.founding import found_study
from counterpoise.ledger.verification import verify
from counterpoise.study import Study, read_study
from counterpoise.workspace import FOLDER, open_workspace

FLOOR = 500
SIZE = 3_200
WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "state",
    "with",
    "relations",
    "treaty",
    "trade",
    "border",
    "army",
    "aid",
    "alliance",
    "port",
    "summit",
    "minister",
    "visit",
    "agreement",
    "loan",
    "road",
    "energy",
    "water",
    "policy",
    "region",
    "power",
    "balance",
    "security",
    "exports",
    "imports",
    "training",
    "exercise",
    "sanctions",
    "dialogue",
    "partnership",
    "cooperation",
    "conflict",
    "mountain",
    "valley",
    "harvest",
    "winter",
    "council",
    "assembly",
    "vote",
    "speech",
    "paper",
    "report",
    "source",
    "evidence",
    "question",
    "answer",
    "claim",
    "theory",
    "method",
    "result",
    "table",
    "figure",
    "chapter",
    "page",
]


def written(folder: Path, documents: int) -> Study:
    """A study of made-up texts."""
    found_study(folder, state="PAK", powers=("USA", "CHN"), period="1990-2025", theory="neoclassical-realism")
    chance = random.Random(20260311)
    for number in range(documents):
        text = f"Text {number}."
        while len(text) < SIZE:
            sentence = " ".join(chance.choices(WORDS, k=chance.randint(8, 24)))
            text += f" {sentence.capitalize()}."
            if chance.random() < 0.1:
                text += "\n\n"
        (folder / "documents" / f"{number:05}.txt").write_text(text[:SIZE], "utf-8")
    return read_study(folder)


def collected(study: Study) -> Collected:
    """Every document of the study, by the way that a run takes."""
    with open_workspace(study.folder) as workspace:
        return collect(study, workspace, lambda *_: None)


def read_alone(study: Study) -> int:
    """Every document of the study, read and forgotten."""
    files = sorted((study.folder / "documents").glob("*.txt"))
    declaration = Declaration(kind="report")
    return sum(1 for path in files if document_of(path.read_bytes(), path.name, declaration))


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock, and of the processor, that some work takes."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def main() -> None:
    """Collect, verify and collect again; say how fast."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as place:
        collected(written(Path(place) / "first", 5))
        study = written(Path(place) / "study", documents)
        read_alone(study)
        naive = seconds(lambda: read_alone(study))
        first = seconds(lambda: collected(study))
        again = seconds(lambda: collected(study))
        check = seconds(lambda: verify(study.folder / FOLDER))
        assert verify(study.folder / FOLDER) == ()
    for name, (taken, cpu) in (
        ("read alone", naive),
        ("read, kept and recorded", first),
        ("known, and taken up again", again),
        ("verified", check),
    ):
        ratio = taken / naive[0]
        print(
            f"{taken:7.2f} s  {cpu:7.2f} s cpu  {documents / taken:7.0f} documents/s  {ratio:6.2f} x  {name}"
        )
    print(f"floor: {FLOOR} documents/s; {'kept' if documents / first[0] >= FLOOR else 'NOT KEPT'}")


if __name__ == "__main__":
    main()
