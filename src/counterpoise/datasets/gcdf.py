"""Official finance of China by recipient and year: AidData's Global Chinese Development Finance, version 3.0.

Custer et al. (2023); Dreher et al. (2022), Banking on Beijing. Two layouts: the official one, a row per project, of which
those recommended for aggregates are summed here, and a table with such sums by COW number and year of commitment. Amounts
are other official flows (oof), official development assistance (oda) and flows too vague to tell (vof), adjusted, in
constant 2021 US dollars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_code, with_iso3
from counterpoise.datasets.layout import another_layout, first_and_last_year, only_file, read_columns, skipped
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.state_years import state_years
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import Problem
from counterpoise.wording import listed, several

COLUMNS = ("ccode", "year", "oof_adj", "oda_adj", "vof_adj")
RECIPIENT, ISO3, YEAR = "Recipient", "Recipient ISO-3", "Commitment Year"
RECOMMENDED, FLOW = "Recommended For Aggregates", "Flow Class"
ADJUSTED = "Adjusted Amount (Constant USD 2021)"
PROJECTS = ("AidData Record ID", RECOMMENDED, RECIPIENT, ISO3, YEAR, FLOW, ADJUSTED)
CLASS_OF: Mapping[str, str] = {"OOF": "oof_adj", "ODA": "oda_adj", "Vague": "vof_adj"}
"""The column of sums for each class of flow, by the first word of its name, as in `OOF-like`."""

LENDER = "CHN"
MILLION = 1e6


class Gcdf:
    """Adjusted commitments to each recipient, toward China as partner."""

    name = "gcdf"
    title = "AidData Global Chinese Development Finance"
    citation = (
        "Custer, Samantha, et al. 2023. Tracking Chinese Development Finance: An Application of AidData's "
        "TUFF 3.0 Methodology. AidData at William & Mary. Version 3.0."
    )
    licence = "ODC-By 1.0"
    redistributable = True
    release = "3.0"
    where = (
        "aiddata.org, Global Chinese Development Finance Dataset, version 3.0: sheet GCDF_3.0 of "
        "AidDatasGlobalChineseDevelopmentFinanceDataset_v3.0.xlsx"
    )
    layouts: Sequence[Sequence[str]] = (COLUMNS, PROJECTS)
    indicators: Mapping[str, str] = {
        "gcdf_oof_oda": "The two below together, committed in a year (million constant 2021 USD)",
        "gcdf_oof": "Other official flows committed in a year (million constant 2021 USD)",
        "gcdf_oda": "Official development assistance committed in a year (million constant 2021 USD)",
        "gcdf_vague": "Official flows of neither kind for sure, committed in a year (million constant 2021 USD)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of projects, or of their sums by recipient and year."""
        return set(COLUMNS) <= set(columns) or set(PROJECTS) <= set(columns)

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Commitments per year; nothing if China is not one of the powers.

        There is a row only where a project was recorded, so a recipient that is listed in some year
        counts as zero in the others. A state that is never listed (the data cover low- and middle-income
        countries) has no values.
        """
        path = only_file(self.name, paths)
        columns = header(path)
        if not self.recognises(columns):
            raise another_layout(path, self.name, *self.layouts)
        of_projects = set(PROJECTS) <= set(columns)
        table, problems, notices = (_projects if of_projects else _sums)(path)
        first, last = first_and_last_year(path, table["year"])
        parts = _committed(table, wanted, first, last, path.name) if LENDER in wanted.powers else []
        return reading(self, parts, problems, dict.fromkeys(self.indicators, last), notices)


def _sums(path: Path) -> tuple[pl.DataFrame, list[Problem], tuple[Problem, ...]]:
    """The table of sums: state, year, oof_adj, oda_adj, vof_adj, row; rows skipped; codes that are no state."""
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS[:2], pl.Int32)
    table, problems = read_columns(path, kinds | dict.fromkeys(COLUMNS[2:], pl.Float64), keys=COLUMNS[:2])
    placed = (
        table.lazy()
        .pipe(with_iso3, "ccode", "year", "state")
        .with_columns(row=pl.format(f"{path.name} ccode={{}} year={{}}", "ccode", "year"))
        .collect()
    )
    return placed, problems, unplaced(table, ["ccode"], "year", path.name)


def _projects(path: Path) -> tuple[pl.DataFrame, list[Problem], tuple[Problem, ...]]:
    """The same from projects; recipients that are no state, and projects without an amount, are notices."""
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(PROJECTS, pl.String)
    kinds |= {YEAR: pl.Int32, ADJUSTED: pl.Float64}
    table, problems = read_columns(path, kinds, keys=("AidData Record ID", RECOMMENDED))
    counted = table.filter(pl.col(RECOMMENDED).str.to_lowercase() == "yes").with_columns(
        flow=pl.col(FLOW).str.extract(r"^(\w+)").replace_strict(CLASS_OF, default=None)
    )
    unusable = pl.col("flow").is_null() | pl.col(YEAR).is_null()
    problems += skipped(path, counted.filter(unusable), partial(_unusable, path))
    placed = (
        counted.filter(~unusable)
        .lazy()
        .rename({YEAR: "year"})
        .pipe(with_iso3, ISO3, "year", "state", system="iso3")
        .collect()
    )
    sums = placed.group_by("state", "year", maintain_order=True).agg(
        *(pl.col(ADJUSTED).filter(pl.col("flow") == flow).sum().alias(flow) for flow in CLASS_OF.values()),
        projects=pl.len(),
    )
    row = pl.format(f"{path.name} {ISO3}={{}} {YEAR}={{}}, projects: {{}}", "state", "year", "projects")
    return sums.with_columns(row=row), problems, tuple(_left_out(path, placed))


def _unusable(path: Path, row: Mapping[str, object]) -> Problem:
    place = f"{path.name} AidData Record ID={row['AidData Record ID']}"
    what = (
        f"{FLOW} is {row[FLOW]!r} and {YEAR} is {row[YEAR]}; expected ODA-like, OOF-like or Vague, and a year"
    )
    return Problem(place, f"{what}. Row skipped")


def _left_out(path: Path, projects: pl.DataFrame) -> list[Problem]:
    """Name the recipients that are no state, with what they were promised, and count projects without an amount."""
    nobody = (
        projects.filter(pl.col("state").is_null())
        .group_by(RECIPIENT)
        .agg(projects=pl.len(), amount=pl.col(ADJUSTED).sum() / MILLION)
        .sort(RECIPIENT, nulls_last=True)
    )
    each = [
        f"{row[RECIPIENT] or 'no name'} ({several(row['projects'], 'project')}, {row['amount']:,.1f} million constant 2021 USD)"
        for row in nobody.iter_rows(named=True)
    ]
    notices = []
    if each:
        notices.append(
            Problem(path.name, f"recipients that are no state in the year are left out: {listed(each)}")
        )
    if unknown := projects[ADJUSTED].null_count():
        what = f"{several(unknown, 'project')} recommended for aggregates have no {ADJUSTED} and count as nothing"
        notices.append(Problem(path.name, what))
    return notices


def _committed(table: pl.DataFrame, wanted: Wanted, first: int, last: int, file: str) -> list[pl.DataFrame]:
    columns = {"gcdf_oof": "oof_adj", "gcdf_oda": "oda_adj", "gcdf_vague": "vof_adj"}
    recipients = (
        table.filter(pl.col("state").is_in(wanted.states), pl.col("state") != LENDER)
        .group_by("state", "year", maintain_order=True)
        .agg(*(pl.col(column).sum() / MILLION for column in columns.values()), pl.col("row").first())
        .rename({column: indicator for indicator, column in columns.items()})
    )
    known = pl.coalesce(pl.col("cow").cast(pl.String), "state")
    years = (
        state_years(recipients["state"].unique(), wanted, first, last, "iso3")
        .lazy()
        .pipe(with_code, "state", "year", "cow", system="cow")
        .collect()
        .join(recipients, on=["state", "year"], how="left")
        .with_columns(
            gcdf_oof_oda=pl.col("gcdf_oof") + pl.col("gcdf_oda"),
            row=pl.col("row").fill_null(pl.format(f"{file} ccode={{}} year={{}}: no row", known, "year")),
        )
    )
    return [
        years.select(
            "state",
            "row",
            partner=pl.lit(LENDER),
            start="year",
            end="year",
            indicator=pl.lit(indicator),
            value=pl.col(indicator).fill_null(0),
            unit=pl.lit("million constant 2021 USD"),
            price_base=pl.lit("constant 2021 USD"),
        )
        for indicator in Gcdf.indicators
    ]


GCDF: Source = Gcdf()
