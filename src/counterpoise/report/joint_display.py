"""The section of a report that sets documents and numbers side by side, construct by construct and span by span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from counterpoise.findings.coded_passages import WORD_OF_DIRECTION
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.joint_display import (
    DocumentsSay,
    JointRow,
    JointRules,
    NumbersSay,
    Together,
    joint_display,
)
from counterpoise.findings.leaning import CONTRARY_WAY, Way
from counterpoise.findings.prevalence import decades
from counterpoise.findings.vintages import spans
from counterpoise.report.outline import Block, Bullets, DataTable, Paragraph, Section
from counterpoise.wording import listed, several, within_a_sentence

MOVED: dict[Way, str] = {"strengthens": "rises", "weakens": "falls"}


def joint_section(findings: Findings) -> Section:
    """What documents say beside what numbers say; empty where no code speaks of any construct."""
    study, settings = findings.study, findings.study.declared.settings
    periods = spans(study.start, study.end, settings.vintages or decades(study.start, study.end))
    rows = joint_display(study, findings.coded, findings.scores.ties, findings.evidence.values, periods)
    if not rows:
        return Section("joint", "Documents beside numbers", ())
    apart = tuple(_sentence(findings, row) for row in rows if row.together == "divergence")
    blocks: list[Block] = [
        Paragraph(_rules(JointRules.of(settings.thresholds))),
        Paragraph(_counted(rows)),
        *((Bullets(apart),) if apart else ()),
        _overview(findings, rows),
        *filter(lambda table: table.rows, (_behind(findings, rows),)),
    ]
    return Section("joint", "Documents beside numbers", tuple(blocks))


def _rules(rules: JointRules) -> str:
    return (
        "A joint display after Guetterman, Fetters and Creswell (2015). Of the documents the first kind of source speaks that has "
        f"at least {several(rules.passages, 'passage')}, first-hand before second-hand before data notes; it leans where as many "
        f"take a direction and {rules.majority:.0%} of these take one. Numbers move where "
        f"the Theil-Sen change within the span is {rules.change:.2f} or more either way over at least {rules.points} points and its 90 % "
        "interval does not reach 0. Both lean to one side: convergence; to contrary sides: divergence; one leans and the "
        "other shows neither: complementarity; one side has nothing, or too few passages or points: silence; neither leans: no lean. Ties are on their scale of 0 to 1, "
        "other series between their own least and greatest value."
    )


def _counted(rows: Sequence[JointRow]) -> str:
    found = Counter(row.together for row in rows)
    words: tuple[Together, ...] = get_args(Together)
    told = listed([f"{word} {found[word]}" for word in words])
    mute = Counter(listed(row.silent) for row in rows if row.silent)
    why = f" Silent are: {listed([f'{sides} in {n}' for sides, n in sorted(mute.items())])}." if mute else ""
    return f"{several(len(rows), 'pair')} of documents and numbers, by construct, power and span of years: {told}.{why}"


def _sentence(findings: Findings, row: JointRow) -> str:
    return (
        f"{_named(row)}{_with(findings, row)}, {row.years}: documents say {_of_documents(row.documents)}, "
        f"the series {_of_numbers(row.numbers)}."
    )


def _named(row: JointRow) -> str:
    if row.indicator is None or row.indicator.lower() == row.construct.lower():
        return row.construct
    return f"{row.construct} ({within_a_sentence(row.indicator)})"


def _with(findings: Findings, row: JointRow) -> str:
    return "" if row.side is None else f", {findings.names.sides[row.side]}"


def _overview(findings: Findings, rows: Sequence[JointRow]) -> DataTable:
    """One row for each construct and power, one column for each span."""
    years = tuple(dict.fromkeys(row.years for row in rows))
    words: dict[tuple[str, str | None], dict[str, str]] = {}
    for row in rows:
        power = None if row.side is None else findings.names.sides[row.side]
        words.setdefault((_named(row), power), {})[row.years] = (
            f"silence of {listed(row.silent)}" if row.silent else row.together
        )
    return DataTable(
        "joint-display",
        "Documents and numbers together",
        ("Construct", "Power", *years),
        tuple((name, power, *(of.get(span) for span in years)) for (name, power), of in words.items()),
    )


def _behind(findings: Findings, rows: Sequence[JointRow]) -> DataTable:
    """What each word but silence follows from."""
    shown = [row for row in rows if row.together != "silence"]
    return DataTable(
        "joint-evidence",
        "What the documents and the numbers say where both speak",
        ("Construct", "Power", "Years", "Documents say", "Numbers say", "Together"),
        tuple(
            (
                _named(row),
                None if row.side is None else findings.names.sides[row.side],
                row.years,
                _of_documents(row.documents),
                _of_numbers(row.numbers),
                row.together,
            )
            for row in shown
        ),
        f"{several(len(rows) - len(shown), 'silence')} left out. The passages stand in evidence.csv under the codes of each construct.",
    )


def _of_documents(said: DocumentsSay | None) -> str | None:
    """`strengthening, 6 of 7 with a direction, of 9 first-hand passages`."""
    if said is None:
        return None
    directed = sum(said.counts.get(way, 0) for way in CONTRARY_WAY)
    whose = f"of {several(sum(said.counts.values()), _kind(said) + ' passage')}"
    if said.way is not None:
        word = WORD_OF_DIRECTION[said.way]
        return f"{word}, {said.counts[said.way]} of {directed} with a direction, {whose}"
    numbers = listed([f"{said.counts.get(way, 0)} of {WORD_OF_DIRECTION[way]}" for way in CONTRARY_WAY])
    return f"no lean, {numbers}, {whose}"


def _kind(said: DocumentsSay) -> str:
    return "data-note" if said.standing == "data note" else said.standing


def _of_numbers(numbers: NumbersSay | None) -> str | None:
    """`rises by 0.14 (0.05 to 0.20), 8 points`."""
    if numbers is None or numbers.changed is None:
        return None
    changed = numbers.changed
    word = "shows no clear change" if numbers.way is None else MOVED[numbers.way]
    return f"{word}: {changed.change:+.2f} ({changed.low:+.2f} to {changed.high:+.2f}), {several(numbers.points, 'point')}"
