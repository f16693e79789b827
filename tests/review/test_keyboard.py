import io
import os
import sys
import threading
from types import SimpleNamespace

import pytest
from rich.console import Console

from counterpoise.review import keyboard
from counterpoise.review.keyboard import QUIT, Lines, Terminal, keyboard_of, pressed


def silent() -> Console:
    return Console(file=io.StringIO())


def test_a_line_is_a_key_a_number_or_words():
    lines = Lines(io.StringIO("a\n12\n\n  because of it \nno key\nq"))
    assert [lines.key(""), lines.key(""), lines.key("")] == ["a", "12", "\n"]
    assert lines.line("Why?") == "because of it"
    assert (lines.key(""), lines.place) == ("no key", "standard input, line 5")
    assert lines.key("") == "q"


def test_the_end_of_the_input_is_to_quit_and_an_empty_answer():
    lines = Lines(io.StringIO(""))
    assert (lines.key(""), lines.line("")) == (QUIT, "")


def test_what_a_script_holds_beyond_the_last_question_is_told_up_to_a_key_to_quit():
    for rest in ("", "\n\n", "q\na\n"):
        assert Lines(io.StringIO(rest)).unasked() is None
    lines = Lines(io.StringIO("n\n\na\nq\nr\n"))
    assert lines.key("") == "n"
    assert str(lines.unasked()) == (
        "standard input, line 3: 'a' is meant for nothing: no passage was left; nothing came of it"
    )
    assert Terminal(silent()).unasked() is None


def test_what_is_no_terminal_is_read_by_lines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n"))
    assert keyboard_of(silent()).key("") == "a"


@pytest.mark.parametrize(
    ("typed", "key"), [("a", "a"), ("\r", "\n"), ("\x1b[C", "n"), ("\x1b[A", "k"), ("\x04", QUIT)]
)
def test_arrows_are_names_of_keys(monkeypatch: pytest.MonkeyPatch, typed, key):
    monkeypatch.setattr(keyboard, "pressed", lambda _: typed)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: 0))
    assert Terminal(silent()).key("?") == key


@pytest.mark.skipif(os.name != "posix", reason="there are pseudo terminals on POSIX systems only")
def test_keys_pressed_ahead_of_the_question_are_kept_one_by_one():
    coder, terminal = os.openpty()
    try:
        os.write(coder, "añ日\x1b[A".encode())
        os.write(coder, b"\n2")
        assert [pressed(terminal) for _ in range(6)] == ["a", "ñ", "日", "\x1b[A", "\n", "2"]
        reading = threading.Timer(0.2, os.write, (coder, b"\x03"))
        reading.start()
        with pytest.raises(KeyboardInterrupt):
            pressed(terminal)
    finally:
        os.close(coder)
        os.close(terminal)


def test_words_typed_end_with_enter_or_the_end_of_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("builtins.input", lambda _: "  why not ")
    assert Terminal(silent()).line("Why?") == "why not"

    def ended(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    assert Terminal(silent()).line("Why?") == ""


def test_ctrl_c_at_a_typed_answer_ends_the_line(monkeypatch: pytest.MonkeyPatch):
    def stopped(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", stopped)
    console = silent()
    with pytest.raises(KeyboardInterrupt):
        Terminal(console).line("Why?")
    assert console.file.getvalue() == "\n"
