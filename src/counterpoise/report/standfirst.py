"""The plain sentences that open a report, what is not known first, and what its evidence is and is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import get_args

import polars as pl

from counterpoise.documents.comparison import copies
from counterpoise.evidence import STANDING_OF_KIND, Standing
from counterpoise.findings.claim import JUDGED, Answer, Claim, Silence, Verdict, Weighing
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import movement_words
from counterpoise.report.score_rows import inputs_in_words
from counterpoise.states import name_of_voice
from counterpoise.wording import listed, several, within_a_sentence, words_of

MOST_HEARD = 10
"""Of more speakers than these only the most heard are named."""


MOST_NAMED = 2
"""Of more claims with a verdict than these only the number is told."""


def plain_sentences(findings: Findings) -> tuple[str, ...]:
    """Five sentences: what is not known, where the data end, alignment, movement, and what was decided."""
    return (
        _unknown(findings),
        _ends(findings),
        _alignment(findings),
        _movement(findings),
        _decided(findings),
    )


def in_detail(findings: Findings) -> tuple[str, ...]:
    """What the plain sentences leave out: the last year of each indicator, its word, and the verdicts by number."""
    years = [
        f"Last observed in {year}: {listed(titles)}."
        for year, titles in _titles_by_last_year(findings).items()
    ]
    return (*years, *_words_by_power(findings), *_verdicts(findings))


def _unknown(findings: Findings) -> str:
    cells = [cell for table in findings.tables for cell in table.cells()]
    empty = sum(cell.missing is not None for cell in cells)
    unheard = sum(
        cell.missing is None and all(each.standing != "first-hand" for each in cell.coded) for cell in cells
    )
    open_ = [answer for answer in findings.hypotheses if not isinstance(answer, Claim)]
    unknown = []
    if empty:
        unknown.append(
            f"{empty} of {several(len(cells), 'cell')} of the tables {'has' if empty == 1 else 'have'} no evidence"
        )
    if unheard:
        unknown.append(f"{unheard} rest{'s' if unheard == 1 else ''} on no first-hand passage")
    if open_:
        which = (
            "no hypothesis can"
            if len(open_) == len(findings.hypotheses)
            else f"{len(open_)} of {len(findings.hypotheses)} hypotheses cannot"
        )
        why = "before a model is estimated" if findings.model is None else "by the model as it is estimated"
        unknown.append(f"{which} be tested {why}")
    return f"Not known: {listed(unknown)}." if unknown else "Every cell of the tables stands on evidence."


def _titles_by_last_year(findings: Findings) -> dict[int, list[str]]:
    """The indicators of the state's ties, grouped by the last year observed, in order of the years."""
    ends: dict[int, list[str]] = defaultdict(list)
    observed = findings.scores.ties.filter(pl.col("state") == findings.study.state)
    for (title,), part in observed.group_by("title", maintain_order=True):
        ends[int(part["end"].to_numpy().max())].append(within_a_sentence(str(title)))
    return {year: sorted(titles) for year, titles in sorted(ends.items())}


def _ends(findings: Findings) -> str:
    """Where the data stop: the earliest and the latest of the last years; nothing is carried forward."""
    ends = _titles_by_last_year(findings)
    if not ends:
        return "Not known: no figure of a tie with either power is at hand, so nothing is measured."
    first, last = min(ends), max(ends)
    if first == last:
        return f"Not known: what came after {last}, where the data stop; nothing is carried forward."
    return (
        f"Not known: what came after the data stop, in {first} for {listed(ends[first])} at the earliest and in {last} "
        f"for {listed(ends[last])} at the latest; nothing is carried forward."
    )


def _alignment(findings: Findings) -> str:
    """The alignment share of each dimension in the last year with all of its inputs, or else with most of them."""
    names = findings.names
    found = findings.scores.alignment.filter(
        (pl.col("state") == findings.study.state)
        & (pl.col("construct") == "alignment_share")
        & pl.col("median").is_not_null()
    ).sort("observed", "year")
    whole = found.filter(pl.col("observed") == pl.col("inputs"))
    told = []
    for dimension in findings.study.theory.dimensions:
        part = (found if whole.is_empty() else whole).filter(dimension=dimension)
        if not part.is_empty():
            row = part.row(-1, named=True)
            of = f", by {inputs_in_words(row)} inputs" if whole.is_empty() else ""
            told.append(
                f"{row['median']:.2f} in the {words_of(dimension).lower()} dimension in {row['year']}{of}"
            )
    if not told:
        return (
            f"How {names.state} stands between {names.a} and {names.b} is not measured: in no dimension and year is a "
            "share of its ties observed."
        )
    scale = (
        f"On a scale from 0, wholly with {names.b}, to 1, wholly with {names.a}, the ties of {names.state}"
    )
    if whole.is_empty():
        return f"{scale} stood at {'; '.join(told)}: in no dimension and year are all inputs observed."
    return f"{scale} last stood at {listed(told)}."


