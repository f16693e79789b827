"""Saturation as a report shows it: the curve of each theme, and how far each is saturated."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from counterpoise.evidence import COUNTED
from counterpoise.findings.theme_saturation import SATURATED, theme_saturation
from counterpoise.findings.themes import GatheredTheme
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import LineChart, Observation, Panel, Series
from counterpoise.retrieval.saturation import BASE, RUN
from counterpoise.wording import listed, several

MOST_POINTS = 200
"""A curve of more documents is drawn by every so many of them, so that it has no more points."""

COLUMNS = (
    *("Theme", "Counts as", "Documents", "Codes found", "Last new code at document"),
    *("New information at the end", "Saturated"),
)


def saturation_figure(theme: GatheredTheme) -> Figure | None:
    """The curve of a theme, one line for each kind of source; None where nothing is coded."""
    curve = theme_saturation(theme.coded)
    if curve.is_empty():
        return None
    documents = int(curve["number"].to_numpy().max())
    step = -(-documents // MOST_POINTS)
    counted = "documents" if step == 1 else f"documents in steps of {step}"
    return Figure(
        id=f"figure-saturation-{theme.id}",
        title=f"{theme.title}: codes found so far",
        caption=(
            f"Codes of the theme that were found after so many {counted}, in order of date, each kind of source apart; "
            "documents that speak of none are left out."
        ),
        alt=f"{_ends(curve)}.",
        chart=LineChart((Panel("", _series(curve, step), "codes found"),), 1, max(2, -(-documents // step))),
        table=DataTable(
            f"numbers-saturation-{theme.id}",
            f"{theme.title}: codes found so far",
            ("Counts as", "Document", "Date", "New codes", "Codes so far", "New information"),
            tuple(
                (
                    row["standing"],
                    row["title"],
                    row["date"],
                    row["new"],
                    row["so far"],
                    row["new information"],
                )
                for row in curve.filter(
                    (pl.col("new") > 0) | (pl.col("number") == pl.col("number").max().over("standing"))
                ).iter_rows(named=True)
            ),
            "Only documents that bring a new code, and the last.",
        ),
    )


def saturation_table(themes: Sequence[GatheredTheme]) -> DataTable:
    """How far each theme is saturated at its last document, by kind of source."""
    curves = [(theme.title, theme_saturation(theme.coded)) for theme in themes]
    return DataTable(
        "saturation",
        "Saturation of the themes",
        COLUMNS,
        tuple(row for title, curve in curves for row in _rows(title, curve)),
        f"New information is the share of Guest, Namey and Chen (2020): new codes of the last {RUN} documents over those of the first "
        f"{BASE}; at {SATURATED:.0%} or less saturation is commonly called. With fewer than {BASE + RUN} documents it is not defined.",
    )


def _series(curve: pl.DataFrame, step: int) -> tuple[Series, ...]:
    """Each kind of source as a point for every `step` documents, and for the last."""
    drawn = []
    for standing in _standings(curve):
        so_far = curve.filter(standing=standing)["so far"].to_list()
        points = range(step, len(so_far) + step, step)
        drawn.append(
            Series(
                standing,
                tuple(
                    Observation(place, place, float(so_far[min(number, len(so_far)) - 1]))
                    for place, number in enumerate(points, start=1)
                ),
            )
        )
    return tuple(drawn)


def _rows(title: str, curve: pl.DataFrame) -> list[tuple[str | int | float | None, ...]]:
    rows: list[tuple[str | int | float | None, ...]] = []
    for standing in _standings(curve):
        of_it = curve.filter(standing=standing)
        final = of_it.row(-1, named=True)
        share = final["new information"]
        told = None if share is None else "yes" if share <= SATURATED else "no"
        newest = of_it.filter(pl.col("new") > 0)["number"].to_list()[-1]
        rows.append(
            (title, standing, final["number"], final["so far"], newest, share, told or "not testable")
        )
    return rows


def _ends(curve: pl.DataFrame) -> str:
    told = []
    for standing in _standings(curve):
        final = curve.filter(standing=standing).row(-1, named=True)
        told.append(
            f"{several(final['so far'], 'code')} after {several(final['number'], 'document')} {standing}"
        )
    return listed(told)


def _standings(curve: pl.DataFrame) -> list[str]:
    found = set(curve["standing"].to_list())
    return [standing for standing in COUNTED if standing in found]
