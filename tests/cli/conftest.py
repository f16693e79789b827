import shutil
from pathlib import Path

import pytest

from tests.coded_study import coded_study
from tests.commands import NEW, call


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def already_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in miniature after a run; it is copied and never changed."""
    return coded_study(tmp_path_factory.mktemp("coded") / "study")


@pytest.fixture
def coded(tmp_path: Path, already_run: Path) -> Path:
    """A copy of the study in miniature after a run."""
    return Path(shutil.copytree(already_run, tmp_path / "study"))
