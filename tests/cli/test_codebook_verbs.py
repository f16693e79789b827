import json
from pathlib import Path

import pytest

from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER
from tests.commands import call


def codes(study: Path) -> dict[str, dict[str, object]]:
    told = json.loads(call(study, "codebook", "show", "--json").stdout)
    return {each["name"]: each for each in told["codes"]} | {
        "version": told["version"],
        "notes": told["notes"],
    }


def accept_first(study: Path, coder: str) -> None:
    done = call(study, "code", "--coder", coder, "--document", "South Asia", keys="a\nn\nq\n")
    assert done.returncode == 0


def test_a_rename_carries_every_coding_over(coded):
    accept_first(coded, "Amina")
    assert codes(coded)["trade"]["by_hand"] == 1
    done = call(coded, "codebook", "rename", "trade", "commerce")
    assert done.stdout == "The codebook is version 2 now.\n"
    found = codes(coded)
    assert found["commerce"]["by_hand"] == 1
    assert found["commerce"]["formerly"] == ["trade"]
    assert found["version"] == 2
    assert "trade" not in found
    assert "commerce (formerly trade), 1 coding by hand: Exports" in call(coded, "codebook", "show").stdout


def test_other_changes_say_who_is_to_go_through_what_again(coded):
    accept_first(coded, "Amina")
    accept_first(coded, "Bilal")
    done = call(
        coded, "codebook", "redefine", "trade", "Goods only.", "--reason", "services are another thing"
    )
    assert "Passages to go through again: Amina 1 and Bilal 1" in done.stdout
    again = call(coded, "code", "--coder", "Amina", "--only", "recoding", "--json", keys="n\n")
    assert again.returncode == 0
    assert json.loads(again.stdout)["passages"] == 1
    into = ("--into", "exports: Sold abroad.", "--into", "imports: Bought abroad.")
    done = call(coded, "codebook", "split", "trade", *into, "--reason", "two directions", "--json")
    assert json.loads(done.stdout) == {"version": 3, "to_go_through_again": {"Amina": 1, "Bilal": 1}}
    assert codes(coded)["notes"] == [
        "code 'trade': the code 'trade' was divided into exports, imports; 2 codings of it are kept"
    ]
    done = call(coded, "codebook", "merge", "exports", "imports", "--into", "energy", "--reason", "a test")
    assert done.returncode == 0
    done = call(coded, "codebook", "create", "arms_sales", "Weapons that are sold.")
    assert codes(coded)["arms_sales"]["in_theory"] is None
    assert codes(coded)["version"] == 5
    assert verify(coded / FOLDER) == ()


def test_a_code_that_the_theory_file_renamed_is_led_over(coded):
    accept_first(coded, "Amina")
    theory = coded / "theory.yaml"
    theory.write_text(theory.read_text("utf-8").replace("trade", "trades"), "utf-8")
    assert call(coded, "run").returncode == 0
    found = codes(coded)
    assert found["trades"]["by_hand"] == 0
    assert "`counterpoise codebook rename trade trades` leads what was coded over" in found["notes"][0]
    assert call(coded, "codebook", "rename", "trade", "trades").returncode == 0
    found = codes(coded)
    assert (found["trades"]["by_hand"], found["notes"]) == (1, [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rename", "trad", "commerce"), "did you mean 'trade'"),
        (("rename", "trade", "energy"), "there is such a code already"),
        (("create", "trade", "x"), "there is such a code already"),
        (("redefine", "trade", "Goods.", "--reason", " "), "the reason is empty"),
        (("merge", "trade", "--into", "trade", "--reason", "x"), "is merged into itself"),
        (("split", "trade", "--into", "exports: Sold.", "--reason", "x"), "two other codes or more"),
    ],
)
def test_a_change_that_cannot_be_is_told(coded, words, told):
    done = call(coded, "codebook", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert codes(coded)["version"] == 1


def test_a_change_is_undone_by_the_verb_and_its_codings_stay(coded):
    accept_first(coded, "Amina")
    into = ("--into", "exports: Sold abroad.", "--into", "imports: Bought abroad.")
    call(coded, "codebook", "split", "trade", *into, "--reason", "two directions")
    done = call(coded, "codebook", "undo", "--reason", "one was enough")
    assert done.stdout.splitlines() == [
        "Version 2 is undone; the codebook is version 3 now.",
        "exports: no code any more",
        "imports: no code any more",
        "trade: as it was before",
    ]
    found = codes(coded)
    assert (found["trade"]["by_hand"], found["notes"]) == (1, [])
    assert not {"exports", "imports"} & set(found)
    failed = call(coded, "codebook", "undo", "--reason", "again")
    assert (failed.returncode, "all changes are undone" in failed.stderr) == (1, True)
    assert verify(coded / FOLDER) == ()
