from pathlib import Path

import numpy as np
import pytest

from counterpoise.coding.embedding_cache import KeptEmbeddings
from tests.coding.embedders import Counting

TEXTS = ["peace", "trade", "peace", "war"]


def test_each_text_is_embedded_once_and_known_in_the_next_run(tmp_path):
    first = Counting()
    points = KeptEmbeddings(first, tmp_path / "cache").embed(TEXTS)
    assert first.asked == ["peace", "trade", "war"]
    second = Counting()
    again = KeptEmbeddings(second, tmp_path / "cache").embed([*TEXTS, "aid"])
    assert second.asked == ["aid"]
    np.testing.assert_array_equal(again[:4], points)
    np.testing.assert_array_equal(points, Counting().embed(TEXTS))


def file_of(folder: Path) -> Path:
    KeptEmbeddings(Counting(), folder).embed(TEXTS)
    (found,) = folder.iterdir()
    return found


def torn(content: bytes) -> bytes:
    return content[:-5]


def of_no_length(content: bytes) -> bytes:
    return content[:-16] + b"\x7f" * 16


def of_something_else(_: bytes) -> bytes:
    return b"not a cache" * 40


def empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [torn, of_no_length, of_something_else, empty])
def test_what_was_damaged_is_embedded_again_and_kept(tmp_path, damage):
    file = file_of(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    embedder = Counting()
    points = KeptEmbeddings(embedder, tmp_path).embed(TEXTS)
    np.testing.assert_array_equal(points, Counting().embed(TEXTS))
    assert "war" in embedder.asked
    third = Counting()
    np.testing.assert_array_equal(KeptEmbeddings(third, tmp_path).embed(TEXTS), points)
    assert third.asked == []


def test_what_another_program_or_library_embedded_is_not_taken(tmp_path):
    (tmp_path / "embeddings-ffff-0.bin").write_bytes(b"of another model")
    for made_by in ("one", "other"):
        embedder = Counting()
        KeptEmbeddings(embedder, tmp_path, made_by).embed(TEXTS)
        assert embedder.asked == ["peace", "trade", "war"]
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "embeddings-ffff-0.bin").exists()
