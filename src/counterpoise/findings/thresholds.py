"""Debates on what is above a threshold: the last years that are wholly observed, held to a bound set beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from counterpoise.datasets.indicators import in_titles, titles_in_sentences
from counterpoise.findings.asked import Asked, codes_of, passages_of
from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import NOT_TESTABLE, Answer, Weighing
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.numbers import Number, values_named, years_of
from counterpoise.findings.turning import turned_by
from counterpoise.findings.weighing import sides_of
from counterpoise.measurement.draws import has_width
from counterpoise.measurement.scores import Scores
from counterpoise.study import Study
from counterpoise.theory.elements import Side
from counterpoise.wording import several, words_of

LAST_YEARS = 5
"""What is so is judged by the last years, so many of them, in which all inputs are observed."""


def above_threshold(
    asked: Asked,
    construct: str,
    side: Side,
    study: Study,
    scores: Scores,
    values: pl.DataFrame,
    numbers: Sequence[Number],
    coded: Sequence[CodedPassage],
) -> Answer:
    """Weigh whether a dependence on one power is above the study's threshold for it, year by year.

    A year is above where its 90 per cent interval is, below where that is, and else on both sides. Passages that
    speak of strengthening what their code names stand for it, those of weakening against it; they decide nothing.
    """
    bound = study.declared.settings.thresholds.get(construct)
    sides = sides_of(coded, "strengthens")
    name = words_of(construct).lower()
    if bound is None:
        needs = (
            f"a threshold set beforehand: `settings: {{thresholds: {{{construct}: ...}}}}` of the study file",
        )
        return asked.silence(NOT_TESTABLE, needs, (), coded, numbers, sides)
    rows = _full_years(scores, study.state, f"{construct}_{side}")
    if not rows:
        needs = (f"years in which all inputs of {name} are observed",)
        return asked.silence(NOT_TESTABLE, needs, (), coded, numbers, sides)
    words = Counter(_word(row, bound) for row in rows)
    span = years_of(rows[0]["year"], rows[-1]["year"])
    weighing = Weighing(
        ((f"above {bound:g} in {span}", words["above"]),),
        ((f"below {bound:g}", words["below"]),) if words["below"] else (),
        ((f"on both sides of {bound:g}", words["open"]),) if words["open"] else (),
        judged="year",
        uncertain=True,
    )
    last = rows[-1]
    reasons = [
        f"Judged by the last {several(len(rows), 'year')} in which all inputs are observed, {rows[0]['year']} to "
        f"{last['year']}, against the threshold of {bound:g} that the study file set.",
        f"In {last['year']} it was {last['median']:.2f}, measured from "
        f"{in_titles(last['series'], titles_in_sentences(study.theory))}.",
    ]
    if not any(has_width(row["low90"], row["high90"]) for row in rows):
        reasons.append(
            "No source publishes an error of it, so that its intervals have no width and hide how sure this is."
        )
    if last["year"] < study.end:
        reasons.append(
            f"Of the years after {last['year']} nothing is told: not all inputs are observed in them."
        )
    away = bound - last["median"]
    evidence = [
        id_
        for row in rows
        for id_ in values_named(
            values, study.state, row["series"].split(", "), row["year"], study.powers[side]
        )
    ]
    return asked.claim(
        weighing,
        (*reasons, counted_sentence(coded)),
        [*evidence, *passages_of([each for each in coded if each.counted])],
        codes=codes_of(coded),
        numbers=numbers,
        sides=sides,
        would_change=(
            *turned_by(weighing),
            f"In {last['year']} it lies {abs(away):.2f} {'below' if away > 0 else 'above'} the threshold.",
        ),
    )


def _full_years(scores: Scores, state: str, construct: str) -> list[dict[str, Any]]:
    """The last years of a construct in which all its inputs are observed, in order."""
    rows = scores.alignment.filter(
        pl.col("median").is_not_null(),
        pl.col("observed") == pl.col("inputs"),
        state=state,
        construct=construct,
    )
    return rows.sort("year").tail(LAST_YEARS).rows(named=True)


def _word(row: Mapping[str, Any], bound: float) -> str:
    if row["low90"] > bound:
        return "above"
    return "below" if row["high90"] < bound else "open"
