"""Runs of the command line, each in a process of its own that may be killed, without the seconds that a start takes.

Called as a module it reads from each line of its input the seconds that a run may take, how far it goes, how large its files may
be, where its errors go and the folder of a study, forks, kills the new process after that time, and says how it ended. The new
process runs the study, to its report or only so far as documents are read and coded, and says the hash of each event once it is
recorded.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self

from counterpoise.ledger.events import Event, Ledger

ROOT = Path(__file__).resolve().parents[1]

Extent = Literal["coding", "report"]


class Runs:
    """Starts runs of a study one after the other."""

    def __init__(self, host: subprocess.Popen[str]) -> None:
        self._host = host

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        """A host that has loaded the program, until the end of the block."""
        with subprocess.Popen(
            [sys.executable, "-m", "tests.crashing_runs"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        ) as host:
            yield cls(host)
            assert host.stdin is not None
            host.stdin.close()

    def run(
        self,
        study: Path,
        extent: Extent,
        seconds: float | None = None,
        *,
        largest: int | None = None,
        errors: Path | None = None,
    ) -> tuple[int, list[str]]:
        """Run a study, kill it after some seconds, and give its exit code, below zero for a signal, with the hashes
        of the events that it acknowledged.

        No file that it writes may have more than `largest` bytes, where they are given. What it says on its standard error
        is in `errors`.
        """
        assert self._host.stdin is not None
        assert self._host.stdout is not None
        told = (seconds, extent, largest, errors, study)
        self._host.stdin.write("\t".join("" if each is None else str(each) for each in told) + "\n")
        acknowledged = []
        while not (line := self._host.stdout.readline().rstrip("\n")).startswith("ended "):
            assert line, "the host of the runs has ended"
            acknowledged.append(line)
        return int(line.removeprefix("ended ")), acknowledged


def _acknowledge() -> None:
    append = Ledger.append

    def told(ledger: Ledger, *said: object) -> tuple[Event, ...]:
        events = append(ledger, *said)  # type: ignore[arg-type]
        # One call of the system for all, so that no line is torn.
        os.write(1, "".join(f"{event.hash}\n" for event in events).encode())
        return events

    Ledger.append = told  # type: ignore[method-assign, assignment]


def _load() -> None:
    """Load all that a run loads when it comes to it, which takes longer than the run itself."""
    import scipy.stats  # noqa: F401

    import counterpoise.datasets
    import counterpoise.measurement
    import counterpoise.report
    from counterpoise.documents.language import language_of

    language_of("A text, so that the model of languages is there.")
    for room in (counterpoise.datasets, counterpoise.measurement, counterpoise.report):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)


def _serve() -> None:
    from counterpoise.cli import main
    from counterpoise.pipeline import gather
    from counterpoise.study import read_study

    _load()
    for line in sys.stdin:
        seconds, extent, largest, errors, study = line.rstrip("\n").split("\t", 4)
        child = os.fork()
        if child == 0:
            _acknowledge()
            if errors:
                os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT), 2)
            if largest:
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), resource.RLIM_INFINITY))
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            if extent == "coding":
                gather(read_study(study))
                os._exit(0)
            sys.argv = ["counterpoise", "run", "--study", study]
            main()
        if seconds:
            time.sleep(float(seconds))
            # Until it is waited for the process keeps its number, also when it has ended.
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    _serve()
