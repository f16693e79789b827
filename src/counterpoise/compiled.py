"""Compiled functions: the one place that says how numba compiles and where what it compiled is kept.

A function is compiled once for each machine and kept in the user's cache folder, so that a second process does not
compile. Import this module only from modules that are imported where they are needed: numba takes a third of a second.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

import numba

from counterpoise.identity import SOURCE, code_digest

Given = ParamSpec("Given")
Found = TypeVar("Found")

settings: Any = numba.config


def njit(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Compile a function without Python objects when it is first called, and keep what was compiled.

    Threads run it side by side.

    It may call other functions compiled so of its own module, or of its own folder below that of the stage: they
    share a digest of their source, so that an edit of either is never answered by what was compiled before it.
    """
    return _compiled(function, error_model="python")


def njit_unchecked(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """As `njit`, for functions that never divide by 0: no division is checked for it, and one by 0 would give an infinity or NaN.

    Sums are taken in the order in which they are written here too. Were the compiler free in that, a function would round otherwise when it
    was compiled in this process than when it was kept from another, and a chain of draws go elsewhere from the same seed.
    """
    return _compiled(function, error_model="numpy")


def _compiled(
    function: Callable[Given, Found], *, error_model: Literal["python", "numpy"]
) -> Callable[Given, Found]:
    chosen = str(settings.CACHE_DIR)
    place = Path(chosen) if chosen else cache_folder() / _part(function.__module__)
    kept = _writable(place)
    # numba looks for the place when it decorates; what others have numba compile is none of our business.
    settings.CACHE_DIR = str(place) if kept else chosen
    try:
        compiled: Callable[Given, Found] = numba.njit(cache=kept, nogil=True, error_model=error_model)(
            function
        )
    finally:
        settings.CACHE_DIR = chosen
    return compiled


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where what was compiled is kept, as the platform has its caches of users."""
    home = Path("~").expanduser()
    match platform:
        case "win32":
            place = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
        case "darwin":
            place = home / "Library" / "Caches"
        case _:
            place = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
    return place / "counterpoise" / "compiled"


def _part(module: str) -> str:
    """A folder's name from the source that a function's module is compiled with."""
    package, *within = module.split(".")
    part = "/".join(within[:2])
    if package != __name__.partition(".")[0] or not any(SOURCE.glob(f"{part}*")):
        return "elsewhere"
    return f"{'-'.join(within[:2])}-{code_digest(part)}"


def _writable(place: Path) -> bool:
    """Whether files can be kept in a folder; where they cannot, nothing is kept, least of all beside the source."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False
