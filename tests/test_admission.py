import io
import os
from pathlib import Path

import pytest

from counterpoise.admission import admitted, check_unpacked, content_of, unpacked
from counterpoise.errors import CounterpoiseError


def test_a_file_where_it_seems_to_be_is_admitted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 2**20)
    assert admitted(path, "a.csv", 2**20) == path
    assert content_of(path, "a.csv") == b"x" * 2**20


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("large.csv", r"large\.csv: is 1 MiB large; the limit is 1 MiB"),
        ("empty.csv", r"empty\.csv: is empty"),
        ("none.csv", r"none\.csv: cannot be read: there is no such file"),
        ("out.csv", r"out\.csv: is a link out of its folder, to outside\.csv"),
    ],
)
def test_what_is_not_admitted_is_named(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "outside.csv").write_text("x")
    study = tmp_path / "study"
    study.mkdir()
    (study / "large.csv").write_bytes(b"x" * (2**20 + 1))
    (study / "empty.csv").touch()
    (study / "out.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(CounterpoiseError, match=said):
        admitted(study / name, name, 2**20)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CounterpoiseError, match=r"a\.csv: cannot be read: Permission denied"):
        admitted(path, "a.csv", 2**20)


def test_a_link_within_the_folder_that_the_study_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("x")
    study = tmp_path / "study"
    study.mkdir()
    (study / "out.csv").symlink_to(tmp_path / "outside.csv")
    assert admitted(tmp_path / "study" / "out.csv", "study/out.csv", 9) == tmp_path / "outside.csv"


def test_what_unpacks_is_counted_as_it_comes() -> None:
    assert unpacked(io.BytesIO(b"x" * 3_000_000), "a.gz", 3_000_000) == b"x" * 3_000_000
    stream = io.BytesIO(b"x" * 30_000_000)
    with pytest.raises(CounterpoiseError, match=r"a\.gz: unpacks to more than 2 MiB, which is the limit"):
        unpacked(stream, "a.gz", 2 * 2**20)
    assert stream.tell() <= 3 * 2**20


def test_what_is_declared_is_checked_too() -> None:
    check_unpacked(2**20, "a.xlsx", 2**20)
    with pytest.raises(CounterpoiseError, match=r"a\.xlsx: unpacks to more than 1 MiB"):
        check_unpacked(2**20 + 1, "a.xlsx", 2**20)
