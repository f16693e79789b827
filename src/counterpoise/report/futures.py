"""The futures of a scenario as a part of a report: fans, forced choices, regret, levers, shocks, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import interval90
from counterpoise.findings.scenario_estimates import best_as_often, why_replies_matter
from counterpoise.findings.unobserved_ties import unobserved_ties
from counterpoise.measurement.draws import QUANTILES
from counterpoise.model.forced_choice import OverDraws
from counterpoise.model.futures import Effect, Futures
from counterpoise.model.prim import Box
from counterpoise.model.regret import TAIL
from counterpoise.model.scenarios import AS_NOW
from counterpoise.model.summary import Summary
from counterpoise.report.outline import Block, Bullets, DataTable, Datum, Figure, Outline, Paragraph, Section
from counterpoise.report.plots import LineChart, Observation, Panel, Series
from counterpoise.wording import listed, percent, several, within_a_sentence, words_of

UNIT = (0.0, 1.0)

STILL = "Nothing happens"

_MEDIAN, _LOW, _HIGH = (list(QUANTILES).index(name) for name in ("median", "low90", "high90"))

CONDITIONS = (
    "In these conditions pressure and its effects are in standard deviations of the panel, persistence is the part of a tie's distance from its "
    "level that is left after a year, and tilt is on the ties' scale of 0 to 1."
)

EVEN_WEIGHT = 0.5
"""The weight of the gap at which a path is worth the lesser of both ties."""


def futures_section(futures: Futures, names: PowerNames, titles: Mapping[str, str] | None = None) -> Section:
    """The part of a report on one scenario; `titles` are what readers know the filters by (`block_titles`)."""
    blocks = tuple(_blocks(futures, names, titles or {}))
    return Section("scenario", f"Scenario: {futures.scenario.scenario}", blocks)


def futures_outline(
    futures: Futures,
    names: PowerNames,
    program: str,
    refused: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
) -> Outline:
    """A report on one scenario alone; `refused` says why no verdict may rest on it."""
    first, last = futures.years[0], futures.years[-1]
    return Outline(
        title=futures.scenario.scenario,
        subtitle=f"{names.state} between {names.a} and {names.b}, {first} to {last}",
        standfirst=(*refused, *headlines(futures, names)),
        notices=(
            "Simulated futures follow from the model, its draws and the assumptions that are told; they forecast nothing that these leave out.",
        ),
        sections=(futures_section(futures, names, titles),),
        colophon=(program,),
    )


def headlines(futures: Futures, names: PowerNames) -> Iterator[str]:
    """What a reader should know first: how likely a forced choice is, and which strategy is regretted least."""
    strategy = next(iter(futures.fans))
    last = futures.years[-1]
    found = [futures.choices[strategy, replies] for replies in (True, False)]
    chances = [percent(each.by_year[-1]) for each in found]
    over = [_over_draws(each.over_draws, percent) for each in found]
    yield (
        f"By {last} a choice between {names.a} and {names.b} is forced in {chances[0]} of the runs where the powers reply{over[0]}, "
        f"and in {chances[1]} where they do not{over[1]}, under the strategy '{names.strategy(strategy)}'.{_counted_in(found[0].over_draws)}"
    )
    yield from _regretted_least(futures, names)


def _regretted_least(futures: Futures, names: PowerNames) -> Iterator[str]:
    """Which strategy is regretted least at each weight of the gap, and how often it is best, or another is as often."""
    first = {weight: of[0].strategy for weight, of in futures.regrets.items()}
    if len(set(first.values())) == 1:
        yield f"Of the strategies compared, '{names.strategy(first[EVEN_WEIGHT])}' is regretted least, however much the gap between both ties counts."
    else:
        told = [f"'{names.strategy(name)}' at a weight of {weight:g}" for weight, name in first.items()]
        yield f"Which strategy is regretted least depends on how much the gap between both ties counts: {listed(told)}."
    if len(futures.fans) > 1:
        often = [
            f"at a weight of {weight:g} it is best in {percent(of[0].least)} of the runs{best_as_often(of, names)}"
            for weight, of in futures.regrets.items()
        ]
        yield (
            "A strategy's regret in a condition is by how much the best strategy there is worth more, on average over the runs. Regretted least is that whose "
            f"largest regret over all conditions is the smallest, which need not be best in most of the runs: {'; '.join(often)}."
        )


def _over_draws(found: OverDraws | None, told: Callable[[float], str]) -> str:
    """How a chance differs by the draw of the parameters, in brackets."""
    return "" if found is None else f" ({interval90(told(found.low90), told(found.high90))})"


def _counted_in(found: OverDraws | None) -> str:
    """In how many runs a forced choice is counted, which are others than those of the fans."""
    return (
        ""
        if found is None
        else f" Each chance is counted in {found.runs * found.draws:,} runs: {found.runs} for each of {found.draws} draws of the parameters."
    )


def _blocks(futures: Futures, names: PowerNames, called: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(
        f"{futures.scenario.draws:,} runs of the model, each with its own draw of the parameters and its own chance, from "
        f"{futures.years[0]} to {futures.years[-1]}; every comparison is run by run on the same chance. How often a choice is forced is counted in runs of its own, as the table of it tells."
    )
    for told in unobserved_ties(futures.ties_until, futures.years[0] - 1, names):
        yield Paragraph(told)
    yield from _fan(futures, names)
    yield Paragraph(
        "Why the ties are other than where nothing happens, in the first, the middle and the last year: each figure is a mean over the runs, so that what is "
        "named and all else together add up to the whole; the interval is that of the whole over the runs. The ends of the scale, which no tie passes, are left out of this."
    )
    yield Bullets(tuple(_why(futures, names, called)))
    yield _choices(futures, names)
    if futures.forced_by_one:
        yield Paragraph(
            f"Under the strategy '{names.strategy(AS_NOW)}' {within_a_sentence(why_replies_matter(futures))}"
        )
    yield _regrets(futures, names)
    if futures.levers:
        yield _levers(futures, names)
        yield Bullets((*_boxes(futures, names), CONDITIONS))
    if futures.shocks:
        yield _shocks(futures, names)
    if left := tuple(not_simulated(futures, called)):
        yield Bullets(left)
    yield Bullets(tuple(_assumptions(futures)))


def _fan(futures: Futures, names: PowerNames) -> Iterator[Figure]:
    strategy = next(iter(futures.fans))
    titles = {series: _series(series, names) for series in ("tie_a", "tie_b", "share")}
    worlds = {"In the scenario": futures.fans[strategy], STILL: futures.still}
    panels = tuple(
        Panel(
            title,
            tuple(
                Series(
                    world,
                    tuple(_observed(year, of[series][h].tolist()) for h, year in enumerate(futures.years)),
                )
                for world, of in worlds.items()
            ),
            "0 to 1",
            UNIT,
        )
        for series, title in titles.items()
    )
    told = [
        f"{panel.title}, {series.label.lower()}: {series.observations[-1].value:.2f} in {futures.years[-1]} "
        f"({interval90(f'{series.observations[-1].low:.2f}', f'{series.observations[-1].high:.2f}')})"
        for panel in panels
        for series in panel.series
    ]
    yield Figure(
        id="figure-futures",
        title="Futures of the ties",
        caption="Medians with 90 % intervals over all runs. Where nothing happens there are no shocks, levers or replies.",
        alt="; ".join(told) + ".",
        chart=LineChart(panels, futures.years[0], futures.years[-1]),
        table=DataTable(
            "numbers-futures",
            "Futures of the ties: numbers",
            ("Strategy", "What is told", "Year", "Median", "90 % low", "90 % high"),
            tuple(
                (
                    names.strategy(str(row["strategy"])),
                    _series(str(row["series"]), names),
                    int(row["year"]),
                    *(round(float(row[name]), 3) for name in ("median", "low90", "high90")),
                )
                for row in futures.table().iter_rows(named=True)
            ),
        ),
    )


def _series(name: str, names: PowerNames) -> str:
    """What a series of a fan is, as a heading."""
    return {
        "tie_a": f"Tie with {names.a}",
        "tie_b": f"Tie with {names.b}",
        "engagement": "Engagement: the mean of both ties",
        "tilt": f"Tilt: the tie with {names.a} less that with {names.b}",
        "share": f"Share of {names.a} in both ties",
    }[name]


def _observed(year: int, quantiles: Sequence[float]) -> Observation:
    median, low, high = (quantiles[at] for at in (_MEDIAN, _LOW, _HIGH))
    return Observation(year, year, median, low, high)


def _why(futures: Futures, names: PowerNames, titles: Mapping[str, str]) -> Iterator[str]:
    """Why the scenario's ties are other than where nothing happens, in its first, middle and last year."""
    last = len(futures.years) - 1
    for horizon in sorted({0, last // 2, last}):
        for side, power in enumerate((names.a, names.b)):
            yield futures.explanation.sentence(
                side,
                horizon,
                f"the tie with {power}",
                futures.years[horizon],
                "where nothing happens",
                titles,
            )


def _choices(futures: Futures, names: PowerNames) -> DataTable:
    rule = futures.scenario.forced_choice
    rows = tuple(
        (
            names.strategy(strategy),
            "reply" if replies else "do not reply",
            round(float(found.by_year[-1]), 3),
            *(None if each is None else round(each, 3) for each in _ends(found.over_draws)),
            None if found.for_a is None else round(found.for_a, 3),
            futures.years[found.median - 1] if found.median is not None else f"after {futures.years[-1]}",
        )
        for (strategy, replies), found in futures.choices.items()
    )
    return DataTable(
        "forced-choices",
        "Time to a forced choice",
        (
            "Strategy",
            "The powers",
            f"Forced by {futures.years[-1]}",
            *("From (90 %)", "To (90 %)"),
            f"Of these, left with {names.a}",
            "Median year",
        ),
        rows,
        f"A choice is forced where one tie is below {rule.below:.0%} of what it was and the other is not, for "
        f"{several(rule.years, 'year')} on end: what is told is in which part of the runs, and in which part of these the state is "
        f"left with {names.a}. By the median year it is forced in half of the runs.{_of_draws(futures)}",
    )


def _ends(found: OverDraws | None) -> tuple[float | None, float | None]:
    return (None, None) if found is None else (found.low90, found.high90)


def _of_draws(futures: Futures) -> str:
    """What the interval of a chance is, where there is one."""
    found = next((each.over_draws for each in futures.choices.values() if each.over_draws), None)
    if found is None:
        return ""
    return (
        f" The chance differs by what the parameters and the ties at the start are, which the evidence leaves uncertain: for {found.draws} draws of these "
        f"it was reckoned from {found.runs} runs each, and in 90 % of them, or more, lies in the interval, which holds too what so few runs err by: it is too "
        "wide rather than too narrow. A chance beyond its interval comes from a few of the draws."
    )


def _regrets(futures: Futures, names: PowerNames) -> DataTable:
    rows: tuple[tuple[Datum, ...], ...] = tuple(
        (
            f"{weight:g}",
            names.strategy(each.strategy),
            *(round(value, 3) for value in (each.expected, each.tail, each.regret, each.least)),
            "" if each.ahead is None else _interval(each.ahead),
        )
        for weight, of in futures.regrets.items()
        for each in of
    )
    return DataTable(
        "regrets",
        "Regret of strategies",
        (
            *("Weight of the gap", "Strategy", "Expected worth", f"Mean of the worst {TAIL:.0%}"),
            *("Largest regret", "Best in this part of the runs", "Worth more than the best other"),
        ),
        rows,
        "All but the part of the runs on the ties' scale of 0 to 1. A path is worth the mean over its years of both ties less the weight times the gap between them; at .5 that is the lesser "
        "tie. Regret is what the best strategy of a condition is worth more; conditions are with and without the shocks and with and without replies. "
        "Expected worth and regret are means over the runs. What a strategy is worth more than the best other is told run by run, over the runs of all conditions, by its median and "
        "90 % interval: each run has a draw of the parameters and a chance of its own, so that an interval on both sides of 0 says that either may be better.",
    )


def _levers(futures: Futures, names: PowerNames) -> DataTable:
    rows: tuple[tuple[Datum, ...], ...] = tuple(
        (
            *_effects(each.effect),
            round(each.effect.worth.positive, 3),
            f"{each.forced:+z.3f}{_over_draws(each.forced_over_draws, '{:+z.3f}'.format)}",
        )
        for each in futures.levers
    )
    return DataTable(
        "levers",
        f"What each lever does by {futures.years[-1]}",
        (
            *("Lever", f"Tie with {names.a}", f"Tie with {names.b}", "Lesser tie, mean of the years"),
            *("Probability that the lesser tie gains", "Change in the probability of a forced choice"),
        ),
        rows,
        "Changes on the ties' scale of 0 to 1, medians with 90 % intervals: each lever is pulled with a strength of 1 in every year beside all else "
        "that the scenario has. The lesser tie gains where there is more of it, however little; verdicts hold it to what the theory counts as "
        "negligible. The interval of a change in probability is over draws, as that of a forced choice is.",
    )


def _effects(effect: Effect) -> tuple[str, ...]:
    told = (effect.on["tie_a"], effect.on["tie_b"], effect.worth)
    return (words_of(effect.name), *map(_interval, told))


def _interval(found: Summary) -> str:
    told = interval90(f"{found.low90:+z.3f}", f"{found.high90:+z.3f}")
    return f"{found.median:+z.3f} ({told})"


def _boxes(futures: Futures, names: PowerNames) -> Iterator[str]:
    """Under which conditions each lever makes the lesser tie greater more often than elsewhere."""
    for each in futures.levers:
        box, lever = each.box, words_of(each.effect.name)
        if not box.limits:
            yield f"{lever}: the lesser tie gains in {box.everywhere:.0%} of the runs, and no condition tells where."
            continue
        yield (
            f"{lever}: the lesser tie gains in {box.everywhere:.0%} of the runs, and in {box.density:.0%} of those with "
            f"{listed(_limits(box, names))} ({box.coverage:.0%} of all that gain)."
        )


def _limits(box: Box, names: PowerNames) -> list[str]:
    return [f"{names.bound(name)} from {low:.2f} to {high:.2f}" for name, low, high in box.limits]


def _shocks(futures: Futures, names: PowerNames) -> DataTable:
    return DataTable(
        "shocks",
        f"What each shock of the theory's tables does by {futures.years[-1]}",
        ("Shock", f"Tie with {names.a}", f"Tie with {names.b}", "Lesser tie, mean of the years"),
        tuple(_effects(each) for each in futures.shocks.values()),
        "Changes on the ties' scale of 0 to 1, medians with 90 % intervals: each falls in the first year, or from it on, in a world where nothing "
        "else happens.",
    )


def not_simulated(futures: Futures, titles: Mapping[str, str]) -> Iterator[str]:
    """Which levers and shocks of the theory are not simulated, and why."""
    left = {"lever": futures.unmeasured.levers, "shock": futures.unmeasured.shocks}
    for noun, lacking in left.items():
        for name, filters in lacking.items():
            told = listed([titles.get(each, words_of(each).lower()) for each in filters])
            yield f"Not simulated: the {noun} {words_of(name).lower()}, since nothing in this panel measures {told}, on which it acts."


def _assumptions(futures: Futures) -> Iterator[str]:
    scenario = futures.scenario
    yield "What levers, strategies and the replies of the powers do is assumed in the theory file and not estimated."
    yield f"In the fans of the ties the powers {'reply' if scenario.replies else 'do not reply'}."
    if futures.at_ends > 0:
        yield f"{futures.at_ends:.1%} of simulated ties would leave the scale of 0 to 1 and stand at its end."
