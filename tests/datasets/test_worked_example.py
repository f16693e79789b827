"""The source that docs/architecture.md shows as an example, tried as it stands there."""

import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

from counterpoise.datasets import source as source_module
from counterpoise.datasets.observations import observe
from counterpoise.datasets.source import Source, all_sources
from counterpoise.errors import CounterpoiseError
from counterpoise.study import SOURCES, read_study
from counterpoise.workspace import open_workspace
from tests.datasets.test_source import PAKISTAN
from tests.study_in_miniature import STUDY, write_study

FILE = "host,sender,year,staff\n770,2,2001,120\n770,710,2001,-9\n770,710,2002,80\n999,2,2001,5\n770,2,2003,many\n"


class _Point:
    """The entry point that the package of the example declares."""

    name, value = "embassies", "embassies:EMBASSIES"

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def load(self) -> object:
        return self._module.EMBASSIES


@pytest.fixture
def embassies(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module of the example, declared as a package of its own would declare it."""
    page = (checkout / "docs/architecture.md").read_text(encoding="utf-8")
    section = page.split("## Adding a source of data")[1]
    code = section.split("```python\n")[1].split("```")[0]
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "embassies.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path / "package")
    import embassies as module

    points = [*entry_points(group=SOURCES), _Point(module)]
    monkeypatch.setattr(source_module, "entry_points", lambda **_: points)
    all_sources.cache_clear()
    yield module
    all_sources.cache_clear()
    del sys.modules["embassies"]


def test_the_source_of_the_example_reads_its_file(embassies: ModuleType, tmp_path: Path) -> None:
    source: Source = embassies.EMBASSIES
    assert isinstance(source, Source)
    path = tmp_path / "embassies.csv"
    path.write_text(FILE)
    reading = source.read([path], PAKISTAN)
    assert reading.values.select("state", "partner", "start", "value", "row").rows() == [
        ("PAK", "CHN", 2002, 80.0, "embassies.csv host=770 sender=710 year=2002"),
        ("PAK", "USA", 2001, 120.0, "embassies.csv host=770 sender=2 year=2001"),
    ]
    assert [str(problem) for problem in reading.problems] == [
        "embassies.csv:6: staff is 'many', expected a whole number. Row skipped"
    ]
    assert "999" in reading.notices[0].what
    assert reading.last_complete_year == {"embassy_staff": 2002}
    path.write_text("tree,height\noak,12\n")
    with pytest.raises(CounterpoiseError, match="not a file of 'embassies'"):
        source.read([path], PAKISTAN)


def test_with_its_one_line_a_file_in_the_study_is_recognised_and_read(
    embassies: ModuleType, tmp_path: Path
) -> None:
    assert embassies.EMBASSIES in all_sources()
    study = tmp_path / "study"
    study.mkdir()
    write_study(study, STUDY.replace("figures:", "data: [{path: data/}]\nfigures:"))
    (study / "data").mkdir()
    (study / "data" / "embassies.csv").write_text(FILE)
    with open_workspace(study) as workspace:
        observed = observe(read_study(study), workspace)
    assert set(observed.values.filter(source="embassies")["partner"]) == {"USA", "CHN"}