def _alone(findings: Findings) -> str:
    """That ties are set against the state's own past and nobody else's, where a goalpost rests on it alone."""
    scores, name = findings.scores, findings.names.state
    observed = set(scores.ties.filter(pl.col("state") == findings.study.state)["indicator"])
    of_state = [each for each in scores.goalposts if each.indicator in observed]
    alone = [each for each in scores.goalposts_of(findings.study.state) if each.indicator in observed]
    if not alone:
        return ""
    if len(alone) == len(of_state):
        return f"All goalposts rest on {name} alone: a tie is measured against its own past, and no other state's."
    rests = "rests" if len(alone) == 1 else "rest"
    return f"Of the {len(of_state)} goalposts {len(alone)} {rests} on {name} alone, with no other state to compare."


def _movement(findings: Findings) -> str:
    """The word of each power's tie as a whole, and of how many indicators the period alone gives another word."""
    study, scores = findings.study, findings.scores
    told, judged, others = [], 0, 0
    for side in findings.names.sides:
        over_window = movement_words(scores.movements, side)
        if not over_window:
            continue
        whole = scores.whole_ties[side].result
        is_ = f"is {whole.word}" if whole.change is not None else "has too few years to say"
        told.append(f"the tie with {findings.names.of(side)} as a whole {is_}")
        over_period = movement_words(scores.period_movements, side)
        judged += len(over_window)
        others += sum(over_window[title] != word for title, word in over_period.items())
    if not told:
        return "No tie has a series long enough to say how it moved."
    alone = f"; over {study.start}-{study.end} alone, {others} of {several(judged, 'indicator')} move otherwise or are too short to judge"
    return (
        f"Over what is observed between {study.window[0]} and {study.window[1]}, by one fixed rule, {listed(told)}"
        f"{alone if others else ''}."
    )


def _words_by_power(findings: Findings) -> Iterator[str]:
    """How many of the indicators with each power have which word over the window."""
    start, end = findings.study.window
    for side in findings.names.sides:
        over_window = movement_words(findings.scores.movements, side)
        if over_window:
            counts = sorted(Counter(over_window.values()).items())
            words = listed([f"{times} {word}" for word, times in counts])
            verb = "is" if counts[0][1] == 1 else "are"
            yield (
                f"Of {several(len(over_window), 'indicator')} with {findings.names.of(side)}, {start}-{end}, "
                f"{words.replace(' ', f' {verb} ', 1)}."
            )


def _decided(findings: Findings) -> str:
    """What became of the debates and claims on this case; those on another are only pointed to."""
    answers, elsewhere = _answers(findings)
    put_here = "".join(
        f"; {_debates_and_claims(number)} said of {case} {'is' if number == 1 else 'are'} put to this case below"
        for case, number in elsewhere.items()
    )
    if not answers:
        return f"No debate or claim on this case is stated to be tested{put_here}."
    decided = [answer for answer in answers if answer.finding in JUDGED]
    of = f"Of the {_debates_and_claims(len(answers))} on this case"
    if not decided:
        return f"{of} none has a verdict{put_here}."
    others = len(answers) - len(decided)
    if len(decided) > MOST_NAMED:
        return f"{of} {_by_finding(decided)}, and {others or 'none'} {'has' if others < 2 else 'have'} no verdict{put_here}."
    named = [
        f'"{answer.text.rstrip(".")}" is {answer.finding} ({_by_what(answer.verdict)})' for answer in decided
    ]
    none = f" {others} {'has' if others == 1 else 'have'} no verdict, and" if others else ""
    return f"{of}{none} {listed(named)}{put_here}."


def _by_what(verdict: Verdict | Silence) -> str:
    """What a verdict rests on, in a few words."""
    if isinstance(verdict, Weighing):
        return f"borne out by {verdict.supporting} of {several(verdict.of, verdict.judged)}"
    return str(verdict)


def _by_finding(decided: Sequence[Answer]) -> str:
    """How many answers have each verdict: `2 are supported and 1 undecided`."""
    counted = Counter(answer.finding for answer in decided)
    told = [f"{counted[finding]} {finding}" for finding in JUDGED if counted[finding]]
    first, _, rest = told[0].partition(" ")
    return listed([f"{first} {'is' if first == '1' else 'are'} {rest}", *told[1:]])


def _answers(findings: Findings) -> tuple[list[Answer], Counter[str]]:
    """The debates and claims on this case, and the number of those on each other."""
    every = (*findings.debates, *findings.claims)
    on_others = Counter(answer.said_of for answer in every if answer.said_of is not None)
    return [answer for answer in every if answer.said_of is None], on_others


