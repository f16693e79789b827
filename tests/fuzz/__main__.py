"""Fuzz the readers of files with atheris: only CounterpoiseError may come out of them.

    python -m tests.fuzz [--seconds N] [--seed N] [--keep FOLDER] [IMPORTER ...]

Each importer runs for so many seconds (10 unless told) in a process of its own, as many at a time as there are processors; all
of them unless some are named. Says how many files each has read, and leaves with 1 if any failed; the file that it failed on is
written to FOLDER (here unless told). What is tried follows from the seed, 1 unless told, so that two runs of one version
say the same as far as both come; 0 is another at each run. To try such a file again: `python -m tests.fuzz --file FILE IMPORTER`.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import os
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz.importers import Importer

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


def fuzz_all(importers: Mapping[str, Importer], seconds: int, seed: int, keep: Path) -> bool:
    """Fuzz importers, each in a process of its own, a second one where it stood still; whether nothing was found.

    The processes are copies of this one, so that the readers are loaded and instrumented once.
    """
    waiting = list(importers)
    again: set[str] = set()
    running: dict[int, tuple[str, tempfile.TemporaryDirectory[str]]] = {}
    passed = True
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name = waiting.pop(0)
            # The process ends at once, so that what it made in the system's temporary place would stay there.
            place = tempfile.TemporaryDirectory(prefix="counterpoise-fuzz-")
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                _begin(Path(place.name), importers[name], name, seconds, seed, keep)
            running[pid] = name, place
        pid, status = os.wait()
        name, place = running.pop(pid)
        said = Path(place.name, _SAID).read_text("utf-8", "replace")
        place.cleanup()
        if os.waitstatus_to_exitcode(status) == 1 and "\nTimeout (" in f"\n{said}" and name not in again:
            print(f"{name:14} stood still, and is tried again:\n{said[-6000:]}", flush=True)
            again.add(name)
            waiting.insert(0, name)
        else:
            passed &= _reported(name, status == 0, said)
    return passed


_SAID = "said.txt"


def _reported(name: str, passed: bool, said: str) -> bool:
    done = re.findall(r"^#(\d+)\t", said, re.MULTILINE)
    print(
        f"{name:14} {int(done[-1]) if done else 0:>10,} files  {'passed' if passed else 'FAILED'}", flush=True
    )
    if not passed:
        # What libFuzzer says of its progress stands between the traceback and the file that it ended with.
        print("\n".join(line for line in said.splitlines() if not line.startswith("#"))[-6000:], flush=True)
    return passed


def _begin(place: Path, importer: Importer, name: str, seconds: int, seed: int, keep: Path) -> None:
    """Become the process that fuzzes one importer, and end as it."""
    said = os.open(place / _SAID, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)
    try:
        fuzz(importer, name, seconds, seed, keep)
    finally:
        sys.stderr.flush()
        os._exit(1)


def fuzz(importer: Importer, name: str, seconds: int, seed: int, keep: Path) -> None:
    """Fuzz one importer in this process, which ends with it."""
    import atheris

    from counterpoise.errors import CounterpoiseError

    # Its clock needs neither the interpreter nor a signal: it also ends a process in which both wait for each other.
    faulthandler.dump_traceback_later(seconds + _STOOD_STILL, exit=True)
    end = float("inf")
    count = 0

    def tried(content: bytes) -> None:
        nonlocal count
        if time.monotonic() > end:
            # libFuzzer would end by exit(), in which threads of the libraries that were loaded may wait for each
            # other for ever.
            os.write(1, f"\n#{count}\tthe time is over\n".encode())
            os._exit(0)
        count += 1
        try:
            importer.read(content)
        except CounterpoiseError as error:
            if not error.problems:
                raise RuntimeError("an error that names no problem") from error

    folder = tempfile.mkdtemp(prefix="seeds-")
    for number, content in enumerate(importer.seeds()):
        Path(folder, f"seed-{number}").write_bytes(content)
    options = {
        "seed": seed,
        "max_len": _LONGEST,
        "timeout": _SECONDS_A_FILE,
        "rss_limit_mb": _MEBIBYTES,
        "artifact_prefix": f"{keep}/{name}-",
    }
    end = time.monotonic() + seconds
    atheris.Setup([name, folder, *(f"-{key}={value}" for key, value in options.items())], tried)
    atheris.Fuzz()


def _instrumented() -> Mapping[str, Importer]:
    """All importers, of which the fuzzer follows the branches."""
    import atheris

    faulthandler.dump_traceback_later(_LOADED, exit=True)
    # It names every module that it follows.
    with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=list(_READERS)):
        from tests.fuzz.importers import IMPORTERS
    faulthandler.cancel_dump_traceback_later()
    return IMPORTERS


def main(words: Sequence[str] | None = None) -> None:
    """Fuzz what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("importers", nargs="*", metavar="IMPORTER")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path())
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args(words)
    importers = _instrumented()
    names = asked.importers or list(importers)
    if unknown := set(names) - set(importers):
        parser.error(f"no importer {', '.join(sorted(unknown))}; there are: {', '.join(importers)}")
    if asked.file is not None:
        importers[names[0]].read(asked.file.read_bytes())
    elif not fuzz_all({name: importers[name] for name in names}, asked.seconds, asked.seed, asked.keep):
        sys.exit(1)


if __name__ == "__main__":
    main()
