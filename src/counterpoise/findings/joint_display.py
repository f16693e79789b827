"""The joint display: for each construct and span of years what documents say beside what numbers say, and whether they agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterpoise.evidence import COUNTED, Direction, Standing
from counterpoise.findings.coded_passages import CodedPassage, tally
from counterpoise.findings.leaning import CLEAR_MAJORITY, FEWEST_TO_WEIGH, Way, leaning
from counterpoise.findings.vintages import named_span, span_of
from counterpoise.measurement.change_interval import ChangeInterval, change_interval
from counterpoise.measurement.movement import CHANGE
from counterpoise.measurement.ties import series_name
from counterpoise.study import Study
from counterpoise.theory.elements import Construct, Indicator, Side, Theory
from counterpoise.wording import words_of

Together = Literal["convergence", "divergence", "complementarity", "no lean", "silence"]

FEWEST_POINTS_OF_A_SPAN = 4
"""With fewer points the interval of a change cannot leave out none."""


@dataclass(frozen=True, slots=True)
class JointRules:
    """The thresholds of a joint display, which a study may set.

    Documents speak where one kind of source has `passages` or more, and lean where as many take a direction and a share of `majority`
    of these takes one. Numbers move
    where they change by `change` or more over `points` or more, and the interval of the change does not reach 0.
    """

    passages: int = FEWEST_TO_WEIGH
    majority: float = CLEAR_MAJORITY
    change: float = CHANGE
    points: int = FEWEST_POINTS_OF_A_SPAN

    @classmethod
    def of(cls, thresholds: Mapping[str, float]) -> JointRules:
        """The rules by the thresholds of a study file, `joint_passages` and so on; what is not set is as above."""
        return cls(
            passages=int(thresholds.get("joint_passages", FEWEST_TO_WEIGH)),
            majority=thresholds.get("joint_majority", CLEAR_MAJORITY),
            change=thresholds.get("joint_change", CHANGE),
            points=int(thresholds.get("joint_points", FEWEST_POINTS_OF_A_SPAN)),
        )


@dataclass(frozen=True, slots=True)
class DocumentsSay:
    """The passages of the first kind of source that has enough of them, or of the first at all where none is `enough`."""

    standing: Standing
    counts: Mapping[Direction, int]
    enough: bool
    way: Way | None


@dataclass(frozen=True, slots=True)
class NumbersSay:
    """How far a series changed within a span of years; `changed` is None where it has too few points."""

    points: int
    changed: ChangeInterval | None
    way: Way | None


@dataclass(frozen=True, slots=True)
class JointRow:
    """One construct, measured by one indicator if by any, with one power or none, over one span of years."""

    construct: str
    indicator: str | None
    side: Side | None
    years: str
    documents: DocumentsSay | None
    numbers: NumbersSay | None

    @property
    def silent(self) -> tuple[Literal["documents", "numbers"], ...]:
        """The sides that have nothing, or too little."""
        documents = self.documents is None or not self.documents.enough
        numbers = self.numbers is None or self.numbers.changed is None
        return (*(("documents",) if documents else ()), *(("numbers",) if numbers else ()))

    @property
    def together(self) -> Together:
        """How both sides stand to each other, by the words of Guetterman, Fetters and Creswell (2015)
        doi 10.1370/afm.1865.

        Both lean to one side: convergence; to contrary sides: divergence; one leans and the other shows neither: complementarity;
        one has nothing, or too little: silence. Where neither leans nothing is said.
        """
        if self.silent:
            return "silence"
        said = None if self.documents is None else self.documents.way
        moved = None if self.numbers is None else self.numbers.way
        if said is None and moved is None:
            return "no lean"
        if said is None or moved is None:
            return "complementarity"
        return "convergence" if said == moved else "divergence"


def joint_display(
    study: Study,
    coded: Iterable[CodedPassage],
    ties: pl.DataFrame,
    values: pl.DataFrame,
    periods: Sequence[tuple[int, int]],
) -> tuple[JointRow, ...]:
    """The display of every construct of a theory that codes speak of, over the whole period and then over each of its spans.

    `ties` are rows of `TIE_SCHEMA`, `values` of `VALUE_SCHEMA`. Ties stand on their scale of 0 to 1; a series of the state
    itself is set between its own least and greatest value of all years that the data hold. What documents say of a tie
    are the passages that concern its power.
    """
    rules = JointRules.of(study.declared.settings.thresholds)
    by_code: dict[str, list[CodedPassage]] = defaultdict(list)
    for each in coded:
        if each.counted:
            by_code[each.coding.code].append(each)
    whole = (study.start, study.end)
    spans = (whole, *(span for span in periods if span != whole))
    rows = []
    for name, construct in study.theory.constructs.items():
        codes = codes_of_construct(study.theory, name)
        if not codes:
            continue
        for side, indicator, series in _series(study, construct, ties, values):
            said = _said(
                [each for code in codes for each in by_code.get(code, ())], side, periods, whole, rules
            )
            rows += [
                JointRow(
                    construct.title or words_of(name),
                    indicator,
                    side,
                    named_span(span),
                    said.get(named_span(span)),
                    _moved(series, span, rules),
                )
                for span in spans
            ]
    return tuple(rows)


def codes_of_construct(theory: Theory, name: str) -> tuple[str, ...]:
    """The codes that speak of a construct: its own, else those of the rows that it stands beside, else those of its dimension.

    A construct that is made from others, or is no behaviour and names no code, is spoken of by none.
    """
    construct = theory.constructs[name]
    if construct.codes:
        return tuple(dict.fromkeys(theory.codes_of(construct.codes)))
    if construct.role != "behaviour" or construct.dimension is None:
        return ()
    beside = [
        code
        for table in theory.tables.values()
        for row in table.rows.values()
        if row.measured_by == name
        for code in row.codes
    ]
    return tuple(
        dict.fromkeys(theory.codes_of(tuple(beside or theory.dimensions.get(construct.dimension, ()))))
    )


Points = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Years, the middle of each observation, and values from 0 to 1, (n,) each."""


