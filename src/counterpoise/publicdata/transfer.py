"""Transfer: a file fetched over https, politely, gone on with where it broke off, and checked before it counts.

Partial files are resumed by ranges under a condition (RFC 9110, sections 13.1.5 and 14): only while the server says that
the file is the one that was begun. Not every server heeds the condition, so its answer is compared too.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout
from urllib3.exceptions import HTTPError, SSLError

from counterpoise.admission import BLOCK, LARGEST_DATA
from counterpoise.datasets.downloads import Download
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import digest_of_file
from counterpoise.workspace import PROGRAM

Step = Callable[[str, int, int], None]

TRIES = 5
"""Times that a file is asked for without any more of it coming, before the fetch gives up."""

MOST_REDIRECTS = 5
LONGEST_WAIT = 120.0
"""Seconds that are waited where a server asks for patience; where it asks for more, the user is told."""

LARGEST_ANSWER = 16 * 2**20
"""Bytes of the largest listing of files that is read."""

TIMEOUT = Timeout(connect=20, read=60)
BUSY = (429, 500, 502, 503, 504)
"""Answers after which a server may be asked again."""

_NUMBER = re.compile(r"[0-9]{1,18}")
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)


class _AgainError(Exception):
    """The file did not come whole; asked again in `wait` seconds, it may."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is kept beside a partial file: where it is from, and by what the server knows this version of it."""

    address: str
    validator: str | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came whole: bytes, and their SHA-256."""

    size: int
    sha256: str


class Transfer:
    """Fetches files, one at a time.

    `largest` is as many bytes as a file may have, `sleep` waits. Addresses are https; `from_this_machine` allows
    http://127.0.0.1 instead, which a server for trying things out speaks, and nothing else.
    """

    def __init__(
        self,
        *,
        largest: int = LARGEST_DATA,
        sleep: Callable[[float], None] = time.sleep,
        from_this_machine: bool = False,
    ) -> None:
        self._largest = largest
        self._sleep = sleep
        self._from_this_machine = from_this_machine
        headers = {"User-Agent": PROGRAM.replace(" ", "/"), "Accept-Encoding": "identity"}
        proxy = None if from_this_machine else getproxies().get("https")
        self._direct = PoolManager(headers=headers)
        self._proxied = ProxyManager(proxy, headers=headers) if proxy else self._direct

    def answer(self, address: str) -> bytes:
        """A short answer, such as a listing of files, whole. Raises CounterpoiseError where it does not come."""
        for trial in range(1, TRIES + 1):
            try:
                with self._asked(address, {}) as response, _network():
                    content = response.read(LARGEST_ANSWER + 1)
                if len(content) > LARGEST_ANSWER:
                    limit = LARGEST_ANSWER // 2**20
                    raise CounterpoiseError(Problem(address, f"the answer has more than {limit} MiB"))
                return content
            except _AgainError as error:
                self._wait(address, error, trial)
        raise AssertionError("the last trial ends in an error")

    def fetch(self, wanted: Download, partial: Path, step: Step = lambda *_: None) -> Received:
        """Fetch a file into `partial`, going on where an earlier fetch broke off, and check it.

        Raises CounterpoiseError where the server refuses, leads elsewhere than to https, sends a page or too much, or
        breaks off again and again; only then does what came so far stay. A file of another size or checksum than the
        publisher's is deleted.
        """
        trial, so_far = 0, _size(partial)
        while True:
            try:
                self._go_on(wanted, partial, step)
                return self._checked(wanted, partial)
            except _AgainError as error:
                if (came := _size(partial)) > so_far + BLOCK:
                    trial = 0
                so_far = came
                trial += 1
                self._wait(wanted.name, error, trial)

    def _wait(self, place: str, error: _AgainError, trial: int) -> None:
        if error.wait is not None and error.wait > LONGEST_WAIT:
            told = f"the server asks to wait {error.wait:.0f} seconds; run the same command again then"
            raise CounterpoiseError(Problem(place, f"{error}; {told}")) from error
        if trial >= TRIES:
            told = "run the same command again later; it goes on from what came so far"
            raise CounterpoiseError(Problem(place, f"{error}, {TRIES} times in a row; {told}")) from error
        self._sleep(float(2 ** (trial - 1)) if error.wait is None else error.wait)

    def _go_on(self, wanted: Download, partial: Path, step: Step) -> None:
        begun = _begun(partial)
        if begun is None or begun.address != wanted.address or begun.validator is None:
            discard(partial)
            begun = None
        so_far = _size(partial)
        if begun is not None and so_far == begun.total:
            return
        asks = {"Range": f"bytes={so_far}-", "If-Range": str(begun.validator)} if begun and so_far else {}
        with self._asked(wanted.address, asks) as response:
            if asks and response.status != 200 and not _continues(response, begun, so_far):
                discard(partial)
                raise _AgainError("the file was changed on the server since it was begun", 0)
            if response.status == 200:
                so_far = 0
            length = response.headers.get("Content-Length", "")
            total = so_far + int(length) if _NUMBER.fullmatch(length) else None
            self._refuse(wanted, response, total)
            note = _Begun(wanted.address, _validator(response), total)
            _note(partial).write_text(json.dumps(asdict(note)), encoding="utf-8")
            with partial.open("ab" if so_far else "wb") as file:
                for block in _blocks(response):
                    if not so_far and _PAGE.match(block):
                        discard(partial)
                        raise _no_file(wanted, "a web page")
                    file.write(block)
                    so_far += len(block)
                    if so_far > self._largest:
                        discard(partial)
                        raise self._too_large(wanted)
                    step(wanted.name, so_far, total or wanted.size or 0)

    def _refuse(self, wanted: Download, response: BaseHTTPResponse, total: int | None) -> None:
        """Raise CounterpoiseError where the header tells already that this is not the file."""
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html"):
            raise _no_file(wanted, "a web page")
        if total is not None and total > self._largest:
            raise self._too_large(wanted)
        if total is not None and wanted.size is not None and total != wanted.size:
            raise _no_file(wanted, f"{total:,} bytes where the publisher says {wanted.size:,}")

    def _too_large(self, wanted: Download) -> CounterpoiseError:
        return CounterpoiseError(
            Problem(wanted.name, f"has more than {self._largest // 2**20} MiB, which is the limit")
        )

    def _checked(self, wanted: Download, partial: Path) -> Received:
        size = _size(partial)
        wrong = []
        if wanted.size is not None and size != wanted.size:
            wrong.append(f"{size:,} bytes where the publisher says {wanted.size:,}")
        if (said := wanted.checksum) is not None:
            found = digest_of_file(partial, said.algorithm)
            if found != said.digits.lower():
                wrong.append(
                    f"bytes whose {said.algorithm} is {found}, where the publisher says {said.digits}"
                )
        if wrong:
            discard(partial)
            raise _no_file(wanted, " and ".join(wrong))
        _note(partial).unlink(missing_ok=True)
        return Received(size, digest_of_file(partial, "sha256"))

    @contextmanager
    def _asked(self, address: str, headers: Mapping[str, str]) -> Iterator[BaseHTTPResponse]:
        """The answer of a server, redirects followed, its body still to be read."""
        asked = address
        for _ in range(MOST_REDIRECTS + 1):
            self._check(asked, address)
            with _network():
                pool = self._direct if proxy_bypass(urlsplit(asked).netloc) else self._proxied
                response = pool.request(
                    "GET",
                    asked,
                    headers={**pool.headers, **headers},
                    redirect=False,
                    retries=False,
                    timeout=TIMEOUT,
                    preload_content=False,
                )
            try:
                if not 300 <= response.status < 400:
                    _check_status(address, response, "Range" in headers)
                    yield response
                    return
                asked = _led(address, asked, response.headers.get("Location", ""))
            finally:
                response.close()
        raise CounterpoiseError(Problem(address, f"redirects more than {MOST_REDIRECTS} times"))

    def _check(self, address: str, first: str) -> None:
        parts = urlsplit(address)
        local = self._from_this_machine and (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
        if not local and (parts.scheme != "https" or not parts.hostname):
            told = (
                "is not an https address" if address == first else f"leads to {address}, which is not https"
            )
            raise CounterpoiseError(Problem(first, f"{told}; nothing was fetched from there"))


def _led(first: str, asked: str, location: str) -> str:
    """The address that a redirect leads to."""
    try:
        return urljoin(asked, location)
    except ValueError as error:
        raise CounterpoiseError(Problem(first, f"leads to what is no address: {error}")) from error


def discard(partial: Path) -> None:
    """Delete a partial file with what is kept beside it."""
    partial.unlink(missing_ok=True)
    _note(partial).unlink(missing_ok=True)


def _note(partial: Path) -> Path:
    return partial.with_name(f"{partial.name}.json")


def _begun(partial: Path) -> _Begun | None:
    try:
        return _Begun(**json.loads(_note(partial).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _size(partial: Path) -> int:
    return partial.stat().st_size if partial.exists() else 0


def _validator(response: BaseHTTPResponse) -> str | None:
    """What names this version of the file: a strong ETag, or else the time when it was changed."""
    tag = response.headers.get("ETag")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified")


def _continues(response: BaseHTTPResponse, begun: _Begun | None, so_far: int) -> bool:
    """Whether an answer is the rest of the file that was begun."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if begun is None or response.status != 206 or found is None:
        return False
    total = None if found[3] == "*" else int(found[3])
    return (
        int(found[1]) == so_far
        and _validator(response) == begun.validator
        and (total is None or begun.total is None or total == begun.total)
    )


