from pathlib import Path

import pytest

from counterpoise.report.whole import write_whole


def test_a_file_is_there_whole_in_a_folder_that_is_made(tmp_path: Path) -> None:
    write_whole(b"report", tmp_path / "new" / "report.pdf")
    assert (tmp_path / "new" / "report.pdf").read_bytes() == b"report"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.pdf"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"before")

    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("counterpoise.report.whole.os.replace", fails)
    with pytest.raises(OSError, match="disk full"):
        write_whole(b"after", path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
