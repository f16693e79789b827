"""Seconds that `counterpoise check` takes, beside the bare start of Python: it is to answer in under one.

Run: python benchmarks/check_start.py [STUDY]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

TIMES = 7
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "pakistan"


def seconds(*command: str) -> list[float]:
    """Wall-clock seconds of each of some calls of a command, after one that is not counted."""
    taken = []
    for _ in range(TIMES + 1):
        start = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(perf_counter() - start)
    return sorted(taken[1:])


def main() -> None:
    """Time the check of a study, what its parts take, and the bare start of Python."""
    study = sys.argv[1] if len(sys.argv) > 1 else str(EXAMPLE)
    python = sys.executable
    commands = {
        "counterpoise check": (python, "-m", "counterpoise.cli", "check", "--study", study),
        "command line alone": (python, "-c", "import counterpoise.cli"),
        "reader of studies alone": (python, "-c", "import counterpoise.study"),
        "python -c pass": (python, "-c", "pass"),
    }
    print(f"{'median':>8} {'least':>8} {'most':>8}  seconds, {TIMES} calls each")
    for name, command in commands.items():
        taken = seconds(*command)
        print(f"{median(taken):8.3f} {taken[0]:8.3f} {taken[-1]:8.3f}  {name}")


if __name__ == "__main__":
    main()