def _series(
    study: Study, construct: Construct, ties: pl.DataFrame, values: pl.DataFrame
) -> Iterator[tuple[Side | None, str | None, Points | None]]:
    """Each series of a construct with its power, or None in place of what there is not."""
    roll_calls = study.declared.settings.roll_calls
    sides: tuple[Side, ...] = ("a", "b")
    if construct.role == "behaviour":
        for indicator in construct.indicators:
            for side in sides:
                rows = ties.filter(
                    state=study.state, side=side, indicator=series_name(indicator, roll_calls)
                ).sort("start")
                if indicator.both_powers or not rows.is_empty():
                    yield side, indicator.title, _points(rows, "tie")
        if not construct.indicators:
            yield from ((side, None, None) for side in sides)
    elif construct.indicators:
        for indicator in construct.indicators:
            yield None, indicator.title, _own_series(study, indicator, values)
    else:
        yield None, None, None


def _points(rows: pl.DataFrame, column: str) -> Points | None:
    if rows.is_empty():
        return None
    return ((rows["start"] + rows["end"]) / 2).to_numpy(), rows[column].to_numpy()


def _own_series(study: Study, indicator: Indicator, values: pl.DataFrame) -> Points | None:
    """A series of the state itself, set between its least and greatest value."""
    name = series_name(indicator, study.declared.settings.roll_calls)
    rows = values.filter(
        pl.col("state") == study.state, pl.col("indicator") == name, pl.col("partner").is_null()
    ).sort("start")
    points = _points(rows, "value")
    if points is None:
        return None
    years, observed = points
    room = float(np.ptp(observed))
    return years, (observed - observed.min()) / room if room else np.zeros(len(observed))


def _said(
    coded: Sequence[CodedPassage],
    side: Side | None,
    periods: Sequence[tuple[int, int]],
    whole: tuple[int, int],
    rules: JointRules,
) -> Mapping[str, DocumentsSay]:
    """What documents say by span of years; a span in which none speaks is not there. Undated ones speak of the whole only."""
    by_span: dict[str, list[CodedPassage]] = defaultdict(list)
    for each in coded:
        if side is None or each.concerns(side):
            by_span[named_span(whole)].append(each)
            if len(periods) > 1:
                by_span[span_of(each.document.date, periods)].append(each)
    return {span: _documents(tally(of), rules) for span, of in by_span.items()}


def _documents(counts: Mapping[Standing, Counter[Direction]], rules: JointRules) -> DocumentsSay:
    speaking = [kind for kind in COUNTED if counts[kind]]
    enough = [kind for kind in speaking if counts[kind].total() >= rules.passages]
    standing = (enough or speaking)[0]
    of = counts[standing]
    return DocumentsSay(standing, of, bool(enough), leaning(of, rules.passages, rules.majority))


def _moved(series: Points | None, span: tuple[int, int], rules: JointRules) -> NumbersSay | None:
    if series is None:
        return None
    years, values = series
    within = (years >= span[0]) & (years <= span[1])
    if not within.any():
        return None
    changed = change_interval(years[within], values[within], rules.points)
    way: Way | None = None
    if changed is not None and changed.change >= rules.change and changed.low > 0:
        way = "strengthens"
    elif changed is not None and changed.change <= -rules.change and changed.high < 0:
        way = "weakens"
    return NumbersSay(int(within.sum()), changed, way)
