"""An endpoint that speaks the OpenAI wire format, here or elsewhere: one question, one typed answer or a reason why not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from counterpoise.coding.llm.answer import Answer
from counterpoise.coding.llm.answers import Spent
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.studyfile import LanguageModel

if TYPE_CHECKING:
    from pydantic_ai import Agent

__all__ = ["CHARACTERS_OF_A_TOKEN", "Asker", "Reply", "UnusableError", "connected"]

CHARACTERS_OF_A_TOKEN = 4
"""What an endpoint took counts so where it does not tell its tokens."""

_NO_KEY = "none"
_AGAIN = {408, 409, 425, 429}
"""Refusals of HTTP that another attempt may not meet; so may those from 500 on."""


class UnusableError(Exception):
    """A call that brought no answer: why, what it took, and whether the next attempt may fare better."""

    def __init__(self, why: str, spent: Spent, *, again: bool) -> None:
        super().__init__(why)
        self.spent = spent
        self.again = again


Reply = tuple[Answer, Spent]
"""An answer, and what it took."""


class Asker(Protocol):
    """Whoever answers questions."""

    def ask(self, questions: Sequence[str]) -> Sequence[Reply | UnusableError]:
        """The answers to questions, asked at a time, in their order; UnusableError where none came, or none that can be read."""


@contextmanager
def connected(model: LanguageModel, instructions: str) -> Iterator[Asker]:
    """A model that is told the instructions before every question; nothing is sent before the first.

    Redirections are not followed, so nothing goes where the study file does not say. Raises CounterpoiseError where the extra `llm` is not installed, or the environment does not
    hold the key.
    """
    key = os.environ.get(model.key, "") if model.key is not None else _NO_KEY
    if not key:
        told = f"the environment has no {model.key}; set it to the key of {model.endpoint}"
        raise CounterpoiseError(Problem("coding.llm.key", told))
    try:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient
        from pydantic_ai import Agent, PromptedOutput
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider
    except ImportError as error:
        told = "the suggester llm needs the extra llm; install counterpoise[llm]"
        raise CounterpoiseError(Problem("coding.suggesters", told)) from error
    with asyncio.Runner() as runner:
        client = AsyncOpenAI(
            base_url=model.endpoint,
            api_key=key,
            timeout=model.timeout,
            max_retries=0,
            http_client=DefaultAsyncHttpxClient(follow_redirects=False, timeout=model.timeout),
        )
        agent = Agent(
            OpenAIChatModel(model.model, provider=OpenAIProvider(openai_client=client)),
            output_type=PromptedOutput(Answer, template=False),
            instructions=instructions,
            retries=0,
            model_settings={"temperature": 0.0},
        )
        try:
            yield _Endpoint(runner, agent, len(instructions))
        finally:
            runner.run(client.close())


class _Endpoint:
    """A connection; each question is one request and no more."""

    def __init__(self, runner: asyncio.Runner, agent: Agent[object, Answer], overhead: int) -> None:
        self._runner = runner
        self._agent = agent
        self._overhead = overhead

    def ask(self, questions: Sequence[str]) -> Sequence[Reply | UnusableError]:
        """The answers to questions, asked at a time."""

        async def all_of_them() -> list[Reply | UnusableError]:
            return await asyncio.gather(*map(self._reply, questions))

        return self._runner.run(all_of_them())

    async def _reply(self, question: str) -> Reply | UnusableError:
        from pydantic_ai import RunUsage
        from pydantic_ai.exceptions import AgentRunError, ModelHTTPError

        usage = RunUsage()
        try:
            result = await self._agent.run(question, usage=usage)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # The library takes some answers for whole ones that are not, such as one without any choice.
            why = f"the endpoint's answer is not one of the OpenAI wire format ({error})"
            return UnusableError(why, Spent(calls=1), again=True)
        except AgentRunError as error:
            # A redirection, which is not followed, is told by the cause alone.
            cause = error if isinstance(error, ModelHTTPError) else error.__cause__
            status = getattr(cause, "status_code", None)
            if isinstance(status, int):
                again = status >= 500 or status in _AGAIN
                why = f"the endpoint answers with HTTP status {status}"
                return UnusableError(why, Spent(calls=1), again=again)
            why = " ".join(str(error).split())[:200]
            spent = Spent(1, usage.input_tokens, usage.output_tokens)
            return UnusableError(why, spent, again=True)
        said = len(result.output.model_dump_json())
        sent = usage.input_tokens or (self._overhead + len(question)) // CHARACTERS_OF_A_TOKEN
        received = usage.output_tokens or said // CHARACTERS_OF_A_TOKEN
        return result.output, Spent(1, sent, received)
