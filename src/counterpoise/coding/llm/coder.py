"""The coder that asks a language model about each passage, and takes nothing from it unchecked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from counterpoise.coding.codebook import Codebook
from counterpoise.coding.llm.answer import Answer, Refused, checked
from counterpoise.coding.llm.answers import Answers, Spent, cost_at
from counterpoise.coding.llm.budget import next_breaks
from counterpoise.coding.llm.endpoint import CHARACTERS_OF_A_TOKEN, Asker, Reply, UnusableError
from counterpoise.coding.llm.question import question_of, request_of
from counterpoise.coding.suggester import Seen
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import Coding
from counterpoise.identity import identifier
from counterpoise.studyfile import LanguageModel

__all__ = [
    "ATTEMPTS",
    "IN_A_ROW",
    "PAUSE",
    "BudgetSpentError",
    "LlmCoder",
    "StoppedAskingError",
    "name_of_coder",
    "windows",
]

RULES = "1"

T = TypeVar("T")

ATTEMPTS = 3
"""So often a passage is asked about before it is left without an answer."""

PAUSE = 1.0
"""Seconds before the second attempt; each further pause is twice as long."""

IN_A_ROW = 3
"""After so many passages without an answer, one after the other, no more is asked."""


class StoppedAskingError(CounterpoiseError):
    """No more is asked, though passages are left: the endpoint gives no answers."""


class BudgetSpentError(StoppedAskingError):
    """No more is asked, as the study file allows no more."""


def windows(each: Sequence[T], number: int) -> Iterator[Sequence[T]]:
    """So many at a time, in order."""
    return (each[start : start + number] for start in range(0, len(each), number))


class _RefusedError(StoppedAskingError):
    """The endpoint refuses, and will."""


@dataclass(slots=True)
class _Question:
    """A passage that is asked about, what came of it so far and what that took; `known` where it was kept before."""

    seen: Seen
    told: str
    request: str
    answer: Answer | None = None
    known: bool = False
    faults: list[str] = field(default_factory=list)
    spent: Spent = Spent()  # noqa: RUF009


def name_of_coder(model: LanguageModel, instructions: str) -> str:
    """The name of a coder, which changes with the endpoint, the model and all that it is told."""
    told = identifier(endpoint=model.endpoint, model=model.model, instructions=instructions)
    return f"llm/{RULES}.{told[:8]}"


@dataclass
class LlmCoder:
    """Suggests what a model answers, each passage for itself; what was answered before is not asked again.

    `connect` gives whoever is asked, and is called with the first question that has no answer yet; None replays what was
    answered. `refused` gathers what was said and does not count, `unanswered` the passages without an answer.
    """

    codebook: Codebook
    model: LanguageModel
    instructions: str
    answers: Answers
    connect: Callable[[], Asker] | None

    def __post_init__(self) -> None:
        self.refused: list[Refused] = []
        self.unanswered: list[Refused] = []
        self._largest = Spent()
        self._in_a_row = 0

    @property
    def coder(self) -> str:
        """The name that its codings bear."""
        return name_of_coder(self.model, self.instructions)

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding]:
        """Codings of some passages, in their order; so many at a time are asked about as the study file says.

        Raises BudgetSpentError and StoppedAskingError where no more is to be asked, and CounterpoiseError where answers are replayed
        and one is missing.
        """
        for window in windows(seen, self.model.concurrency):
            for _, codings in self.answered(window):
                yield from codings

    def answered(self, seen: Sequence[Seen]) -> Iterator[tuple[Seen, Sequence[Coding]]]:
        """The passages that have an answer, all asked about at a time, in their order, with the codings of each.

        Raises what `suggest` does, after the passages that were answered until then.
        """
        open_ = [self._open(each) for each in seen]
        stopped = self._asked([each for each in open_ if each.answer is None])
        for each in open_:
            if each.answer is not None:
                self._in_a_row = self._in_a_row if each.known else 0
                codings, refused = checked(each.answer, each.seen, self.codebook.codes, self.coder)
                self.refused += refused
                yield each.seen, codings
            elif len(each.faults) == ATTEMPTS:
                told = f"no answer in {ATTEMPTS} attempts; the last: {each.faults[-1]}"
                self.unanswered.append(Refused(each.seen.passage, told))
                self._in_a_row += 1
                if self._in_a_row == IN_A_ROW and stopped is None:
                    told = f"gives no answer on {IN_A_ROW} passages one after the other; no more is asked"
                    stopped = StoppedAskingError(Problem(self.model.endpoint, told))
        if stopped is not None:
            raise stopped

    def _open(self, seen: Seen) -> _Question:
        """A question, with its answer where that is kept."""
        told = question_of(seen)
        request = request_of(self.model.endpoint, self.model.model, self.instructions, told)
        question = _Question(seen, told, request)
        known = self.answers.find(request)
        if known is not None:
            try:
                question.answer, question.known = Answer.model_validate_json(known), True
            except ValidationError as error:
                place = f"passage {seen.passage.id}"
                raise CounterpoiseError(Problem(place, f"the answer kept is damaged: {error}")) from error
        return question

    def _asked(self, questions: Sequence[_Question]) -> StoppedAskingError | None:
        """Ask, as often as is worth it, within the budget; whatever comes of it is kept. Gives why no more is to be asked.

        All questions without an answer are asked at a time, round by round, so that what is asked depends on the answers
        alone, and not on which of them comes first.
        """
        if not questions:
            return None
        if self.connect is None:
            place = questions[0].seen.passage.id
            told = f"passage {place} has no kept answer of {self.model.model} to replay"
            raise CounterpoiseError(Problem("coding.llm.replay", told))
        asker = self.connect()
        left = list(questions)
        stopped: StoppedAskingError | None = None
        try:
            while left and not isinstance(stopped, _RefusedError):
                affordable, broken = self._affordable(left, questions)
                if broken is not None:
                    told = f"one more call may go beyond {broken}, the budget of this study; what was answered is kept"
                    stopped = BudgetSpentError(Problem("coding.llm.budget", told))
                attempts = max((len(each.faults) for each in affordable), default=0)
                if attempts:
                    time.sleep(PAUSE * 2 ** (attempts - 1))
                replies = asker.ask([each.told for each in affordable]) if affordable else []
                for each, reply in zip(affordable, replies, strict=True):
                    stopped = self._heard(each, reply) or stopped
                left = [each for each in affordable if each.answer is None and len(each.faults) < ATTEMPTS]
        finally:
            for each in questions:
                if each.spent.calls or each.faults:
                    kept = each.answer.model_dump_json() if each.answer is not None else None
                    document = each.seen.passage.document
                    self.answers.keep(each.request, document, kept, each.spent, tuple(each.faults))
        return stopped

    def _heard(self, question: _Question, reply: Reply | UnusableError) -> StoppedAskingError | None:
        """Take a reply; a refusal that stays ends the asking."""
        stopped = None
        if isinstance(reply, UnusableError):
            took = reply.spent
            question.faults.append(str(reply))
            if not reply.again:
                told = f"{reply}; no more is asked"
                stopped = _RefusedError(Problem(self.model.endpoint, told))
        else:
            question.answer, took = reply
        question.spent += took
        self._largest = max(self._largest, took, key=lambda each: each.tokens)
        return stopped

    def _affordable(
        self, left: Sequence[_Question], questions: Sequence[_Question]
    ) -> tuple[Sequence[_Question], str | None]:
        """As many of the questions, from the first, as may be asked at a time, and what the next may go beyond."""
        under_way = sum((each.spent for each in questions), Spent())
        spent = self.answers.spent + under_way
        cost = self.answers.cost
        if cost is not None and self.model.price is not None:
            cost += cost_at(under_way, self.model.price)
        calls = Spent()
        for number, each in enumerate(left):
            least = Spent(1, (len(self.instructions) + len(each.told)) // CHARACTERS_OF_A_TOKEN, 0)
            largest = max(self._largest, least, key=lambda each: each.tokens)
            calls += Spent(1, largest.sent, largest.received)
            broken = next_breaks(spent, cost, calls, self.model)
            if broken is not None:
                return left[:number], broken
        return left, None
