import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data and documents that the project is tried on; it is not part of the project."""
    place = Path(os.environ.get("COUNTERPOISE_SHARED", CHECKOUT.parent / "shared"))
    if not (place / "data").is_dir():
        pytest.skip(f"no shared data at {place}; set COUNTERPOISE_SHARED to try these tests")
    return place.resolve()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the project."""
    return CHECKOUT
