from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.objects import ObjectStore


@settings(deadline=None, max_examples=60)
@given(contents=st.lists(st.binary(max_size=300)))
def test_what_is_put_is_got_under_its_hash(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    store = ObjectStore(tmp_path_factory.mktemp("store"))
    names = [store.put(content) for content in contents]
    assert names == [hashlib.sha256(content).hexdigest() for content in contents]
    assert [store.get(name) for name in names] == contents
    assert list(store) == sorted(set(names))


def test_an_object_stands_in_a_folder_of_its_first_two_digits(tmp_path: Path) -> None:
    sha = ObjectStore(tmp_path).put(b"agreement")
    assert (tmp_path / "objects" / sha[:2] / sha).read_bytes() == b"agreement"


def test_the_same_content_is_kept_once_and_not_written_again(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"agreement")
    written = store.path(sha).stat().st_mtime_ns
    assert store.put(b"agreement") == sha
    assert store.path(sha).stat().st_mtime_ns == written
    assert len(list((tmp_path / "objects").rglob("*"))) == 2, "a folder and a file; no leftovers"


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
    damaged = bytearray(b"alliance!")
    damaged[position] ^= 1
    store.path(sha).write_bytes(damaged)
    with pytest.raises(CounterpoiseError, match=f"object {sha} is damaged"):
        store.get(sha)
    store.put(b"alliance!")
    assert store.get(sha) == b"alliance!"


def test_leftovers_of_a_crash_are_not_objects(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    sha = store.put(b"speech")
    (store.path(sha).parent / ".half-written").write_bytes(b"spe")
    assert list(store) == [sha]


def test_threads_may_put_the_same_content_at_once(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(store.put, [b"memorandum"] * 64))
    assert {store.get(name) for name in names} == {b"memorandum"}


def test_a_folder_that_cannot_be_written_is_named(
    folder_for_all: Path, sealed: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    with (
        sealed(folder_for_all) as folder,
        pytest.raises(CounterpoiseError, match=r"study/objects.*cannot be kept: Permission denied"),
    ):
        ObjectStore(folder).put(b"speech")
