"""Where a coder's keys and words come from: a terminal, key by key, or lines of a file, one answer each."""

from __future__ import annotations

import contextlib
import os
import select
import sys
from typing import Protocol, TextIO

from rich.console import Console
from typer import getchar

from counterpoise.errors import Problem
from counterpoise.wording import several

__all__ = ["QUIT", "Keyboard", "Lines", "Terminal", "keyboard_of", "pressed"]

QUIT = "q"
"""The key by which a coder leaves, and what the end of a file stands for."""

_NAMED_KEYS = {"\r": "\n", "\x1b[C": "n", "\x1b[D": "b", "\x1b[A": "k", "\x1b[B": "j", "\x04": QUIT}


_ESCAPE, _CTRL_C = b"\x1b", b"\x03"
_PAUSE = 0.05
"""Seconds within which the rest of an escape sequence comes."""


class Keyboard(Protocol):
    """A coder's input."""

    @property
    def place(self) -> str | None:
        """Where a script is read at; None for a person, who sees what could not be done and answers otherwise."""

    def key(self, prompt: str) -> str:
        """One key; the key to quit at the end of the input."""

    def line(self, prompt: str) -> str:
        """A line of words without outer blanks; empty at the end of the input."""

    def unasked(self) -> Problem | None:
        """What a script holds beyond the last question, up to a key to quit: its first line, and how many there are."""


class Lines:
    """Lines of a stream: a line is one key, a number is one key too, and an empty line is Enter.

    A line of several characters is no key: it was meant as the answer to a question that was not asked.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._read = stream, 0

    @property
    def place(self) -> str:
        """The line that was read last, from 1."""
        return f"standard input, line {self._read}"

    def key(self, prompt: str) -> str:
        """The key that the next line holds."""
        del prompt
        told = self._stream.readline()
        if not told:
            return QUIT
        self._read += 1
        return told.strip() or "\n"

    def line(self, prompt: str) -> str:
        """The next line."""
        del prompt
        told = self._stream.readline()
        self._read += bool(told)
        return told.strip()

    def unasked(self) -> Problem | None:
        """What stands in the lines that are left. Blank ones, and what follows a key to quit, were meant for nothing."""
        first: tuple[str, str] | None = None
        more = 0
        while (key := self.key("")) != QUIT:
            if first is not None:
                more += key != "\n"
            elif key != "\n":
                first = self.place, key
        if first is None:
            return None
        place, key = first
        beyond = f", and {several(more, 'more line')} after it" if more else ""
        return Problem(
            place, f"{key!r} is meant for nothing: no passage was left{beyond}; nothing came of it"
        )


class Terminal:
    """A terminal: keys are taken as they are pressed, words are typed with Enter at their end."""

    place = None

    def __init__(self, console: Console) -> None:
        self._console = console
        with contextlib.suppress(ImportError):  # the cursor moves within a line that is typed
            import readline  # noqa: F401

    def key(self, prompt: str) -> str:
        """The key that is pressed. Raises KeyboardInterrupt for Ctrl-C."""
        self._console.print(prompt, style="bold", end=" ", markup=False, highlight=False)
        self._console.file.flush()
        typed = pressed(sys.stdin.fileno())
        self._console.print()
        return _NAMED_KEYS.get(typed, typed[:1])

    def line(self, prompt: str) -> str:
        """What is typed. Raises KeyboardInterrupt for Ctrl-C, on a line that is ended."""
        try:
            return input(f"{prompt} ").strip()
        except EOFError:
            return ""
        except KeyboardInterrupt:
            self._console.print()
            self._console.file.flush()
            raise

    def unasked(self) -> None:
        """A person sees that nothing is asked any more."""


def pressed(terminal: int) -> str:
    """The next key of a terminal by its file descriptor; an arrow is its escape sequence, Ctrl-C raises KeyboardInterrupt.

    Keys that were pressed before they are asked for are kept, and so are those after.
    """
    try:
        import termios
    except ImportError:  # no POSIX system
        return str(getchar())
    before = termios.tcgetattr(terminal)
    try:
        mode = termios.tcgetattr(terminal)
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        termios.tcsetattr(terminal, termios.TCSANOW, mode)
        key = os.read(terminal, 1)
        if key == _ESCAPE:
            while len(key) < 3 and select.select([terminal], [], [], _PAUSE)[0]:
                key += os.read(terminal, 1)
        # The first byte of a character in UTF-8 tells how many follow.
        follow = sum(key[:1] >= first for first in (b"\xc0", b"\xe0", b"\xf0"))
        for _ in range(follow):
            key += os.read(terminal, 1)
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
    if key == _CTRL_C:
        raise KeyboardInterrupt
    return key.decode("utf-8", "replace") or QUIT


def keyboard_of(console: Console) -> Keyboard:
    """The terminal where there is one, or else the lines of standard input."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return Terminal(console)
    return Lines(sys.stdin)
