import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpoise.documents import worker_process, workers
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import document_of
from counterpoise.documents.limits import IN_PROCESS
from counterpoise.documents.workers import File, Limits, StoppedError, Workers
from counterpoise.errors import CounterpoiseError

REPORT = Declaration("report", origin="NOR", title="Declared")

MISCHIEF = """
import ctypes, os, signal, sys, time
from counterpoise.documents import intake, worker_process

def document_of(content, place, declaration, keep):
    word = content.removeprefix(b"{\\\\rtf1 ").partition(b" ")[0]
    if word == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == b"leave":
        os._exit(7)
    if word == b"sleep":
        time.sleep(600)
    if word == b"spin":
        while True:
            pass
    if word == b"hoard":
        held = []
        while True:
            held.append(bytearray(2**24))
    if word == b"fault":
        raise TypeError("a fault of the reader")
    if word == b"sully":
        globals()["sullied"] = True
    if word == b"chance" and "sullied" in globals():
        os.kill(os.getpid(), signal.SIGSEGV)
    return intake.document_of(content, place, declaration, keep)

worker_process.document_of = document_of
worker_process.main(*(int(word) for word in sys.argv[1:]))
"""


def rtf(words: str) -> bytes:
    return b"{\\rtf1 " + words.encode() + b"}"


def files(*texts: str) -> list[tuple[str, File]]:
    return [(text, File(rtf(text), f"{text.replace(' ', '-')}.rtf", REPORT)) for text in texts]


@pytest.fixture
def mischief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers whose reader does what the first word of a file asks it to."""
    (tmp_path / "mischief.py").write_text(MISCHIEF)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(workers, "PROGRAM", "mischief")


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to see processes in")


def states() -> dict[int, tuple[str, int]]:
    """The state of every process, and by which it was started."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        found[int(path.parent.name)] = state, int(parent)
    return found


ELSEWHERE: set[int] = set()
"""Processes that tests of something else have started in this one, such as a library's tracker of shared memory."""


def children() -> set[int]:
    return {pid for pid, (_, parent) in states().items() if parent == os.getpid()}


def descendants() -> set[int]:
    """The processes that this one has started for a test and not yet taken leave of."""
    return children() - ELSEWHERE


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    ELSEWHERE.clear()
    ELSEWHERE.update(children())
    yield
    assert descendants() == set()


def test_what_a_worker_reads_equals_what_is_read_here() -> None:
    content = rtf("\\pard\\intbl a\\cell b\\cell\\row\\pard Words of\\u233 ?te.\\par More.")
    with Workers() as pool:
        assert pool.read(File(content, "a.rtf", REPORT)) == document_of(content, "a.rtf", REPORT)


def test_answers_come_in_the_order_of_the_files() -> None:
    names = [f"{number}.{'rtf' if number % 3 else 'txt'}" for number in range(20)]
    asked = [(name, File(rtf(f"words {name}"), name, REPORT)) for name in names]
    asked = [
        (n, File(b"words", n, REPORT) if n.endswith("txt") else None if n == "8.rtf" else f) for n, f in asked
    ]
    with Workers(3) as pool:
        answers = list(pool.read_documents(asked))
        assert len(descendants()) == 3
    assert [name for name, _ in answers] == names
    assert [answer.path for _, answer in answers if isinstance(answer, Document)] == [
        name for name in names if name != "8.rtf"
    ]
    assert answers[8] == ("8.rtf", None)


