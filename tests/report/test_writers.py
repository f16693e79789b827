from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError, UsageError
from counterpoise.report.docx import write_docx
from counterpoise.report.html import write_html
from counterpoise.report.markdown import write_markdown
from counterpoise.report.pdf import write_pdf
from counterpoise.report.writers import unwritten, writer_of


def test_the_ending_says_the_format() -> None:
    assert writer_of(Path("a/report.html")) is write_html
    assert writer_of(Path("REPORT.PDF")) is write_pdf
    assert writer_of(Path("report.docx")) is write_docx
    assert writer_of(Path("report.md")) is write_markdown


def test_another_ending_is_told_the_nearest() -> None:
    with pytest.raises(CounterpoiseError) as error:
        writer_of(Path("report.pdff"))
    assert str(error.value) == (
        "report.pdff: no report has this ending; it may be .html or .pdf or .docx or .md or .bib or .json or .jsonld - did you mean '.pdf'?"
    )


@pytest.mark.parametrize(("name", "library"), [("r.pdf", "typst"), ("r.docx", "python-docx")])
def test_what_is_not_installed_is_said_before_anything_is_done(
    name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.report.writers.find_spec", lambda _: None)
    with pytest.raises(
        CounterpoiseError, match=rf'{library}, which is not installed: pip install "counterpoise\[report\]"'
    ):
        writer_of(Path(name))
    assert writer_of(Path("r.html")) is write_html


def test_nothing_is_written_over_unless_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "mine-figures").mkdir()
    wanted = [tmp_path / name for name in ("new.pdf", "old.pdf", "mine.md", "tables")]
    unwritten(wanted, replace=False)
    (tmp_path / "old.pdf").touch()
    (tmp_path / "mine-figures" / "chart.svg").touch()
    (tmp_path / "tables" / "mine.csv").touch()
    with pytest.raises(UsageError) as error:
        unwritten(wanted, replace=False)
    assert [problem.place for problem in error.value.problems] == [
        str(tmp_path / name) for name in ("old.pdf", "mine-figures", "tables")
    ]
    unwritten(wanted, replace=True)
