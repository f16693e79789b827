"""The observations and passages that an estimated model was made from, and which of them each of its numbers stands on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from counterpoise.evidence import covering, ids_of_table
from counterpoise.findings.basis import BASIS_SCHEMA, Basis
from counterpoise.findings.names import PowerNames, names_in_sentences
from counterpoise.model.panel import ModelPanel
from counterpoise.model.rivals import PERSISTENCE, Comparison
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.theory.elements import Theory
from counterpoise.theory.modelled import Quantity
from counterpoise.theory.titles import block_titles
from counterpoise.wording import listed, within_a_sentence, words_of

OF_ALL = ("ties", "pressure", "exposure")
"""The parts of a panel that stand behind every effect of pressure, whichever the filter."""

ID = "model-basis"

QUANTITY = "quantity of rivals: "
"""What begins the name of a part that only rivals look at."""


@dataclass(frozen=True)
class ModelEvidence:
    """What a panel was put together from, and the quantities of rivals: one table, `rows` in `BASIS_SCHEMA`, of which a basis is a part.

    A basis that was asked for once is the same the next time. With `names` titles of quantities name the powers.
    """

    theory: Theory
    panel: ModelPanel
    rows: pl.DataFrame
    names: PowerNames | None = None
    _made: dict[str, Basis] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, study: Study, values: pl.DataFrame, panel: ModelPanel) -> ModelEvidence:
        """Find the rows for a panel: `values` is a table of observations (`evidence.VALUE_SCHEMA`), passages are those of the panel."""
        tables = [pl.DataFrame(schema=BASIS_SCHEMA), *_observed(study, values, panel)]
        tables += [_rows(_spoken(study, panel)), *_looked_at(study, values, panel)]
        return cls(study.theory, panel, pl.concat(tables), names_in_sentences(study))

    def __bool__(self) -> bool:
        """Whether anything at all stands behind the model."""
        return bool(self.whole)

    @property
    def whole(self) -> Basis:
        """All that the panel was put together from."""
        return self._of_parts({*OF_ALL, *self.panel.filters})

    def of_state(self, iso3: str) -> Basis:
        """What is of one state, with the pressure that all feel; what parameters are told by is the whole panel."""
        of = (pl.col("part") == "pressure") | (pl.col("state") == iso3)
        title = f"{state(iso3).in_a_sentence} with the pressure on all"
        return self._basis(f"{ID}-state-{iso3}", title, of & ~pl.col("part").str.starts_with(QUANTITY))

    def of_filters(self, names: Collection[str] = ()) -> Basis:
        """The measures of some filters, with ties, pressure and exposure; the whole panel where none is named."""
        return self._of_parts({*OF_ALL, *(name for name in self.panel.filters if not names or name in names)})

    def of_candidates(self, found: Comparison, names: Collection[str]) -> Basis:
        """What some of the theories compared look at, beside the ties that all of them predict.

        A rival looks at its quantities, as far as they are observed, the theory at the whole panel, its readings at pressure or filters.
        """
        parts = {"ties"}
        for name in names:
            if name in self.theory.rivals:
                tested = found.of(name)
                had = () if tested is None else tested.holds
                quantities = {each: self.theory.quantities[each] for each in self.theory.rivals[name].uses}
                for each, quantity in quantities.items():
                    parts |= _parts_of(each, quantity) if quantity.title in had else set()
            elif name != PERSISTENCE:
                parts |= set() if name == "mediated" else {"pressure", "exposure"}
                parts |= set() if name == "direct" else {*self.panel.filters}
        return self._of_parts(parts)

    def _of_parts(self, parts: Collection[str]) -> Basis:
        """The rows of some parts; named by them, so that whoever stands on the same has the same."""
        panel, made_of = {*OF_ALL, *self.panel.filters}, {*parts}
        titles = ["the whole panel"] if panel <= made_of else []
        if not titles:
            order = ("ties", "pressure", *self.panel.filters)
            called = block_titles(self.theory)
            titles = [called.get(part) or words_of(part).lower() for part in order if part in made_of]
        beyond = sorted(part.removeprefix(QUANTITY) for part in made_of - panel)
        titles += [self._looked_at(name) for name in beyond]
        of_panel = ["panel"] if panel <= made_of else sorted(made_of & panel)
        named = "-".join([ID, *of_panel, *beyond])
        return self._basis(named, listed(titles), pl.col("part").is_in(sorted(made_of)))

    def _basis(self, id_: str, title: str, of: pl.Expr) -> Basis:
        if id_ not in self._made:
            self._made[id_] = Basis(id_, title, self.rows.filter(of), self._called)
        return self._made[id_]

    @property
    def _called(self) -> Mapping[str, str]:
        """What readers know parts by: filters by their titles, what only rivals look at by that of the quantity."""
        quantities = {
            f"{QUANTITY}{name}": f"{self._looked_at(name)} (of rival theories)"
            for name in self.theory.quantities
        }
        return {**block_titles(self.theory), **quantities}

    def _looked_at(self, name: str) -> str:
        """What a quantity of rivals goes by within a sentence."""
        title = within_a_sentence(self.theory.quantities[name].title)
        return title if self.names is None else self.names.bound(title)


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
