"""Asking a study's language model about passages: what it says that counts, what does not, and what is left to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from counterpoise.coding.actors import Actors
from counterpoise.coding.codebook import Codebook
from counterpoise.coding.llm.answer import Refused
from counterpoise.coding.llm.answers import Answers
from counterpoise.coding.llm.coder import (
    BudgetSpentError,
    LlmCoder,
    StoppedAskingError,
    name_of_coder,
    windows,
)
from counterpoise.coding.llm.endpoint import Asker, connected
from counterpoise.coding.llm.question import instructions_of
from counterpoise.coding.suggester import Seen
from counterpoise.documents.document import Document
from counterpoise.documents.passages import previous_sentence
from counterpoise.errors import Problem
from counterpoise.evidence import Coding, Passage
from counterpoise.identity import sha256
from counterpoise.studyfile import LanguageModel
from counterpoise.wording import several
from counterpoise.workspace import Step, Workspace

__all__ = ["Asked", "ask_model"]

_NAMED = 10
"""So many codings that do not count are named one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model says of the passages that it answered on, and what went wrong.

    `problems` are passages without an answer and the reason why no more was asked; `unfinished` says that the same question
    may be answered another time. `notices` name what the model said that does not count.
    """

    coder: str
    answered: tuple[Passage, ...]
    codings: tuple[Coding, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    unfinished: bool


def ask_model(
    model: LanguageModel,
    codebook: Codebook,
    actors: Actors,
    documents: Mapping[str, Document],
    passages: Sequence[Passage],
    workspace: Workspace,
    step: Step,
) -> Asked:
    """Ask about each passage, in the order of the documents, with the sentence before it as context; every answer is recorded,
    also when interrupted.

    Nothing is contacted where every answer is kept already, or where answers are replayed. Raises CounterpoiseError where a key is
    missing, or an answer that is to be replayed.
    """
    instructions = instructions_of(codebook, actors)
    about = {
        "coder": name_of_coder(model, instructions),
        "endpoint": model.endpoint,
        "model": model.model,
        "prompt": sha256(instructions.encode()),
        "codebook": codebook.digest,
    }
    answers = Answers(workspace, about, model.price)
    rank = {name: number for number, name in enumerate(documents)}
    ordered = sorted(passages, key=lambda each: (rank[each.document], each.start))
    codings: list[Coding] = []
    answered: list[Passage] = []
    problems: list[Problem] = []
    unfinished = False
    with ExitStack() as opened:
        held: list[Asker] = []

        def connect() -> Asker:
            if not held:
                held.append(opened.enter_context(connected(model, instructions)))
            return held[0]

        coder = LlmCoder(codebook, model, instructions, answers, None if model.replay else connect)
        try:
            for number, window in enumerate(windows(ordered, model.concurrency)):
                step("language model", number * model.concurrency, len(passages))
                for seen, found in coder.answered([_seen(documents, each) for each in window]):
                    answered.append(seen.passage)
                    codings += found
        except StoppedAskingError as stopped:
            unfinished = not isinstance(stopped, BudgetSpentError)
            left = several(len(passages) - len(answered), "passage")
            problems += [
                Problem(each.place, f"{each.what} ({left} without an answer)") for each in stopped.problems
            ]
        finally:
            answers.record()
    problems += _told(coder.unanswered, documents)
    notices = [*_told(coder.refused, documents), *_spent(answers)]
    return Asked(
        coder=coder.coder,
        answered=tuple(answered),
        codings=tuple(codings),
        problems=tuple(problems),
        notices=tuple(notices),
        unfinished=unfinished or bool(coder.unanswered),
    )


def _seen(documents: Mapping[str, Document], passage: Passage) -> Seen:
    document = documents[passage.document]
    return Seen(passage, previous_sentence(document, passage), document.voice, document.year)


def _told(refused: Sequence[Refused], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """What does not count, with its place; the first by one, the others by number."""
    for each in refused[:_NAMED]:
        place = f"{documents[each.passage.document].path}, characters {each.passage.start}-{each.passage.end}"
        yield Problem(place, each.what)
    if len(refused) > _NAMED:
        yield Problem("language model", f"{len(refused) - _NAMED} more answers like these do not count")


def _spent(answers: Answers) -> Iterator[Problem]:
    """What the study has spent so far."""
    spent = answers.spent
    if spent.calls:
        at = "" if not answers.cost else f", at a cost of {answers.cost:.4g}"
        told = f"{several(spent.calls, 'call')} and {spent.tokens:,} tokens so far{at}"
        yield Problem("language model", told)
