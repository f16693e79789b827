"""What a key costs a coder in a study with 10,000 human codings, with reading everything anew after each key beside it.

    python benchmarks/coding_keys.py SHARED

Passages are those of real speeches of the General Debate, which a machine is made to code with one of twelve codes each. Two
coders have coded 10,000 of them before, in a ledger on the disk, when a third accepts suggestions and goes on, key by key,
with each passage drawn, and gives the ledger back to the others after each key. Printed is the CPU time a key of both ways, the longest key, the first undo, which reads the coder's
own events, and the next; both ways must have recorded the same.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from general_debate import speeches
from rich.console import Console

from counterpoise.coding.decided import added, human_codings, reviewed
from counterpoise.documents.passages import passages
from counterpoise.evidence import Coding
from counterpoise.review.codebook import CodebookVersion, CodeEntry
from counterpoise.review.desk import Desk
from counterpoise.review.dialogue import Dialogue
from counterpoise.review.frame import Frame
from counterpoise.review.judged import Judged
from counterpoise.review.keyboard import Lines
from counterpoise.workspace import Workspace, open_workspace

CODINGS, CODES, DOCUMENTS, MILLISECONDS = 10_000, 12, 400, 50


class ReplayingDesk(Desk):
    """A desk that reads everything anew whenever it is asked what anybody said after something was recorded."""

    def do(self, *actions):  # type: ignore[no-untyped-def]
        """Record, and forget what was read."""
        self._read = self._own = None
        done = super().do(*actions)
        self._read = self._own = None
        self._said_of.clear()
        return done


class Timed(Lines):
    """The keys of a script, with the CPU time from each to the next."""

    def __init__(self, keys: str) -> None:
        super().__init__(StringIO("\n".join(keys) + "\n"))
        self.seconds: list[float] = []
        self._since = time.process_time()

    def key(self, prompt: str) -> str:
        """The next key."""
        self.seconds.append(time.process_time() - self._since)
        self._since = time.process_time()
        return super().key(prompt)


def frame_of_speeches(shared: Path) -> Frame:
    """Speeches with a suggestion on each passage."""
    documents = {each.id: each for each in islice(speeches(shared), DOCUMENTS)}
    units = [unit for each in documents.values() for unit in passages(each)]
    codes = {f"code_{n}": CodeEntry(f"code_{n}", f"code_{n}", "A code.", "group") for n in range(CODES)}
    suggested = {
        unit.id: (Coding(unit.id, f"code_{n % CODES}", "a", "none", "lexicon/1", 0.5, "said"),)
        for n, unit in enumerate(units)
    }
    return Frame(documents, {unit.id: unit for unit in units}, suggested, CodebookVersion(1, codes))


def code_before(workspace: Workspace, frame: Frame) -> None:
    """Two coders code the first passages, and go through them."""
    units = list(islice(frame.passages.values(), CODINGS // 2))
    for coder in ("Amina", "Bilal"):
        told = [Coding(unit.id, "code_0", "a", "none", coder, 1.0, "because") for unit in units]
        workspace.record(
            [added(workspace.now, unit, each) for unit, each in zip(units, told, strict=True)], coder
        )
        workspace.record([reviewed(unit, coder) for unit in units], coder)


def sitting(frame: Frame, kind: type[Desk], keys: str) -> tuple[list[float], list[float], Judged]:
    """The CPU seconds of each key, of two undos, and what was said in the end."""
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as workspace:
        code_before(workspace, frame)
        workspace.rest()
        desk = kind(workspace, frame, "Carla")
        units = list(frame.passages.values())[: len(keys)]
        timed = Timed(keys)
        desk.judged  # noqa: B018 - what is said so far is read once when a sitting begins
        Dialogue(desk, units, timed, Console(file=StringIO(), width=100)).run()
        assert len(human_codings(workspace.now)) == CODINGS + keys.count("a")
        said = desk.judged
        undone = list(_undos(desk))
        return timed.seconds[1:], undone, said


def _undos(desk: Desk) -> Iterator[float]:
    for _ in range(2):
        began = time.process_time()
        desk.undo()
        yield time.process_time() - began


def main() -> None:
    """Measure both ways and print."""
    frame = frame_of_speeches(Path(sys.argv[1]))
    quick, undone, said = sitting(frame, Desk, "an" * 50)
    naive, _, same = sitting(frame, ReplayingDesk, "an" * 5)
    assert said.codings[: CODINGS + 5] == same.codings[: CODINGS + 5]
    key, peer = sum(quick) / len(quick), sum(naive) / len(naive)
    print(f"{CODINGS:,} human codings, {len(frame.passages):,} passages of {len(frame.documents)} speeches")
    print(f"a key            {1000 * key:8.1f} ms CPU, the longest {1000 * max(quick):.1f} ms")
    print(f"all read anew    {1000 * peer:8.1f} ms CPU a key, {peer / key:.0f} times as much")
    print(f"the first undo   {1000 * undone[0]:8.1f} ms, the next {1000 * undone[1]:.1f} ms")
    if 1000 * key > MILLISECONDS:
        sys.exit(f"a key takes more than {MILLISECONDS} ms")


if __name__ == "__main__":
    main()
