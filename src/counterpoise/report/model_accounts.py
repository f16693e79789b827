"""What an estimate tells of the readings of its figure and of the state under study, as tables of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.claim import NOT_TESTABLE
from counterpoise.findings.model_accounts import ModelAccounts
from counterpoise.findings.names import PowerNames
from counterpoise.findings.two_balances import TwoBalances, two_balances
from counterpoise.measurement.scores import Scores
from counterpoise.model.allocation import Allocation
from counterpoise.model.panel import SIDES
from counterpoise.model.paths import Paths
from counterpoise.report.outline import Block, Bullets, DataTable, Paragraph
from counterpoise.states import state
from counterpoise.theory.titles import block_titles
from counterpoise.wording import listed, several, words_of

YEARS_TOLD = 5
"""Of so many last years with ties it is told what moved them."""

OF_TIES = ("none", "one", "both")


def readings_table(accounts: ModelAccounts) -> Iterator[DataTable]:
    """What is direct, mediated and moderated by its share in what is explained; nothing where no tie varies."""
    if not isinstance(accounts.readings, CounterpoiseError):
        yield share_table(
            "model-readings",
            "Attribution by readings of the figure",
            "Reading",
            accounts.readings.table(),
            "Shares as of blocks, here of the ways in which pressure may act: at once (direct), by what filters pass on (mediated) and by what they "
            "make of pressure (moderated).",
        )


def of_the_state(accounts: ModelAccounts, names: PowerNames, scores: Scores) -> Iterator[Block]:
    """What moved the state's ties and how balanced they are; where a verdict may rest on the draws, how it divides an effort and how efficient it is."""
    if isinstance(accounts.moved, CounterpoiseError):
        yield Paragraph(f"What moved the ties of {names.state} is {NOT_TESTABLE}: {accounts.moved}.")
        return
    yield from _moved(accounts, accounts.moved, names)
    if not accounts.balance.is_empty():
        yield from _balance(accounts.balance, two_balances(accounts, scores), names)
    if not accounts.judged:
        return
    if isinstance(accounts.effort, CounterpoiseError):
        yield Paragraph(f"How to divide an effort between both powers is {NOT_TESTABLE}: {accounts.effort}.")
    else:
        yield Paragraph(divided(accounts, accounts.effort, names))
    yield from _enveloped(accounts, names)


def in_short(accounts: ModelAccounts, names: PowerNames) -> Iterator[str]:
    """What each reading explains and how balanced the state's ties were last; where a verdict may rest on the draws, how it divides an effort."""
    if not isinstance(accounts.readings, CounterpoiseError):
        parts = [
            f"{row['block']} {row['part']:.2f} ({row['part_low90']:.2f} to {row['part_high90']:.2f})"
            for row in accounts.readings.table().iter_rows(named=True)
        ]
        yield f"Of what is explained of the ties, by reading (90 %): {listed(parts)}."
    for row in accounts.balance.filter(pl.col("observed") == len(SIDES)).tail(1).iter_rows(named=True):
        between = f"{row['low90']:.2f} to {row['high90']:.2f}"
        yield (
            f"Balance of the ties of {names.state} in {row['year']}: {row['median']:.2f} (90 %: {between}), 1 where the means of both ties over "
            "dimensions are even; the report sets balance as measured within dimensions beside it."
        )
    if accounts.judged and not isinstance(accounts.effort, CounterpoiseError):
        yield divided(accounts, accounts.effort, names)


def divided(accounts: ModelAccounts, found: Allocation, names: PowerNames) -> str:
    """How an effort is divided so that ties lose least in the worst cases, as a sentence."""
    a, b = found.weights
    return (
        f"An effort of {names.state} that is divided between {names.a} and {names.b} so that the ties tended lose least in the worst "
        f"{accounts.frontier.tail:.0%} of cases within a year goes to {names.a} by {a:.0%} and to {names.b} by {b:.0%}: the tie gains "
        f"{found.gain:+.3f} on average and loses {found.tail_loss:.3f} in these cases, on a scale of 0 to 1, by the draws of the year after "
        f"{accounts.fit.panel.years[-1]}."
    )


