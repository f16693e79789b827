"""Which type each state of the panel was of in each year, with the probability of each type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import years_of
from counterpoise.measurement.typology import TYPES
from counterpoise.report.outline import Block, DataTable, Figure
from counterpoise.report.plots import Stack, Stacks
from counterpoise.report.score_rows import EVERY
from counterpoise.states import state
from counterpoise.theory.elements import Typology
from counterpoise.wording import with_capital

Told = tuple[tuple[float, ...], int, int]
"""The probabilities of the types in a year, and how many dimensions of how many were observed."""


def types_by_year(findings: Findings) -> Iterator[Block]:
    """The picture of all years and the table of some; nothing where the theory fixes no types or none is told."""
    typology, told = findings.study.theory.typology, types_of_panel(findings)
    if typology is not None and told:
        names = tuple(name for name, _ in types_in_words(typology, findings.names))
        yield types_figure(findings, typology, told)
        yield _most_probable(told, names)


def types_of_panel(findings: Findings) -> dict[str, dict[int, Told]]:
    """The types of each state of the panel by year, the state under study first; those without any are left out."""
    study = findings.study
    panel = (study.state, *(iso3 for iso3 in study.panel if iso3 != study.state))
    return {iso3: found for iso3 in panel if (found := _of_state(findings.scores.types, iso3))}


def types_figure(findings: Findings, typology: Typology, told: Mapping[str, Mapping[int, Told]]) -> Figure:
    """The picture of the types of some states over all years."""
    study = findings.study
    names = tuple(name for name, _ in types_in_words(typology, findings.names))
    return Figure(
        id="figure-types",
        title=f"Types by year, {study.start}-{study.end}",
        caption=(
            "How probable each type is, given the errors that sources publish; the parts of a year sum to 1. A year is blank where "
            "fewer than two dimensions are observed. The choice of indicators, goalposts and thresholds is not in these "
            "probabilities. The thresholds are the theory's, fixed beforehand."
            + (
                " Missing cells of ties, which no source observed, were drawn, and the probabilities hold those draws; a dimension "
                "that is wholly drawn is not counted as observed."
                if study.declared.settings.imputation != "none"
                else ""
            )
        ),
        alt="; ".join(_in_words(state(iso3).name, found, names) for iso3, found in told.items()) + ".",
        chart=Stacks(
            tuple(
                Stack(
                    state(iso3).name,
                    tuple(
                        found[year][0] if year in found else None
                        for year in range(study.start, study.end + 1)
                    ),
                )
                for iso3, found in told.items()
            ),
            tuple(f"{name}: {meaning}" for name, meaning in types_in_words(typology, findings.names)),
            study.start,
            study.end,
        ),
        table=DataTable(
            "numbers-types",
            "Probability of each type: numbers",
            ("State", "Years", "Dimensions observed", *map(with_capital, names)),
            tuple(
                (state(iso3).name, years_of(first, last), dimensions, *parts)
                for iso3, found in told.items()
                for first, last, dimensions, parts in _alike(found)
            ),
        ),
    )


def _most_probable(told: Mapping[str, Mapping[int, Told]], names: tuple[str, ...]) -> DataTable:
    """The most probable type of each state in every fifth year, and in its last."""
    years = sorted({year for found in told.values() for year in found if year % EVERY == 0})

    def cell(found: Mapping[int, Told], year: int) -> str | None:
        if year not in found:
            return None
        parts, seen, of = found[year]
        return f"{names[_likeliest(parts)]} {max(parts):.2f}{'' if seen == of else ' *'}"

    return DataTable(
        "types",
        "The most probable type and its probability, every fifth year and the last",
        ("State", *(str(year) for year in years), "Last year", "Type in it"),
        tuple(
            (
                state(iso3).name,
                *(cell(found, year) for year in years),
                str(max(found)),
                cell(found, max(found)),
            )
            for iso3, found in told.items()
        ),
        "* Not all dimensions are observed.",
    )


def types_in_words(typology: Typology, names: PowerNames) -> tuple[tuple[str, str], ...]:
    """Each type of `TYPES`, in its order, as a reader meets it, and what makes a state-year one."""
    low, high = typology.even
    words = {
        "disengaged": ("disengaged", f"engagement below {typology.disengaged_below:g}"),
        "split-domain hedge": (
            "split-domain hedge",
            f"else a contradiction between dimensions of at least {typology.split_from:g}",
        ),
        "aligned with a": (f"aligned with {names.a}", f"else a share above {high:g}"),
        "aligned with b": (f"aligned with {names.b}", f"else a share below {low:g}"),
        "balanced": ("balanced", f"else, a share between {low:g} and {high:g}"),
    }
    return tuple(words[name] for name in TYPES)


def _of_state(types: pl.DataFrame, iso3: str) -> dict[int, Told]:
    """The years of a state in which a type is told."""
    found: dict[int, Told] = {}
    rows = types.filter(pl.col("probability").is_not_null(), state=iso3)
    for (year,), part in rows.partition_by("year", as_dict=True, maintain_order=True).items():
        by_type: Mapping[str, float] = dict(part.select("type", "probability").iter_rows())
        dimensions, of = part.select("dimensions", "of").row(0)
        found[int(str(year))] = (tuple(by_type.get(name, 0.0) for name in TYPES), dimensions, of)
    return found


def _alike(found: Mapping[int, Told]) -> Iterator[tuple[int, int, str, tuple[float, ...]]]:
    """First and last year of each run of years with the same dimensions observed and probabilities alike, as drawn."""
    runs: list[tuple[int, int, str, tuple[float, ...]]] = []
    for year, (parts, seen, of) in found.items():
        told = (f"{seen} of {of}", tuple(round(part, 2) for part in parts))
        if runs and runs[-1][1:] == (year - 1, *told):
            runs[-1] = (runs[-1][0], year, *told)
        else:
            runs.append((year, year, *told))
    return iter(runs)


def _in_words(name: str, found: Mapping[int, Told], names: tuple[str, ...]) -> str:
    """The type of the first and of the last year of a state."""
    told = []
    for year in dict.fromkeys((min(found), max(found))):
        parts, _, _ = found[year]
        place = _likeliest(parts)
        told.append(f"{names[place]} in {year} ({parts[place]:.2f})")
    return f"{name}: {', '.join(told)}"


def _likeliest(parts: tuple[float, ...]) -> int:
    return max(range(len(parts)), key=parts.__getitem__)
