"""The plain sentences that open a report, what is not known first, and what its evidence is and is not."""

from __future__ import annotations

from collections import Counter, defaultdict

import polars as pl

from counterpoise.evidence import STANDING_OF_KIND
from counterpoise.findings.claim import Claim
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import by_word, movement_words
from counterpoise.states import state
from counterpoise.wording import within_a_sentence, words_of


def plain_sentences(findings: Findings) -> tuple[str, ...]:
    """Five sentences: what is not known, where the data end, alignment, movement, and what was decided."""
    return (
        _unknown(findings),
        _ends(findings),
        _alignment(findings),
        _movement(findings),
        _decided(findings),
    )


def _unknown(findings: Findings) -> str:
    cells = [cell for table in findings.tables for cell in table.cells()]
    empty = sum(cell.missing is not None for cell in cells)
    open_ = [answer for answer in findings.hypotheses if not isinstance(answer, Claim)]
    unknown = []
    if empty:
        unknown.append(f"{empty} of {len(cells)} cells of the tables have no evidence")
    if open_:
        unknown.append(
            f"{len(open_)} of {len(findings.hypotheses)} hypotheses cannot be tested before a model is estimated"
        )
    return (
        f"Not known: {', and '.join(unknown)}." if unknown else "Every cell of the tables stands on evidence."
    )


def _ends(findings: Findings) -> str:
    """Group the indicators of the state's ties by their last year; nothing is carried forward."""
    ends: dict[int, list[str]] = defaultdict(list)
    observed = findings.scores.ties.filter(pl.col("state") == findings.study.state)
    for (title,), part in observed.group_by("title", maintain_order=True):
        ends[int(part["end"].to_numpy().max())].append(within_a_sentence(str(title)))
    if not ends:
        return "Not known: no figure of a tie with either power is at hand, so nothing is measured."
    told = "; ".join(f"{', '.join(sorted(titles))} end in {year}" for year, titles in sorted(ends.items()))
    return f"Not known: what happened after the data stop ({told}); nothing is carried forward."


def _alignment(findings: Findings) -> str:
    """The alignment share of the last year in which each dimension was observed with all of its inputs."""
    names = findings.names
    shares = findings.scores.alignment.filter(
        (pl.col("state") == findings.study.state)
        & (pl.col("construct") == "alignment_share")
        & pl.col("median").is_not_null()
    )
    told = []
    for (dimension,), part in shares.group_by("dimension", maintain_order=True):
        fullest = part.filter(pl.col("observed") == pl.col("observed").max()).sort("year")
        row = fullest.row(-1, named=True)
        told.append(
            f"{row['median']:.2f} in the {words_of(str(dimension)).lower()} dimension ({row['year']}, "
            f"{row['observed']} of {row['inputs']} inputs)"
        )
    if not told:
        return f"How {names.state} stands between {names.a} and {names.b} is not measured with this evidence."
    return (
        f"On a scale from 0 (wholly with {names.b}) to 1 (wholly with {names.a}), the ties of {names.state} "
        f"stood at {', '.join(told)}, each in the last year in which most of its inputs are observed."
    )


def _movement(findings: Findings) -> str:
    first, last = findings.study.window
    told = [
        f"with {findings.names.of(side)}, {by_word(words)}"
        for side in findings.names.sides
        if (words := movement_words(findings.scores.movements, side))
    ]
    if not told:
        return "No tie has a series long enough to say how it moved."
    return f"Between {first} and {last}, by one fixed rule, ties moved as follows: {'. Ties '.join(told)}."


def _decided(findings: Findings) -> str:
    verdicts = Counter(answer.verdict for answer in (*findings.debates, *findings.claims))
    if not verdicts:
        return "The theory states no claim to be tested."
    listed = ", ".join(
        f'{times} "{verdict}"' for verdict, times in sorted(verdicts.items(), key=lambda v: -v[1])
    )
    return f"Of the {verdicts.total()} debates and claims of the literature: {listed}."


def notices(findings: Findings) -> tuple[str, ...]:
    """What this evidence is and is not, and how one-sided."""
    evidence, names = findings.evidence, findings.names
    coded = [document for id_, document in evidence.documents.items() if id_ not in evidence.outside]
    standings = Counter(STANDING_OF_KIND[document.kind] for document in coded)
    speakers = Counter(
        document.origin for document in coded if STANDING_OF_KIND[document.kind] == "first-hand"
    )
    told = [
        "Documents: " + (", ".join(f"{n} {standing}" for standing, n in standings.items()) or "none") + "."
    ]
    heard = [
        f"{state(origin).name} ({n})" if origin else f"no state named ({n})" for origin, n in speakers.items()
    ]
    unheard = [
        name
        for name, iso3 in (
            (names.state, findings.study.state),
            *((names.sides[s], findings.study.powers[s]) for s in names.sides),
        )
        if iso3 not in speakers
    ]
    if heard:
        told.append(f"First-hand documents speak for: {', '.join(heard)}.")
    if unheard:
        listed = " and ".join(unheard) if len(unheard) < 3 else f"{', '.join(unheard[:-1])} and {unheard[-1]}"
        told.append(
            f"This evidence is one-sided: {listed} {'does' if len(unheard) == 1 else 'do'} not speak in it first-hand "
            f"until you add {'its' if len(unheard) == 1 else 'their'} documents."
        )
    told.append(
        "Codings are suggestions of a lexicon that says why it made each; no person has confirmed them. "
        "Literature digests say what a work argues at second hand. A paper under test is quoted and never counted."
    )
    if evidence.outside:
        one = len(evidence.outside) == 1
        years = f"{findings.study.start}-{findings.study.end}"
        told.append(
            f"1 document is dated outside {years} and is not coded."
            if one
            else f"{len(evidence.outside)} documents are dated outside {years} and are not coded."
        )
    if evidence.problems:
        listed = "; ".join(str(problem) for problem in evidence.problems[:10])
        more = f"; and {len(evidence.problems) - 10} more" if len(evidence.problems) > 10 else ""
        told.append(f"Left out, because it could not be read: {listed}{more}.")
    return tuple(told)
