import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.coding.llm import coder as coder_module
from counterpoise.coding.llm.answers import KIND
from counterpoise.errors import CounterpoiseError
from counterpoise.gathering import Evidence
from counterpoise.identity import sha256
from counterpoise.ledger.events import Event
from counterpoise.ledger.verification import verify
from counterpoise.pipeline import RunResult, gather, run
from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.query import read_query
from counterpoise.retrieval.stored import stored_codings
from counterpoise.states import state
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.coding.llm.model_server import ModelServer, Reply, said, serving
from tests.study_in_miniature import STUDY, write_study

BUDGET = "{calls: 100}"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder_module, "PAUSE", 0.01)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def study_of(folder: Path, server: ModelServer, further: str = "", budget: str = BUDGET) -> Path:
    model = f"{{endpoint: '{server.endpoint}', model: served, budget: {budget}, timeout: 5{further}"
    # Faults come in the order of the questions where they are asked one by one.
    model += "}" if "concurrency" in further else ", concurrency: 1}"
    return write_study(folder, f"{STUDY}coding: {{suggesters: [lexicon, llm], llm: {model}}}\n")


def ran(folder: Path) -> RunResult:
    """A run to its report, for what only a run tells: what it did, and whether it does it again."""
    return run(read_study(folder))


def asked(folder: Path) -> Evidence:
    """What is gathered: documents read, passages asked about and coded."""
    return gather(read_study(folder))


def received(folder: Path) -> list[Event]:
    with open_workspace(folder) as workspace:
        return [event for (kind, _), event in workspace.now.latest.items() if kind == KIND]


def on_trade(question: str) -> str:
    """Codes trade wherever the passage has the word."""
    return (
        said(("trade", "a", "strengthens", "trade"))
        if "trade" in question.partition("Passage:")[2]
        else said()
    )


def first_then(first: list[Reply], after: Callable[[str], Reply] = on_trade) -> Callable[[str], Reply]:
    """Some replies one after the other, and then others."""
    return lambda question: first.pop(0) if first else after(question)


