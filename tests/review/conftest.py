"""A study in miniature that was coded once, and desks of coders in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from counterpoise.evidence import Passage
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.review.codebook import codebook_now
from counterpoise.review.desk import Desk
from counterpoise.review.frame import frame_of, held
from counterpoise.review.themes import ThemeEntry, themes_now
from counterpoise.study import read_study
from counterpoise.theory.elements import Theory
from counterpoise.workspace import Workspace, open_workspace
from tests.coded_study import coded_study

At = Callable[..., Desk]


@pytest.fixture(scope="session")
def already_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in miniature, read and coded; it is copied and never changed."""
    return coded_study(tmp_path_factory.mktemp("coded") / "study", report=False)


@pytest.fixture
def coded(tmp_path: Path, already_run: Path) -> Path:
    """A copy of the study in miniature, read and coded."""
    return Path(shutil.copytree(already_run, tmp_path / "study"))


@pytest.fixture
def workspace(coded: Path) -> Iterator[Workspace]:
    """The open workspace of the study."""
    with ExitStack() as stack:
        yield stack.enter_context(open_workspace(coded))


@pytest.fixture
def at(coded: Path, workspace: Workspace) -> At:
    """Makes the desk of a coder in the study."""

    def desk(coder: str, *, blind: bool = False) -> Desk:
        study = read_study(coded)
        return Desk(workspace, frame_of(study, workspace, held(study)), coder, blind=blind)

    return desk


@pytest.fixture
def amina(at: At) -> Desk:
    """The desk of Amina."""
    return at("Amina")


@pytest.fixture
def trade(amina: Desk) -> Passage:
    """The passage of Washington's speech on trade and arms: trade and defence are suggested there, and a link."""
    return next(each for each in amina.frame.passages.values() if "expand their trade year" in each.quotation)


@pytest.fixture
def theory(coded: Path) -> Theory:
    """The theory of the study."""
    return read_study(coded).theory


@pytest.fixture
def change(workspace: Workspace, theory: Theory) -> Callable[..., tuple[Event, ...]]:
    """Makes a change of the codebook and records it."""

    def changed(what: Callable[..., Sequence[NewEvent]], *told: object) -> tuple[Event, ...]:
        return workspace.record(what(workspace.now, codebook_now(theory, workspace.now), *told))

    return changed


@pytest.fixture
def decide(workspace: Workspace, theory: Theory) -> Callable[..., ThemeEntry]:
    """Records a decision on a theme and gives the theme as it is then."""

    def decided(
        make: Callable[..., NewEvent], *said: object, codebook: bool = False, **more: object
    ) -> ThemeEntry:
        known = codebook_now(theory, workspace.now)
        entries = themes_now(theory, known, workspace.now)
        event = make(workspace.now, entries, *((known,) if codebook else ()), *said, **more)
        workspace.record([event])
        now = themes_now(theory, known, workspace.now)
        return next(each for each in now if each.id == event.subject)

    return decided
