"""Patience: what a coder means to record while another process writes is kept, and tried again as often as is wished."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rich.console import Console

from counterpoise.ledger.writer import OtherWriterError
from counterpoise.review.entry import NothingMeant
from counterpoise.review.keyboard import QUIT, Keyboard

__all__ = ["persevere"]

_Of = TypeVar("_Of")

_LET_GO = "x"


def persevere(record: Callable[[], _Of], keyboard: Keyboard, console: Console) -> _Of:
    """Record something, again where a person asks for it after another process has written for long.

    Raises NothingMeant where the person lets it go, and OtherWriterError where a script, which cannot be asked, would
    have to wait.
    """
    while True:
        try:
            return record()
        except OtherWriterError as error:
            if keyboard.place is not None:
                raise
            told = "\n".join(str(problem) for problem in error.problems)
            console.print(f"{told}. Your answer is kept", markup=False, highlight=False)
        while (key := keyboard.key(f"Enter tries again, {_LET_GO} lets it go:")) not in {"\n", " "}:
            if key in {_LET_GO, QUIT}:
                raise NothingMeant
