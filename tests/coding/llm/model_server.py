"""A server on this machine that speaks the OpenAI wire format and answers as it is told, faults included."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = str | bytes | int | float
"""What the server does with a question: says a text, sends bytes, refuses with a status, or waits for seconds first."""


@dataclass
class ModelServer:
    """Its address, and every request that came, as JSON with its headers under `headers`."""

    endpoint: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)

    def passages(self) -> list[str]:
        """The passages that were asked about, in order."""
        return [question_in(each).partition("Passage:\n")[2] for each in self.asked]


def question_in(request: dict[str, object]) -> str:
    """What the user's message of a request holds."""
    messages = request["messages"]
    assert isinstance(messages, list)
    return str(messages[-1]["content"])


def said(*codings: tuple[str, str, str, str]) -> str:
    """An answer with codings of code, power, direction and quotation."""
    told = [
        {
            "code": code,
            "power": power,
            "direction": direction,
            "quotation": quotation,
            "reason": "It says so.",
        }
        for code, power, direction, quotation in codings
    ]
    return json.dumps({"codings": told})


@contextmanager
def serving(reply: Callable[[str], Reply], *, usage: bool = True) -> Iterator[ModelServer]:
    """A server that answers each question as `reply` says of its text."""
    server = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(
                {
                    **request,
                    "headers": {name.lower(): told for name, told in self.headers.items()},
                    "path": self.path,
                }
            )
            told = reply(question_in(request))
            if isinstance(told, float):
                time.sleep(told)
                told = said()
            if isinstance(told, int):
                self._send(told, json.dumps({"error": {"message": "no"}}).encode())
            elif isinstance(told, bytes):
                self._send(200, told)
            else:
                self._send(200, json.dumps(completion(told, usage=usage)).encode())

        def _send(self, status: int, content: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Location", "http://192.0.2.1/elsewhere")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                pass  # Whoever asked has waited long enough.

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.endpoint = f"http://127.0.0.1:{listening.server_port}/v1"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def completion(content: str, *, usage: bool = True) -> dict[str, object]:
    """A chat completion as an endpoint sends it: 100 tokens in, 20 out."""
    told: dict[str, object] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "served",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        ],
    }
    if usage:
        told["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return told
