"""The installed command, called as a user does."""

import os
import subprocess
import sys
from pathlib import Path

COUNTERPOISE = Path(sys.executable).with_name("counterpoise")
NEW = ("new", "viet-nam", "--state", "VNM", "--powers", "USA", "CHN")


def call(here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Call the installed command as a user does; whatever happens, nobody is shown a traceback."""
    done = subprocess.run(
        [str(COUNTERPOISE), *words],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "200"},
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done
