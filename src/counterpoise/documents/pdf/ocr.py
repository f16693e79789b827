"""OCR: text recognised on the scanned pages of a PDF, by programs that are installed beside this one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from counterpoise.errors import CounterpoiseError, Problem

PROGRAMS = ("ocrmypdf", "tesseract")
TO_INSTALL = (
    "to have it recognised, install the programs ocrmypdf and tesseract (Debian, Ubuntu: apt install ocrmypdf tesseract-ocr-eng; "
    "macOS: brew install ocrmypdf)"
)

_SECONDS, _SECONDS_A_PAGE = 60, 30
_REASONS = {2: "the file is damaged", 6: "the file is locked", 8: "the file is locked with a password"}
_VERSION = re.compile(r"\d+(?:\.\d+)+")


def engine() -> str | None:
    """What recognises text here, with versions, such as `ocrmypdf 16.1.0, tesseract 5.3.0`; None where a part is missing."""
    paths = [shutil.which(program) for program in PROGRAMS]
    versions = [path and _version(path) for path in paths]
    if not all(versions):
        return None
    return ", ".join(f"{program} {version}" for program, version in zip(PROGRAMS, versions, strict=True))


@lru_cache(maxsize=8)
def _version(path: str) -> str | None:
    try:
        told = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = _VERSION.search(told.stdout or told.stderr)
    return found[0] if found else None


def recognised(content: bytes, place: str, scans: int) -> bytes:
    """A PDF with a text layer on those of its pages that had none, of which there are so many scans.

    The work happens in a temporary folder and ends after a minute and half a minute a scan. Raises
    CounterpoiseError where no program is installed, or where it fails or takes longer.
    """
    if engine() is None:
        raise CounterpoiseError(Problem(place, TO_INSTALL))
    with tempfile.TemporaryDirectory(prefix="counterpoise-ocr-") as folder:
        source, result = Path(folder, "scan.pdf"), Path(folder, "text.pdf")
        source.write_bytes(content)
        failure = _run(source, result, _SECONDS + _SECONDS_A_PAGE * scans)
        if failure is not None or not result.is_file():
            reason = failure or "no result was written"
            raise CounterpoiseError(Problem(place, f"its text could not be recognised: {reason}"))
        return result.read_bytes()


def _run(source: Path, result: Path, seconds: int) -> str | None:
    """Why the program failed, or None."""
    command = [
        "ocrmypdf",
        "--skip-text",
        "--quiet",
        "--output-type",
        "pdf",
        "--optimize",
        "0",
        "--language",
        "eng",
    ]
    with subprocess.Popen(
        [*command, str(source), str(result)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(source.parent)},
        # Of its own, so that what it has started in turn can be ended with it.
        start_new_session=True,
    ) as process:
        try:
            _, told = process.communicate(timeout=seconds)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                return f"it took longer than {seconds} s"
            raise
    if process.returncode == 0:
        return None
    last = told.decode(errors="replace").strip().splitlines()[-1:]
    return _REASONS.get(process.returncode) or (last[0] if last else f"exit status {process.returncode}")
