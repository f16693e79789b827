from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.model_accounts import ModelAccounts
from counterpoise.findings.two_balances import two_balances
from counterpoise.measurement.ties import TIE_SCHEMA
from tests.findings.fitted import KnownFit, known_fit

YEARS = range(2005, 2010)


def tie(
    side: str, dimension: str, indicator: str, value: float, year: int, in_share: bool = True
) -> dict[str, object]:
    blank = dict.fromkeys(TIE_SCHEMA)
    said = {
        "state": "PAK",
        "side": side,
        "dimension": dimension,
        "indicator": indicator,
        "construct": dimension,
    }
    said |= {
        "in_share": in_share,
        "tie": value,
        "value": value,
        "start": year,
        "end": year,
        "title": indicator,
    }
    return {**blank, **said, "observation": f"{side}-{indicator}-{year}"}


def observed(fit: KnownFit, a: float, b: float) -> KnownFit:
    """The fit with the ties of Pakistan observed to be so in `YEARS`, and in no other."""
    panel = fit.panel
    ties = panel.ties.copy()
    ties[:, 0] = np.nan
    for year in YEARS:
        at = panel.years.index(year)
        ties[:, 0, at] = (np.array([a, b]) - panel.tie_centre) / panel.tie_scale
    return replace(fit, panel=replace(panel, ties=ties))


def with_ties(findings: Findings, rows: list[dict[str, object]], measured: float) -> Findings:
    scores = findings.scores
    alignment = scores.alignment.clear()
    blank = dict.fromkeys(alignment.columns)
    told = [
        {
            **blank,
            "state": "PAK",
            "dimension": "all",
            "construct": "balance",
            "year": year,
            "median": measured,
        }
        for year in YEARS
    ]
    return replace(
        findings,
        scores=replace(
            scores,
            ties=pl.DataFrame(rows, schema=TIE_SCHEMA),
            alignment=pl.DataFrame(told, schema=alignment.schema),
        ),
    )


def test_leanings_that_even_out_and_series_of_one_power_alone_make_the_difference(
    miniature: Findings,
) -> None:
    # To the one power by .8 to .2 in trade, to the other by as much in arms: balance is 4 x .8 x .2 = .64 in both, and of
    # the mean ties, .5 and .5, it is 1. Aid of power a alone, of 1, makes its economic tie .9 and its mean .55.
    rows = []
    for year in YEARS:
        for side, trade, arms in (("a", 0.8, 0.2), ("b", 0.2, 0.8)):
            rows.append(tie(side, "economic", "trade_share", trade, year))
            rows.append(tie(side, "security", "arms_import_share", arms, year))
        rows.append(tie("a", "economic", "us_aid", 1.0, year, in_share=False))
    found = with_ties(miniature, rows, 0.64)
    fit = observed(known_fit(draws=100), 0.55, 0.5)
    two = two_balances(ModelAccounts(found.study, fit), found.scores)
    assert two.table["year"].to_list() == [*YEARS]
    told = two.of(2007)
    assert told is not None
    assert told["measured"] == 0.64
    assert told["evened_out"] == pytest.approx(0.36)
    s = 0.55 / 1.05
    assert told["other_series"] == pytest.approx(4 * s * (1 - s) - 1)
    parts = told["evened_out"] + told["other_series"] + told["estimated"]
    assert parts == pytest.approx(told["by_model"] - told["measured"])
    assert two.of(2004) is None


def test_a_state_that_the_panel_has_not_or_of_which_no_tie_is_known_has_none(miniature: Findings) -> None:
    fit = known_fit(draws=20)
    elsewhere = replace(fit, panel=replace(fit.panel, states=("AGO", *fit.panel.states[1:])))
    assert two_balances(ModelAccounts(miniature.study, elsewhere), miniature.scores).table.is_empty()
    nothing = with_ties(miniature, [], 0.5)
    assert two_balances(ModelAccounts(nothing.study, fit), nothing.scores).table.is_empty()