def _verdicts(findings: Findings) -> Iterator[str]:
    """How many debates and claims have which verdict."""
    answers, _ = _answers(findings)
    if answers:
        counted = Counter(answer.finding for answer in answers)
        first = [finding for finding in JUDGED if counted[finding]]
        order = [*first, *(finding for finding, _ in counted.most_common() if finding not in JUDGED)]
        told = [f'{counted[finding]} "{finding}"' for finding in order]
        yield f"Of the {_debates_and_claims(len(answers))} on this case: {', '.join(told)}."


def _debates_and_claims(number: int) -> str:
    return "1 debate or claim" if number == 1 else f"{number} debates and claims"


def notices(findings: Findings) -> tuple[str, ...]:
    """What this evidence is and is not, and how one-sided."""
    evidence, names = findings.evidence, findings.names
    told = [f"{notice.rstrip('.')}." for notice in findings.study.declared.notices]
    coded = [document for id_, document in evidence.documents.items() if id_ not in evidence.not_coded]
    standings = Counter(STANDING_OF_KIND[document.kind] for document in coded)
    speakers = Counter(
        document.voice for document in coded if STANDING_OF_KIND[document.kind] == "first-hand"
    )
    counted = [
        several(n, "data note") if standing == "data note" else f"{n} {standing}"
        for standing in get_args(Standing)
        if (n := standings[standing])
    ]
    told.append(f"Documents: {', '.join(counted) or 'none'}.")
    heard = [f"{name_of_voice(voice)} ({n})" for voice, n in speakers.items() if voice]
    if len(heard) > MOST_HEARD:
        most = [f"{name_of_voice(voice)} ({n})" for voice, n in speakers.most_common(MOST_HEARD) if voice]
        told.append(
            f"First-hand documents speak for {len(heard)} states and groups, most for {listed(most)}."
        )
    elif heard:
        told.append(f"First-hand documents speak for {listed(heard)}.")
    if speakers[None]:
        told.append(
            f"Of {several(speakers[None], 'first-hand document')} the study file does not say who speaks (`origin`)."
        )
    sides = {
        findings.study.state: names.state,
        findings.study.powers["a"]: names.a,
        findings.study.powers["b"]: names.b,
    }
    unheard = [name for iso3, name in sides.items() if iso3 not in speakers]
    if unheard:
        do, their = ("does", "its") if len(unheard) == 1 else ("do", "their")
        told.append(
            f"This evidence is one-sided: {listed(unheard)} {do} not speak in it first-hand until you add "
            f"{their} documents."
        )
    if alone := _alone(findings):
        told.append(alone)
    told.append(
        f"{_coders(findings)} Literature digests say what a work argues at second hand. "
        "A paper under test is quoted and never counted."
    )
    if evidence.outside:
        are = "is" if len(evidence.outside) == 1 else "are"
        told.append(
            f"{several(len(evidence.outside), 'document')} {are} dated outside "
            f"{findings.study.start}-{findings.study.end} and {are} not coded."
        )
    if again := copies(evidence.near_duplicates, evidence.documents):
        count = "not counted" if evidence.copies else "counted all the same"
        told.append(f"Nearly the same as another document: {several(len(again), 'document')}, {count}.")
    if evidence.problems:
        named = "; ".join(str(problem) for problem in evidence.problems[:10])
        more = f"; and {len(evidence.problems) - 10} more" if len(evidence.problems) > 10 else ""
        told.append(f"Not read, or not used as it stands: {named}{more}.")
    return tuple(told)


def _coders(findings: Findings) -> str:
    """Who coded: a machine alone, or how much of it people went through and bore out."""
    evidence = findings.evidence
    suggested = "Codings are suggestions of a lexicon that says why it made each"
    accepted = sum(each.coding.status == "accepted" for each in findings.coded)
    status = Counter(coding.status for coding in evidence.codings)
    otherwise, unanswered = status["rejected"], status["unanswered"]
    if not (accepted or otherwise or unanswered or evidence.reviewed):
        return f"{suggested}; no person has confirmed them."
    passages = f"passages gone through: {listed([f'{name} {n}' for name, n in evidence.reviewed.items()])}"
    told = (
        f"{suggested}, except where people judged: they accepted or made {accepted} of the "
        f"{several(len(findings.coded), 'coding')} that count, refused or gave otherwise {otherwise} and left {unanswered} without an answer"
        f"{' (' + passages + ')' if evidence.reviewed else ''}."
    )
    if evidence.disputes:
        told += (
            f" On {several(len(evidence.disputes), 'code')} of passages they are divided; these do not count."
        )
    return told
