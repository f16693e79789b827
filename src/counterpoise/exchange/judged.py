"""What a study holds as records to exchange: each coder's codings and links, those of machines and of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.linked import HumanLink
from counterpoise.coding.suggester import is_machine
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, ReviewRecord
from counterpoise.review.codebook import CodebookVersion
from counterpoise.review.memos import Memo

__all__ = ["coding_records", "link_records", "memo_records", "review_records"]


def coding_records(
    passages: Mapping[str, Passage],
    settled: Iterable[Coding],
    by_hand: Iterable[HumanCoding],
    memos: Iterable[Memo] = (),
) -> tuple[CodingRecord, ...]:
    """The codings of machines with the status that people gave them, and each person's own judgements.

    `settled` are the codings that count or were refused, with the passages that they stand on by id; what counts of
    people is among them once more and left out, since `by_hand` has each judgement of each person. Of `memos` each
    person's own on a coding goes with it.
    """
    noted = {(memo.coder, memo.name): memo.text for memo in memos if memo.on == "coding"}
    machine = (_record(passages[each.passage], each) for each in settled if is_machine(each.coder))
    people = (
        _record(each.passage, each.coding, noted.get((each.coder, each.id), ""), each.adjudicates)
        for each in by_hand
    )
    return tuple(dict.fromkeys((*machine, *people)))


def link_records(
    passages: Mapping[str, Passage], settled: Iterable[Link], by_hand: Iterable[HumanLink] = ()
) -> tuple[LinkRecord, ...]:
    """The links of machines that count, and those that people found, with their places; the latter once, by `by_hand`."""
    placed = [(passages[each.passage], each) for each in settled if is_machine(each.coder)]
    placed += [(each.passage, each.link) for each in by_hand if each.status == "accepted"]
    return tuple(
        LinkRecord(
            document=passage.document,
            start=passage.start,
            end=passage.end,
            factor=each.factor,
            effect=each.effect,
            coder=each.coder,
            power=each.power,
            sign=each.sign,
            reason=each.reason,
            span=each.span,
        )
        for passage, each in placed
    )


def memo_records(memos: Iterable[Memo], codebook: CodebookVersion) -> tuple[MemoRecord, ...]:
    """The memos on passages, documents and codes; a code bears its name in the theory file where it has one there.

    A memo on a code that is no longer in the codebook is left out.
    """
    names = {each.id: each.in_theory or each.name for each in codebook.codes.values()}
    found: list[MemoRecord] = []
    for memo in memos:
        if memo.on == "passage" and memo.passage is not None:
            place = (memo.passage.document, memo.passage.start, memo.passage.end)
            found.append(MemoRecord(memo.coder, "passage", memo.text, *place))
        elif memo.on == "document":
            found.append(MemoRecord(memo.coder, "document", memo.text, memo.name))
        elif memo.on == "code" and memo.name in names:
            found.append(MemoRecord(memo.coder, "code", memo.text, code=names[memo.name]))
    return tuple(found)


def review_records(reviewed: Iterable[Reviewed]) -> tuple[ReviewRecord, ...]:
    """What each coder went through, and what was settled."""
    return tuple(
        ReviewRecord(
            each.passage.document, each.passage.start, each.passage.end, each.coder, each.adjudicates
        )
        for each in reviewed
    )


def _record(passage: Passage, coding: Coding, memo: str = "", adjudicates: bool = False) -> CodingRecord:
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
        memo=memo,
        # A person's coding has no score: what stands there is how the ledger keeps it.
        score=coding.score if is_machine(coding.coder) else None,
        span=coding.span,
        adjudicates=adjudicates,
    )
