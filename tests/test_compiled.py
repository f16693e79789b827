import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
import pytest

from counterpoise import compiled
from counterpoise.compiled import cache_folder, njit, njit_unchecked
from counterpoise.identity import SOURCE

TWICE = """
from {module} import njit

@njit
def twice(number):
    return 2 * number

print(twice(21), sum(twice.stats.cache_hits.values()), sum(twice.stats.cache_misses.values()))
"""


def _run(script: Path, **environment: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "NUMBA_CACHE_DIR": "", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.split()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    place = tmp_path / "twice.py"
    place.write_text(TWICE.format(module=njit.__module__))
    return place


def test_a_second_process_does_not_compile_and_an_edit_is_compiled_anew(script: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    assert _run(script, XDG_CACHE_HOME=cache) == ["42", "0", "1"]
    assert _run(script, XDG_CACHE_HOME=cache) == ["42", "1", "0"]
    script.write_text(script.read_text().replace("2 * number", "3 * number"))
    assert _run(script, XDG_CACHE_HOME=cache) == ["63", "0", "1"]


def test_without_a_folder_to_keep_it_in_a_function_is_compiled_all_the_same(
    script: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    assert _run(script, XDG_CACHE_HOME=str(blocked))[:2] == ["42", "0"]
    assert not list(tmp_path.rglob("*.nbi"))


def test_the_place_that_a_user_chose_for_numba_is_kept(script: Path, tmp_path: Path) -> None:
    _run(script, NUMBA_CACHE_DIR=str(tmp_path / "chosen"), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert list((tmp_path / "chosen").rglob("*.nbi"))
    assert not (tmp_path / "cache").exists()


def test_nothing_is_kept_beside_the_source() -> None:
    assert not list(SOURCE.rglob("*.nbi"))


@pytest.fixture
def unkept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing compiled is kept: numba keeps one function one way, and the tests compile it both ways."""
    monkeypatch.setattr(compiled, "_writable", lambda _: False)


@pytest.mark.usefixtures("unkept")
def test_only_functions_that_say_so_do_not_look_for_a_division_by_0() -> None:
    with pytest.raises(ZeroDivisionError):
        njit(inverse)(0.0)
    assert njit_unchecked(inverse)(0.0) == float("inf")


@pytest.mark.usefixtures("unkept")
@pytest.mark.parametrize("compile_", [njit, njit_unchecked])
def test_sums_and_products_round_as_they_are_written(compile_: Callable[..., Callable[..., float]]) -> None:
    # In lanes of a processor, or with a product that is not rounded before it is added, other digits come out.
    values = np.random.default_rng(1).standard_normal(1001)
    assert compile_(total)(values) == total(values)
    assert compile_(less_one)(1 + 2.0**-30, 1 - 2.0**-30) == 0.0


def test_other_functions_of_numba_are_left_alone() -> None:
    before = numba.config.CACHE_DIR
    njit(abs_of)
    assert before == numba.config.CACHE_DIR


def inverse(number: float) -> float:
    return 1 / number


def total(values: np.ndarray) -> float:
    found = 0.0
    for value in values:
        found += value
    return found


def less_one(one: float, other: float) -> float:
    return one * other - 1.0


def abs_of(number: float) -> float:
    return abs(number)


@pytest.mark.parametrize(
    ("platform", "environment", "below"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches"),
        ("linux", {}, "~/.cache"),
        ("darwin", {}, "~/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
    ],
)
def test_the_cache_lies_where_the_platform_has_it(
    platform: str, environment: dict[str, str], below: str
) -> None:
    assert cache_folder(environment, platform) == Path(below).expanduser() / "counterpoise" / "compiled"
