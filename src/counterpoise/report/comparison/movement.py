"""What moved: slope, word and break of each tie of every state, and the breaks that may be of one date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import first_and_last, movement_number, tie_numbers, years_of
from counterpoise.measurement.series_changes import SeriesChange
from counterpoise.report.changes import breaks_of, changes_of, with_interval
from counterpoise.report.comparison.standing_on import not_observed
from counterpoise.report.figures import break_in_words
from counterpoise.report.outline import Block, Cell, CellRow, CellTable, DataTable, Figure, Paragraph
from counterpoise.report.plots import Break, Span, SpanPanel, Spans
from counterpoise.states import state
from counterpoise.theory.elements import Side
from counterpoise.wording import listed, several, words_of

Tie = tuple[str, Side]
"""The series of an indicator with one power."""

FEWEST_SHOWN = 2
"""A tie that broke in fewer states than these is not drawn: its date stands in the table of movement."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What the ties of one state did, by tie, and those of them that broke with a probability worth telling."""

    case: Findings
    changes: Mapping[Tie, SeriesChange]
    breaks: Mapping[tuple[str, str], tuple[Break, ...]]


@dataclass(frozen=True, slots=True)
class Coincidence:
    """Breaks of one tie in several states whose 90 % sets have the years `first` to `last` in common."""

    tie: Tie
    states: tuple[str, ...]
    first: int
    last: int


def moved(comparison: Comparison) -> tuple[Moved, ...]:
    """What the ties of each state did over the window of the studies."""
    found = []
    for case in comparison.cases:
        changes = changes_of(case)
        by_tie: dict[Tie, SeriesChange] = {
            (each.series.entry.series, each.series.side): each for each in changes
        }
        found.append(Moved(case, by_tie, breaks_of(case, changes)))
    return tuple(found)


def coincidences(of_states: Sequence[Moved]) -> tuple[Coincidence, ...]:
    """The largest groups of states in which breaks of one tie may be of one year, by tie and year."""
    found = []
    for tie in _ties(of_states):
        sets = {
            (each.case.study.state, place): (round(broke.low), round(broke.high))
            for each in of_states
            for place, broke in enumerate(each.breaks.get(tie, ()))
        }
        groups: dict[frozenset[tuple[str, int]], None] = {}
        for year in sorted({year for first, last in sets.values() for year in (first, last)}):
            group = frozenset(broke for broke, (first, last) in sets.items() if first <= year <= last)
            if len({iso3 for iso3, _ in group}) >= FEWEST_SHOWN:
                groups.setdefault(group)
        # A group within a larger one that shares a year with it says nothing of its own.
        for group in (group for group in groups if not any(group < other for other in groups)):
            states = dict.fromkeys(iso3 for iso3, place in sets if (iso3, place) in group)
            first = max(sets[broke][0] for broke in group)
            last = min(sets[broke][1] for broke in group)
            found.append(Coincidence(tie, tuple(states), first, last))
    return tuple(found)


def movement_blocks(comparison: Comparison, of_states: Sequence[Moved]) -> Iterator[Block]:
    """The table of movement, and the picture and table of breaks; nothing where no tie is observed."""
    ties = _ties(of_states)
    if not ties:
        return
    start, end = comparison.first.study.window
    yield Paragraph(
        f"Each tie over {start}-{end}. The word is that of the series as observed; its probability is over draws from the standard errors that "
        "sources publish, and is not testable where none does. A break is a change of level, told where one is likelier than not."
    )
    yield _table(of_states, ties)
    yield from _breaks(comparison, of_states)


def _ties(of_states: Sequence[Moved]) -> list[Tie]:
    """Every tie of any state, in the order of the theory, both powers of an indicator together."""
    return list(dict.fromkeys(tie for each in of_states for tie in each.changes))


def _titles(of_states: Sequence[Moved]) -> dict[Tie, str]:
    return {
        tie: f"{change.series.entry.indicator.title}, {each.case.names.sides[tie[1]]}"
        for each in of_states
        for tie, change in each.changes.items()
    }


def _table(of_states: Sequence[Moved], ties: Sequence[Tie]) -> CellTable:
    titles = _titles(of_states)
    names = of_states[0].case.names
    wholes = tuple(
        CellRow(
            f"The tie with {names.of(side)} as a whole", tuple(_whole(each.case, side) for each in of_states)
        )
        for side in names.sides
    )
    rows = tuple(CellRow(titles[tie], tuple(_cell(each, tie) for each in of_states)) for tie in ties)
    return CellTable(
        "compared-movement",
        "How the ties of each state moved, and when they broke",
        "Tie",
        tuple(state(each.case.study.state).name for each in of_states),
        (*wholes, *rows),
        "After the word stand its probability where it can be told, the change in ten years on the scale of 0 to 1 with its 90 % interval, and the likeliest breaks, "
        "as many as are the most probable, with the years over which the 90 % set of the date of each reaches. Each cell opens on the movement and on the first and the latest observation.",
    )


def _whole(case: Findings, side: Side) -> Cell:
    id_ = f"compared-whole-{side}-{case.study.state}"
    whole = case.scores.whole_ties[side]
    evidence = tuple(
        value
        for each in case.scores.movements
        if each.side == side and each.title in whole.indicators
        for value in each.evidence
    )
    if whole.result.change is None or not evidence:
        return not_observed(id_, "a series long enough to say how the tie as a whole moved")
    number = movement_number(f"The tie with {case.names.of(side)} as a whole", whole.result, evidence)
    return Cell(id_, whole.result.word, values=(number,))


