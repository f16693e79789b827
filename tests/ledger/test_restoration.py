from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.identity import sha256
from counterpoise.ledger.backup import MANIFEST, back_up
from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.restoration import restore
from tests.damage import unzipped, zipped

KEEP = ".record"


@pytest.fixture
def backup(tmp_path: Path, opened: Callable[[Path], Ledger]) -> Path:
    """The backup of a study of one file, beside which nothing else stands."""
    study = tmp_path / "study"
    with opened(study / KEEP) as ledger:
        ledger.append([NewEvent("study.opened", "s", {})])
    (study / "study.yaml").write_text("study: s")
    back_up(study, KEEP, tmp_path / "backup")
    shutil.rmtree(study)
    return tmp_path / "backup"


def refused(backup: Path) -> list[str]:
    """What is said of a backup; whatever it is, nothing is left behind."""
    with pytest.raises(CounterpoiseError) as caught:
        restore(backup, backup.parent / "new", KEEP, "amina", "test", lambda: datetime.now(UTC))
    assert os.listdir(backup.parent) == ["backup"]
    return [str(problem).replace(f"{backup}: ", "") for problem in caught.value.problems]


def changed(backup: Path, change: Callable[[dict[str, Any], dict[str, bytes]], object]) -> Path:
    """A backup whose manifest and contents were changed by one who knows the format."""
    members = unzipped(backup.read_bytes())
    manifest = json.loads(members.pop(MANIFEST))
    change(manifest, members)
    backup.write_bytes(zipped({**members, MANIFEST: json.dumps(manifest)}))
    return backup


@pytest.mark.parametrize(
    "place",
    ["../out", "/tmp/out", "a/../../out", "study.yaml/inside", "./a", "a//b", "", "a\0b", "a/", ".."],
    ids=ascii,
)
def test_a_path_that_leads_out_or_is_none_is_refused(backup: Path, place: str) -> None:
    def add(manifest: dict[str, Any], _: object) -> None:
        manifest["files"][place] = manifest["files"]["study.yaml"]

    (said, *_) = refused(changed(backup, add))
    assert "which no study has" in said


@pytest.mark.parametrize("place", ["../out", "/tmp/out", "study.yaml", 7], ids=ascii)
def test_a_folder_that_leads_out_or_is_a_file_is_refused(backup: Path, place: object) -> None:
    said = refused(changed(backup, lambda manifest, _: manifest["folders"].append(place)))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m, _: m.update(format="zip"), "is no backup that this program reads"),
        (lambda m, _: m.update(files=[]), "its manifest.json is damaged"),
        (lambda m, _: m.update(sizes={"x": -1}), "its manifest.json is damaged"),
        (lambda m, _: m.update(head=None), "its manifest.json is damaged"),
        (lambda m, _: m["files"].pop(f"{KEEP}/ledger.sqlite"), "holds no ledger"),
        (lambda m, _: m.update(head="1" * 64), "does not hold the last event that the backup names"),
        (lambda _, c: c.update(more=b"a"), "holds other contents than its manifest.json names"),
        (lambda _, c: c.update({sha256(b"study: s"): b"study: t"}), "is not what the manifest.json says"),
        (lambda _, c: c.update({sha256(b"study: s"): b"s"}), "is said to have 1 bytes; expected 8"),
        (lambda m, _: m["sizes"].update({sha256(b"study: s"): 10**18}), "is said to have 8 bytes"),
    ],
)
def test_a_backup_that_is_not_what_it_says_is_refused(
    backup: Path, change: Callable[[dict[str, Any], dict[str, bytes]], object], said: str
) -> None:
    assert any(said in line for line in refused(changed(backup, change)))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18, None])
def test_what_is_no_backup_is_refused(backup: Path, content: bytes | None) -> None:
    backup.write_bytes(zipped({"a.txt": "a"}) if content is None else content)
    (said,) = refused(backup)
    assert "is no backup" in said


def test_a_manifest_that_nests_without_end_is_refused(backup: Path) -> None:
    backup.write_bytes(zipped({MANIFEST: "[" * 100_000}))
    (said,) = refused(backup)
    assert said.startswith("is no backup that can be read")


def test_an_archive_that_unpacks_to_more_than_there_is_room_for_is_refused(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(backup.parent)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    (said,) = refused(backup)
    assert said.endswith("bytes where 100 are free")


def test_a_way_of_packing_that_no_backup_has_is_refused(backup: Path) -> None:
    members = unzipped(backup.read_bytes())
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert all("is packed in a way that no backup is" in line for line in refused(backup))


def test_a_folder_with_something_in_it_is_left_alone(backup: Path, clock: Callable[[], datetime]) -> None:
    full, file, empty = (backup.parent / name for name in ("full", "file", "empty"))
    (full / "mine").mkdir(parents=True)
    file.write_text("mine")
    empty.mkdir()
    for folder in (full, file):
        with pytest.raises(CounterpoiseError, match="is not empty; a study is restored into a new folder"):
            restore(backup, folder, KEEP, "amina", "test", clock)
    restore(backup, empty, KEEP, "amina", "test", clock)
    assert (empty / "study.yaml").read_text() == "study: s"
    assert (os.listdir(full), file.read_text()) == (["mine"], "mine")


@settings(max_examples=80, deadline=None)
@given(position=st.integers(0, 10**6), value=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_backup_is_refused_or_comes_back_whole(
    tmp_path_factory: pytest.TempPathFactory, position: int, value: int, cut: bool
) -> None:
    tmp_path = tmp_path_factory.mktemp("study")
    study, backup = tmp_path / "study", tmp_path / "backup"
    with Ledger.open(study / KEEP, "amina", "test", lambda: datetime(2026, 3, 11, tzinfo=UTC)) as ledger:
        ledger.append([NewEvent("study.opened", "s", {})])
    (study / "study.yaml").write_text("study: s")
    back_up(study, KEEP, backup)
    content = bytearray(backup.read_bytes())
    position %= len(content)
    content[position] ^= value
    backup.write_bytes(content[:position] if cut else content)
    folder = tmp_path / "new"
    try:
        restore(backup, folder, KEEP, "amina", "test", lambda: datetime.now(UTC))
    except CounterpoiseError:
        assert sorted(os.listdir(tmp_path)) == ["backup", "study"]
    else:
        assert (folder / "study.yaml").read_text() == "study: s"
        with Ledger.read(folder / KEEP) as ledger:
            assert [event.kind for event in ledger.events()] == ["study.opened", "ledger.restored"]
