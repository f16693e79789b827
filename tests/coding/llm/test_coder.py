from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counterpoise.coding.llm import coder as module
from counterpoise.coding.llm.answer import Answer, SaidCoding
from counterpoise.coding.llm.answers import Answers, Spent
from counterpoise.coding.llm.coder import (
    ATTEMPTS,
    BudgetSpentError,
    LlmCoder,
    StoppedAskingError,
    name_of_coder,
)
from counterpoise.coding.llm.endpoint import Reply, UnusableError
from counterpoise.coding.suggester import Seen, Suggester, is_machine
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import passage_of
from counterpoise.studyfile import LanguageModel, ModelBudget
from counterpoise.workspace import open_workspace
from tests.coding.llm.test_question import CODEBOOK

TEXT = "We trade. We sell arms. We build. We talk."
SEEN = [Seen(passage_of("d", TEXT, *span)) for span in ((0, 9), (10, 23), (24, 33), (34, 42))]
MODEL = LanguageModel.model_validate({"endpoint": "http://here", "model": "m", "budget": {"calls": 8}})


class Scripted:
    """Answers from a list; None is no answer."""

    def __init__(self, *script: str | None, again: bool = True) -> None:
        self.script = list(script)
        self.again = again
        self.asked: list[str] = []
        self.rounds: list[int] = []

    def ask(self, questions: Sequence[str]) -> list[Reply | UnusableError]:
        self.rounds.append(len(questions))
        return [self._reply(each) for each in questions]

    def _reply(self, question: str) -> Reply | UnusableError:
        self.asked.append(question)
        code = self.script.pop(0)
        if code is None:
            return UnusableError("no answer", Spent(1, 0, 0), again=self.again)
        codings = (SaidCoding(code=code, power="a", direction="none", quotation="We", reason="So."),)
        return Answer(codings=codings), Spent(1, 10, 1)


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    monkeypatch.setattr(module, "PAUSE", 0.0)
    about = {"coder": "llm/1.x", "endpoint": "e", "model": "m", "prompt": "p", "codebook": "c"}
    with open_workspace(tmp_path) as workspace:
        yield Answers(workspace, about)


def coder_of(answers: Answers, asker: Scripted | None, at_a_time: int = 1, **changes: object) -> LlmCoder:
    model = MODEL.model_copy(update={"concurrency": at_a_time, **changes})
    return LlmCoder(CODEBOOK, model, "Code.", answers, None if asker is None else lambda: asker)


def test_it_is_a_suggester_that_asks_once_for_each_passage(answers: Answers) -> None:
    asker = Scripted("trade", "arms", "nonsense", "energy")
    coder: Suggester = coder_of(answers, asker)
    assert is_machine(coder.coder)
    first = list(coder.suggest(SEEN))
    assert [getattr(coding, "code", None) for coding in first] == ["trade", "arms", "energy"]
    assert list(coder.suggest(SEEN)) == first
    assert len(asker.asked) == 4
    replayed = coder_of(answers, None)
    assert list(replayed.suggest(SEEN)) == first
    assert [each.what for each in replayed.refused] == [
        "the model gives 'nonsense', which is no code of the codebook"
    ]


def test_its_name_changes_with_the_model_and_what_it_is_told() -> None:
    other = MODEL.model_copy(update={"model": "n"})
    names = {name_of_coder(MODEL, "Code."), name_of_coder(other, "Code."), name_of_coder(MODEL, "Code!")}
    assert len(names) == 3


def test_attempts_are_counted_and_kept(answers: Answers) -> None:
    asker = Scripted(None, "trade", None, None, None, "energy")
    coder = coder_of(answers, asker)
    assert [coding.code for coding in coder.suggest(SEEN[:3])] == ["trade", "energy"]
    assert [(each.passage.start, each.what) for each in coder.unanswered] == [
        (10, f"no answer in {ATTEMPTS} attempts; the last: no answer")
    ]
    assert answers.spent == Spent(6, 20, 2)


def test_the_budget_ends_the_asking(answers: Answers) -> None:
    asker = Scripted(*[None, None, "trade"] * 3)
    coder = coder_of(answers, asker)
    found = []
    with pytest.raises(BudgetSpentError, match=r"coding.llm.budget: one more call may go beyond 8 calls"):
        found += [coding.code for seen in SEEN for coding in coder.suggest([seen])]
    assert len(asker.asked) == 8
    assert answers.spent.calls == 8


def test_several_questions_at_a_time_come_to_the_same_in_the_same_order(answers: Answers) -> None:
    asker = Scripted("trade", None, "energy", "arms", "nonsense")
    coder = coder_of(answers, asker, at_a_time=3)
    # The second passage is asked about again before the fourth comes up.
    found = [(coding.code, coding.passage) for coding in coder.suggest(SEEN)]
    assert found == [
        ("trade", SEEN[0].passage.id),
        ("arms", SEEN[1].passage.id),
        ("energy", SEEN[2].passage.id),
    ]
    assert asker.rounds == [3, 1, 1]
    assert answers.spent == Spent(5, 40, 4)


def test_no_more_is_asked_at_a_time_than_the_budget_bears(answers: Answers) -> None:
    asker = Scripted("trade", "arms", "energy", "trade")
    coder = coder_of(answers, asker, at_a_time=4, budget=ModelBudget(calls=3))
    found: list[str] = []
    with pytest.raises(BudgetSpentError, match="beyond 3 calls"):
        found.extend(coding.code for coding in coder.suggest(SEEN))
    assert found == ["trade", "arms", "energy"]
    assert (asker.rounds, answers.spent.calls) == ([3], 3)


def test_attempts_under_way_count_against_the_budget(answers: Answers) -> None:
    asker = Scripted(*[None] * 9)
    coder = coder_of(answers, asker, at_a_time=3, budget=ModelBudget(calls=5))
    with pytest.raises(BudgetSpentError):
        list(coder.suggest(SEEN))
    assert (asker.rounds, answers.spent.calls) == ([3, 2], 5)


def test_a_refusal_that_stays_ends_the_asking(answers: Answers) -> None:
    with pytest.raises(StoppedAskingError, match=r"http://here: no answer; no more is asked"):
        list(coder_of(answers, Scripted(None, again=False)).suggest(SEEN))
    assert answers.spent.calls == 1


def test_replay_fails_on_a_miss(answers: Answers) -> None:
    with pytest.raises(
        CounterpoiseError, match=f"coding.llm.replay: passage {SEEN[0].passage.id} has no kept answer"
    ):
        list(coder_of(answers, None).suggest(SEEN))
