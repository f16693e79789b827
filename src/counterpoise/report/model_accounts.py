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
from counterpoise.findings.unobserved_ties import unobserved_ties
from counterpoise.measurement.scores import Scores
from counterpoise.model.attribution import Attribution
from counterpoise.model.envelopment import fewest_units
from counterpoise.model.panel import SIDES, Array
from counterpoise.model.paths import Paths
from counterpoise.model.summary import summary
from counterpoise.report.outline import Block, Bullets, DataTable, Paragraph
from counterpoise.states import state
from counterpoise.theory.titles import block_titles
from counterpoise.wording import decimals_that_tell, listed, several, with_capital, words_of

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
            accounts.readings,
            "Readings are ways in which pressure may act: at once (direct), by what filters pass on (mediated) and by what they make of pressure (moderated).",
        )


def of_the_state(accounts: ModelAccounts, names: PowerNames, scores: Scores) -> Iterator[Block]:
    """What moved the state's ties and how balanced they are; where a verdict may rest on the draws, how it divides an effort and how efficient it is."""
    if isinstance(accounts.moved, CounterpoiseError):
        why = _why(accounts, accounts.moved, names)
        yield Paragraph(f"What moved the ties of {names.state} is {NOT_TESTABLE}: {why}.")
        return
    yield from _moved(accounts, accounts.moved, names)
    if not accounts.balance.is_empty():
        yield from _balance(accounts.balance, two_balances(accounts, scores), names)
    yield Paragraph(effort(accounts, names))
    if accounts.judged:
        yield from _enveloped(accounts, names)


def in_short(accounts: ModelAccounts, names: PowerNames) -> Iterator[str]:
    """What the figure and each reading explain, how balanced the state's ties were last and how it divides an effort."""
    if not isinstance(accounts.readings, CounterpoiseError):
        parts = [
            f"{row['block']} {_between(row['part'], row['part_low90'], row['part_high90'])}"
            for row in accounts.readings.table().iter_rows(named=True)
        ]
        yield f"{explained(accounts.readings)} Of what is explained, by reading (90 %): {listed(parts)}."
    for row in accounts.balance.filter(pl.col("observed") == len(SIDES)).tail(1).iter_rows(named=True):
        between = f"{row['low90']:.2f} to {row['high90']:.2f}"
        yield (
            f"Balance of the ties of {names.state} in {row['year']}: {row['median']:.2f} (90 %: {between}), 1 where the means of both ties over "
            "dimensions are even; the report sets balance as measured within dimensions beside it."
        )
    yield effort(accounts, names)


def explained(found: Attribution) -> str:
    """How much of the variation of both ties is explained at all, as a sentence."""
    r2 = summary(found.r2)
    told = _between(r2.median, r2.low90, r2.high90)
    return f"The figure explains {told} of the variation of both ties (Bayesian R-squared, 90 %)."


def effort(accounts: ModelAccounts, names: PowerNames) -> str:
    """How an effort is divided so that ties lose least in the worst cases, what that means, and what it does not; or why it is not told."""
    found = accounts.effort
    asked = f"How {names.state} might divide an effort between {names.a} and {names.b}"
    if accounts.refusals.of_years_to_come:
        why = (
            "no verdict rests on what the model says of years to come, for the reasons told with the estimate"
        )
        return f"{asked} is {NOT_TESTABLE}: {why}."
    if isinstance(found, CounterpoiseError):
        return f"{asked} is {NOT_TESTABLE}: {_why(accounts, found, names)}."
    panel, (a, b), shares = accounts.fit.panel, found.whole.weights, summary(found.shares)
    unseen = unobserved_ties(panel.ties_until(accounts.study.state), panel.years[-1], names)
    to_a = float(np.mean(found.shares > 1 / 2))
    larger, surely = (names.a, to_a) if a > b else (names.b, 1 - to_a)
    return (
        f"{asked}: {a:.0%} to {names.a} (90 % interval {shares.low90:.0%} to {shares.high90:.0%}) and {b:.0%} to {names.b}. What is divided is one effort "
        f"to tend both ties, which pays off as each tie itself rises or falls within a year. Divided so it loses least in bad years: over the worst "
        f"{accounts.frontier.tail:.0%} of simulated courses of {panel.years[-1] + 1} the ties, weighted by these parts, fall by "
        f"{_told(found.whole.tail_loss, found.tail_losses)} on average, and over all courses they change by {_told(found.whole.gain, found.gains, '+')}, on "
        f"a scale of 0 to 1. {''.join(f'{sentence} ' for sentence in unseen)}The intervals hold what is not known of the model's parameters and of where the ties stand, and chance: with "
        f"all that known that of the division would still be {100 * found.by_chance:.0f} percentage points wide. The larger part goes to {larger}, in {surely:.0%} of the draws. "
        f"It does not say that effort makes a tie stronger, "
        f"which nothing here measures, nor what either tie is worth to {names.state}."
    )


