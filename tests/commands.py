"""The command line, called as a user does."""

import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

from counterpoise.cli import app

COUNTERPOISE = Path(sys.executable).with_name("counterpoise")
NEW = ("new", "viet-nam", "--state", "VNM", "--powers", "USA", "CHN")


def call(here: Path, *words: str, keys: str | None = None) -> subprocess.CompletedProcess[str]:
    """Call a verb in a folder, in this process, which spares the start of Python; an exception is a failure of the test.

    `keys` are what a script types on the standard input.

    Whatever happens, nobody is shown a traceback or a warning to programmers.

    `COUNTERPOISE` is the installed command, for tests of what only a process of its own can show.
    """
    with chdir(here):
        done = CliRunner(env={"COLUMNS": "200"}).invoke(app, list(words), input=keys)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    for odd in ("Traceback", "Warning: "):
        assert odd not in done.stderr + done.stdout
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)