def _cell(of_state: Moved, tie: Tie) -> Cell:
    case, (indicator, side) = of_state.case, tie
    id_ = f"compared-moved-{indicator.replace(':', '-')}-{side}-{case.study.state}"
    change = of_state.changes.get(tie)
    if change is None:
        return not_observed(id_, f"this tie of {case.names.state}")
    rows = change.series.rows
    ends = rows[first_and_last(range(len(rows)))]
    values = (
        movement_number(
            f"{change.series.entry.indicator.title}, {case.names.sides[side]}",
            change.point,
            tuple(rows["observation"]),
            tuple(years_of(*years) for years in change.series.left_out),
        ),
        *tie_numbers(ends, case.names, case.study.declared.settings.seed),
    )
    return Cell(id_, _told(change, of_state.breaks.get(tie, ())), values=values)


def _told(change: SeriesChange, breaks: Sequence[Break]) -> str:
    """The word with its probability, the slope, and the breaks."""
    word = change.point.word
    told = [word]
    if (drawn := change.drawn) is not None:
        probability = drawn.probabilities().get(word) if change.with_errors else None
        told = [word if probability is None else f"{word} ({probability:.2f})"]
        slope = {f"slope_{name}": value for name, value in drawn.slope_per_decade().items()}
        if (said := with_interval(slope, "slope", "slope_median")) is not None:
            told.append(f"{said} in ten years")
    if breaks:
        told.append(f"broke in {listed([break_in_words(each) for each in breaks])}")
    return "; ".join(told)


def _breaks(comparison: Comparison, of_states: Sequence[Moved]) -> Iterator[Block]:
    """The picture of the breaks of each dimension that more than one state has of a tie, and a table of those of one date."""
    titles = _titles(of_states)
    broke = {tie: [each for each in of_states if tie in each.breaks] for tie in titles}
    shared = {tie: found for tie, found in broke.items() if len(found) >= FEWEST_SHOWN}
    if not shared:
        number = several(sum(map(len, broke.values())), "tie")
        yield Paragraph(f"{number} broke, none in more than one state: no dates are set side by side.")
        return
    coincide = coincidences(of_states)
    ends = [
        end
        for tie, found in shared.items()
        for each in found
        for broke in each.breaks[tie]
        for end in _reach(broke)
    ]
    for dimension in comparison.first.study.theory.dimensions:
        of_dimension = {
            tie: found
            for tie, found in shared.items()
            if found[0].changes[tie].series.entry.dimension == dimension
        }
        if of_dimension:
            yield _picture(dimension, of_dimension, coincide, titles, (min(ends) - 1, max(ends) + 1))
    if coincide:
        yield DataTable(
            "compared-coincidences",
            "Breaks that may be of one date",
            ("Tie", "States", "Years in common"),
            tuple(
                (
                    titles[each.tie],
                    listed([state(iso3).name for iso3 in each.states]),
                    years_of(each.first, each.last),
                )
                for each in coincide
            ),
            f"Of {several(len(shared), 'tie')} that broke in more than one state. The years lie in the 90 % sets of all the states named.",
        )


def _reach(broke: Break) -> tuple[float, float]:
    """From the beginning of the first year of the set to the end of the last."""
    return broke.low - 0.5, broke.high + 0.5


def _picture(
    dimension: str,
    shared: Mapping[Tie, Sequence[Moved]],
    coincide: Sequence[Coincidence],
    titles: Mapping[Tie, str],
    domain: tuple[float, float],
) -> Figure:
    named = words_of(dimension)
    return Figure(
        id=f"figure-compared-breaks-{dimension}",
        title=f"When {named.lower()} ties broke in more than one state",
        caption=(
            "A bar covers the years over which the 90 % set of the date of a break reaches, and its mark stands in the likeliest, the first year of a new level. "
            "Where bars cover the same years the breaks may be of one date, which does not say that they have one cause: what a power does at one time, and a change "
            "of a source, show in the ties of every state with it."
        ),
        alt=_coincide_in_words([each for each in coincide if each.tie in shared], titles),
        chart=Spans(
            tuple(
                SpanPanel(
                    titles[tie],
                    tuple(
                        Span(state(each.case.study.state).name, *_reach(broke), broke.date)
                        for each in found
                        for broke in each.breaks[tie]
                    ),
                )
                for tie, found in shared.items()
            ),
            domain,
            whole=True,
        ),
        table=DataTable(
            f"numbers-compared-breaks-{dimension}",
            f"{named} ties: breaks by tie and state",
            ("Tie", "State", "Likeliest year", "90 % set reaches over"),
            tuple(
                (
                    titles[tie],
                    state(each.case.study.state).name,
                    round(broke.date),
                    years_of(round(broke.low), round(broke.high)),
                )
                for tie, found in shared.items()
                for each in found
                for broke in each.breaks[tie]
            ),
        ),
    )


def _coincide_in_words(coincide: Sequence[Coincidence], titles: Mapping[Tie, str]) -> str:
    if not coincide:
        return "No breaks of one tie in several states may be of one date."
    told = [
        f"{titles[each.tie]}: {listed([state(iso3).name for iso3 in each.states])}, {years_of(each.first, each.last)}"
        for each in coincide
    ]
    return f"Breaks that may be of one date: {'; '.join(told)}."
