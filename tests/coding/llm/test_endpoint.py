import builtins
from collections.abc import Callable

import pytest

from counterpoise.coding.llm.answers import Spent
from counterpoise.coding.llm.endpoint import UnusableError, connected
from counterpoise.errors import CounterpoiseError
from counterpoise.studyfile import LanguageModel
from tests.coding.llm.model_server import Reply, said, serving

# What some services send in place of an answer that they filtered.
NO_CHOICE = b'{"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": []}'


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def model(endpoint: str, **further: object) -> LanguageModel:
    told = {"endpoint": endpoint, "model": "m", "budget": {"calls": 1}, "timeout": 2, **further}
    return LanguageModel.model_validate(told)


def asked(reply: Callable[[str], Reply], **further: object) -> tuple[tuple[str, ...], Spent]:
    with serving(reply) as server, connected(model(server.endpoint, **further), "Code.") as asker:
        (reply,) = asker.ask(["Passage:\nWe trade."])
    if isinstance(reply, UnusableError):
        raise reply
    answer, spent = reply
    return tuple(each.code for each in answer.codings), spent


def test_an_answer_comes_with_what_it_took() -> None:
    assert asked(lambda _: said(("trade", "a", "none", "trade"))) == (("trade",), Spent(1, 100, 20))
    # Some models set their JSON in a block of code.
    assert asked(lambda _: f"```json\n{said()}\n```")[0] == ()


@pytest.mark.parametrize(
    ("reply", "again"),
    [
        (500, True),
        (429, True),
        (401, False),
        (404, False),
        (307, False),
        ("no JSON", True),
        (b"<p>", True),
        (b"{}", True),
        (b"", True),
        (NO_CHOICE, True),
    ],
)
def test_no_answer_says_why_and_whether_to_ask_again(reply: Reply, again: bool) -> None:
    with pytest.raises(UnusableError) as caught:
        asked(lambda _: reply)
    assert caught.value.again is again
    assert caught.value.spent.calls == 1
    assert str(caught.value)


def test_without_the_extra_the_suggester_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith(("openai", "pydantic_ai")):
            raise ImportError(name)
        return known(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with (
        pytest.raises(CounterpoiseError, match=r"coding.suggesters: the suggester llm needs the extra llm"),
        connected(model("http://127.0.0.1:9/v1"), "Code."),
    ):
        pass
