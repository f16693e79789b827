"""The observations and passages that an estimated model was made from, and which of them each of its numbers stands on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import polars as pl

from counterpoise.evidence import covering, ids_of_table
from counterpoise.findings.basis import BASIS_SCHEMA, Basis
from counterpoise.model.panel import ModelPanel
from counterpoise.model.rivals import PERSISTENCE, Comparison
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.theory.elements import Theory
from counterpoise.theory.modelled import Quantity
from counterpoise.wording import listed, words_of

OF_ALL = ("ties", "pressure", "exposure")
"""The parts of a panel that stand behind every effect of pressure, whichever the filter."""

QUANTITY = "quantity of rivals: "
"""What begins the name of a part that only rivals look at."""


@dataclass(frozen=True)
class ModelEvidence:
    """What a panel was put together from, and the quantities of rivals: one table, `rows` in `BASIS_SCHEMA`, of which a basis is a part.

    A basis that was asked for once is the same the next time.
    """

    theory: Theory
    panel: ModelPanel
    rows: pl.DataFrame
    _made: dict[str, Basis] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, study: Study, values: pl.DataFrame, panel: ModelPanel) -> ModelEvidence:
        """Find the rows for a panel: `values` is a table of observations (`evidence.VALUE_SCHEMA`), passages are those of the panel."""
        tables = [pl.DataFrame(schema=BASIS_SCHEMA), *_observed(study, values, panel)]
        tables += [_rows(_spoken(study, panel)), *_looked_at(study, values, panel)]
        return cls(study.theory, panel, pl.concat(tables))

    def __bool__(self) -> bool:
        """Whether anything at all stands behind the model."""
        return bool(self.whole)

    @property
    def whole(self) -> Basis:
        """All that the panel was put together from."""
        of_panel = ~pl.col("part").str.starts_with(QUANTITY)
        return self._basis("model-basis-panel", "the whole panel", of_panel)

    def of_state(self, iso3: str) -> Basis:
        """What is of one state, with the pressure that all feel; what parameters are told by is the whole panel."""
        of = (pl.col("part") == "pressure") | (pl.col("state") == iso3)
        of &= ~pl.col("part").str.starts_with(QUANTITY)
        title = f"{state(iso3).in_a_sentence} with the pressure on all"
        return self._basis(f"model-basis-state-{iso3}", title, of)

    def of_filters(self, names: Collection[str] = ()) -> Basis:
        """The measures of some filters, with ties, pressure and exposure; the whole panel for all filters, or where none is named."""
        chosen = [name for name in self.panel.filters if name in names]
        if not chosen or len(chosen) == len(self.panel.filters):
            return self.whole
        called = listed([words_of(name).lower() for name in chosen])
        of = pl.col("part").is_in([*OF_ALL, *chosen])
        return self._basis(f"model-basis-{'-'.join(chosen)}", f"{called}, ties and pressure", of)

    def of_candidates(self, found: Comparison, names: Collection[str]) -> Basis:
        """What some of the theories compared look at, beside the ties that all of them predict.

        A rival looks at its quantities, as far as they are observed; the theory itself and its readings at the whole panel.
        """
        rivals, quantities = self.theory.rivals, self.theory.quantities
        parts = {"ties"}
        for name in names:
            if name == PERSISTENCE:
                continue
            if name not in rivals:
                parts |= {"pressure", "exposure", *self.panel.filters}
                continue
            looked_at = found.of(name)
            had = () if looked_at is None else looked_at.holds
            for each in rivals[name].uses:
                if quantities[each].title in had:
                    parts |= _parts_of(each, quantities[each])
        told = listed([words_of(name).lower() for name in names])
        id_ = f"model-basis-compared-{'-'.join(names)}"
        return self._basis(id_, f"what is looked at by {told}", pl.col("part").is_in(sorted(parts)))

    def _basis(self, id_: str, title: str, of: pl.Expr) -> Basis:
        if id_ not in self._made:
            self._made[id_] = Basis(id_, title, self.rows.filter(of))
        return self._made[id_]


def _parts_of(name: str, quantity: Quantity) -> set[str]:
    """The parts of the evidence that a quantity of rivals is made of; of ties it is made of what is predicted anyhow."""
    parts = {"pressure", "exposure"} if "pressure" in (quantity.of, *quantity.times) else set()
    return parts | ({f"{QUANTITY}{name}"} if quantity.series else set())


def _observed(study: Study, values: pl.DataFrame, panel: ModelPanel) -> Iterator[pl.DataFrame]:
    """The observations of each part of a panel: of its states, towards the powers where they are ties, and of pressure those of the powers."""
    powers, alone = list(study.powers.values()), pl.col("partner").is_null()
    for part, names in panel.evidence.items():
        # How exposed a state is follows from all years of the study, the others from those of the panel.
        first, last = (study.start, study.end) if part == "exposure" else (panel.years[0], panel.years[-1])
        whose = pl.col("state").is_in(powers if part == "pressure" else panel.states)
        if part == "pressure":
            whose &= alone | pl.col("partner").is_in(powers)
        elif part == "ties":
            whose &= pl.col("partner").is_in(powers)
        used = covering(values, first, last).filter(pl.col("indicator").is_in(list(names)), whose)
        yield _of_values(part, used)


def _looked_at(study: Study, values: pl.DataFrame, panel: ModelPanel) -> Iterator[pl.DataFrame]:
    """The observations of each quantity that a rival of the theory uses."""
    used = dict.fromkeys(each for rival in study.theory.rivals.values() for each in rival.uses)
    powers = list(study.powers.values())
    within = covering(values, panel.years[0], panel.years[-1]).filter(
        pl.col("state").is_in([*panel.states, *powers]),
        pl.col("partner").is_null() | pl.col("partner").is_in(powers),
    )
    for name in used:
        quantity = study.theory.quantities[name]
        of_powers = quantity.of in ("power", "powers")
        whose = pl.col("state").is_in(powers) if of_powers else pl.col("state").is_in(panel.states)
        if quantity.transform == "similarity":
            whose |= pl.col("state").is_in(powers)
        of = pl.col("indicator").is_in(list(quantity.series))
        yield _of_values(f"{QUANTITY}{name}", within.filter(of, whose))


def _of_values(part: str, values: pl.DataFrame) -> pl.DataFrame:
    return values.select(
        pl.Series("id", ids_of_table(values), pl.String),
        kind=pl.lit("observation"),
        part=pl.lit(part),
        series="indicator",
        state="state",
        start=pl.col("start").cast(pl.Int32),
        end=pl.col("end").cast(pl.Int32),
        source=pl.format("{}, {}", "source", "release"),
    )


def _spoken(study: Study, panel: ModelPanel) -> Iterator[tuple[object, ...]]:
    """The passages behind measures by texts, a row for each code by which a passage counts for a part of the panel."""
    powers = set(study.powers.values())
    for part, names in panel.evidence.items():
        codes, voices = frozenset(names), powers if part == "pressure" else set(panel.states)
        for (voice, year), passages in panel.passages.items():
            if voice in voices and panel.years[0] <= year <= panel.years[-1]:
                for passage, said in passages.items():
                    for code in sorted(said & codes):
                        yield passage, "passage", part, code, voice, year, year, "coded passages"


def _rows(rows: Iterator[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=BASIS_SCHEMA, orient="row")