def share_table(
    id_: str,
    caption: str,
    first: str,
    found: pl.DataFrame,
    note: str,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> DataTable:
    """Shares of R-squared by what they are of, a table of `Attribution`, with how probably each is the largest and more than its equal part.

    `titles` are what readers know those by that have one.
    """
    columns = ("share", "share_low90", "share_high90", "largest", "above_equal")
    return DataTable(
        id_,
        caption,
        (
            *(first, "Share of R-squared", "From (90 %)", "To (90 %)"),
            *("Probability of the largest", "Probability above an equal share"),
        ),
        tuple(
            (_heading(titles.get(row["block"]) or words_of(row["block"])), *(row[name] for name in columns))
            for row in found.iter_rows(named=True)
        ),
        note,
    )


def _heading(title: str) -> str:
    return title[:1].upper() + title[1:]


def _moved(accounts: ModelAccounts, found: Paths, names: PowerNames) -> Iterator[Block]:
    """What moved tilt and engagement in the last years in which both ties were observed before and after."""
    panel = accounts.fit.panel
    both: NDArray[np.bool_] = np.all(panel.observed_ties[:, panel.states.index(found.state)], axis=0)
    years = [year for t, year in enumerate(panel.years) if t and both[t] and both[t - 1]][-YEARS_TOLD:]
    if not years:
        yield Paragraph(
            f"Of no two years in a row are both ties of {names.state} observed, so that it is not told what moved them."
        )
        return
    titles = {
        **block_titles(accounts.study.theory),
        "a": names.a,
        "b": names.b,
        found.state: state(found.state).name,
    }
    yield Paragraph(
        f"What moved the ties of {names.state} in the last years in which both are observed, by the terms of the model, from the "
        f"observations and passages of {names.state} with the pressure on all, which are told of below:"
    )
    yield Bullets(
        tuple(found.sentence(year, outcome, titles) for year in years for outcome in ("tilt", "engagement"))
    )


def _balance(found: pl.DataFrame, two: TwoBalances, names: PowerNames) -> Iterator[Block]:
    """Balance by the model year by year, beside it that measured from indicators, and why they differ in the last year that has both."""
    measured = {year: each["measured"] for year in found["year"] if (each := two.of(year)) is not None}
    yield DataTable(
        "model-balance",
        f"Balance of the ties of {names.state} by the model",
        ("Year", "Median", "From (90 %)", "To (90 %)", "Ties observed", "Measured from indicators"),
        tuple((*row[:-1], OF_TIES[row[-1]], measured.get(row[0])) for row in found.iter_rows()),
        "4 s (1 - s), s the share of one tie in both: 1 where both are even. Of a year without an observed tie the model alone tells it. Beside it "
        "stands the balance that the rest of the report tells, which is measured dimension by dimension.",
    )
    if measured:
        yield Paragraph(_apart(max(measured), two, names))


def _apart(year: int, two: TwoBalances, names: PowerNames) -> str:
    """Why the balance of a year by the model is another than that measured."""
    told = two.of(year)
    if told is None:
        raise ValueError(f"balance is not told both ways in {year}")
    return (
        f"In {year} the balance of {names.state} is {told['by_model']:.2f} by the model and {told['measured']:.2f} as measured from indicators. These "
        f"are two quantities. What is measured is how even the ties are within each dimension, a mean over dimensions weighed by engagement: leaning to "
        f"{names.a} in one and to {names.b} in another counts as out of balance in both. The model has one tie with each power, a mean over dimensions, in "
        f"which such leanings even out. Of the difference, {told['by_model'] - told['measured']:+z.2f}, this makes {told['evened_out']:+z.2f}; that the "
        f"model's ties are means of other series, which need not be observed of both powers alike, {told['other_series']:+z.2f}; and that its ties are "
        f"estimated and those measured observed, {told['estimated']:+z.2f}."
    )


def _enveloped(accounts: ModelAccounts, names: PowerNames) -> Iterator[Block]:
    """Every state in the last year in which the state is told of, by data envelopment."""
    found, of = accounts.enveloped, accounts.study.state
    if isinstance(found, CounterpoiseError):
        yield Paragraph(f"How efficient states are is {NOT_TESTABLE}: {found}.")
        return
    of_state = pl.DataFrame() if found.is_empty() else found.filter(state=of)
    if of_state.is_empty():
        lacking = "its ties and interests are never observed together with those of another state"
        yield Paragraph(f"How efficient {names.state} is cannot be told: {lacking}.")
        return
    last = int(of_state["year"].to_list()[-1])
    often = int(of_state["efficient"].sum())
    within = accounts.weighed
    told = (
        ""
        if isinstance(within, CounterpoiseError)
        else f" Interests: {listed([words_of(each).lower() for each in within.names])}."
    )
    yield DataTable(
        "model-envelopment",
        f"Efficiency of states in {last} by data envelopment",
        ("State", "Score", "Efficient", "Compared with"),
        tuple(
            (
                state(row["state"]).name,
                row["score"],
                "yes" if row["efficient"] else "no",
                ", ".join(state(peer).name for peer in row["peers"].split(", ") if peer),
            )
            for row in found.filter(year=last).iter_rows(named=True)
        ),
        "The part to which all losses that a state risks by its ties could shrink while its interests stand as they do, by what other states of the "
        f"year show (variable returns).{told} {names.state} is efficient in {often} of {several(of_state.height, 'year')} that are told of.",
    )
