from pathlib import Path

import pytest

from counterpoise import pipeline
from counterpoise.errors import CounterpoiseError
from counterpoise.notebook import writing
from counterpoise.notebook.comparison import ShownComparison
from counterpoise.notebook.shown import fields_of
from counterpoise.notebook.writing import write_report, write_tables
from counterpoise.report.outline import Outline, Paragraph, Section


def short(*_: object) -> Outline:
    """A report that is written in no time."""
    return Outline("Title", "Subtitle", ("First.",), (), (Section("one", "One", (Paragraph("Told."),)),), ())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "outline_of", short)
    monkeypatch.setattr(pipeline, "tables_beside", lambda _: {})
    monkeypatch.setattr(writing, "_outline", short)


@pytest.mark.usefixtures("quick")
def test_no_report_is_written_over_unless_that_is_said(findings, tmp_path: Path):
    page = write_report(findings, tmp_path / "report.html")
    written = page.read_bytes()
    page.write_text("worked on by hand", "utf-8")
    with pytest.raises(CounterpoiseError, match=r"report.html: is there already; .* `replace=True`"):
        write_report(findings, page)
    assert page.read_text("utf-8") == "worked on by hand"
    assert write_report(findings, str(page), replace=True).read_bytes() == written


@pytest.mark.usefixtures("quick")
def test_what_stands_beside_a_page_of_findings_is_not_written_over_either(findings, tmp_path: Path):
    (tmp_path / "evidence.csv").write_text("mine", "utf-8")
    with pytest.raises(CounterpoiseError, match=r"evidence\.csv: is there already"):
        write_report(findings, tmp_path / "report.html")
    assert [each.name for each in tmp_path.iterdir()] == ["evidence.csv"]
    write_report(findings, tmp_path / "report.md")


@pytest.mark.usefixtures("quick")
def test_tables_go_into_an_empty_folder(findings, tmp_path: Path):
    folder = write_tables(findings, tmp_path / "tables")
    with pytest.raises(CounterpoiseError, match="tables: is there already"):
        write_tables(findings, folder)
    assert write_tables(findings, folder, replace=True) == folder


@pytest.mark.usefixtures("quick")
def test_a_comparison_is_written_with_its_scores_and_without_evidence_beside(compared, tmp_path: Path):
    comparison = ShownComparison(**fields_of(compared))
    page = write_report(comparison, tmp_path / "comparison.html")
    assert [each.name for each in tmp_path.iterdir()] == ["comparison.html"]
    assert "Told." in page.read_text("utf-8")
    assert (write_tables(comparison, tmp_path / "tables") / "csv" / "scores.csv").is_file()


def test_of_what_there_is_no_report_is_said(scores, tmp_path: Path):
    with pytest.raises(CounterpoiseError, match=r"found a MeasuredScores; expected what `cp\.conclude`"):
        write_report(scores, tmp_path / "r.html")
    with pytest.raises(CounterpoiseError, match="no report has this ending"):
        write_report(scores, tmp_path / "r.xml")
