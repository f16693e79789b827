"""Decisions on themes: proposed, revised, reviewed at two levels, settled and given up, as Braun and Clarke's phases 3 to 5."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from counterpoise.errors import CounterpoiseError, Problem, UsageError, did_you_mean
from counterpoise.ledger.decisions import decision
from counterpoise.ledger.events import NewEvent
from counterpoise.ledger.projections import Projection
from counterpoise.review.codebook import CodebookVersion
from counterpoise.review.themes import LEVELS, Status, ThemeEntry, state_of_theme, theme_meant

__all__ = ["theme_given_up", "theme_proposed", "theme_reviewed", "theme_revised", "theme_settled"]

_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_AFTER: dict[str, Status] = {
    "passages": "reviewed against passages",
    "documents": "reviewed against documents",
}


def theme_proposed(
    now: Projection,
    entries: Sequence[ThemeEntry],
    codebook: CodebookVersion,
    name: str,
    title: str,
    definition: str,
    codes: Iterable[str],
    within: str | None = None,
) -> NewEvent:
    """The event that somebody proposed a theme that gathers some codes.

    Raises CounterpoiseError, with every fault at once, for a name that is taken or is none, a theme without title, definition
    or codes, codes that there are not, and a theme to be within that there is not.
    """
    name = name.strip()
    entry = ThemeEntry(name, title.strip(), definition.strip(), tuple(codes), (), "candidate", within)
    problems = [*_faults(entries, codebook, entry)]
    if not _NAME.fullmatch(name):
        problems.insert(
            0, Problem("theme", f"'{name}' is no name; expected letters, digits, - and _, a letter first")
        )
    elif name in {each.id for each in entries}:
        problems.insert(0, Problem("theme", f"there is a theme '{name}' already, now or formerly"))
    if problems:
        raise UsageError(*problems)
    return decision(now, "theme.proposed", name, after=_state(entry, codebook))


def theme_revised(
    now: Projection,
    entries: Sequence[ThemeEntry],
    codebook: CodebookVersion,
    name: str,
    reason: str,
    *,
    title: str | None = None,
    definition: str | None = None,
    codes: Sequence[str] = (),
    within: str | None = None,
) -> NewEvent:
    """The event that a theme is called, defined, made up or placed otherwise, and why; `within` "" places it in none.

    With another definition or other codes it is a candidate again, since what was reviewed is no more. Raises
    CounterpoiseError where nothing changes, and as `theme_proposed` does.
    """
    before = theme_meant(entries, name)
    after = replace(
        before,
        title=before.title if title is None else title.strip(),
        definition=before.definition if definition is None else definition.strip(),
        codes=tuple(codebook.meant(code).name for code in codes) or before.codes,
        within=before.within if within is None else within.strip() or None,
    )
    if after == before:
        raise CounterpoiseError(
            Problem(before.id, "is so already; give another title, definition, code or place")
        )
    if (after.definition, set(after.codes)) != (before.definition, set(before.codes)):
        after = replace(after, status="candidate")
    if problems := [*_faults(entries, codebook, after)]:
        raise UsageError(*problems)
    return _changed(now, "theme.revised", before, after, reason)


def theme_reviewed(
    now: Projection, entries: Sequence[ThemeEntry], name: str, level: str, reason: str
) -> NewEvent:
    """The event that a theme was reviewed and holds: against its passages, or against all documents; `reason` says what was found.

    Raises CounterpoiseError for a level that there is not, and for a review against documents of a theme whose passages were
    not reviewed.
    """
    before = theme_meant(entries, name)
    if level not in LEVELS:
        near = did_you_mean(level, LEVELS) or f"; expected one of {', '.join(LEVELS)}"
        raise UsageError(Problem("--level", f"unknown level '{level}'{near}"))
    if level == "documents" and before.status == "candidate":
        told = "was not reviewed against its passages yet, which comes first"
        raise CounterpoiseError(Problem(before.id, told))
    after = replace(before, status=_AFTER[level])
    return _changed(now, "theme.reviewed", before, after, reason, level=level)


def theme_settled(now: Projection, entries: Sequence[ThemeEntry], name: str, reason: str = "") -> NewEvent:
    """The event that the title and definition of a theme are final.

    Raises CounterpoiseError for a theme that was not reviewed against all documents, or that has no definition.
    """
    before = theme_meant(entries, name)
    problems = []
    if before.status != "reviewed against documents":
        told = f"is {before.status}; a theme is settled once it was reviewed against all documents"
        problems.append(Problem(before.id, told))
    if not before.definition:
        problems.append(Problem(before.id, "has no definition; revise it to have one"))
    if problems:
        raise CounterpoiseError(*problems)
    return _changed(now, "theme.settled", before, replace(before, status="settled"), reason)


def theme_given_up(now: Projection, entries: Sequence[ThemeEntry], name: str, reason: str) -> NewEvent:
    """The event that a theme was given up, and why.

    Raises CounterpoiseError for a theme of the theory file, whose tables stand on it, and for one that others are within.
    """
    before = theme_meant(entries, name)
    inside = [each.id for each in entries if each.within == before.id and each.status != "given up"]
    problems = []
    if before.declared:
        told = "is a theme of the theory file; take it out there, or revise it"
        problems.append(Problem(before.id, told))
    if inside:
        problems.append(Problem(before.id, f"has themes within it: {', '.join(inside)}; place them first"))
    if problems:
        raise CounterpoiseError(*problems)
    return decision(now, "theme.dropped", before.id, before=state_of_theme(before), reason=reason)


def _changed(
    now: Projection, kind: str, before: ThemeEntry, after: ThemeEntry, reason: str, **fields: str
) -> NewEvent:
    return decision(
        now,
        kind,
        before.id,
        before=state_of_theme(before),
        after=state_of_theme(after),
        reason=reason,
        **fields,
    )


def _state(entry: ThemeEntry, codebook: CodebookVersion) -> dict[str, object]:
    names = tuple(dict.fromkeys(codebook.meant(code).name for code in entry.codes))
    return dict(state_of_theme(replace(entry, codes=names)))


def _faults(entries: Sequence[ThemeEntry], codebook: CodebookVersion, entry: ThemeEntry) -> Iterable[Problem]:
    if not entry.title:
        yield Problem(entry.id, "has no title")
    if not entry.definition and not entry.declared:
        yield Problem(entry.id, "has no definition; a theme says what its passages have in common")
    if not entry.codes:
        yield Problem(entry.id, "gathers no code; name one or more by --code")
    for code in entry.codes:
        try:
            codebook.meant(code, "--code")
        except CounterpoiseError as error:
            yield from error.problems
    above = {each.id: each.within for each in entries if each.status != "given up"} | {entry.id: entry.within}
    place = entry.within
    if place is not None and place not in above:
        near = did_you_mean(place, above)
        yield Problem("--within", f"there is no theme '{place}'{near}")
    while place is not None and place in above:
        if place == entry.id:
            yield Problem("--within", f"'{entry.id}' would be within itself")
            return
        place = above[place]