def test_answers_become_codings_that_are_kept_and_never_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_OF_A_TEST", "secret-of-a-test")
    with serving(on_trade) as server:
        study = study_of(tmp_path, server, ", key: KEY_OF_A_TEST, price: {sent: 1, received: 10}")
        result = ran(study)
        questions = len(server.asked)
    assert result.problems == ()
    assert questions == len(set(server.passages())) == 5
    request = server.asked[0]
    assert request["path"] == "/v1/chat/completions"
    assert (request["model"], request["temperature"]) == ("served", 0.0)
    assert dict(request["headers"])["authorization"] == "Bearer secret-of-a-test"  # type: ignore[call-overload]
    told = json.dumps(request["messages"])
    assert f"power a, which is {state('USA').name}" in told
    assert "- trade: Exports, imports, market access, tariff preferences." in told
    assert "language model: 5 calls and 600 tokens so far, at a cost of 0.0015" in map(str, result.notices)

    # The server is gone; nothing needs it.
    evidence = asked(study)
    assert evidence.problems == ()
    found = [coding for coding in evidence.codings if coding.coder.startswith("llm/")]
    assert len(found) == sum("trade" in passage for passage in server.passages())
    for coding in found:
        assert coding.span is not None
        start, end = coding.span
        passage = evidence.passages[coding.passage]
        assert evidence.documents[passage.document].text[start:end] == "trade"
        assert (coding.code, coding.power, coding.direction) == ("trade", "a", "strengthens")
    events = received(tmp_path)
    instructions = json.loads(told)[0]["content"]
    assert [event.body["prompt"] for event in events] == [sha256(instructions.encode())]
    assert len(events[0].body["codebook"]) == 8
    assert events[0].body["spent"] == {"calls": 5, "sent": 500, "received": 100}
    assert verify(tmp_path / FOLDER) == ()
    assert all(b"secret-of-a-test" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    stored = stored_codings(read_study(study))
    rows = Answering(stored.codings).answer(read_query("trade coder:llm", stored.vocabulary))
    assert rows.sum() == len(found)


def test_questions_under_way_at_a_time_change_nothing_but_the_time(tmp_path: Path) -> None:
    together = threading.Barrier(3)
    waited: list[int] = []

    def waiting(question: str) -> str:
        # The first three questions are answered once all of them have come, in any order.
        if len(waited) < 3:
            waited.append(together.wait(5))
            time.sleep(0.05 * waited[-1])
        return on_trade(question)

    found = []
    for number in (1, 3):
        reply = on_trade if number == 1 else waiting
        with serving(reply) as server:
            study = study_of(tmp_path / str(number), server, f", concurrency: {number}")
            evidence = asked(study)
            assert evidence.problems == ()
            assert len(server.asked) == 5
        found.append([replace(each, coder="llm") for each in evidence.codings if each.coder[:4] == "llm/"])
        (event,) = received(study)
        assert event.body["spent"]["calls"] == 5
    assert found[0] == found[1] != []
    assert sorted(waited) == [0, 1, 2]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_budget_is_never_gone_beyond_at_a_time(tmp_path: Path, number: int) -> None:
    with serving(first_then([500, 500])) as server:
        found = asked(study_of(tmp_path, server, f", concurrency: {number}", "{calls: 4}"))
    assert len(server.asked) == 4
    assert "one more call may go beyond 4 calls" in str(found.problems[0])


def test_a_change_of_price_leaves_what_was_spent_as_it_cost(tmp_path: Path) -> None:
    with serving(on_trade) as server:
        study = study_of(tmp_path, server, ", price: {sent: 1, received: 10}", "{calls: 2}")
        asked(study)
        study_of(tmp_path, server, ", price: {sent: 1000, received: 0}", "{calls: 5}")
        found = asked(study)
    # 240 tokens at 0.0006, and three calls of 100 at a thousand for a million.
    told = "language model: 5 calls and 600 tokens so far, at a cost of 0.3006"
    assert told in map(str, found.notices)


def test_nothing_is_contacted_unless_the_suggester_is_listed(tmp_path: Path) -> None:
    with serving(on_trade) as server:
        study = study_of(tmp_path, server)
        text = (study / "study.yaml").read_text("utf-8").replace("[lexicon, llm]", "[lexicon]")
        (study / "study.yaml").write_text(text, "utf-8")
        assert asked(study).problems == ()
    assert server.asked == []
    assert received(tmp_path) == []


def test_what_does_not_hold_is_refused_and_named(tmp_path: Path) -> None:
    def inventive(_: str) -> str:
        return said(
            ("trade", "a", "none", "words that no passage has"),
            ("trad", "a", "none", "trade"),
            ("trade", "b", "none", ""),
        )

    with serving(inventive) as server:
        evidence = asked(study_of(tmp_path, server))
    told = [str(notice) for notice in evidence.notices]
    assert (
        "documents/washington.md, characters 23-344: the model gives 'trade' on the words 'words that no passage has', "
        "which are not in the passage" in told
    )
    assert (
        "documents/washington.md, characters 23-344: the model gives 'trad', which is no code of the codebook "
        "- did you mean 'trade'?" in told
    )
    assert "language model: 5 more answers like these do not count" in told
    assert not [coding for coding in evidence.codings if coding.coder.startswith("llm/")]


@pytest.mark.parametrize(
    "fault",
    [
        500,
        429,
        "I would rather talk of something else.",
        '{"codings": "none"}',
        '{"codings": [{"code": "trade", "power": "c", "direction": "none", "quotation": "x", "reason": ""}]}',
        b"<html>not an answer</html>",
        b'{"choices": []}',
        b"",
    ],
)
def test_a_fault_that_passes_is_met_by_another_attempt(tmp_path: Path, fault: Reply) -> None:
    with serving(first_then([fault, fault])) as server:
        assert asked(study_of(tmp_path, server)).problems == ()
    assert len(server.asked) == 7
    (event,) = received(tmp_path)
    assert event.body["spent"]["calls"] == 7
    with open_workspace(tmp_path) as workspace:
        kept = json.loads(workspace.objects.get(event.body["object"]))
    assert [len(each["faults"]) for each in kept] == [2, 0, 0, 0, 0]


def test_a_passage_without_an_answer_is_named_and_asked_again_by_the_next_run(tmp_path: Path) -> None:
    with serving(first_then([500, 500, 500])) as server:
        study = study_of(tmp_path, server)
        result = ran(study)
        (problem,) = result.problems
        assert str(problem) == (
            "documents/washington.md, characters 23-344: no answer in 3 attempts; the last: the endpoint answers "
            "with HTTP status 500"
        )
        assert len(server.asked) == 3 + 4
        again = ran(study)
        assert (again.problems, again.work is None) == ((), False)
        assert len(server.asked) == 3 + 4 + 1
        assert ran(study).work is None


def test_an_endpoint_that_is_down_ends_the_asking_and_not_the_run(tmp_path: Path) -> None:
    with serving(lambda _: 503) as server:
        result = ran(study_of(tmp_path, server))
    assert len(server.asked) == 9
    assert (
        f"{server.endpoint}: gives no answer on 3 passages one after the other; no more is asked "
        "(5 passages without an answer)" in map(str, result.problems)
    )
    assert result.report.is_file()
    # Nothing listens any more.
    assert len(asked(tmp_path).problems) == 4


@pytest.mark.parametrize("status", [401, 404, 307])
def test_a_refusal_that_stays_ends_the_asking_at_once(tmp_path: Path, status: int) -> None:
    with serving(lambda _: status) as server:
        found = asked(study_of(tmp_path, server))
    assert len(server.asked) == 1
    (problem,) = found.problems
    assert str(problem) == (
        f"{server.endpoint}: the endpoint answers with HTTP status {status}; no more is asked "
        "(5 passages without an answer)"
    )


def test_an_endpoint_that_does_not_answer_in_time_is_given_up(tmp_path: Path) -> None:
    with serving(first_then([1.0, 1.0, 1.0])) as server:
        study = study_of(tmp_path, server)
        text = (study / "study.yaml").read_text("utf-8").replace("timeout: 5", "timeout: 0.3")
        (study / "study.yaml").write_text(text, "utf-8")
        found = asked(study)
    (problem,) = found.problems
    assert "characters 23-344: no answer in 3 attempts; the last: " in str(problem)
    assert len(server.asked) == 7


@pytest.mark.parametrize(
    ("budget", "calls", "told"),
    [
        ("{calls: 2}", 2, "2 calls"),
        ("{tokens: 3000}", 2, "3,000 tokens"),
        ("{calls: 50, cost: 0.004}", 2, "a cost of 0.004"),
    ],
)
def test_the_budget_is_that_of_all_runs_and_what_was_answered_is_kept(
    tmp_path: Path, budget: str, calls: int, told: str
) -> None:
    # Where no tokens are told, a call is some 1,400 of them by its characters.
    with serving(on_trade, usage=False) as server:
        study = study_of(tmp_path, server, ", price: {sent: 1, received: 10}", budget)
        found = asked(study)
        assert len(server.asked) == calls
        assert str(found.problems[0]) == (
            f"coding.llm.budget: one more call may go beyond {told}, the budget of this study; what was answered is kept "
            f"({5 - calls} passages without an answer)"
        )
        # The same again asks nothing, and a larger budget goes on where the smaller ended.
        assert asked(study).problems == found.problems
        assert len(server.asked) == calls
        study_of(tmp_path, server, ", price: {sent: 1, received: 10}", "{calls: 5}")
        assert asked(study).problems == ()
        assert len(server.asked) == 5


def test_a_run_that_the_budget_ends_is_not_done_again(tmp_path: Path) -> None:
    with serving(on_trade) as server:
        study = study_of(tmp_path, server, budget="{calls: 2}")
        first = ran(study)
        assert "one more call may go beyond 2 calls" in str(first.problems[0])
        again = ran(study)
    assert (again.work, again.problems) == (None, first.problems)


def test_replay_asks_nothing_and_fails_on_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(on_trade) as server:
        first = gather(read_study(study_of(tmp_path, server)))
    # Neither the key nor the libraries are needed to replay.
    monkeypatch.setattr("counterpoise.coding.llm.asking.connected", None)
    study = study_of(tmp_path, server, ", key: NOT_SET_IN_A_TEST, replay: true")
    assert gather(read_study(study)).codings == first.codings
    longer = (tmp_path / "documents" / "beijing.txt").read_text("utf-8").replace("Gwadar together", "Gwadar")
    (tmp_path / "documents" / "beijing.txt").write_text(longer, "utf-8")
    with pytest.raises(
        CounterpoiseError, match=r"coding.llm.replay: passage \w{16} has no kept answer of served"
    ):
        gather(read_study(study))


def test_a_key_that_is_not_in_the_environment_is_told(tmp_path: Path) -> None:
    with serving(on_trade) as server:
        study = study_of(tmp_path, server, ", key: NOT_SET_IN_A_TEST")
        with pytest.raises(
            CounterpoiseError, match=r"coding.llm.key: the environment has no NOT_SET_IN_A_TEST"
        ):
            gather(read_study(study))
    assert server.asked == []


def test_where_an_endpoint_tells_no_tokens_they_are_reckoned_from_characters(tmp_path: Path) -> None:
    with serving(on_trade, usage=False) as server:
        asked(study_of(tmp_path, server))
    (event,) = received(tmp_path)
    messages = [each["messages"] for each in server.asked]
    characters = sum(len(str(message["content"])) for each in messages for message in each)  # type: ignore[attr-defined]
    assert characters // 4 - 5 <= event.body["spent"]["sent"] <= characters // 4


def test_answers_that_came_before_an_interruption_are_kept(tmp_path: Path) -> None:
    def interrupting(what: str, done: int, _: int) -> None:
        if what == "language model" and done == 3:
            raise KeyboardInterrupt

    with serving(on_trade) as server:
        study = study_of(tmp_path, server)
        with pytest.raises(KeyboardInterrupt):
            run(read_study(study), interrupting)
        assert len(server.asked) == 3
        assert asked(study).problems == ()
        assert len(server.asked) == 5
