"""How long the UN votes take to read from R's own format, beside the library that reads any R object.

    python benchmarks/r_reader.py SHARED

SHARED holds `data/unga_votes/un_votes.rda`. Both readers run on the same file in one process; the library (rdata, a
development dependency) gives pandas, ours the columns of a data frame only. Prints seconds and their ratio.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

import rdata

from counterpoise.datasets.rfile import read_frame


def main(shared: Path) -> None:
    """Read the votes with both and print what it took."""
    path = shared / "data" / "unga_votes" / "un_votes.rda"
    begun = time.process_time()
    name, frame = read_frame(path)
    ours = time.process_time() - begun
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs_frame = rdata.read_rda(path)[name]
    theirs = time.process_time() - begun
    if frame.height != len(theirs_frame):
        sys.exit(f"{frame.height} rows and {len(theirs_frame)} rows: the two do not agree")
    print(f"{frame.height:,} rows: {ours:.1f} CPU s, rdata {theirs:.1f} CPU s, ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
