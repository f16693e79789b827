"""The agreement of a study's coders: people beside people, then people beside machines, under the declared variant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import polars as pl

from counterpoise.agreement.comparison import (
    CodedText,
    Comparison,
    Frame,
    ReviewedPassage,
    compare,
    frame_of,
)
from counterpoise.agreement.sample_size import FEWEST_TO_TELL, FEWEST_UNITS
from counterpoise.agreement.sections import Section, section_of
from counterpoise.agreement.span_agreement import SpanAgreement, span_agreement, withheld
from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.suggester import is_machine
from counterpoise.errors import Problem, UsageError, did_you_mean, nearest
from counterpoise.wording import listed, several

Variant = Literal["coding reliability", "codebook", "reflexive"]

LINES = (0.667, 0.800)
"""Values of alpha below which conclusions are hardly, or only tentatively, drawn (Krippendorff 2004, p. 241).

They are shown beside a value and never decide anything.
"""

NOT_TESTABLE = "Not testable with this evidence"

REQUIRED: Mapping[Variant, str] = {
    "coding reliability": "The study declares coding reliability: agreement between coders is part of its method, and "
    "a report without it is not complete.",
    "codebook": "The study declares a codebook approach: agreement between coders is a choice, useful to find codes "
    "that are read differently.",
    "reflexive": "The study declares reflexive thematic analysis, in which a code is one researcher's reading and "
    "no measurement: that two coders agree is no sign of its quality (Braun & Clarke 2021, Qualitative Research in "
    "Psychology 18:328-352). So nothing is compared unless coders are named.",
}
"""What each variant of thematic analysis makes of agreement."""

NOT_IN_THE_CODEBOOK = "not in the codebook"
"""The group of codes that codings bear and the codebook does not have, or not any more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A section, with the spans of coders where all of them are people, and how much of it came about by suggestion.

    `answers` counts, of the judgements of each coder, those that answered a machine's suggestion: the coder saw it.
    `caution` says that it stands on too few units to say anything; it is empty where it does not.
    """

    section: Section
    spans: SpanAgreement | None
    answers: Mapping[str, int]
    caution: str = ""


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything that is known of agreement: what the variant asks for, and each comparison in its order.

    People together stand before each pair of them, and these before each person beside each machine. `missing` says what
    cannot be told from what was coded, `notices` what a reader should know.
    """

    variant: Variant
    asked: str
    people: tuple[str, ...]
    machines: tuple[str, ...]
    compared: tuple[Compared, ...]
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def agreement_report(
    *,
    group_of: Mapping[str, str],
    variant: Variant,
    judged: Sequence[HumanCoding],
    gone_through: Sequence[Reviewed],
    suggested: pl.DataFrame,
    machines_read: Mapping[str, frozenset[str]],
    seed: int,
    coders: Sequence[str] = (),
) -> AgreementReport:
    """Compare a study's coders, or those named.

    `group_of` is the codebook: each code with its group. `suggested` holds the machines' codings as
    `judgements.JUDGEMENT_SCHEMA` has them, `machines_read` of each machine the documents that it read. What adjudicates
    is left out: it came after the coders, and knew of them. Raises CounterpoiseError for a coder who is not there.
    """
    of_people = [each for each in judged if not each.adjudicates]
    seen = [each for each in gone_through if not each.adjudicates]
    people = sorted({each.coder for each in seen} | {each.coder for each in of_people})
    machines = sorted(machines_read)
    chosen = _named(coders, [*people, *machines])
    if variant == "reflexive" and not coders:
        return AgreementReport(variant, REQUIRED[variant], tuple(people), tuple(machines), (), (), ())
    frame = _frame(of_people, seen, suggested, machines_read, tuple(group_of))
    groups = {code: group_of.get(code, NOT_IN_THE_CODEBOOK) for code in frame.codes}
    some = [each for each in people if not coders or each in chosen]
    others = [each for each in machines if not coders or each in chosen]
    answers = Counter(each.coder for each in of_people if each.suggestion is not None)
    compared, missing = [], []
    for who in (
        *([some] if len(some) > 2 else []),
        *combinations(some, 2),
        *((person, machine) for person in some for machine in others),
        *(combinations(others, 2) if coders and not some else ()),
    ):
        comparison = compare(frame, who)
        if not len(comparison.units):
            missing.append(f"{NOT_TESTABLE}: {listed(list(who))} went through no passage in common.")
            continue
        compared.append(_compared(comparison, groups, answers, seed))
    if len(some) < 2 and not (coders and others):
        missing.insert(0, _too_few(some, people))
    return AgreementReport(
        variant,
        REQUIRED[variant],
        tuple(people),
        tuple(machines),
        tuple(compared),
        tuple(missing),
        tuple(_notices(frame, group_of, compared, of_people)),
    )


