from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.ledger.events import Ledger, NewEvent
from counterpoise.ledger.schema import FILE
from counterpoise.ledger.seal import NAME, broken, distrust, is_as_sealed, is_sealed, seal, unseal


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.write_bytes(b"events")
    return path


def test_a_sealed_file_is_as_it_was_until_a_byte_is_another(ledger: Path) -> None:
    assert not is_as_sealed(ledger)
    seal(ledger)
    assert is_as_sealed(ledger)
    ledger.write_bytes(b"Events")
    assert not is_as_sealed(ledger)
    (problem,) = broken(ledger)
    assert "was altered since it was closed" in problem.what
    ledger.write_bytes(b"events")
    assert is_as_sealed(ledger)


def test_what_is_distrusted_is_not_as_sealed_until_it_is_sealed_again(ledger: Path) -> None:
    distrust(ledger)
    assert (is_sealed(ledger), is_as_sealed(ledger)) == (True, False)
    (problem,) = broken(ledger)
    assert "was altered since it was closed" in problem.what
    seal(ledger)
    assert is_as_sealed(ledger)


def test_a_file_without_a_seal_is_not_as_sealed_and_no_problem(ledger: Path) -> None:
    seal(ledger)
    unseal(ledger)
    unseal(ledger)
    assert list(broken(ledger)) == []
    assert not is_as_sealed(ledger)


def test_a_seal_that_is_none_is_named(ledger: Path) -> None:
    (ledger.parent / NAME).write_bytes(b"\xff")
    (problem,) = broken(ledger)
    assert problem.place.endswith(NAME)


def test_a_log_that_was_not_merged_leaves_no_seal(ledger: Path) -> None:
    log = ledger.with_name(f"{FILE}-wal")
    log.write_bytes(b"changes")
    seal(ledger)
    assert not (ledger.parent / NAME).exists()
    log.write_bytes(b"")
    seal(ledger)
    assert is_as_sealed(ledger)


def test_a_seal_that_is_taken_away_while_it_is_looked_at_is_no_problem(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(ledger)

    def written_meanwhile(_: Path) -> str:
        unseal(ledger)
        return "0" * 64

    monkeypatch.setattr("counterpoise.ledger.seal.sha256_of_file", written_meanwhile)
    assert list(broken(ledger)) == []


def test_a_ledger_is_sealed_while_nobody_writes_also_if_somebody_reads(
    tmp_path: Path, opened: Callable[[Path], Ledger]
) -> None:
    path = tmp_path / FILE
    with opened(tmp_path) as writer:
        writer.append([NewEvent("study.opened", "s", {})])
        assert not (tmp_path / NAME).exists()
    assert is_as_sealed(path)
    with Ledger.read(tmp_path) as reader:
        list(reader.events())
        with opened(tmp_path) as writer:
            writer.append([NewEvent("study.opened", "s", {})])
        assert is_as_sealed(path)
        assert len(list(reader.events())) == 2
    assert is_as_sealed(path)
