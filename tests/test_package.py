import subprocess
import sys
from importlib import import_module

import pytest

import counterpoise

# What a notebook user types, in ARCHITECTURE's words; a name that leaves this list breaks a notebook.
PROMISED = {
    "read_study",
    "gather",
    "measure",
    "conclude",
    "compare",
    "simulate",
    "write_report",
    "write_tables",
    "run",
    "Study",
    "Evidence",
    "Scores",
    "Findings",
    "Claim",
    "Passage",
    "Coding",
    "Link",
    "Value",
    "CounterpoiseError",
    "Problem",
    "estimate",
    "ModelFit",
    "Sampling",
}


def test_the_public_names_are_those_promised() -> None:
    assert set(counterpoise.__all__) == PROMISED == set(counterpoise.PLACES)
    assert len(counterpoise.__all__) == len(PROMISED)


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_each_public_name_is_made_where_it_is_said_to_be(name: str) -> None:
    found = getattr(counterpoise, name)
    assert found.__module__ == f"counterpoise.{counterpoise.PLACES[name]}"
    assert found is getattr(import_module(found.__module__), name)
    assert found.__doc__


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'counterpoise' has no attribute 'meassure'"):
        counterpoise.meassure  # noqa: B018


def test_the_import_alone_loads_no_stage() -> None:
    code = "import counterpoise, sys; print([m for m in sys.modules if m.startswith('counterpoise.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_a_study_loads_no_library_of_numbers() -> None:
    # `check` answers in under a second only while these stay away; each takes a good part of it to load.
    code = (
        "import counterpoise.cli, counterpoise.study, sys;"
        "print(sorted({'polars', 'numpy', 'scipy', 'pyarrow', 'pandas', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
