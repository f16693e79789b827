import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counterpoise.documents.records import record_of
from counterpoise.documents.workers import command
from counterpoise.ledger.objects import ObjectStore
from counterpoise.search import indexer
from counterpoise.search.index import Filter, SearchIndex
from counterpoise.search.indexer import Instructions, told
from counterpoise.search.indexing import INDEX
from tests.search.test_indexing import document


def kept(place: Path, *ids: str) -> str:
    """A record of documents among the objects beside a ledger."""
    objects = ObjectStore(place)
    name = objects.put(record_of([document(id_, f"Debt relief for {id_}.") for id_ in ids]))
    objects.settle()
    return name


def started(place: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(command(indexer.__name__, str(place)), stdin=subprocess.PIPE, text=True)


def test_what_is_told_is_understood() -> None:
    wanted = {"a": "r1", "b": "r2", "c": "r1"}
    instructions = Instructions(io.StringIO(f"r1\nr2\nr3\n{told(wanted)}"))
    assert list(instructions.records()) == ["r1", "r2", "r3"]
    assert instructions.wanted() == wanted


@pytest.mark.parametrize("lines", ["", "r1\n", "r1\nr2", '{"r1": ["a"]}', '{"r1": ["a"'])
def test_a_writer_that_ends_early_has_not_said_what_is_wanted(lines: str) -> None:
    instructions = Instructions(io.StringIO(lines))
    assert "r2" not in list(instructions.records())
    assert instructions.wanted() is None


def test_the_process_makes_the_index_of_what_is_wanted(tmp_path: Path) -> None:
    first, second, late = kept(tmp_path, "a", "b"), kept(tmp_path, "c"), kept(tmp_path, "d")
    wanted = {"a": first, "b": first, "d": late}
    with started(tmp_path) as process:
        process.communicate(f"{first}\n{second}\n{told(wanted)}")
    assert process.returncode == 0
    index = SearchIndex.open(tmp_path / INDEX)
    assert index is not None
    assert index.records() == wanted
    hits, total = index.search('"relief"', Filter(), 10)
    assert ({hit.document.id for hit in hits}, total) == ({"a", "b", "d"}, 3)
    index.close()


def test_the_process_leaves_nothing_where_reading_is_given_up(tmp_path: Path) -> None:
    name = kept(tmp_path, "a")
    with started(tmp_path) as process:
        process.communicate(f"{name}\n")
    assert process.returncode == 1
    assert list((tmp_path / INDEX).parent.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal 9")
def test_the_process_ends_and_leaves_nothing_when_the_one_that_reads_is_killed(tmp_path: Path) -> None:
    name = kept(tmp_path, "a")
    script = (
        "import json, subprocess, sys, time\n"
        "process = subprocess.Popen(json.loads(sys.argv[1]), stdin=subprocess.PIPE)\n"
        "process.stdin.write(sys.argv[2].encode() + b'\\n')\n"
        "process.stdin.flush()\n"
        "print(process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    words = [sys.executable, "-c", script, json.dumps(command(indexer.__name__, str(tmp_path))), name]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        os.kill(reader.pid, signal.SIGKILL)
        # Whoever holds the other end of the output is gone when this ends.
        assert reader.stdout.read() == ""
    assert list((tmp_path / INDEX).parent.glob("*")) == []
