import json
from pathlib import Path

from counterpoise.coding.llm.answers import BATCH, KIND, Answers, Spent, cost_at
from counterpoise.studyfile import ModelPrice
from counterpoise.workspace import FOLDER, open_workspace

ABOUT = {"coder": "llm/1.x", "endpoint": "http://here", "model": "m", "prompt": "p", "codebook": "c"}


def test_answers_are_kept_in_batches_with_what_they_took(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        answers = Answers(workspace, ABOUT)
        for number in range(BATCH + 1):
            answers.keep(f"r{number}", "d", f"answer {number}", Spent(1, 10, 2))
        assert len([kind for kind, _ in workspace.now.latest if kind == KIND]) == 1
        answers.keep("lost", "e", None, Spent(3, 30, 0), ("a", "b", "c"))
        answers.record()
        answers.record()
    with open_workspace(tmp_path) as workspace:
        again = Answers(workspace, ABOUT)
        assert again.find("r0") == "answer 0"
        assert again.find(f"r{BATCH}") == f"answer {BATCH}"
        assert again.find("lost") is None
        assert again.spent == Spent(BATCH + 4, 10 * (BATCH + 1) + 30, 2 * (BATCH + 1))
        events = [event for (kind, _), event in workspace.now.latest.items() if kind == KIND]
        last = max(events, key=lambda event: event.seq)
        assert last.body["documents"] == ["d", "e"]
        assert json.loads(workspace.objects.get(last.body["object"]))[1] == {
            "request": "lost",
            "document": "e",
            "answer": None,
            "faults": ["a", "b", "c"],
        }


def test_each_call_costs_what_it_cost_when_it_was_made(tmp_path: Path) -> None:
    dear, cheap = ModelPrice(sent=2, received=8), ModelPrice(sent=1, received=1)
    million = Spent(1, 500_000, 250_000)
    assert cost_at(million, dear) == 1 + 2
    with open_workspace(tmp_path) as workspace:
        for number, price in enumerate((dear, cheap)):
            answers = Answers(workspace, ABOUT, price)
            answers.keep(f"r{number}", "d", "answer", million)
            answers.record()
        assert Answers(workspace, ABOUT, cheap).cost == 3 + 0.75
        # Of calls that were kept without a price, today's is taken, if there is one.
        answers = Answers(workspace, ABOUT)
        answers.keep("r2", "d", "answer", million)
        answers.record()
        assert Answers(workspace, ABOUT).cost is None
        assert Answers(workspace, ABOUT, dear).cost == 3 + 0.75 + 3


def test_equal_batches_are_counted_each(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        for _ in range(2):
            answers = Answers(workspace, ABOUT)
            answers.keep("r", "d", None, Spent(1, 1, 0), ("down",))
            answers.record()
        assert Answers(workspace, ABOUT).spent == Spent(2, 2, 0)


def test_answers_whose_object_is_lost_are_not_known_and_stay_spent(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as workspace:
        answers = Answers(workspace, ABOUT)
        answers.keep("r", "d", "answer", Spent(1, 10, 2))
        answers.record()
        (name,) = [event.body["object"] for (kind, _), event in workspace.now.latest.items() if kind == KIND]
    (tmp_path / FOLDER / "objects" / name[:2] / name).unlink()
    with open_workspace(tmp_path) as workspace:
        answers = Answers(workspace, ABOUT)
        assert (answers.find("r"), answers.spent.tokens) == (None, 12)