def _told(value: float, drawn: Array, sign: str = "") -> str:
    """A number over all draws with the interval of what it is by each draw alone."""
    of = summary(drawn)
    return _between(value, of.low90, of.high90, sign)


def _between(value: float, low: float, high: float, sign: str = "") -> str:
    """`0.12 (0.03 to 0.21)`."""
    middle, *ends = (decimals_that_tell(each, sign) for each in (value, low, high))
    return f"{middle} ({' to '.join(ends)})"


def _why(accounts: ModelAccounts, found: CounterpoiseError, names: PowerNames) -> str:
    """Why the state cannot be told of, with its name."""
    if accounts.study.state not in accounts.fit.panel.states:
        return f"{names.state} is not among the states that the model was estimated on"
    return "; ".join(problem.what for problem in found.problems)


def share_table(
    id_: str,
    caption: str,
    first: str,
    found: Attribution,
    note: str,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> DataTable:
    """Shares in what is explained and in all variation, and how probably each is the largest and more than its equal part.

    `titles` are what readers know those by that have one.
    """
    columns = tuple(f"{of}{end}" for of in ("part", "share") for end in ("", "_low90", "_high90"))
    return DataTable(
        id_,
        caption,
        (
            *(first, "Share of what is explained", "From (90 %)", "To (90 %)"),
            *("Share of all variation", "From (90 %)", "To (90 %)"),
            *("Probability of the largest", "Probability above an equal share"),
        ),
        tuple(
            (
                with_capital(titles.get(row["block"]) or words_of(row["block"])),
                *(row[name] for name in (*columns, "largest", "above_equal")),
            )
            for row in found.table().iter_rows(named=True)
        ),
        f"{explained(found)} In every draw shares of what is explained add up to 1, and those of all variation to R-squared (Shapley values): "
        f"the one says what matters most, the other how much that is. {note}",
    )


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
    found = accounts.enveloped
    if isinstance(found, CounterpoiseError):
        yield Paragraph(f"How efficient states are is {NOT_TESTABLE}: {found}.")
        return
    of_state = pl.DataFrame() if found.is_empty() else found.filter(state=accounts.study.state)
    if of_state.is_empty():
        lacking = "its ties and interests are never observed together with those of another state"
        yield Paragraph(f"How efficient {names.state} is cannot be told: {lacking}.")
        return
    last = int(of_state["year"].to_list()[-1])
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
            (_named(row["state"]), row["score"], "yes" if row["efficient"] else "no", _named(row["peers"]))
            for row in found.filter(year=last).iter_rows(named=True)
        ),
        "The part to which all losses that a state risks by its ties could shrink while its interests stand as they do, by what other states of the "
        f"year show (variable returns).{told} {_how_often(accounts, of_state, names)}",
    )


def _how_often(accounts: ModelAccounts, of_state: pl.DataFrame, names: PowerNames) -> str:
    """In how many years the state is efficient, or that of so few states a score says little; and why that is another answer than the frontier's."""
    within, found = accounts.weighed, accounts.enveloped
    if isinstance(within, CounterpoiseError) or isinstance(found, CounterpoiseError):
        raise ValueError("efficiency is told only of states that are weighed")
    losses, interests = len(within.risk.parts[0]), len(within.names)
    fewest = fewest_units(losses, interests)
    units = (
        found.filter(pl.col("year").is_in(of_state["year"].implode())).group_by("year").len()["len"].to_list()
    )
    apart = (
        "This is another question than whether a state is on the frontier of benefit and risk: here each loss and each interest counts by itself, "
        "with the weights that become the state best; there all interests are one benefit and all losses one risk, with the theory's weights."
    )
    if min(units) < fewest:
        return (
            f"With {several(losses, 'loss', 'losses')} and {several(interests, 'interest')} it takes {fewest} states at least, and there are {min(units)}"
            f"{'' if min(units) == max(units) else f' to {max(units)}'} in a year: of so few nearly all are efficient whatever they do (Cooper, Seiford and Tone 2007), "
            f"so a score of 1 says little, and it is not told how often {names.state} is efficient. {apart}"
        )
    often = int(of_state["efficient"].sum())
    return f"{names.state} is efficient in {often} of {several(of_state.height, 'year')} that are told of. {apart}"


def _named(codes: str) -> str:
    """States by name in the place of their codes, which are separated by commas."""
    return ", ".join(state(code).name for code in codes.split(", ") if code)
