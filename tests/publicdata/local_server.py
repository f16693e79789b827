"""A server on this machine that replays the answers of publishers, faults among them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """One answer: `body` is sent up to `cut` bytes, of which the header says `length` (that of the body if not told).

    `honours` a range if it is asked for one: only under the condition of the same ETag, if `heeds` conditions.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    length: int | str | None = None
    honours: bool = True
    heeds: bool = True
    endless: bool = False


@dataclass
class Server:
    """Where it is, what it answers to each path (one after the other, the last again and again), what it was asked."""

    address: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def next_answer(self, path: str) -> Answer:
        waiting = self.answers.get(path, [Answer(b"nothing here", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class _Handler(BaseHTTPRequestHandler):
    known: Server

    def do_GET(self) -> None:
        self.known.asked.append((self.path, dict(self.headers.items())))
        answer = self.known.next_answer(self.path)
        body, status, headers = answer.body, answer.status, dict(answer.headers)
        start = self._start(answer)
        if start is not None:
            status = 206
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body = body[start:]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if not answer.endless:
            self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
        self.end_headers()
        if answer.endless:
            try:
                while True:
                    self.wfile.write(b"1,2\n" * 4096)
            except OSError:
                return
        self.wfile.write(body if answer.cut is None else body[: answer.cut])
        self.close_connection = True

    def _start(self, answer: Answer) -> int | None:
        asked = self.headers.get("Range")
        if asked is None or not answer.honours or answer.status != 200:
            return None
        if answer.heeds and self.headers.get("If-Range") != answer.headers.get("ETag"):
            return None
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block runs."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        known = Server(f"http://127.0.0.1:{server.server_port}")
        handler.known = known
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()
