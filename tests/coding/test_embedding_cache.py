import subprocess
import sys
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


def test_two_that_keep_at_a_time_lose_nothing_of_each_other(tmp_path):
    one, other = KeptEmbeddings(Counting(), tmp_path), KeptEmbeddings(Counting(), tmp_path)
    for number in range(3):
        one.embed([f"one {number}"])
        other.embed([f"other {number}"])
    third = Counting()
    texts = [f"{who} {number}" for who in ("one", "other") for number in range(3)]
    np.testing.assert_array_equal(KeptEmbeddings(third, tmp_path).embed(texts), Counting().embed(texts))
    assert third.asked == []


WRITER = """
import sys
from pathlib import Path
from counterpoise.coding.embedding_cache import KeptEmbeddings
from tests.coding.embedders import Counting
for number in range(200):
    KeptEmbeddings(Counting(), Path(sys.argv[1])).embed([f"{sys.argv[2]} {number}", f"both {number}"])
"""


def test_processes_that_keep_gather_and_read_at_a_time_never_get_a_wrong_point(tmp_path):
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who]) for who in ("one", "two")]
    assert [each.wait(120) for each in running] == [0, 0]
    texts = [f"{who} {number}" for who in ("one", "two", "both") for number in range(200)]
    embedder = Counting()
    np.testing.assert_array_equal(KeptEmbeddings(embedder, tmp_path).embed(texts), Counting().embed(texts))
    # What was kept while the other gathered may be embedded again; most is not.
    assert len(embedder.asked) < 100
    assert not list(tmp_path.glob("*.unfinished"))


def test_many_files_become_one_and_an_old_one_is_read(tmp_path):
    for number in range(20):
        KeptEmbeddings(Counting(), tmp_path).embed([f"text {number}"])
    files = list(tmp_path.iterdir())
    assert len(files) < 10
    largest = max(files, key=lambda each: each.stat().st_size)
    largest.rename(largest.with_name(f"{largest.name.partition('.')[0]}.bin"))
    embedder = Counting()
    KeptEmbeddings(embedder, tmp_path).embed([f"text {number}" for number in range(20)])
    assert embedder.asked == []


def test_what_is_gathered_while_another_keeps_is_begun_anew_by_it(tmp_path):
    slow = KeptEmbeddings(Counting(), tmp_path)
    slow.embed(["early"])
    for number in range(10):
        KeptEmbeddings(Counting(), tmp_path).embed([f"text {number}"])
    slow.embed(["late"])
    embedder = Counting()
    KeptEmbeddings(embedder, tmp_path).embed(["early", "late"])
    assert embedder.asked == []


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
