import shutil
from pathlib import Path

import pytest

from tests.commands import NEW, call


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study as `new` makes it, kept as it is."""
    folder = tmp_path_factory.mktemp("founded")
    assert call(folder, *NEW).returncode == 0
    return folder


@pytest.fixture
def study(tmp_path: Path, founded: Path) -> Path:
    """A folder in which the study viet-nam stands."""
    shutil.copytree(founded, tmp_path, dirs_exist_ok=True)
    return tmp_path