def test_plain_text_needs_no_worker_unless_it_is_large() -> None:
    with Workers() as pool:
        pool.read(File(b"words", "a.txt", REPORT))
        assert descendants() == set()
        large = File(b"Many words.\n" * (IN_PROCESS // 12 + 1), "a.md", REPORT)
        assert pool.read(large).path == "a.md"
        assert len(descendants()) == 1


def test_a_file_that_is_refused_is_refused_as_it_is_here() -> None:
    with Workers() as pool, pytest.raises(CounterpoiseError, match=r"^a\.docx: is named \.docx but") as told:
        pool.read(File(b"words", "a.docx", REPORT))
    assert not isinstance(told.value, StoppedError)


@pytest.mark.usefixtures("mischief")
@pytest.mark.parametrize(
    ("word", "limits", "said"),
    [
        ("crash", Limits(), r"could not be read: its reader crashed \(SIGSEGV\); the file is damaged"),
        ("leave", Limits(), r"could not be read: its reader crashed \(exit status 7\)"),
        ("sleep", Limits(wall_seconds=2), r"was not read within 2 s, which is the limit"),
        (
            "spin",
            Limits(processor_seconds=1),
            r"was not read within 1 s of processor time, which is the limit",
        ),
        ("hoard", Limits(memory=256 * 2**20), r"needs more than 256 MiB to be read, the limit"),
    ],
)
def test_a_file_that_stops_its_reader_is_refused_and_the_rest_read(
    word: str, limits: Limits, said: str
) -> None:
    if word == "hoard" and sys.platform != "linux":
        pytest.skip("this system limits no memory")
    with Workers(1, limits) as pool:
        (_, before), (_, stopped), (_, after) = pool.read_documents(files("before", f"{word} it", "after"))
        assert isinstance(before, Document)
        assert isinstance(after, Document)
    assert isinstance(stopped, StoppedError)
    (problem,) = stopped.problems
    assert problem.place == f"{word}-it.rtf"
    with pytest.raises(StoppedError, match=said):
        raise stopped


@pytest.mark.usefixtures("mischief")
def test_a_fault_of_a_reader_is_told_and_the_rest_read() -> None:
    with Workers(1) as pool:
        (_, fault), (_, after) = pool.read_documents(files("fault it", "after"))
        assert isinstance(after, Document)
    assert str(fault).startswith(
        "fault-it.rtf: could not be read: its reader failed (TypeError: a fault of the reader)"
    )


@pytest.mark.usefixtures("mischief")
def test_no_file_is_refused_for_what_an_earlier_one_left_behind() -> None:
    with Workers(1) as pool:
        answers = [answer for _, answer in pool.read_documents(files("sully it", "chance it", "after"))]
    assert all(isinstance(answer, Document) for answer in answers)
    with Workers(1) as pool:
        (_, _), (_, refused) = pool.read_documents(files("sully it", "crash it"))
    assert isinstance(refused, StoppedError)


@pytest.mark.usefixtures("mischief")
def test_whoever_stops_asking_waits_for_nobody() -> None:
    begun = time.monotonic()
    with Workers(2) as pool:
        answers = pool.read_documents(files("first", "sleep now", "sleep more", "last"))
        assert next(answers)[0] == "first"
        answers.close()
        assert isinstance(pool.read(files("again")[0][1]), Document)
    assert time.monotonic() - begun < 60


INTERRUPTED = """
    import sys, time
    from counterpoise.documents import workers
    workers.PROGRAM = "mischief"
    sys.path.insert(0, sys.argv[1])
    from counterpoise.documents.document import Declaration
    asked = [(n, workers.File(b"{\\\\rtf1 sleep now}", "a.rtf", Declaration("report"))) for n in range(4)]
    with workers.Workers(2) as pool:
        answers = pool.read_documents(asked)
        hand_out = pool._hand_out
        def told(line):
            hand_out(line)
            print(*(worker._process.pid for worker in pool._workers), flush=True)
        pool._hand_out = told
        next(answers)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interruption_leaves_no_process_behind(tmp_path: Path, how: signal.Signals) -> None:
    (tmp_path / "mischief.py").write_text(MISCHIEF)
    (tmp_path / "ask.py").write_text(textwrap.dedent(INTERRUPTED))
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "ask.py"), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as asking:
        assert asking.stdout is not None
        pids = [int(word) for word in asking.stdout.readline().split()]
        assert len(pids) == 2
        assert all(is_running(pid) for pid in pids)
        asking.send_signal(how)
        asking.wait(timeout=30)
    # A parent that can do nothing more ends its workers by its absence, in the midst of a file.
    patience = time.monotonic() + (3 if how == signal.SIGINT else 10)
    while any(is_running(pid) for pid in pids) and time.monotonic() < patience:
        time.sleep(0.1)
    assert not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    return states().get(pid, ("Z", 0))[0] not in "ZX"


def test_a_worker_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PROGRAM", "counterpoise.no_such_module")
    with Workers() as pool, pytest.raises(RuntimeError, match="no_such_module ended with status 1"):
        pool.read(files("words")[0][1])


def test_nothing_is_imported_from_the_folder_that_the_user_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken from the folder of the study')")
    monkeypatch.chdir(tmp_path)
    with Workers() as pool:
        assert pool.read(files("words")[0][1]).text == "words"


def test_the_program_of_a_worker_is_the_module() -> None:
    assert worker_process.__name__ == workers.PROGRAM
