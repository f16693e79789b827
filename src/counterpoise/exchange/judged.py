"""What a study holds as records to exchange: each coder's codings and links, those of machines and of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counterpoise.coding.decided import HumanCoding
from counterpoise.coding.suggester import is_machine
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.exchange.records import CodingRecord, LinkRecord

__all__ = ["coding_records", "link_records"]


def coding_records(
    passages: Mapping[str, Passage], settled: Iterable[Coding], by_hand: Iterable[HumanCoding]
) -> tuple[CodingRecord, ...]:
    """The codings of machines with the status that people gave them, and each person's own judgements.

    `settled` are the codings that count or were refused, with the passages that they stand on by id; what counts of
    people is among them once more and left out, since `by_hand` has each judgement of each person.
    """
    machine = (_record(passages[each.passage], each) for each in settled if is_machine(each.coder))
    people = (_record(each.passage, each.coding) for each in by_hand)
    return tuple(dict.fromkeys((*machine, *people)))


def link_records(passages: Mapping[str, Passage], links: Iterable[Link]) -> tuple[LinkRecord, ...]:
    """Links with their places."""
    return tuple(
        LinkRecord(
            document=passages[each.passage].document,
            start=passages[each.passage].start,
            end=passages[each.passage].end,
            factor=each.factor,
            effect=each.effect,
            coder=each.coder,
            power=each.power,
            sign=each.sign,
            reason=each.reason,
            span=each.span,
        )
        for each in links
    )


def _record(passage: Passage, coding: Coding) -> CodingRecord:
    return CodingRecord(
        document=passage.document,
        start=passage.start,
        end=passage.end,
        code=coding.code,
        coder=coding.coder,
        power=coding.power,
        direction=coding.direction,
        status=coding.status,
        reason=coding.reason,
        # A person's coding has no score: what stands there is how the ledger keeps it.
        score=coding.score if is_machine(coding.coder) else None,
        span=coding.span,
    )
