from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.objects import WAITING, ObjectStore


@settings(deadline=None, max_examples=60)
@given(contents=st.lists(st.binary(max_size=300)))
def test_what_is_put_is_got_under_its_hash(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    store = ObjectStore(tmp_path_factory.mktemp("store"))
    names = [store.put(content) for content in contents]
    assert [store.get(name) for name in names] == contents, "before it is settled, too"
    store.settle()
    assert names == [hashlib.sha256(content).hexdigest() for content in contents]
    assert [store.get(name) for name in names] == contents
    assert list(store) == sorted(set(names))


def test_an_object_stands_in_a_folder_of_its_first_two_digits(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"agreement")
    store.settle()
    assert (tmp_path / "objects" / sha[:2] / sha).read_bytes() == b"agreement"


def test_the_same_content_is_kept_once_and_not_written_again(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"agreement")
    store.settle()
    written = store.path(sha).stat().st_mtime_ns
    assert store.put(b"agreement") == sha
    store.settle()
    assert store.path(sha).stat().st_mtime_ns == written
    places = sorted(path.name for path in (tmp_path / "objects").rglob("*"))
    assert places == [sha[:2], sha, "waiting"], "no leftovers"


def test_has_knows_what_is_there(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    assert store.has(store.put(b"treaty"))
    assert not store.has("0" * 64)


def test_a_missing_object_is_named(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match=f"object {'0' * 64} is missing"):
        ObjectStore(tmp_path).get("0" * 64)


def test_a_name_that_is_no_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"")
    with pytest.raises(CounterpoiseError, match=r"'\.\./\.\./secret' is not the SHA-256 of an object"):
        ObjectStore(tmp_path).get("../../secret")


@pytest.mark.parametrize("position", [0, 4, 8])
def test_a_flipped_byte_is_named_and_put_right_by_the_content(tmp_path: Path, position: int) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"alliance!")
    store.settle()
    damaged = bytearray(b"alliance!")
    damaged[position] ^= 1
    store.path(sha).write_bytes(damaged)
    with pytest.raises(CounterpoiseError, match=f"object {sha} is damaged"):
        store.get(sha)
    store.put(b"alliance!")
    store.settle()
    assert store.get(sha) == ObjectStore(tmp_path).get(sha) == b"alliance!"


def test_leftovers_of_a_crash_are_not_objects(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"speech")
    store.settle()
    (store.path(sha).parent / ".half-written").write_bytes(b"spe")
    assert list(store) == [sha]


def test_threads_may_put_the_same_content_at_once(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(store.put, [b"memorandum"] * 64))
    store.settle()
    assert {store.get(name) for name in names} == {b"memorandum"}


def test_a_folder_that_cannot_be_written_is_named(
    folder_for_all: Path, sealed: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    store = ObjectStore(folder_for_all)
    store.put(b"speech")
    told = r"study/objects.*cannot be kept: Permission denied"
    with sealed(folder_for_all), pytest.raises(CounterpoiseError, match=told):
        store.settle()


def test_what_is_not_settled_is_no_object_for_others(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"speech")
    assert store.has(sha)
    assert not ObjectStore(tmp_path).has(sha)
    assert list(ObjectStore(tmp_path)) == []
    store.settle()
    assert ObjectStore(tmp_path).get(sha) == b"speech"


def test_what_a_crash_left_waiting_is_swept_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashed = ObjectStore(tmp_path)
    crashed.put(b"speech")
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse_all)
        with pytest.raises(CounterpoiseError):
            crashed.settle()
    assert [path for path in (tmp_path / "objects").rglob("*") if path.is_file()] != []
    kept = ObjectStore(tmp_path)
    kept.sweep()
    sha = kept.put(b"treaty")
    kept.settle()
    assert [path.name for path in (tmp_path / "objects").rglob("*") if path.is_file()] == [sha]


def refuse_all(source: Path, target: Path) -> None:
    raise OSError(28, f"No space left on device for {source.name}", str(target))


def test_content_that_waits_is_settled_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.ledger.objects.MOST_HELD", 10)
    store = ObjectStore(tmp_path)
    first = store.put(b"speech")
    assert list(store) == []
    second = store.put(b"treaty")
    assert list(store) == sorted([first, second])


def test_settling_goes_on_where_it_was_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ObjectStore(tmp_path)
    names = [store.put(content) for content in (b"one", b"two", b"three")]
    moved = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target.name == names[1]:
            raise OSError(28, "No space left on device", str(target))
        moved(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CounterpoiseError, match="cannot be kept: No space left on device"):
        store.settle()
    assert all(store.has(name) for name in names)
    monkeypatch.undo()
    store.settle()
    assert list(ObjectStore(tmp_path)) == sorted(names)


def test_an_object_is_whole_until_it_is_altered_or_gone(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"speech")
    store.settle()
    assert store.is_whole(sha)
    store.path(sha).write_bytes(b"screech")
    again = ObjectStore(tmp_path)
    assert not again.is_whole(sha)
    again.put(b"speech")
    assert again.is_whole(sha)
    again.settle()
    again.path(sha).unlink()
    assert not again.is_whole(sha)


def test_a_file_is_kept_as_its_content_is_and_put_right_where_it_was_damaged(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    (tmp_path / "table.csv").write_bytes(b"text" * 1000)
    sha = store.put_file(tmp_path / "table.csv")
    store.settle()
    assert store.get(sha) == b"text" * 1000
    store.path(sha).write_bytes(b"damage")
    assert not store.is_whole_file(sha)
    assert store.put_file(tmp_path / "table.csv") == sha
    store.settle()
    assert store.is_whole_file(sha)
    assert not list((tmp_path / "objects" / WAITING).iterdir())
