import hashlib
import inspect
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from counterpoise.cli import data_verbs
from counterpoise.datasets.downloads import Checksum, Download
from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.transfer import TRIES, Transfer
from counterpoise.workspace import PROGRAM
from tests.publicdata.local_server import Answer, Server, serving

BODY = b"ccode1,ccode2,year\n" + b"".join(b"2,710,%d\n" % year for year in range(1000, 9999))
TAGGED = {"ETag": '"one"'}


class Clock:
    """Waits that are told and not waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as known:
        yield known


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def transfer(clock: Clock) -> Transfer:
    return Transfer(from_this_machine=True, largest=1_000_000, sleep=clock.sleep)


def of(server: Server, **said: object) -> Download:
    return Download(f"{server.address}/a.csv", "a.csv", **said)  # type: ignore[arg-type]


def refusal(transfer: Transfer, wanted: Download, partial: Path) -> str:
    with pytest.raises(CounterpoiseError) as refused:
        transfer.fetch(wanted, partial)
    (problem,) = refused.value.problems
    return str(problem)


def test_a_file_comes_whole_with_its_sha256_and_the_server_learns_who_asks(
    server: Server, transfer: Transfer, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [Answer(BODY)]
    steps: list[tuple[str, int, int]] = []
    md5 = hashlib.md5(BODY, usedforsecurity=False).hexdigest()
    wanted = of(server, size=len(BODY), checksum=Checksum("md5", md5.upper()))
    received = transfer.fetch(wanted, tmp_path / ".a", lambda *told: steps.append(told))
    assert (received.size, received.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())
    assert (tmp_path / ".a").read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == [".a"]
    assert steps[-1] == ("a.csv", len(BODY), len(BODY))
    (asked,) = server.asked
    assert asked[1]["User-Agent"] == PROGRAM.replace(" ", "/")
    assert asked[1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("validator", [{"ETag": '"one"'}, {"Last-Modified": "Sat, 28 Nov 2026 10:00:00 GMT"}])
def test_what_breaks_off_is_gone_on_with_where_it_broke_off(
    server: Server, transfer: Transfer, clock: Clock, tmp_path: Path, validator: dict[str, str]
) -> None:
    cut = Answer(BODY, headers=validator, cut=30_000)
    server.answers["/a.csv"] = [cut, Answer(BODY, headers=validator, heeds=False)]
    received = transfer.fetch(of(server), tmp_path / ".a")
    assert received.sha256 == hashlib.sha256(BODY).hexdigest()
    assert server.asked[1][1]["Range"] == "bytes=30000-"
    assert server.asked[1][1]["If-Range"] == next(iter(validator.values()))
    assert clock.waits == [1.0]


def test_a_later_call_goes_on_too_and_one_that_gave_up_says_so(
    server: Server, transfer: Transfer, clock: Clock, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [Answer(BODY, headers=TAGGED, cut=50), Answer(b"", 503)]
    told = refusal(transfer, of(server), tmp_path / ".a")
    assert told == (
        f"a.csv: the server is busy (503), {TRIES} times in a row; run the same command again later; "
        "it goes on from what came so far"
    )
    assert clock.waits == [1.0, 2.0, 4.0, 8.0]
    assert (tmp_path / ".a").read_bytes() == BODY[:50]
    server.answers["/a.csv"] = [Answer(BODY, headers=TAGGED)]
    server.asked.clear()
    assert transfer.fetch(of(server), tmp_path / ".a").size == len(BODY)
    assert server.asked[0][1]["Range"] == "bytes=50-"


def test_a_file_that_came_whole_before_the_program_ended_is_not_asked_for_again(
    server: Server, transfer: Transfer, tmp_path: Path
) -> None:
    (tmp_path / ".a").write_bytes(BODY)
    note = {"address": f"{server.address}/a.csv", "validator": '"one"', "total": len(BODY)}
    (tmp_path / ".a.json").write_text(json.dumps(note))
    assert transfer.fetch(of(server), tmp_path / ".a").size == len(BODY)
    assert server.asked == []


@pytest.mark.parametrize("heeds", [True, False])
def test_a_file_that_changes_between_parts_is_begun_anew(
    server: Server, transfer: Transfer, tmp_path: Path, heeds: bool
) -> None:
    newer = BODY.replace(b"710", b"365")
    server.answers["/a.csv"] = [
        Answer(BODY, headers=TAGGED, cut=30_000),
        Answer(newer, headers={"ETag": '"two"'}, heeds=heeds),
    ]
    assert transfer.fetch(of(server), tmp_path / ".a").sha256 == hashlib.sha256(newer).hexdigest()


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b'{"address": "https://x", "validator": "1", "total": 9}', b'{"address": 1}']
)
def test_a_partial_file_of_unknown_origin_is_not_gone_on_with(
    server: Server, transfer: Transfer, tmp_path: Path, note: bytes
) -> None:
    (tmp_path / ".a").write_bytes(b"of another file")
    (tmp_path / ".a.json").write_bytes(note)
    server.answers["/a.csv"] = [Answer(BODY, headers=TAGGED, heeds=False)]
    assert transfer.fetch(of(server), tmp_path / ".a").sha256 == hashlib.sha256(BODY).hexdigest()
    assert "Range" not in server.asked[0][1]


def test_without_anything_that_names_the_version_a_broken_file_is_begun_anew(
    server: Server, transfer: Transfer, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [Answer(BODY, cut=100), Answer(BODY)]
    assert transfer.fetch(of(server), tmp_path / ".a").size == len(BODY)
    assert "Range" not in server.asked[1][1]


@pytest.mark.parametrize("after", ["3", "date", "no date"])
def test_a_busy_server_is_waited_for_as_it_asks(
    server: Server, transfer: Transfer, clock: Clock, tmp_path: Path, after: str
) -> None:
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    asks = {"Retry-After": in_a_minute if after == "date" else after}
    server.answers["/a.csv"] = [Answer(b"", 503, asks), Answer(BODY)]
    assert transfer.fetch(of(server), tmp_path / ".a").size == len(BODY)
    (wait,) = clock.waits
    expected = {"3": (3, 3), "date": (50, 60), "no date": (1, 1)}[after]
    assert expected[0] <= wait <= expected[1]


def test_a_server_that_asks_for_an_hour_is_left_alone(
    server: Server, transfer: Transfer, clock: Clock, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [Answer(b"", 429, {"Retry-After": "3600"})]
    told = refusal(transfer, of(server), tmp_path / ".a")
    assert told.endswith("the server asks to wait 3600 seconds; run the same command again then")
    assert (clock.waits, len(server.asked)) == ([], 1)


@pytest.mark.parametrize(
    ("answer", "said", "told"),
    [
        (Answer(b"gone", 404), {}, "the server answers 404 Not Found"),
        (Answer(b"no", 403), {}, "the server answers 403 Forbidden"),
        (
            Answer(b"<html>Sign in", headers={"Content-Type": "text/html; charset=utf-8"}),
            {},
            "sends a web page",
        ),
        (
            Answer(b" \n<!DOCTYPE HTML><p>Sign in"),
            {},
            "sends a web page instead of the file; it was left out",
        ),
        (Answer(BODY), {"size": 7}, f"sends {len(BODY):,} bytes where the publisher says 7 instead"),
        (Answer(BODY), {"checksum": Checksum("sha256", "0" * 64)}, "where the publisher says 0000"),
        (Answer(BODY, length=2_000_000), {}, "has more than 0 MiB, which is the limit"),
        (Answer(endless=True), {}, "has more than 0 MiB, which is the limit"),
    ],
)
def test_what_is_not_the_file_is_refused_with_the_reason_and_leaves_nothing(
    server: Server, transfer: Transfer, tmp_path: Path, answer: Answer, said: dict[str, object], told: str
) -> None:
    server.answers["/a.csv"] = [answer]
    assert told in refusal(transfer, of(server, **said), tmp_path / ".a")
    assert list(tmp_path.iterdir()) == []
    assert len(server.asked) == 1


def test_a_length_that_is_never_reached_is_an_error_and_no_whole_file(
    server: Server, transfer: Transfer, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [Answer(BODY, length=len(BODY) + 10)]
    told = refusal(transfer, of(server), tmp_path / ".a")
    assert f"the connection failed or broke off (ProtocolError), {TRIES} times in a row" in told


@pytest.mark.parametrize(
    ("leads", "told"),
    [
        ("http://example.org/a.csv", "leads to http://example.org/a.csv, which is not https"),
        ("http://127.0.0.2/a.csv", "which is not https"),
        ("file:///etc/hostname", "which is not https"),
        ("ftp://127.0.0.1/a.csv", "which is not https"),
        ("https://", "which is not https"),
        ("http://[", "leads to what is no address"),
    ],
)
def test_redirects_to_anything_but_https_are_not_followed(
    server: Server, transfer: Transfer, tmp_path: Path, leads: str, told: str
) -> None:
    server.answers["/a.csv"] = [Answer(b"", 302, {"Location": leads})]
    assert told in refusal(transfer, of(server), tmp_path / ".a")


def test_redirects_are_followed_but_not_for_ever(server: Server, transfer: Transfer, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Answer(b"", 303, {"Location": "/b.csv"})]
    server.answers["/b.csv"] = [Answer(BODY)]
    assert transfer.fetch(of(server), tmp_path / ".a").size == len(BODY)
    server.answers["/b.csv"] = [Answer(b"", 307, {"Location": "/a.csv"})]
    assert "redirects more than 5 times" in refusal(transfer, of(server), tmp_path / ".b")


def test_http_is_refused_and_no_option_of_the_command_allows_it(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Answer(BODY)]
    assert "is not an https address; nothing was fetched" in refusal(Transfer(), of(server), tmp_path / ".a")
    wanted = Download("http://example.org/a.csv", "a.csv")
    assert "is not an https address" in refusal(Transfer(from_this_machine=True), wanted, tmp_path / ".a")
    assert server.asked == []
    assert "from_this_machine" not in inspect.getsource(data_verbs)


def test_a_short_answer_is_read_whole_asked_again_and_limited(
    server: Server, transfer: Transfer, clock: Clock
) -> None:
    server.answers["/list"] = [Answer(b"{}", cut=1), Answer(b"{}")]
    assert transfer.answer(f"{server.address}/list") == b"{}"
    assert clock.waits == [1.0]
    server.answers["/list"] = [Answer(endless=True)]
    with pytest.raises(CounterpoiseError, match="more than 16 MiB"):
        transfer.answer(f"{server.address}/list")


def test_a_server_that_is_not_there_is_an_error_that_says_so(clock: Clock, tmp_path: Path) -> None:
    with serving() as known:
        address = known.address
    wanted = Download(f"{address}/a.csv", "a.csv")
    told = refusal(Transfer(from_this_machine=True, sleep=clock.sleep), wanted, tmp_path / ".a")
    assert "the connection failed or broke off (NewConnectionError)" in told


@pytest.mark.parametrize("status", [206, 416])
def test_a_part_that_was_not_asked_for_is_not_taken_for_the_file(
    server: Server, transfer: Transfer, tmp_path: Path, status: int
) -> None:
    server.answers["/a.csv"] = [Answer(BODY[100:200], status)]
    assert f"the server answers {status}" in refusal(transfer, of(server), tmp_path / ".a")
    assert not (tmp_path / ".a").exists()
    with pytest.raises(CounterpoiseError, match=f"the server answers {status}"):
        transfer.answer(f"{server.address}/a.csv")


def test_a_number_of_a_header_that_is_none_says_nothing(
    server: Server, transfer: Transfer, clock: Clock, tmp_path: Path
) -> None:
    # Both are digits to str.isdigit, and no numbers to int.
    busy = Answer(b"", 503, {"Retry-After": "\u00b2"})
    server.answers["/a.csv"] = [busy, Answer(BODY, length="\u00b2")]
    assert transfer.fetch(of(server), tmp_path / ".a").size == len(BODY)
    assert clock.waits == [1.0]
    server.answers["/a.csv"] = [Answer(BODY, length="9" * 5000)]
    assert transfer.fetch(of(server), tmp_path / ".b").size == len(BODY)
