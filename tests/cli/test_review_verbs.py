import json
import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from counterpoise.coding.decided import human_codings
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.projections import present
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER
from tests.commands import COUNTERPOISE, call

ENVIRONMENT = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "200"}


def scripted(study: Path, keys: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Call a verb with keys on its standard input."""
    return call(study, *words, keys=keys)


def said(study: Path) -> list[tuple[str, str, str]]:
    with Ledger.read(study / FOLDER) as ledger:
        return [(each.coder, each.coding.code, each.coding.status) for each in human_codings(present(ledger))]


def test_a_script_codes_as_a_person_does(coded):
    done = scripted(coded, "a\nr\nn\nq\n", "code", "--coder", "Amina", "--document", "South Asia")
    assert done.returncode == 0, done.stderr
    assert said(coded) == [("Amina", "trade", "accepted"), ("Amina", "defence_cooperation", "rejected")]
    assert done.stdout.rstrip().endswith("3 actions recorded, 0 undone; 1 passage of 2 still to go through.")
    again = json.loads(scripted(coded, "", "code", "--coder", "Amina", "--json").stdout)
    assert (again["passages"], again["left"], again["recorded"], again["blind"]) == (4, 4, 0, False)
    assert verify(coded / FOLDER) == ()
    run = call(coded, "run", "--json")
    assert json.loads(run.stdout)["changed"]


def test_answers_after_the_last_passage_fail_and_lose_nothing(coded):
    done = scripted(coded, "a\nn\nn\na\n", "code", "--coder", "Amina", "--document", "South Asia")
    assert done.returncode == 1
    assert "standard input, line 4: 'a' is meant for nothing: no passage was left" in done.stderr
    assert "3 actions recorded, 0 undone; 0 passages of 2 still to go through." in done.stdout
    assert said(coded) == [("Amina", "trade", "accepted")]


def test_the_variant_of_the_study_decides_whether_coders_work_blind(coded):
    scripted(coded, "m\np\nlook here\n", "code", "--coder", "Bilal")
    study = coded / "study.yaml"
    before = study.read_text("utf-8")
    for variant, option, blind in (
        ("coding reliability", None, True),
        ("coding reliability", "--open", False),
        ("reflexive", None, False),
    ):
        study.write_text(f"{before}coding: {{variant: {variant}}}\n", "utf-8")
        done = scripted(coded, "", "code", "--coder", "Amina", *([option] if option else []))
        assert ("look here" not in done.stdout) is blind


def test_coders_are_assigned_passages_code_them_apart_and_are_adjudicated(coded):
    done = call(coded, "assign", "Amina", "Bilal", "--share", "0.5", "--by", "kind", "--by", "coded")
    assert "1  report / not coded" in done.stdout
    given = json.loads(call(coded, "assign", "--json").stdout)["coders"]
    assert given[0]["assigned"] == given[1]["assigned"] > 2
    words = ("--only", "assigned", "--without-suggestions", "--blind")
    scripted(coded, "+\nenergy\na\n\n\n\n" + "n\n" * 9, "code", "--coder", "Amina", *words)
    scripted(coded, "n\n" * 9, "code", "--coder", "Bilal", *words)
    told = call(coded, "assign").stdout.splitlines()
    whole = f"{given[0]['assigned']} of {given[0]['assigned']} passages gone through"
    assert told == [f"Amina: {whole}", f"Bilal: {whole}"]
    assert "energy (a, none): yes Amina; no Bilal" in call(coded, "adjudicate").stdout
    (parted,) = json.loads(call(coded, "adjudicate", "--json").stdout)["disagreements"]
    assert parted["coders"] == ["Amina", "Bilal"]
    assert parted["partings"][0]["found"] == ["Amina"]
    done = scripted(coded, "a\n", "adjudicate", "--coder", "Carla")
    assert done.stdout.rstrip().endswith("1 settled, 0 undone; 0 left.")
    assert said(coded) == [("Amina", "energy", "accepted"), ("Carla", "energy", "accepted")]
    assert verify(coded / FOLDER) == ()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("code",), 2, "--coder"),
        (("code", "--coder", " "), 2, "holds no letter or number"),
        (("code", "--coder", "lexicon/2"), 2, "marks the coders that are machines"),
        (("code", "--coder", "A", "--code", "trad_e"), 2, "did you mean 'trade'"),
        (("code", "--coder", "A", "--document", "nowhere"), 2, "no document has this id"),
        (("code", "--coder", "A", "--only", "some"), 2, "assigned"),
        (("assign", "--undo", "why"), 1, "nothing was assigned"),
        (("assign", "A", "B", "--undo", "why"), 2, "either draws passages"),
        (("assign", "A", "--share", "0.2"), 2, "agreement is between two or more"),
        (("assign", "A", "B", "--by", "kinds"), 2, "did you mean 'kind'"),
        (("assign", "A", "B", "--share", "2"), 2, "share: is 2"),
        (("adjudicate", "--coder", ""), 2, "holds no letter or number"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_nothing_is_recorded(coded, words, code, told):
    with Ledger.read(coded / FOLDER) as ledger:
        head = ledger.head()
    done = call(coded, *words)
    assert done.returncode == code
    assert told in done.stderr
    with Ledger.read(coded / FOLDER) as ledger:
        assert ledger.head() == head


def test_a_study_that_was_never_run_says_so(study):
    for words in (("code", "--coder", "Amina"), ("assign",), ("adjudicate",), ("codebook", "show")):
        done = call(study, *words)
        assert done.returncode == 1
        assert "no run has read and coded documents yet; `counterpoise run` does" in done.stderr


def open_script(study: Path, coder: str) -> subprocess.Popen[str]:
    """A coder's process whose keys are typed as the test goes on."""
    return subprocess.Popen(
        [COUNTERPOISE, "code", "--coder", coder, "--study", study],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
        env=ENVIRONMENT,
    )


def type_key(coder: subprocess.Popen[str], key: str, until: str) -> str:
    """Type a key and read on to the line that tells what came of it."""
    coder.stdin.write(f"{key}\n")
    coder.stdin.flush()
    return read_until(coder, until)


def read_until(coder: subprocess.Popen[str], until: str) -> str:
    """Read on to the line that begins so."""
    while not (line := coder.stdout.readline()).startswith(until):
        assert line, f"ended before it said {until!r}"
    return line


def test_a_coder_who_is_killed_loses_nothing_that_was_acknowledged(coded):
    acknowledged = []
    for round_ in range(3):
        with open_script(coded, f"Coder {round_}") as coder:
            for key, until in (("a", "accepted "), ("r", "rejected "), ("n", "gone through"))[: round_ + 1]:
                type_key(coder, key, until)
                acknowledged.append((f"Coder {round_}", until.strip()))
            coder.send_signal(signal.SIGKILL)
            assert coder.wait() == -signal.SIGKILL
        with Ledger.read(coded / FOLDER) as ledger:
            kept = [
                (event.who, event.body["told"].split(" ")[0])
                for event in ledger.events()
                if "action" in event.body
            ]
        assert [(who, what.replace("went", "gone")) for who, what in kept] == [
            (who, what.split(" ")[0]) for who, what in acknowledged
        ]
        assert verify(coded / FOLDER) == ()
    undone = scripted(coded, "u\nu\n", "code", "--coder", "Coder 1")
    assert "undone: rejected defence_cooperation" in undone.stdout
    assert "undone: accepted trade" in undone.stdout


def test_two_coders_code_at_once_and_neither_loses_anything(coded):
    keys = "a" + "ru" * 6 + "r"
    with open_script(coded, "Amina") as amina, open_script(coded, "Bilal") as bilal:
        type_key(amina, "r", "rejected ")
        type_key(bilal, "a", "accepted ")
        type_key(amina, "u", "undone: rejected trade")
        type_key(bilal, "u", "undone: accepted trade")
        for coder in (amina, bilal):  # both write as fast as they can
            coder.stdin.write("".join(f"{key}\n" for key in keys))
            coder.stdin.flush()
        for coder in (amina, bilal):
            for key in keys:
                read_until(coder, {"a": "accepted ", "r": "rejected ", "u": "undone: "}[key])
        call(coded, "codebook", "rename", "trade", "commerce")
        coder.stdin.write("n\n")
        coder.stdin.close()
        assert coder.wait() == 1
        assert "trade is called commerce; look at the passage again" in coder.stdout.read()
        amina.stdin.close()
        assert amina.wait() == 0
    expected = [("trade", "accepted"), ("defence_cooperation", "rejected")]
    for name in ("Amina", "Bilal"):
        assert [(code, status) for coder, code, status in said(coded) if coder == name] == expected
    with Ledger.read(coded / FOLDER) as ledger:
        acts = [event.who for event in ledger.events() if "action" in event.body]
    assert (acts.count("Amina"), acts.count("Bilal")) == (len(keys) + 2, len(keys) + 2)
    assert verify(coded / FOLDER) == ()


@pytest.mark.skipif(os.name != "posix", reason="there are pseudo terminals on POSIX systems only")
def test_in_a_terminal_keys_are_taken_as_they_are_pressed_and_ctrl_c_keeps_what_was_done(coded):
    child, terminal = pty.fork()
    if child == 0:
        os.execve(
            COUNTERPOISE, [str(COUNTERPOISE), "code", "--coder", "Amina", "--study", str(coded)], ENVIRONMENT
        )
    seen = b""

    def until(words: bytes) -> None:
        nonlocal seen
        limit = time.monotonic() + 120
        while words not in seen:
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 65536)
            assert time.monotonic() < limit, seen
        seen = seen.partition(words)[2]

    try:
        until(b"q:")
        os.write(terminal, b"a")
        until(b"accepted trade (a, strengthens)")
        until(b"q:")
        os.write(terminal, b"m")
        until(b"(p)assage")
        os.write(terminal, b"p\r")
        until(b"Memo:")
        os.write(terminal, b"look here\r")
        until(b"memo on the passage")
        until(b"q:")
        os.write(terminal, b"\x03")
        until(b"Everything that was confirmed is recorded.")
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 130
    assert said(coded) == [("Amina", "trade", "accepted")]
    assert verify(coded / FOLDER) == ()
