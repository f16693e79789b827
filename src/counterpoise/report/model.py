"""The section of a report on the model of the causal figure: what was estimated, what it says, and how far it may be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor, isfinite

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.basis import Basis
from counterpoise.findings.by_model import ByModel
from counterpoise.findings.claim import NOT_TESTABLE
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.earlier_rules import rules_in_words
from counterpoise.findings.numbers import years_of
from counterpoise.findings.parameter_names import notes_in_words, parameter_in_words
from counterpoise.findings.rival_estimates import apart_in_words
from counterpoise.model.candidates import READINGS
from counterpoise.model.effects import LONG_RUN
from counterpoise.model.impulse import OUTCOMES
from counterpoise.model.panel import FELT_ALIKE
from counterpoise.model.rivals import PERSISTENCE, THEORY, Comparison, Predicted
from counterpoise.model.stacking import Difference
from counterpoise.report.model_accounts import of_the_state, readings_table, share_table
from counterpoise.report.model_evidence import standing_on
from counterpoise.report.outline import (
    Block,
    Bullets,
    DataTable,
    Datum,
    Figure,
    Link,
    Links,
    Paragraph,
    Section,
)
from counterpoise.report.plots import Span, SpanPanel, Spans
from counterpoise.wording import listed, several, with_capital, within_a_sentence, words_of


def model_section(findings: Findings) -> Section:
    """What the estimated model says, or why none that was estimated stands behind the report; empty where none ever was."""
    model, why = findings.model, findings.not_estimated
    blocks = (
        tuple(_blocks(findings, model)) if model is not None else (Paragraph(_sentence(why)),) if why else ()
    )
    return Section("model", "The causal figure as a model", blocks)


def _blocks(findings: Findings, model: ByModel) -> Iterator[Block]:
    yield Paragraph(_estimated(model))
    if model.refusals.of_draws and model.headline is not None:
        yield Paragraph(
            f"{model.headline} What follows shows the estimate itself for inspection; nothing is concluded from it."
        )
    yield Paragraph(_identification(model))
    yield Bullets((*_inputs(model), *_notes(model)))
    yield Paragraph(rules_in_words(model.study.theory.rules_id, findings.earlier_rules))
    yield from _effects(findings, model)
    yield from _shares(model)
    yield from of_the_state(model.accounts, findings.names, findings.scores)
    if isinstance(model.comparison, CounterpoiseError):
        yield Paragraph(f"Rival theories are {NOT_TESTABLE}: {model.comparison}.")
    else:
        yield from _rivals(model, model.comparison)
        yield from _updating(findings, model, model.comparison)
    yield _diagnostics(findings, model)
    if model.evidence:
        yield from standing_on(findings, model.evidence.whole, _beside(findings, model))


def _beside(findings: Findings, model: ByModel) -> Iterator[Basis]:
    """What tables of this section stand on beside the whole panel."""
    if findings.study.state in model.fit.panel.states:
        yield model.evidence.of_state(findings.study.state)
    if not isinstance(model.comparison, CounterpoiseError):
        for each in model.comparison.predicted:
            yield model.evidence.of_candidates(model.comparison, (each.name,))


def _estimated(model: ByModel) -> str:
    panel = model.fit.panel
    return (
        f"Estimated on {several(len(panel.states), 'state')} over {years_of(panel.years[0], panel.years[-1])}: pressure of the powers, felt by each "
        f"state by its exposure; the filters {listed([model.titles[name] for name in panel.filters])}; and the ties with both powers, "
        f"which pressure moves at once (direct), through the filters (mediated) and by what the filters make of it "
        f"(moderated). {several(model.fit.posterior.draws, 'draw')} of the posterior stand behind every interval here."
    )


def _identification(model: ByModel) -> str:
    """What can and cannot be told apart on such a panel."""
    panel = model.fit.panel
    if not panel.varied_exposure:
        return (
            "Every state feels pressure alike here, so that its effect cannot be told from that of the years: what is said of "
            "pressure rests on what those years had in common, and no verdict follows from it."
        )
    told = (
        "A shock that is common to all states cannot be told from the years themselves: the effect of pressure is told only by "
        "states that feel it more or less than others, and stands or falls with how exposure is measured. Nothing here was "
        "assigned at random: effects are those of the figure, if the figure is right."
    )
    if len(panel.states) == 1:
        told += " Of one state alone there are only priors and what sources say of how things came about."
    return told


def _inputs(model: ByModel) -> Iterator[str]:
    panel = model.fit.panel
    yield f"Pressure is measured by {listed([within_a_sentence(title) for title in panel.pressure_titles])}."
    for k, name in enumerate(panel.filters):
        titles = [
            within_a_sentence(title)
            for title, of in zip(panel.measure_titles, panel.filter_of, strict=True)
            if of == k
        ]
        yield f"{_sentence(model.titles[name])[:-1]} is measured by {listed(titles)}."


def _notes(model: ByModel) -> Iterator[str]:
    """What a reader should know of the fit, apart from what is told as what can and cannot be told apart."""
    told = "the table of parameters tells which, by their overlap with the prior"
    for note in notes_in_words(model.fit, model.names, model.titles, told):
        if note != FELT_ALIKE:
            yield _sentence(note)


def _effects(findings: Findings, model: ByModel) -> Iterator[Block]:
    """The effect of pressure that lasts by reading, on each tie, on tilt and on engagement: after years, and in the long run if in sight."""
    found = model.effects.found
    horizons = found.horizons[1:]
    called = {
        "a": f"Tie with {findings.names.a}",
        "b": f"Tie with {findings.names.b}",
        "tilt": f"Tilt to {findings.names.a}",
        "engagement": "Engagement with both",
    }
    rows: list[tuple[Datum, ...]] = []
    for reading in ("direct", "mediated", "moderated", "total"):
        for outcome in OUTCOMES:
            told = [found.of(reading, outcome, horizon) for horizon in horizons]
            numbers = [number for of in told for number in (of.median, of.low90, of.high90)]
            rows.append((words_of(reading), called[outcome], *numbers, told[-1].positive))
    when = ["In the long run" if each == LONG_RUN else f"After {each}" for each in horizons]
    yield DataTable(
        "model-effects",
        "Effect of a lasting unit of felt pressure",
        (
            *("Reading", "On"),
            *(column for each in when for column in (f"{each}, median", "From (90 %)", "To (90 %)")),
            f"Probability of more {within_a_sentence(when[-1])}",
        ),
        tuple(rows),
        "On the ties' own scale of 0 to 1. A unit is one standard deviation of pressure over the years, in a state of mean exposure. These, shares and "
        "parameters stand on the whole panel, which is told of below.",
    )
    if model.effects.no_long_run is not None:
        yield Paragraph(model.effects.no_long_run)


def _shares(model: ByModel) -> Iterator[Block]:
    if isinstance(model.shares, CounterpoiseError):
        return
    numbers, found = model.shares.numbers(), model.shares.found.table()
    spans = []
    for row in found.iter_rows(named=True):
        low, high, at = row["part_low90"], row["part_high90"], row["part"]
        spans.append(Span(_titled(model, row["block"]), low, high, at))
    blocks = len(numbers)
    told = listed(
        [f"{model.titles[block]} {number.text} ({number.interval})" for block, number in numbers.items()]
    )
    yield Figure(
        id="model-shares",
        title="What explains balancing",
        caption=f"Each block's share of what all of them explain of the ties, median and 90 % interval. An equal share is 1/{blocks}.",
        alt=f"Shares of {several(blocks, 'block')}: {told}.",
        chart=Spans(
            (SpanPanel("Share of what is explained", tuple(spans), (1 / blocks, "equal share")),),
            _axis(spans),
        ),
        table=share_table(
            "model-shares-numbers",
            "Attribution by blocks of the figure",
            "Block",
            model.shares.found,
            "A Shapley share is what a block adds to the others, averaged over every order in which blocks can be added; one below 0 works against the others.",
            model.titles,
        ),
    )
    yield from readings_table(model.accounts)


def _titled(model: ByModel, block: str) -> str:
    """What a block is called as a heading."""
    return with_capital(model.titles[block])


def _axis(spans: list[Span]) -> tuple[float, float]:
    """From 0 to 1, and as far beyond as shares reach: that of a block which takes away from the others is below 0."""
    low, high = min(0.0, *(each.low for each in spans)), max(1.0, *(each.high for each in spans))
    return floor(10 * low) / 10, ceil(10 * high) / 10


def _rivals(model: ByModel, found: Comparison) -> Iterator[Block]:
    best = max(found.predicted, key=lambda each: float(each.years.sum()))
    rows = [
        (
            *_rival(each, found, best.name, model),
            _leading_to(model.evidence.of_candidates(found, (each.name,))),
        )
        for each in found.predicted
    ]
    untested = [
        (_called(name), "rival", "", model.names.bound("; ".join(lacks)), *(None,) * 8)
        for name, lacks in found.untestable.items()
    ]
    yield DataTable(
        "model-rivals",
        "Theories by what they predict",
        (
            *("Theory", "Kind", "Looks at", "Does without"),
            *("Years: difference to the best", "Standard error", "Weight"),
            *("States: difference to the best", "Standard error", "Weight"),
            *("Told apart from the best by years", "Stands on"),
        ),
        (*rows, *untested),
        (
            "A theory predicts well if it held probable what then came: differences are of the logarithm of that, summed up (expected log predictive "
            f"density), over each year from {found.first_year} on, told from those before it, and over each state, told from the others. "
            f"Three rules stand over them: of fewer than {model.model.decision.fewest_states} states nothing is decided, a difference below {model.model.decision.told_apart:g} tells "
            f"nothing, and one whose standard error leaves the better one a probability of less than {model.model.decision.supported:g} decides nothing; the last "
            "column but one says which holds. The standard error is that of a sum over the years or states left out, which count as independent. Weights are those of the "
            "mixture that predicts best (stacking). What is the same for all states, as a ratio of the powers is, stands for whatever else those "
            "years had in common. The inputs of a year count as known, ties do not; inputs are measured without ties."
        ),
    )
    yield DataTable(
        "model-forecasts",
        "Forecasts a year ahead",
        ("Forecast by", "Mean ranked probability score", "Root mean squared miss", "Years"),
        tuple(
            (
                "The theory" if each.name == THEORY else with_capital(each.name),
                float(each.crps.mean()),
                each.rmse,
                len(each.crps),
            )
            for each in found.forecasts
        ),
        "In standard deviations of a tie; less is better. The ranked probability score is the distance of the whole forecast, with its spread, from what came; the "
        "miss that of its middle. Everything that a forecast uses was known the year before.",
    )


def _updating(findings: Findings, model: ByModel, found: Comparison) -> Iterator[DataTable]:
    """What the last year of ties moved, most first."""
    if found.updating is None:
        return
    titles = _terms(model)
    yield DataTable(
        "model-updating",
        f"What the ties of {found.updating.year} moved",
        (
            "Effect of",
            "On the tie with",
            "Before",
            "Standard deviation",
            "After",
            "Standard deviation",
            "Shift",
        ),
        tuple(
            (
                _sentence(_term(each.term, titles))[:-1],
                findings.names.sides[each.side],
                *each.before,
                *each.after,
                each.shift,
            )
            for each in found.updating.moved
        ),
        "Effects of the main theory in the regression by which theories are compared, within the year and in standard deviations of the tie, "
        "from all years before and with that year. A shift is in standard deviations of what was held before.",
    )


def _terms(model: ByModel) -> Mapping[str, str]:
    """What readers know the terms of the shared regression by: blocks of the figure, and quantities that rivals look at."""
    quantities = model.study.theory.quantities
    return {**{name: within_a_sentence(each.title) for name, each in quantities.items()}, **model.titles}


def _term(name: str, titles: Mapping[str, str]) -> str:
    """A term as a reader meets it; a product, by what it is of."""
    return " x ".join(titles.get(part, within_a_sentence(part)) for part in name.split(" x "))


def _rival(each: Predicted, found: Comparison, best: str, model: ByModel) -> tuple[Datum, ...]:
    by_years, by_states = found.by_years(each.name, best), found.by_states(each.name, best)
    titles = _terms(model)
    return (
        _called(each.name),
        each.kind,
        model.names.bound(listed([_term(name, titles) for name in each.holds])),
        model.names.bound("; ".join(each.does_without)),
        None if by_years is None else by_years.value,
        _error(by_years),
        each.year_weight,
        None if by_states is None else by_states.value,
        _error(by_states),
        None if by_states is None else each.state_weight,
        "is the best"
        if each.name == best
        else apart_in_words(by_years, model.model.decision, len(model.fit.panel.states)),
    )


def _leading_to(basis: Basis) -> Links | None:
    """The way to what something stands on; None where nothing is named."""
    return Links((Link(basis.id, basis.title),)) if basis else None


def _error(found: Difference | None) -> float | None:
    """The standard error of a difference, None where it is not known."""
    return found.error if found is not None and isfinite(found.error) else None


def _called(name: str) -> str:
    if name == PERSISTENCE:
        return "Ties persist"
    if name == THEORY:
        return "The theory"
    return f"Reading: {READINGS[name]}" if name in READINGS else words_of(name)


def _diagnostics(findings: Findings, model: ByModel) -> DataTable:
    rows = model.fit.table().iter_rows(named=True)
    columns = ("median", "low90", "high90", "r_hat", "effective_draws", "overlap")
    return DataTable(
        "model-parameters",
        "Parameters, how well they were sampled, and how much of each is its prior",
        (
            "Parameter",
            "Median",
            "From (90 %)",
            "To (90 %)",
            "R-hat",
            "Effective draws",
            "Overlap with the prior",
        ),
        tuple(
            (
                parameter_in_words(row["parameter"], findings.names, model.titles),
                *(row[name] for name in columns),
            )
            for row in rows
        ),
        "R-hat is 1 where the chains of draws agree; effective draws are as many independent draws as would tell as much. An overlap of 1 says that the data "
        "added nothing to what was assumed (the prior), of 0 that nothing of that is left (Garrett and Zeger 2000).",
    )


def _sentence(note: str) -> str:
    return with_capital(note.rstrip(".")) + "."
