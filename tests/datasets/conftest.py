from functools import lru_cache

import pytest

from counterpoise.datasets import tablefile
from counterpoise.datasets.rfile import read_frame


@pytest.fixture(scope="session")
def published_votes() -> object:
    """Reads an R file once for all tests: that of a million published votes takes five seconds each time."""
    return lru_cache(maxsize=4)(read_frame)


@pytest.fixture
def votes_read_once(published_votes: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources take the published votes as they were read for another test; `test_every_code.py` reads them anew."""
    monkeypatch.setattr(tablefile, "read_frame", published_votes)