def _blocks(response: BaseHTTPResponse) -> Iterator[bytes]:
    """What comes, as it comes: of a connection that breaks off nothing is lost."""
    while True:
        with _network():
            block = response.read1(BLOCK, decode_content=False)
        if not block:
            return
        yield block


@contextmanager
def _network() -> Iterator[None]:
    """What goes wrong on the way, as a reason to ask again; a certificate that does not hold is none."""
    try:
        yield
    except SSLError as error:
        raise CounterpoiseError(
            Problem("https", f"the server's certificate does not hold: {error}")
        ) from error
    except HTTPError as error:
        raise _AgainError(f"the connection failed or broke off ({type(error).__name__})") from error


def _check_status(address: str, response: BaseHTTPResponse, of_a_part: bool) -> None:
    """Raise for what is no answer to a question for a file, or for a part of it."""
    if response.status in BUSY:
        told = f"the server is busy ({response.status})"
        raise _AgainError(told, _seconds(response.headers.get("Retry-After")))
    if response.status != 200 and not (of_a_part and response.status in (206, 416)):
        reason = f" {response.reason}" if response.reason else ""
        raise CounterpoiseError(Problem(address, f"the server answers {response.status}{reason}"))


def _seconds(retry_after: str | None) -> float | None:
    """The seconds that a server asks to wait: a number of them, or a date."""
    if retry_after is None:
        return None
    if _NUMBER.fullmatch(retry_after.strip()):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _no_file(wanted: Download, what: str) -> CounterpoiseError:
    return CounterpoiseError(
        Problem(wanted.name, f"the server sends {what} instead of the file; it was left out")
    )
