import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator

import pytest

from counterpoise import cores
from counterpoise.cores import FEWEST, Copies

HERE = os.getpid()
TASKS = [f"task {number}" for number in range(4 * FEWEST)]
EXPECTED = [(task, [task.upper(), str(len(task))]) for task in TASKS]


def solve(task: str) -> Iterator[str]:
    yield task.upper()
    yield str(len(task))


def pack(results: Iterable[str]) -> bytes:
    return "|".join(results).encode()


def unpack(_task: str, packed: bytes) -> Iterator[str]:
    yield from packed.decode().split("|")


def in_full(copies: Copies[str, str]) -> list[tuple[str, list[str]]]:
    with copies:
        return [(task, list(results)) for task, results in copies.results()]


def no_process_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("count", [0, 1, 3])
def test_results_are_the_same_and_in_order_whatever_the_number_of_copies(count: int) -> None:
    assert in_full(Copies(TASKS, solve, pack, unpack, count)) == EXPECTED
    assert no_process_is_left()


def test_a_copy_does_some_of_the_tasks() -> None:
    def told(_task: str) -> Iterator[str]:
        # Long enough for a copy to begin.
        time.sleep(0.02)
        yield str(os.getpid())

    found = in_full(Copies(TASKS, told, pack, unpack, 1))
    assert [task for task, _ in found] == TASKS
    who = {name for _, (name,) in found}
    assert len(who) == 2
    assert str(HERE) in who


def test_few_tasks_are_done_here() -> None:
    copies = Copies(TASKS[: FEWEST - 1], solve, pack, unpack, 1)
    with copies:
        assert no_process_is_left()
        assert [list(results) for _, results in copies.results()] == [
            told for _, told in EXPECTED[: FEWEST - 1]
        ]
    assert in_full(Copies([], solve, pack, unpack, 1)) == []


def killed(task: str) -> Iterator[str]:
    if os.getpid() != HERE and task == "task 3":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.002)
    return solve(task)


def at_fault(task: str) -> Iterator[str]:
    if os.getpid() != HERE:
        raise RuntimeError("a copy fails")
    return solve(task)


def hanging(task: str) -> Iterator[str]:
    while os.getpid() != HERE:
        time.sleep(1)
    return solve(task)


@pytest.mark.parametrize("fault", [killed, at_fault, hanging])
def test_what_a_copy_does_not_answer_is_done_here(fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_PATIENCE", 0.05)
    assert in_full(Copies(TASKS, fault, pack, unpack, 2)) == EXPECTED
    assert no_process_is_left()


def test_a_fault_is_raised_here_and_leaves_no_process() -> None:
    def wrong(task: str) -> Iterator[str]:
        if task == "task 9":
            raise LookupError(task)
        return solve(task)

    with pytest.raises(LookupError, match="task 9"):
        in_full(Copies(TASKS, wrong, pack, unpack, 2))
    assert no_process_is_left()


def test_who_stops_asking_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_PATIENCE", 0.05)
    with Copies(TASKS, hanging, pack, unpack, 2) as copies:
        next(copies.results())
    assert no_process_is_left()


@pytest.mark.filterwarnings("error")
def test_copies_are_made_beside_other_threads_without_a_warning() -> None:
    found: list[list[tuple[str, list[str]]]] = []
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    asking = threading.Thread(target=lambda: found.append(in_full(Copies(TASKS, solve, pack, unpack, 2))))
    asking.start()
    asking.join()
    done.set()
    other.join()
    assert found == [EXPECTED]


def test_a_machine_without_room_for_another_process_does_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", refused)
    assert in_full(Copies(TASKS, solve, pack, unpack, 2)) == EXPECTED


def test_one_core_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 1)
    with Copies(TASKS, solve, pack, unpack) as copies:
        assert no_process_is_left()
        assert [(task, list(results)) for task, results in copies.results()] == EXPECTED
