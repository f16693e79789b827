"""The table of published scales: where the state would stand on the indices that others publish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.draws import has_width
from counterpoise.measurement.published_scales import AOCAI, AOCAI_BAND, VOTES, published_scales
from counterpoise.report.outline import DataTable
from counterpoise.report.score_rows import EVERY, drawn_in_words, inputs_in_words
from counterpoise.states import state


def scales(findings: Findings) -> DataTable | None:
    """The state under study on each scale, or None where it has no place on any."""
    study, scores = findings.study, findings.scores
    table = published_scales(
        scores.alignment, scores.in_band, scores.ties, study.powers, study.declared.settings.roll_calls
    ).filter(
        (pl.col("year") % EVERY == 0)
        | (pl.col("year") == pl.col("year").max().over("state", "scale", "power")),
        pl.col("year").is_between(study.start, study.end),
        state=study.state,
    )
    if table.is_empty():
        return None
    low, high = AOCAI_BAND
    return DataTable(
        "scales",
        f"{findings.names.state} on published scales",
        (
            "Scale",
            "Power",
            "Year",
            "Value",
            "90 % low",
            "90 % high",
            f"Probability of the AOCAI band, {low:g} to {high:g}",
            "Inputs observed",
        ),
        tuple(
            (
                row["scale"],
                "between both" if row["power"] is None else state(row["power"]).name,
                row["year"],
                _rounded(row["median"], row["scale"]),
                *(_rounded(end, row["scale"]) for end in _interval(row)),
                None if row["in_band"] is None else round(row["in_band"], 2),
                inputs_in_words(row),
            )
            for row in table.iter_rows(named=True)
        ),
        f"Only the form is that of the indices; indicators and goalposts are this study's. {AOCAI}: the alignment share times 100, "
        f"0 wholly with {findings.names.b}, 100 wholly with {findings.names.a}, even in the AOCAI band, {low:g} to {high:g}; the probability holds what errors sources publish and no others. Influence capacity, as the "
        "FBIC combines it: the mean tie with the power (bandwidth) times dependence on it, 0 to 1. Agreement in votes: per cent, "
        "abstentions as halves, over every roll call of the set in which both voted; Voeten's dyadic data leave out the unanimous ones, "
        "and so find less agreement." + drawn_in_words(table.iter_rows(named=True)),
    )


def _interval(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The interval of a place on a scale; none where the source publishes no error."""
    if row["low90"] is None or not has_width(row["low90"], row["high90"]):
        return None, None
    return row["low90"], row["high90"]


def _rounded(value: float | None, scale: str) -> float | None:
    return None if value is None else round(value, 1 if scale in (AOCAI, VOTES) else 3)