def _compared(
    comparison: Comparison, groups: Mapping[str, str], answers: Mapping[str, int], seed: int
) -> Compared:
    by_people = not any(map(is_machine, comparison.coders))
    section = section_of(comparison, groups, seed)
    spans = span_agreement(comparison, seed) if by_people else None
    if spans is not None and section.passages < FEWEST_TO_TELL:
        # Unlike other coefficients alpha_U has no lower bound, so that a value on a passage or two may be anything.
        told = f"not told: {several(section.passages, 'passage')}; two coders need {FEWEST_TO_TELL} before agreement is told"
        spans = withheld(spans, f"{told} from chance (Bloch & Kraemer 1989)")
    return Compared(
        section,
        spans,
        {coder: answers.get(coder, 0) for coder in comparison.coders},
        " ".join(_cautions(section, spans)),
    )


def _cautions(section: Section, spans: SpanAgreement | None) -> Iterable[str]:
    """What a reader must know of values that stand on few units."""
    low = LINES[0]
    if section.passages < FEWEST_UNITS:
        yield (
            f"{several(section.passages, 'passage')} {'is' if section.passages == 1 else 'are'} too few for any of these "
            f"values to be relied on: two coders need {FEWEST_UNITS} before {low:.3f} is told from less, and more "
            "where a code is seldom given (Bloch & Kraemer 1989)."
        )
    if spans is not None and spans.alpha_u.value is not None and min(spans.spans) < FEWEST_UNITS:
        fewest = min(spans.spans)
        yield (
            f"A coder marked {_few(fewest)} of text. How far coders agree on where spans begin and end (alpha_U and the values below it: 1 where they "
            "mark the same, 0 as by chance, and with no lower bound) is then moved far by a single span, also far below 0; expected are at least "
            f"{FEWEST_UNITS} spans of each coder."
        )


def _few(spans: int) -> str:
    """So few spans in words."""
    return f"only {several(spans, 'span')}" if spans else "no span"


def _named(coders: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The coders named, in full; a machine may be named by what stands before the stroke."""
    found, problems = [], []
    for name in coders:
        meant = [each for each in known if name in (each, each.partition("/")[0])]
        if meant:
            found += meant
        else:
            near = did_you_mean(name, known) or f"; there are {', '.join(known) or 'none yet'}"
            problems.append(Problem("--coder", f"no coder '{name}'{near}"))
    if problems:
        raise UsageError(*problems)
    return tuple(found)


def _frame(
    judged: Iterable[HumanCoding],
    seen: Iterable[Reviewed],
    suggested: pl.DataFrame,
    machines_read: Mapping[str, frozenset[str]],
    codes: Sequence[str],
) -> Frame:
    """People's codings, and the machines' on the passages that people went through."""
    reviewed = [
        ReviewedPassage(each.passage.document, each.passage.start, each.passage.end, each.coder)
        for each in seen
    ]
    places = {(each.document, each.start, each.end) for each in reviewed}
    reviewed += [
        ReviewedPassage(*place, machine)
        for machine, read in machines_read.items()
        for place in sorted(places)
        if place[0] in read
    ]
    codings = [_coded_text(each) for each in judged if each.coding.status == "accepted"]
    of_machines = suggested.filter(
        pl.col("effect").is_null()
        & pl.col("coder").is_in(sorted(machines_read))
        & pl.col("document").is_in(sorted({place[0] for place in places}))
    )
    codings += [
        CodedText(*row)
        for row in of_machines.select(
            "document", "start", "end", "code", "power", "direction", "coder"
        ).iter_rows()
    ]
    return frame_of(codings, reviewed, codes)


def _coded_text(judged: HumanCoding) -> CodedText:
    passage, coding = judged.passage, judged.coding
    return CodedText(
        passage.document,
        passage.start,
        passage.end,
        coding.code,
        coding.power,
        coding.direction,
        coding.coder,
    )


def _too_few(some: Sequence[str], people: Sequence[str]) -> str:
    told = "nobody has gone through a passage yet" if not some else f"only {some[0]} has coded"
    if len(people) > len(some):
        others = listed([each for each in people if each not in some])
        named = f"only {some[0]} is named" if some else "no person is named"
        told = f"{named}; {others} {'has' if len(people) - len(some) == 1 else 'have'} coded as well"
    return f"{NOT_TESTABLE}: {told}; agreement needs two coders who went through the same passages."


def _notices(
    frame: Frame,
    group_of: Mapping[str, str],
    compared: Sequence[Compared],
    judged: Sequence[HumanCoding],
) -> Iterable[str]:
    for coder, number in sorted(frame.outside.items()):
        if not is_machine(coder):
            yield (
                f"{several(number, 'coding')} by {coder} on text that {coder} did not go through "
                f"{'is' if number == 1 else 'are'} left out: what was not coded beside it is unknown."
            )
    for code in (code for code in frame.codes if code not in group_of):
        near = nearest(code, group_of)
        yield f"The code '{code}' is not in the codebook" + (f"; the nearest is '{near}'." if near else ".")
    shown = {coder for each in compared for coder in each.section.coders}
    total = Counter(each.coder for each in judged)
    for coder in sorted(shown & set(total)):
        answered = sum(each.coder == coder and each.suggestion is not None for each in judged)
        if answered:
            yield (
                f"{answered} of {several(total[coder], 'judgement')} by {coder} answered a suggestion that {coder} "
                "saw. Agreement with that machine, and with others who saw it, is higher than of blind coding."
            )
