"""The figures of the packaged study are what its script compiles from public data."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from counterpoise.datasets.figures import FIGURES


@pytest.fixture(scope="session")
def script(checkout: Path) -> ModuleType:
    path = checkout / "examples/pakistan/compile_figures.py"
    spec = importlib.util.spec_from_file_location("compile_figures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_compiling_again_gives_the_committed_file_byte_for_byte(
    script: ModuleType, shared: Path, checkout: Path
) -> None:
    committed = (checkout / "examples/pakistan/figures.csv").read_bytes()
    assert script.compile_figures(shared / "data").encode() == committed


def test_every_row_of_the_committed_file_is_good(script: ModuleType, checkout: Path) -> None:
    path = checkout / "examples/pakistan/figures.csv"
    reading = FIGURES.read([path], script.STUDIED)
    assert reading.problems == ()
    assert reading.values.height == len(path.read_text().splitlines()) - 1
    assert {"PAK", "VNM", "IDN", "SGP", "MYS", "LKA", "BGD", "USA", "CHN"} == set(reading.values["state"])


def test_arms_shares_are_one_interval_of_five_years_each(script: ModuleType, checkout: Path) -> None:
    values = FIGURES.read([checkout / "examples/pakistan/figures.csv"], script.STUDIED).values
    arms = values.filter(indicator="arms_import_share")
    assert set(arms["end"] - arms["start"]) == {4}
    pakistan = arms.filter(state="PAK").select("partner", "start", "value").rows()
    # SIPRI arms transfers, shares of imports in trend-indicator values.
    assert ("USA", 2010, 31.4) in pakistan
    assert ("CHN", 2010, 48.6) in pakistan
    assert ("CHN", 2020, 81.2) in pakistan


@pytest.mark.parametrize(
    ("number", "written"),
    [(12351.3456, "12351.3"), (0.000012345678, "0.0000123457"), (5.0, "5"), (-1.5, "-1.5")],
)
def test_numbers_have_six_digits_and_no_exponent(script: ModuleType, number: float, written: str) -> None:
    assert script.six_digits(number) == written
