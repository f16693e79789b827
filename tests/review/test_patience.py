import io

import pytest
from rich.console import Console

from counterpoise.errors import Problem
from counterpoise.ledger.writer import OtherWriterError
from counterpoise.review.entry import NothingMeant
from counterpoise.review.keyboard import Lines
from counterpoise.review.patience import persevere


class Pressed(Lines):
    """Keys of a person, who can be asked."""

    place = None  # type: ignore[assignment]


def persevered(failures: int, *keys: str, keyboard=Pressed):
    console = Console(file=io.StringIO(), width=200)
    attempts = []

    def record() -> str:
        attempts.append("tried")
        if len(attempts) <= failures:
            raise OtherWriterError(Problem("ledger", "Bilal is writing"))
        return "recorded"

    stream = io.StringIO("".join(f"{key}\n" for key in keys))
    try:
        done = persevere(record, keyboard(stream), console)
    except NothingMeant:
        done = "let go"
    return done, len(attempts), console.file.getvalue()


@pytest.mark.parametrize(
    ("failures", "keys", "done", "attempts"),
    [
        (0, (), "recorded", 1),
        (2, ("", "a", ""), "recorded", 3),
        (2, ("", "x"), "let go", 2),
        (1, ("q",), "let go", 1),
        (1, (), "let go", 1),
    ],
)
def test_an_answer_is_kept_until_it_is_recorded_or_let_go(failures, keys, done, attempts):
    told, tried, shown = persevered(failures, *keys)
    assert (told, tried) == (done, attempts)
    assert shown.count("ledger: Bilal is writing. Your answer is kept") == min(failures, attempts)


def test_a_script_cannot_be_asked_and_ends():
    with pytest.raises(OtherWriterError):
        persevered(1, "", keyboard=Lines)
