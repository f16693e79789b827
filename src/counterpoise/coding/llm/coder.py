"""The coder that asks a language model about each passage, and takes nothing from it unchecked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from counterpoise.coding.codebook import Codebook
from counterpoise.coding.llm.answer import Answer, Refused, checked
from counterpoise.coding.llm.answers import Answers, Spent
from counterpoise.coding.llm.budget import next_breaks
from counterpoise.coding.llm.endpoint import CHARACTERS_OF_A_TOKEN, Asker, UnusableError
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
]

RULES = "1"

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
        """Codings of some passages, in their order.

        Raises BudgetSpentError and StoppedAskingError where no more is to be asked, and CounterpoiseError where answers are replayed
        and one is missing.
        """
        for each in seen:
            answer = self._answer(each)
            if answer is not None:
                codings, refused = checked(answer, each, self.codebook.codes, self.coder)
                self.refused += refused
                yield from codings

    def _answer(self, seen: Seen) -> Answer | None:
        question = question_of(seen)
        request = request_of(self.model.endpoint, self.model.model, self.instructions, question)
        known = self.answers.find(request)
        if known is not None:
            try:
                return Answer.model_validate_json(known)
            except ValidationError as error:
                place = f"passage {seen.passage.id}"
                raise CounterpoiseError(Problem(place, f"the answer kept is damaged: {error}")) from error
        if self.connect is None:
            told = f"passage {seen.passage.id} has no kept answer of {self.model.model} to replay"
            raise CounterpoiseError(Problem("coding.llm.replay", told))
        return self._asked(seen, question, request, self.connect())

    def _asked(self, seen: Seen, question: str, request: str, asker: Asker) -> Answer | None:
        """Ask, as often as is worth it, within the budget; whatever comes of it is kept."""
        faults: list[str] = []
        spent = Spent()
        answer: Answer | None = None
        try:
            while answer is None:
                self._check_budget(spent, question)
                if faults:
                    time.sleep(PAUSE * 2 ** (len(faults) - 1))
                stays: UnusableError | None = None
                try:
                    answer, took = asker.ask(question)
                except UnusableError as error:
                    took = error.spent
                    faults.append(str(error))
                    stays = None if error.again else error
                spent += took
                self._largest = max(self._largest, took, key=lambda each: each.tokens)
                if stays is not None:
                    told = f"{stays}; no more is asked"
                    raise StoppedAskingError(Problem(self.model.endpoint, told)) from stays
                if len(faults) == ATTEMPTS:
                    break
        finally:
            if spent.calls or faults:
                kept = answer.model_dump_json() if answer is not None else None
                self.answers.keep(request, seen.passage.document, kept, spent, tuple(faults))
        self._in_a_row = 0 if answer is not None else self._in_a_row + 1
        if answer is None:
            told = f"no answer in {ATTEMPTS} attempts; the last: {faults[-1]}"
            self.unanswered.append(Refused(seen.passage, told))
            if self._in_a_row == IN_A_ROW:
                told = f"gives no answer on {IN_A_ROW} passages one after the other; no more is asked"
                raise StoppedAskingError(Problem(self.model.endpoint, told))
        return answer

    def _check_budget(self, under_way: Spent, question: str) -> None:
        """Stop before a call that would go beyond the budget."""
        least = Spent(1, (len(self.instructions) + len(question)) // CHARACTERS_OF_A_TOKEN, 0)
        largest = max(self._largest, least, key=lambda each: each.tokens)
        broken = next_breaks(self.answers.spent + under_way, largest, self.model)
        if broken is not None:
            told = (
                f"one more call may go beyond {broken}, the budget of this study; what was answered is kept"
            )
            raise BudgetSpentError(Problem("coding.llm.budget", told))
