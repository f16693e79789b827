"""What exports and imports of codings tell in numbers, so that those of one add up to those of the other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from counterpoise.wording import listed, several

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterpoise.evidence import Status
    from counterpoise.exchange.incoming import Apart, Incoming
    from counterpoise.exchange.records import LinkRecord, MemoRecord, ReviewRecord
    from counterpoise.exchange.taking import Taken

SHOWN = 20
"""As many deviations, and as many codings that stand apart, are told in words; `--json` tells all."""


def told_out(
    links: Sequence[LinkRecord],
    memos: Sequence[MemoRecord],
    reviews: Sequence[ReviewRecord],
    facts: Mapping[str, object],
    *,
    project: bool,
) -> str:
    """What a file of codings holds, in numbers that add up to what an import of it finds."""
    from counterpoise.coding.suggester import is_machine

    def by(machines: object, people: object, refusals: object = 0) -> str:
        refused = f", {refusals} of them refusals" if refusals else ""
        return f" ({machines} of machines, {people} of people{refused})"

    told = several(cast("int", facts["codings"]), "coding")
    told += by(facts["of_machines"], facts["of_people"], facts["refusals"])
    if project:
        of = Counter(is_machine(each.coder) for each in links)
        told += f", {several(len(links), 'link')}"
        told += by(of[True], of[False]) if links else ""
        told += f", {several(len(memos), 'memo')}" if memos else ""
        told += f", {_gone_through(len(reviews))}" if reviews else ""
    made_of = cast("Mapping[Status, int]", facts["suggestions"])
    if made_of["accepted"] or made_of["rejected"] or made_of["unanswered"]:
        told += f". Of the suggestions people accepted {made_of['accepted']}, refused or gave otherwise {made_of['rejected']} "
        told += f"and left {made_of['unanswered']} unanswered in passages that they went through"
    if facts["left_out"]:
        left = several(cast("int", facts["left_out"]), "suggestion")
        told += f". Left out: the {left} refused, given otherwise or unanswered, as other programs know no such thing"
    return told


def told_in(took: Taken, incoming: Incoming, dry_run: bool) -> list[str]:
    """What came of an import: what was found, and of that what was taken over, known, of machines, or kept apart."""
    coders = Counter(each.coder for each in took.codings) + Counter(each.coder for each in took.links)
    by = ", ".join(f"{name} {number}" for name, number in sorted(coders.items()))
    verb = "would be taken over" if dry_run else "taken over"
    what = [several(len(took.codings), "coding")]
    what += [several(len(took.links), "link")] if took.links else []
    what += [several(took.memos, "memo")] if took.memos else []
    what += [_gone_through(took.reviews)] if took.reviews else []
    held = [several(len(each), name) for each, name in _of_kinds(incoming) if each]
    held += [_gone_through(len(incoming.reviews))] if incoming.reviews else []
    lines = [f"Found on texts of the study: {listed(held)}."] if held else []
    lines.append(f"{listed(what)} {verb}{f' ({by})' if by else ''}.")
    if took.known:
        lines.append(f"{_counted(took.known, took.known_links)} the study has already.")
    if took.suggestions:
        lines.append(
            f"{_counted(took.suggestions, took.suggested_links)} of machines left as the study has them."
        )
    if took.apart:
        kept = "" if dry_run else "; the file is kept in the ledger"
        notes = sum(not each.code for each in took.apart)
        counts = [several(len(took.apart) - notes, "coding")] if len(took.apart) > notes else []
        counts += [several(notes, "note")] if notes else []
        lines.append(f"{listed(counts)} could not be taken over{kept}:")
        lines += [f"  {_in_words(each)}" for each in took.apart[:SHOWN]]
        lines += more(len(took.apart))
    return lines + [str(each) for each in incoming.left]


def _of_kinds(incoming: Incoming) -> tuple[tuple[Sequence[object], str], ...]:
    return (
        (incoming.codings, "coding"),
        (incoming.links, "link"),
        (incoming.memos, "memo"),
    )


def _gone_through(number: int) -> str:
    return f"{several(number, 'passage')} gone through"


def _counted(every: int, links: int) -> str:
    """So many judgements in all, of which some are links, in words."""
    of_kinds = ((every - links, "coding"), (links, "link"))
    return listed([several(number, name) for number, name in of_kinds if number])


def _in_words(apart: Apart) -> str:
    place = f", {apart.start} to {apart.end}" if apart.start is not None else ""
    words = " ".join(apart.quotation.split())
    said = f" “{words[:60]}{'…' if len(words) > 60 else ''}”" if words else ""
    return f"{apart.source}{place}{said}: {apart.code or 'note'} ({apart.coder}): {apart.why}"


def more(number: int) -> list[str]:
    """How many more there are than were told in words."""
    return [f"  and {number - SHOWN} more; --json tells all"] if number > SHOWN else []
