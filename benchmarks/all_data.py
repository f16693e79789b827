"""Seconds and memory that all public data take to read: every file whole, and every source for one study.

Run: python benchmarks/all_data.py SHARED

SHARED is a folder with `data/` in it, as the tests read it. The bar is 30 seconds and 2 GiB on two cores.
"""

from __future__ import annotations

import resource
import runpy
import sys
from pathlib import Path
from time import perf_counter, process_time

from counterpoise.datasets.source import Wanted, source_named
from counterpoise.datasets.tablefile import DATA_SUFFIXES, whole_table
from counterpoise.errors import CounterpoiseError

CHECKOUT = Path(__file__).resolve().parents[1]
STUDY = Wanted(("PAK", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD"), ("USA", "CHN"))


def main() -> None:
    """Read everything, and say what it took, and which tables there was no reading."""
    data = Path(sys.argv[1]) / "data"
    start, cpu = perf_counter(), process_time()
    files = [
        path
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.name.lower().endswith(DATA_SUFFIXES)
    ]
    rows = 0
    for path in files:
        try:
            rows += whole_table(path)[0].height
        except CounterpoiseError as error:
            print(f"not read: {error}")
    print(f"{perf_counter() - start:6.1f} s  {len(files)} files whole, {rows:,} rows")
    compiled = runpy.run_path(str(CHECKOUT / "examples" / "pakistan" / "compile_figures.py"))["FILES"]
    for name, of_source in compiled.items():
        began = perf_counter()
        read = source_named(name).read([data / file for file in of_source], STUDY)
        print(f"{perf_counter() - began:6.1f} s  {name}: {read.values.height:,} values")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{perf_counter() - start:6.1f} s in all, {process_time() - cpu:.1f} s of CPU, {peak:.2f} GiB at most"
    )


if __name__ == "__main__":
    main()
