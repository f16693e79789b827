"""The tables of a theory, each cell found in the evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from counterpoise.coding.actors import Name
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.words import Words
from counterpoise.evidence import covering
from counterpoise.findings.beside import beside
from counterpoise.findings.cells import (
    FoundCell,
    SaidEffect,
    disagreement,
    effects_said,
    effects_sentence,
    in_words,
    leading_codes,
    missing_of,
    spoken_of,
)
from counterpoise.findings.coded_passages import CodedPassage, effects_of, with_codes
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import (
    Number,
    by_word,
    computed_numbers,
    crossing,
    latest_ties,
    movement_number,
    movement_words,
    series_numbers,
)
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import IndicatorMovement, Scores
from counterpoise.measurement.ties import series_name
from counterpoise.study import Study
from counterpoise.theory.elements import Construct, Row, Side, Table
from counterpoise.wording import listed, within_a_sentence, words_of

FINDING = "What the evidence says"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of a found table: its heading and one cell for each column."""

    id: str
    heading: str
    cells: tuple[FoundCell, ...]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of the theory filled from evidence."""

    id: str
    title: str
    first_column: str
    columns: tuple[str, ...]
    rows: tuple[FoundRow, ...]
    note: str | None

    def cells(self) -> Iterator[FoundCell]:
        """Every cell, row by row."""
        for row in self.rows:
            yield from row.cells


@dataclass(frozen=True, slots=True)
class TableMaker:
    """What every cell of every table is found in."""

    study: Study
    evidence: Evidence
    scores: Scores
    coded: tuple[CodedPassage, ...]
    names: PowerNames

    def table(self, table_id: str, table: Table) -> FoundTable:
        """Fill one table. A row that nothing speaks of has an empty cell that says what is missing."""
        sides: tuple[Side, ...] = table.columns
        rows = tuple(
            FoundRow(
                id=row_id,
                heading=row.title or words_of(row_id),
                cells=tuple(self._of_power(table_id, row_id, row, side) for side in sides)
                if sides
                else (self._of_row(table_id, row_id, row),),
            )
            for row_id, row in table.rows.items()
        )
        columns = tuple(self.names.sides[side] for side in sides) if sides else (FINDING,)
        return FoundTable(table_id, table.title, table.first_column, columns, rows, beside(table))

    def _of_power(self, table_id: str, row_id: str, row: Row, side: Side) -> FoundCell:
        cell_id = f"{table_id}-{row_id}-{side}"
        if row.movement:
            return self._movement(cell_id, side)
        codes = self._codes_of_row(row)
        coded = tuple(each for each in with_codes(self.coded, self._codes(codes)) if each.concerns(side))
        coded, unread = self._about(row, coded)
        numbers: tuple[Number, ...] = ()
        words: dict[str, str] = {}
        if row.dimension is not None:
            numbers = self._ties(side=side, dimension=row.dimension)
            words = movement_words(self.scores.movements, side, row.dimension)
        if row.measured_by is not None:
            numbers = _each_once(numbers, self.construct_numbers(row.measured_by, side))
            words |= movement_words(self._movements_of(row.measured_by), side)
        told = leading_codes(coded)
        moved = by_word(words)
        parts = (
            f"Passages: {told}" if told else "",
            f"Ties: {moved}" if moved else "",
            self._alone(words),
        )
        finding = ". ".join(part for part in parts if part)
        return FoundCell(
            id=cell_id,
            finding=finding,
            coded=coded,
            numbers=numbers,
            missing=missing_of(
                coded, numbers, unread, f"passages on {in_words(codes)} with {self.names.of(side)}", row
            ),
            disagreement=disagreement(coded, words),
            side=side,
            effects=self._effects(codes, coded),
        )

    def _movement(self, cell_id: str, side: Side) -> FoundCell:
        """The long-term word of a power's column, with each indicator's word beneath it."""
        whole_tie = self.scores.whole_ties[side]
        whole = whole_tie.result
        beneath = [each for each in self.scores.movements if each.side == side]
        words = movement_words(beneath, side)
        if not beneath:
            return FoundCell(
                cell_id,
                "",
                missing=f"an observed indicator of a tie with {self.names.of(side)}",
                side=side,
                movement=True,
            )
        moved = tuple(name for each in beneath for name in each.evidence)
        numbers = [
            movement_number(f"The whole tie with {self.names.of(side)}", whole, moved, whole_tie.left_out)
        ]
        numbers += [
            movement_number(each.title, each.result, each.evidence, crossing(each)) for each in beneath
        ]
        as_a_whole = (
            f"{whole.word.capitalize()} as a whole"
            if whole.change is not None
            else "Too short to judge as a whole"
        )
        return FoundCell(
            id=cell_id,
            finding=". ".join(
                part
                for part in (
                    as_a_whole,
                    f"By indicator, {by_word(words)}",
                    self._alone(words),
                )
                if part
            ),
            numbers=tuple(numbers),
            disagreement=self._over_the_period_alone(beneath),
            side=side,
            movement=True,
        )

    def _over_the_period_alone(self, over_window: Sequence[IndicatorMovement]) -> str | None:
        """Which indicators have another movement word over the period alone, or are too short there to have one."""
        in_period = {(each.indicator, each.side): each.result for each in self.scores.period_movements}
        others, short = [], []
        for each in over_window:
            result = in_period.get((each.indicator, each.side), each.result)
            if result.word == each.result.word:
                continue
            title = within_a_sentence(each.title)
            if result.change is None:
                short.append(title)
            else:
                others.append(f"{title} {result.word}")
        parts = [
            *((f"the word differs ({', '.join(others)})",) if others else ()),
            *((f"too short to judge ({', '.join(short)})",) if short else ()),
        ]
        return f"Over {self.study.start}-{self.study.end} alone {'; '.join(parts)}." if parts else None

    def _alone(self, titles: Collection[str]) -> str:
        """Which of some ties are set against goalposts that rest on this state alone."""
        lone = [
            within_a_sentence(each.title)
            for each in self.scores.goalposts_of(self.study.state)
            if each.title in titles
        ]
        if len(lone) == len(titles):
            return f"All goalposts here rest on {self.names.state} alone" if lone else ""
        return f"On {self.names.state} alone rest the goalposts of {listed(lone)}" if lone else ""

    def _titles_in_share(self) -> frozenset[str]:
        """The ties of the state that an alignment share, and so balance, is made from."""
        return frozenset(self.scores.ties.filter(pl.col("in_share"), state=self.study.state)["title"])

    def _computed_from_ties(self, construct: str | None) -> bool:
        return construct is not None and self.study.theory.constructs[construct].estimand == "balance"

    def _of_row(self, table_id: str, row_id: str, row: Row) -> FoundCell:
        if row.movement:
            return self._moves_as_a_whole(f"{table_id}-{row_id}")
        codes = self._codes(named := self._codes_of_row(row))
        coded, unread = self._about(row, with_codes(self.coded, codes))
        numbers = self.construct_numbers(row.measured_by)
        if row.dimension is not None:
            numbers = _each_once(numbers, self._ties(dimension=row.dimension))
        effects = self._effects(named, coded)
        said = effects_sentence(effects, coded, self.names)
        systemic = bool(codes) and set(codes) <= set(self._codes(self.study.theory.systemic))
        spoken = spoken_of(coded, self.names, systemic=systemic)
        measured = self._construct_sentence(row.measured_by, numbers)
        told = f"No passage is read, for {unread}" if unread and numbers else spoken
        if not told and numbers and codes:
            told = "No counted passage speaks of it"
        alone = (
            self._alone(self._titles_in_share())
            if numbers and self._computed_from_ties(row.measured_by)
            else ""
        )
        parts = (told, said if spoken else "", measured, self._moved(row), alone)
        finding = ". ".join(part for part in parts if part)
        return FoundCell(
            id=f"{table_id}-{row_id}",
            finding=finding,
            coded=coded,
            numbers=numbers,
            missing=missing_of(coded, numbers, unread, f"passages on {in_words(named)}", row),
            disagreement=self._parting(coded, row),
            effects=effects,
        )

    def _moves_as_a_whole(self, cell_id: str) -> FoundCell:
        """The long-term words of the ties with both powers, of a row whose table has no column for each."""
        of = {side: self._movement(cell_id, side) for side in self.names.sides}
        told = {side: cell for side, cell in of.items() if cell.numbers}
        missing = listed([cell.missing for cell in of.values() if cell.missing])
        return FoundCell(
            id=cell_id,
            finding=". ".join(f"{self.names.sides[side]}: {cell.finding}" for side, cell in told.items()),
            numbers=tuple(number for cell in told.values() for number in cell.numbers),
            missing=None if told else missing,
            disagreement=" ".join(
                f"{self.names.sides[side]}: {cell.disagreement}"
                for side, cell in told.items()
                if cell.disagreement
            )
            or None,
            movement=True,
        )

    def _codes_of_row(self, row: Row) -> tuple[str, ...]:
        """The codes and groups that a row reads, itself or through its dimension."""
        return row.codes or self.study.theory.dimensions.get(row.dimension or "", ())

    def _effects(self, codes: tuple[str, ...], coded: tuple[CodedPassage, ...]) -> tuple[SaidEffect, ...]:
        passages = {each.passage.id for each in coded}
        return effects_said(effects_of(self.evidence.links, self._codes(codes), passages), coded)

    def _movements_of(self, construct: str | None) -> list[IndicatorMovement]:
        """The movements of the ties that measure a construct."""
        measuring = {series for series, _ in self._series(construct)}
        return [each for each in self.scores.movements if each.indicator in measuring]

    def _moving(self, row: Row) -> list[IndicatorMovement]:
        """The movements of the ties that stand beside a row: those of its construct and of its dimension."""
        if row.dimension is None:
            return self._movements_of(row.measured_by)
        of_dimension = [each for each in self.scores.movements if each.dimension == row.dimension]
        return [
            *(each for each in self._movements_of(row.measured_by) if each not in of_dimension),
            *of_dimension,
        ]

    def _moved(self, row: Row) -> str:
        """How the ties beside a row moved, by power."""
        moving = self._moving(row)
        told = [
            f"{name}: {words}"
            for side, name in self.names.sides.items()
            if (words := by_word(movement_words(moving, side)))
        ]
        return f"Movement of ties, {'; '.join(told)}" if told else ""

    def _parting(self, coded: tuple[CodedPassage, ...], row: Row) -> str | None:
        """Where passages on a power and the movement of the tie with that same power part."""
        moved = self._moving(row)
        told = (
            disagreement(
                [each for each in coded if each.concerns(side)],
                {f"{title}, {name}": word for title, word in movement_words(moved, side).items()},
            )
            for side, name in self.names.sides.items()
        )
        return " ".join(filter(None, told)) or None

    def _codes(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return self.study.theory.codes_of(names)

    def _about(
        self, row: Row, coded: tuple[CodedPassage, ...]
    ) -> tuple[tuple[CodedPassage, ...], str | None]:
        """Keep the passages that name something of the dictionary that the row is about."""
        if row.about is None:
            return coded, None
        words = self.study.declared.dictionaries.get(row.about, ())
        if not words:
            return (), f"the study file has no dictionary '{row.about}', which this row reads"
        named = TermIndex(("@about",), {"about": tuple(map(Name, words))})
        return tuple(each for each in coded if named.matches(Words(each.passage.quotation))), None

    def _ties(self, *, side: Side | None = None, **where: str) -> tuple[Number, ...]:
        seed = self.study.declared.settings.seed
        return latest_ties(self.scores, self.study.state, self.names, seed, side=side, **where)

    def _series(self, construct: str | None) -> tuple[tuple[str, str], ...]:
        if construct is None:
            return ()
        roll_calls = self.study.declared.settings.roll_calls
        return tuple(
            (series_name(indicator, roll_calls), indicator.title)
            for indicator in self.study.theory.constructs[construct].indicators
        )

    def construct_numbers(self, construct: str | None, side: Side | None = None) -> tuple[Number, ...]:
        """The numbers of a construct; with `side`, of what is told by power those of one only."""
        if construct is None:
            return ()
        state = self.study.state
        declared = self.study.theory.constructs[construct]
        if declared.estimand is not None:
            return self._estimated(construct, declared, side)
        if declared.role == "behaviour":
            return self._ties(side=side, construct=construct)
        study = self.study
        values = covering(
            self.evidence.values, min(study.start, study.window[0]), max(study.end, study.window[1])
        )
        return tuple(
            number
            for series, title in self._series(construct)
            for number in series_numbers(values, state, series, title)
        )

    def _estimated(self, name: str, construct: Construct, one: Side | None) -> tuple[Number, ...]:
        """The numbers of a construct that is computed; of dependence, of each power."""
        label = construct.title or words_of(name)
        if construct.estimand == "balance":
            return computed_numbers(self.study, self.scores, construct.estimand, label)
        of: dict[str, tuple[str, str | None]] = {name: (label, None)}
        if construct.estimand == "dependence":
            codes = self.study.powers
            of = {
                f"{name}_{side}": (f"{label} on {power}", codes[side])
                for side, power in self.names.sides.items()
                if one in (None, side)
            }
        dimension, values = construct.dimension or "all", self.evidence.values
        return tuple(
            number
            for each, (told, partner) in of.items()
            for number in computed_numbers(self.study, self.scores, each, told, dimension, values, partner)
        )

    def _construct_sentence(self, construct: str | None, numbers: tuple[Number, ...]) -> str:
        if construct is None:
            return ""
        if not numbers:
            return f"{words_of(construct)} is not observed"
        latest = {number.label: number for number in numbers}
        return "; ".join(
            f"{label} {number.text} {number.unit} ({number.years})" for label, number in latest.items()
        )


def _each_once(some: tuple[Number, ...], more: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple(dict.fromkeys((*some, *more)))
