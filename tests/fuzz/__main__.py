"""Fuzz the readers of files with atheris: only CounterpoiseError may come out of them.

    python -m tests.fuzz [--seconds N] [--seed N] [--keep FOLDER] [IMPORTER ...]

Each importer runs for so many seconds (10 unless told) in a process of its own, as many at a time as there are processors; all
of them unless some are named. Says how many files each has read, and leaves with 1 if any failed; the file that it failed on is
written to FOLDER (here unless told). What is tried follows from the seed, 1 unless told, so that two runs of one version
say the same as far as both come; 0 is another at each run. To try such a file again: `python -m tests.fuzz --file FILE IMPORTER`.
"""

from __future__ import annotations

import argparse
import ctypes
import faulthandler
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_LONGEST = 100_000
_SECONDS_A_FILE = 30
_MEBIBYTES = 3_000
_STOOD_STILL = 180
"""Seconds beyond those asked for, of one file that takes too long among them, after which a process has stopped."""
_LOADED = 600
"""Seconds in which the readers are loaded and instrumented, also on a machine with much else to do."""

_READERS = (
    "counterpoise.admission",
    "counterpoise.documents",
    "counterpoise.datasets",
    "counterpoise.exchange",
)
"""Whose branches the fuzzer follows: what reads files. To follow all that these load takes longer than the fuzzing."""


def run(name: str, seconds: int, seed: int, keep: Path) -> bool:
    """Fuzz one importer in a process of its own, a second one where it stood still; whether nothing was found."""
    told = _told(name, seconds, seed, keep)
    if _stood_still(told):
        print(f"{name:14} stood still, and is tried again:\n{told.stderr[-6000:]}", flush=True)
        told = _told(name, seconds, seed, keep)
    said = told.stdout + told.stderr
    done = re.findall(r"^#(\d+)\t", said, re.MULTILINE)
    passed = told.returncode == 0
    print(
        f"{name:14} {int(done[-1]) if done else 0:>10,} files  {'passed' if passed else 'FAILED'}", flush=True
    )
    if not passed:
        # What libFuzzer says of its progress stands between the traceback and the file that it ended with.
        print("\n".join(line for line in said.splitlines() if not line.startswith("#"))[-6000:], flush=True)
    return passed


def _stood_still(told: subprocess.CompletedProcess[str]) -> bool:
    return told.returncode == 1 and "\nTimeout (" in f"\n{told.stderr}"


def _told(name: str, seconds: int, seed: int, keep: Path) -> subprocess.CompletedProcess[str]:
    words = [
        sys.executable,
        "-m",
        "tests.fuzz",
        "--inside",
        "--seconds",
        str(seconds),
        "--seed",
        str(seed),
        "--keep",
        str(keep),
        name,
    ]
    # libFuzzer ends its process at once, so that what it made in the system's temporary place would stay there.
    with tempfile.TemporaryDirectory(prefix="counterpoise-fuzz-") as place:
        env = {**os.environ, "TMPDIR": place}
        return subprocess.run(words, capture_output=True, text=True, errors="replace", check=False, env=env)


def fuzz(name: str, seconds: int, seed: int, keep: Path) -> None:
    """Fuzz one importer in this process, which ends with it."""
    # Its clock needs neither the interpreter nor a signal: it also ends a process in which both wait for each other.
    faulthandler.dump_traceback_later(_LOADED, exit=True)
    import atheris

    with atheris.instrument_imports(include=list(_READERS)):
        from counterpoise.errors import CounterpoiseError
        from tests.fuzz.importers import IMPORTERS

    faulthandler.dump_traceback_later(seconds + _STOOD_STILL, exit=True)
    importer = IMPORTERS[name]

    def tried(content: bytes) -> None:
        try:
            importer.read(content)
        except CounterpoiseError as error:
            if not error.problems:
                raise RuntimeError("an error that names no problem") from error

    with tempfile.TemporaryDirectory(prefix="counterpoise-fuzz-") as folder:
        for number, content in enumerate(importer.seeds()):
            Path(folder, f"seed-{number}").write_bytes(content)
        options = {
            "max_total_time": seconds,
            "seed": seed,
            "max_len": _LONGEST,
            "timeout": _SECONDS_A_FILE,
            "rss_limit_mb": _MEBIBYTES,
            "artifact_prefix": f"{keep}/{name}-",
            "print_final_stats": 1,
        }
        # libFuzzer ends by exit(), in which threads of the libraries that were loaded may wait for each other for ever.
        libc = ctypes.CDLL(None)
        libc.on_exit(ctypes.cast(libc._exit, ctypes.c_void_p), None)
        atheris.Setup([name, folder, *(f"-{key}={value}" for key, value in options.items())], tried)
        atheris.Fuzz()


def main() -> None:
    """Fuzz what the command line asks for."""
    from tests.fuzz.importers import IMPORTERS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("importers", nargs="*", metavar="IMPORTER", help=", ".join(IMPORTERS))
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path())
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    names = asked.importers or list(IMPORTERS)
    if unknown := set(names) - set(IMPORTERS):
        parser.error(f"no importer {', '.join(sorted(unknown))}; there are: {', '.join(IMPORTERS)}")
    if asked.file is not None:
        IMPORTERS[names[0]].read(asked.file.read_bytes())
    else:
        # All run, also after the first that fails.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            passed = pool.map(lambda name: run(name, asked.seconds, asked.seed, asked.keep), names)
        if not all(passed):
            sys.exit(1)


if __name__ == "__main__":
    if "--inside" in sys.argv:
        fuzz(
            sys.argv[-1],
            int(sys.argv[sys.argv.index("--seconds") + 1]),
            int(sys.argv[sys.argv.index("--seed") + 1]),
            Path(sys.argv[sys.argv.index("--keep") + 1]),
        )
    else:
        main()
