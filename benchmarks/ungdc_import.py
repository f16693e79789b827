"""The whole General Debate in one study: import, index, query and verify, beside the least that must be done.

    python benchmarks/ungdc_import.py SHARED [whole | case]

SHARED holds `corpus/ungdc/ungdc_1946_2023.parquet`, 10,952 speeches. The naive version reads the table with polars,
cleans each speech and puts it as one row into a full-text index of SQLite: no records, no passages, no events, no
comparison. Ours and the naive version run one after the other in processes of their own. Prints seconds, peak
memory and their ratio against bars of 60 s for import with index, 60 s for verifying and 1.5 GiB.

With `whole` or `case` the program runs as a user runs it, to its report: over all speeches, or over those of the state and
the two powers, which `where` chooses. That is no bar; it says what it costs.
"""

from __future__ import annotations

import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SECONDS, MEBIBYTES = 60, 1536

STUDY = """\
study: The General Debate
state: PAK
powers: {{a: USA, b: CHN}}
period: 1946-2023
theory: neoclassical-realism
documents:
  - {{path: "{table}", kind: speech, layout: ungdc{where}}}
"""
CASE = ", where: {iso3: [PAK, USA, CHN]}"


def main(shared: Path, report: str | None = None) -> None:
    """Make the study and print what each part takes."""
    table = shared / "corpus" / "ungdc" / "ungdc_1946_2023.parquet"
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder, "study")
        study.mkdir()
        where = CASE if report == "case" else ""
        (study / "study.yaml").write_text(STUDY.format(table=table, where=where), encoding="utf-8")
        if report is not None:
            told("run to the report", run_it, study)
            return
        least = told("naive index", index_naively, table, Path(folder, "naive.sqlite"))
        read = told("import and index", import_it, study)
        again = told("import again, nothing changed", import_it, study)
        told("query", query, study)
        told("`counterpoise search`", search_command, study)
        verified = told("verify", verify_it, study)
        print(f"import and index {read:.1f} s, bar {SECONDS}; {read / least:.1f} times the naive index")
        print(f"verify {verified:.1f} s, bar {SECONDS}; again {again:.1f} s")


def told(what: str, work: Callable[..., None], *given: Path) -> float:
    """Do work in a process of its own; print and give the seconds that it took, its start included."""
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(work, given, what))
    begun = time.perf_counter()
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{what} failed")
    return time.perf_counter() - begun


def _measured(work: Callable[..., None], given: tuple[Path, ...], what: str) -> None:
    begun, used = time.perf_counter(), time.process_time()
    work(*given)
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + of_children.ru_maxrss) / 1024
    print(
        f"{what}: {wall:.1f} s, {cpu:.1f} CPU s and {of_children.ru_utime + of_children.ru_stime:.1f} in other processes, "
        f"{peak:,.0f} MiB of {MEBIBYTES:,}",
        flush=True,
    )


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def import_it(study: Path) -> None:
    """Take in, compare and index the documents of a study, as a run does."""
    from counterpoise.documents.collection import collect
    from counterpoise.search.upkeep import upkeep
    from counterpoise.study import read_study
    from counterpoise.workspace import open_workspace

    declared = read_study(study)
    with open_workspace(study) as workspace, upkeep(declared, workspace, silent) as kept:
        found = collect(declared, workspace, silent, kept)
    print(f"{len(found.documents):,} documents, {len(found.problems)} problems, {len(found.notices)} notices")


def query(study: Path) -> None:
    """Ask the index of full text in a process that has asked nothing before, and then again."""
    from counterpoise.search.searching import search_words
    from counterpoise.study import read_study

    declared = read_study(study)
    for which in ("first", "second"):
        begun, used = time.perf_counter(), time.process_time()
        found = search_words(declared, 'NEAR(debt relief, 5) OR "climate change"')
        wall, cpu = time.perf_counter() - begun, time.process_time() - used
        print(f"{which} query: {found.total:,} passages, {1000 * wall:,.0f} ms, {1000 * cpu:,.0f} CPU ms")


def search_command(study: Path) -> None:
    """Ask by the command line, the start of the program and all that it loads included."""
    command = [sys.executable, "-m", "counterpoise.cli", "search", "--study", str(study)]
    subprocess.run([*command, 'NEAR(debt relief, 5) OR "climate change"'], check=True, capture_output=True)


def verify_it(study: Path) -> None:
    """Verify the ledger of a study."""
    from counterpoise.ledger.verification import verify
    from counterpoise.workspace import FOLDER

    if verify(study / FOLDER):
        sys.exit("the ledger is not whole")


def run_it(study: Path) -> None:
    """Run a study to its report."""
    from counterpoise.pipeline import run
    from counterpoise.study import read_study

    result = run(read_study(study))
    print(f"{result.work}; the report has {result.report.stat().st_size / 2**20:.1f} MiB")


def index_naively(table: Path, place: Path) -> None:
    """Clean each speech of the table and put it into a full-text index."""
    import apsw
    import polars as pl

    from counterpoise.documents.canonical import canonical

    connection = apsw.Connection(str(place))
    connection.execute("CREATE VIRTUAL TABLE speech USING fts5 (text)")
    texts = pl.read_parquet(table)["text"]
    with connection:
        connection.executemany("INSERT INTO speech VALUES (?)", ((canonical(text),) for text in texts))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:3])
