from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.report.docx import write_docx
from counterpoise.report.html import write_html
from counterpoise.report.pdf import write_pdf
from counterpoise.report.writers import writer_of


def test_the_ending_says_the_format() -> None:
    assert writer_of(Path("a/report.html")) is write_html
    assert writer_of(Path("REPORT.PDF")) is write_pdf
    assert writer_of(Path("report.docx")) is write_docx


def test_another_ending_is_told_the_nearest() -> None:
    with pytest.raises(CounterpoiseError) as error:
        writer_of(Path("report.pdff"))
    assert str(error.value) == (
        "report.pdff: no report has this ending; it may be .html or .pdf or .docx - did you mean '.pdf'?"
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
