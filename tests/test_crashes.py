"""Runs that are killed, or that the disk refuses: nothing acknowledged is lost, and the next run goes on."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpoise.ledger.events import Ledger
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER
from tests.crashing_runs import Extent, Runs
from tests.study_in_miniature import STUDY, write_study

NEW_DOCUMENTS = 2
SEED = 20260311

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal 9")


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    """A host that has loaded the program: most runs are of what they write, not of how they start."""
    with Runs.opened() as opened:
        yield opened


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The study in miniature, with room for many more speeches."""
    more = "documents:\n  - {path: speeches/*.txt, kind: speech, origin: USA}\n"
    return write_study(tmp_path / "study", STUDY.replace("documents:\n", more))


def speeches(study: Path, round_: int) -> None:
    """More documents to read and code, so that every run has work to do."""
    (study / "speeches").mkdir(exist_ok=True)
    for number in range(NEW_DOCUMENTS):
        text = f"Speech {round_}.{number}. Pakistan and the United States expand their trade.\n\n" * 40
        (study / "speeches" / f"{round_:02}-{number:02}.txt").write_text(text, "utf-8")


def hashes(study: Path) -> list[str]:
    with Ledger.read(study / FOLDER) as ledger:
        return [event.hash for event in ledger.events()]


@pytest.mark.parametrize(
    ("times", "extent"), [(4, "report"), pytest.param(50, "coding", marks=pytest.mark.large)]
)
def test_runs_killed_at_any_moment_lose_nothing_that_was_acknowledged(
    study: Path, runs: Runs, times: int, extent: Extent
) -> None:
    chance = random.Random(SEED)
    acknowledged: list[str] = []
    killed = 0
    # The first run of all loads what the later ones find loaded: the second tells how long one lasts.
    for round_ in range(2):
        speeches(study, round_)
        started = time.perf_counter()
        code, told = runs.run(study, extent)
        assert code == 0
        acknowledged += told
        lasting = time.perf_counter() - started
    for round_ in range(2, times + 2):
        speeches(study, round_)
        code, told = runs.run(study, extent, chance.uniform(0, lasting))
        killed += code == -signal.SIGKILL
        acknowledged += told
        kept = hashes(study)
        # What was killed between its record and its word may have been kept, never the other way round.
        assert [each for each in kept if each in set(acknowledged)] == acknowledged
        assert verify(study / FOLDER) == ()
    code, told = runs.run(study, extent)
    assert code == 0
    assert hashes(study)[-len(told) :] == told
    assert verify(study / FOLDER) == ()
    with Ledger.read(study / FOLDER) as ledger:
        read = [event.subject for event in ledger.events("document.imported")]
    assert sorted(read) == sorted(set(read)), "no document was read twice once it was recorded"
    assert len(read) == 3 + NEW_DOCUMENTS * (times + 2)
    assert killed > times // 2


def refused(runs: Runs, study: Path, errors: Path, largest: int | None = None) -> str:
    """What a run says that the disk refuses; it fails in words, and leaves a ledger that is whole."""
    code, _ = runs.run(study, "report", largest=largest, errors=errors)
    told = errors.read_text("utf-8")
    assert (code, "Traceback" in told) == (1, False)
    problems = verify(study / FOLDER)
    assert all("there is no ledger here" in problem.what for problem in problems)
    return told


@pytest.mark.parametrize("largest", [2_000, 30_000, 150_000])
def test_a_file_that_may_not_grow_is_told_and_the_next_run_goes_on(
    study: Path, runs: Runs, tmp_path: Path, largest: int
) -> None:
    for round_ in range(4):
        speeches(study, round_)
    told = refused(runs, study, tmp_path / "errors", largest)
    assert str(study / FOLDER) in told or "File too large" in told
    assert runs.run(study, "coding")[0] == 0
    assert verify(study / FOLDER) == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of six megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("only the superuser can make a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("room", [0, 40_000, 200_000, 600_000])
def test_a_full_disk_is_told_and_the_next_run_goes_on(
    study: Path, small_disk: Path, runs: Runs, tmp_path: Path, room: int
) -> None:
    for round_ in range(4):
        speeches(study, round_)
    there = small_disk / "study"
    shutil.copytree(study, there)
    free = shutil.disk_usage(small_disk).free
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(max(0, free - room)))
    told = refused(runs, there, tmp_path / "errors")
    assert any(said in told for said in ("No space left on device", "the disk is full", "is the disk full?"))
    ballast.unlink()
    assert runs.run(there, "coding")[0] == 0
    assert verify(there / FOLDER) == ()


def test_a_flipped_byte_anywhere_in_the_record_of_a_study_is_named(study: Path, runs: Runs) -> None:
    speeches(study, 0)
    assert runs.run(study, "coding")[0] == 0
    record = study / FOLDER
    assert verify(record) == ()
    # A cache is made again; what SQLite notes beside an open file holds nothing once it is closed.
    kept = (path for path in record.rglob("*") if path.is_file() and "cache" not in path.parts)
    for path in sorted(path for path in kept if not path.name.endswith("-shm")):
        whole = path.read_bytes()
        # An object is one digest, to which each of its bytes is like the others; a database has pages of many kinds.
        among = 2 if "objects" in path.parts else 25
        positions = range(0, len(whole), 1 + len(whole) // among)
        for position in (*positions, *({len(whole) - 1} if whole else ())):
            path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
            problems = verify(record)
            assert any(path.name in problem.place for problem in problems) or (
                path.name == "ledger.seal" and problems
            ), f"{path.name} at byte {position}"
        path.write_bytes(whole)
    assert verify(record) == ()
