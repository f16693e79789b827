"""Trade between states and with the world: Correlates of War Trade, version 4.0.

Barbieri, Keshk & Pollins (2009), Conflict Management and Peace Science 26(5): 471-491. In a dyad-year,
flow1 is what state 1 imports from state 2 and flow2 what state 2 imports from state 1, in million current
US dollars. National totals stand in a file of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.cross_checks import errors_of, pairs_of
from counterpoise.datasets.layout import another_layout, first_and_last_year, read_columns
from counterpoise.datasets.source import Reading, Source, Wanted, reading
from counterpoise.datasets.tablefile import header
from counterpoise.datasets.unplaced import unplaced
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.wording import several

DYADIC = ("ccode1", "ccode2", "year", "flow1", "flow2")
NATIONAL = ("ccode", "year", "imports", "exports")
SHARE_OF_PARTNERS = 0.75
"""Concentration is given only if a file lists at least this share of the states as a state's partners."""

SHARES = ("trade_share", "power_trade_share")
MILLIONS = "million current USD"
FLOWS = ("imports", "exports")


class CowTrade:
    """Flows with the powers, their share in all trade, and how concentrated trade is."""

    name = "cow-trade"
    title = "Correlates of War Trade"
    citation = (
        "Barbieri, Katherine, Omar M. G. Keshk and Brian Pollins. 2009. TRADING DATA: Evaluating our "
        "Assumptions and Coding Rules. Conflict Management and Peace Science 26(5): 471-491. Version 4.0."
    )
    licence = "free for public and academic use with citation"
    redistributable = False
    release = "4.0"
    where = "correlatesofwar.org, Trade (v4.0): Dyadic_COW_4.0.csv and National_COW_4.0.csv"
    layouts: Sequence[Sequence[str]] = (DYADIC, NATIONAL)
    indicators: Mapping[str, str] = {
        "trade_share": "Imports from and exports to a power in all imports and exports (percent)",
        "power_trade_share": "Trade of a power with the state in all imports and exports of the power (percent)",
        "imports_from": "Imports from a power (million current USD)",
        "exports_to": "Exports to a power, as the power's imports (million current USD)",
        "trade_hhi": "Normalised Herfindahl-Hirschman index over partners in all trade (0 to 1)",
        "export_hhi": "Normalised Herfindahl-Hirschman index over partners in exports (0 to 1)",
        "effective_partners": "Number of equal partners with the same concentration of trade: 1 / HHI (partners)",
    }

    def recognises(self, columns: Sequence[str]) -> bool:
        """Whether the columns of a file are those of the dyadic or of the national file."""
        found = set(columns)
        return set(DYADIC) <= found or set(NATIONAL) <= found

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Values of the dyadic files; shares need the national file as well."""
        (path, dyads), totals, problems, notices = self._tables(paths)
        last = first_and_last_year(path, dyads["year"])[1]
        trade = _directed(dyads, wanted)
        toward = trade.filter(
            pl.col("state").is_in(wanted.states), pl.col("partner").is_in(list(wanted.powers))
        ).with_columns(_place(path))
        parts = [
            _value(toward, "imports_from", "imports", MILLIONS),
            _value(toward, "exports_to", "exports", MILLIONS),
        ]
        parts += _concentration(trade, dyads, path.name)
        ends = dict.fromkeys(self.indicators, last)
        if totals:
            national, table = totals[0]
            parts.append(_shares(toward, table, national.name, "trade_share"))
            theirs = trade.filter(
                pl.col("state").is_in(list(wanted.powers)), pl.col("partner").is_in(wanted.states)
            ).with_columns(_place(path))
            mirrored = _shares(theirs, table, national.name, "power_trade_share")
            parts.append(mirrored.rename({"state": "partner", "partner": "state"}))
            notices += _mirrors(_declarations(path, dyads, national, table, wanted), path.name)
            ends |= dict.fromkeys(SHARES, min(last, first_and_last_year(national, table["year"])[1]))
        else:
            problems += self.lacking(paths)
            ends = {name: year for name, year in ends.items() if name not in SHARES}
        return reading(self, parts, problems, ends, notices)

    def lacking(self, paths: Sequence[Path]) -> tuple[Problem, ...]:
        """That shares cannot be had of a dyadic file for want of the national one."""
        columns = {path: set(header(path)) for path in paths}
        if any(set(NATIONAL) <= found for found in columns.values()):
            return ()
        return tuple(
            Problem(path.name, "no national file with it, so no trade shares")
            for path, found in columns.items()
            if set(DYADIC) <= found
        )

    def declarations(self, paths: Sequence[Path], wanted: Wanted) -> pl.DataFrame:
        """All imports and all exports of each wanted state and year twice: as the state declares them, and as added up over partners.

        What is added up of exports is what the partners declare as their imports, so that the two are mirrors. Years in which
        fewer than three quarters of the other traders' flows are known are left out. In `VALUE_SCHEMA`, the national
        figure first, as `imports_total` and `exports_total`, which are no indicators of the source. Raises CounterpoiseError
        unless there is a national file.
        """
        (path, dyads), totals, _, _ = self._tables(paths)
        if not totals:
            raise CounterpoiseError(
                Problem(path.name, "no national file with it, so nothing to compare with")
            )
        return _declarations(path, dyads, *totals[0], wanted)

    def _tables(
        self, paths: Sequence[Path]
    ) -> tuple[tuple[Path, pl.DataFrame], list[tuple[Path, pl.DataFrame]], list[Problem], list[Problem]]:
        """The dyadic file with its rows, the national one if there is one, and problems and notices of both."""
        problems: list[Problem] = []
        notices: list[Problem] = []
        flows, totals = [], []
        for path in paths:
            found = set(header(path))
            if set(DYADIC) <= found:
                table, skipped = read_columns(path, _kinds(DYADIC, 3), keys=DYADIC[:3])
                notices += unplaced(table, DYADIC[:2], "year", path.name)
                flows.append((path, table))
            elif set(NATIONAL) <= found:
                table, skipped = read_columns(path, _kinds(NATIONAL, 2), keys=NATIONAL[:2])
                notices += unplaced(table, NATIONAL[:1], "year", path.name)
                totals.append((path, table))
            else:
                raise another_layout(path, self.name, *self.layouts)
            problems += skipped
        if len(flows) != 1 or len(totals) > 1:
            names = ", ".join(path.name for path in paths)
            raise CounterpoiseError(
                Problem(
                    names, f"'{self.name}' needs one dyadic file [{', '.join(DYADIC)}] and one national file"
                )
            )
        return flows[0], totals, problems, notices


def _declarations(
    path: Path, dyads: pl.DataFrame, national: Path, table: pl.DataFrame, wanted: Wanted
) -> pl.DataFrame:
    declared = (
        table.lazy()
        .pipe(with_iso3, "ccode", "year", "state")
        .filter(pl.col("state").is_in(wanted.everyone), pl.col("year").is_between(wanted.start, wanted.end))
        .with_columns(row=pl.format(f"{national.name} ccode={{}} year={{}}", "ccode", "year"))
        .collect()
    )
    known = {
        name: pl.col(name).count() >= SHARE_OF_PARTNERS * (pl.col("traders").first() - 1) for name in FLOWS
    }
    added = (
        _directed(dyads, wanted)
        .join(_traders(dyads), on="year")
        .group_by("state", "cow", "year", maintain_order=True)
        .agg(pl.when(known[name]).then(pl.col(name).sum()).alias(name) for name in FLOWS)
        .with_columns(row=pl.format(f"{path.name} ccode={{}} year={{}}, sum over partners", "cow", "year"))
    )
    parts = [_value(each, f"{name}_total", name, MILLIONS) for each in (declared, added) for name in FLOWS]
    return pl.concat([reading(COW_TRADE, [part], [], {}).values for part in parts])


def _mirrors(declarations: pl.DataFrame, file: str) -> list[Problem]:
    """What the exports that states declare and what their partners declare as imports from them say of each other's error."""
    exports = pairs_of(declarations.filter(indicator="exports_total"))
    return [
        Problem(
            file,
            "exports that a state declares and what its partners declare as imports from it are told twice: the error of one "
            f"is {100 * error['error_sd']:.2g} per cent of the value ({several(error['used'], 'pair')}). A flow between two states is "
            "declared once, so that shares have no standard error from it",
        )
        for error in errors_of(exports).iter_rows(named=True)
        if error["error_sd"] is not None
    ]


def _kinds(columns: Sequence[str], keys: int) -> dict[str, type[pl.DataType]]:
    return {name: pl.Int32 if place < keys else pl.Float64 for place, name in enumerate(columns)}


def _directed(dyads: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Each wanted state's imports and exports with every partner, and the numbers of their row."""
    within = dyads.lazy().filter(pl.col("year").is_between(wanted.start, wanted.end))
    low = {"low": "ccode1", "high": "ccode2", "cow": "ccode1", "partner_cow": "ccode2"}
    high = low | {"cow": "ccode2", "partner_cow": "ccode1"}
    first = within.select("year", imports="flow1", exports="flow2", **low)
    second = within.select("year", imports="flow2", exports="flow1", **high)
    return (
        pl.concat([first, second])
        .pipe(with_iso3, "cow", "year", "state")
        .filter(pl.col("state").is_in(wanted.everyone))
        .pipe(with_iso3, "partner_cow", "year", "partner")
        .collect()
    )


def _place(path: Path) -> pl.Expr:
    return pl.format(f"{path.name} ccode1={{}} ccode2={{}} year={{}}", "low", "high", "year").alias("row")


def _value(table: pl.DataFrame, indicator: str, column: str, unit: str) -> pl.DataFrame:
    partner = ["partner"] if "partner" in table.columns else []
    return table.filter(pl.col(column).is_not_null()).select(
        "state",
        *partner,
        "row",
        start="year",
        end="year",
        indicator=pl.lit(indicator),
        value=column,
        unit=pl.lit(unit),
    )


def _shares(toward: pl.DataFrame, totals: pl.DataFrame, file: str, indicator: str) -> pl.DataFrame:
    """100 (imports + exports with a partner) / (all imports + all exports); null if any of the four is."""
    world = totals.select("year", cow="ccode", world=pl.col("imports") + pl.col("exports"))
    shares = (
        toward.join(world, on=["cow", "year"])
        .filter(pl.col("world") > 0)
        .with_columns(
            share=100 * (pl.col("imports") + pl.col("exports")) / pl.col("world"),
            row=pl.format(f"{{}} and {file} ccode={{}} year={{}}", "row", "cow", "year"),
        )
    )
    return _value(shares, indicator, "share", "percent")


def _concentration(trade: pl.DataFrame, dyads: pl.DataFrame, file: str) -> list[pl.DataFrame]:
    """HHI = sum of squared shares; normalised (HHI - 1/N) / (1 - 1/N) over N partners with data that year."""
    both = trade.join(_traders(dyads), on="year").with_columns(
        total=pl.sum_horizontal("imports", "exports"),
        known=pl.col("imports").is_not_null() | pl.col("exports").is_not_null(),
    )
    listed = pl.len() >= SHARE_OF_PARTNERS * (pl.col("traders").first() - 1)
    by_state = (
        both.group_by("state", "cow", "year", maintain_order=True)
        .agg(
            listed=listed,
            trade_partners=pl.col("known").sum(),
            export_partners=pl.col("exports").count(),
            trade=_hhi(pl.col("total")),
            export=_hhi(pl.col("exports")),
        )
        .filter("listed")
        .with_columns(
            trade_hhi=_normalised("trade", "trade_partners"),
            export_hhi=_normalised("export", "export_partners"),
            effective_partners=1 / pl.col("trade"),
            row=pl.format(f"{file} ccode={{}} year={{}}, {{}} partners", "cow", "year", "trade_partners"),
        )
    )
    return [
        _value(by_state, "trade_hhi", "trade_hhi", "index 0-1"),
        _value(by_state, "export_hhi", "export_hhi", "index 0-1"),
        _value(by_state, "effective_partners", "effective_partners", "partners"),
    ]


def _traders(dyads: pl.DataFrame) -> pl.DataFrame:
    """How many states a file lists in each year: year, traders."""
    return (
        pl.concat([dyads.select("year", cow="ccode1"), dyads.select("year", cow="ccode2")])
        .group_by("year")
        .agg(traders=pl.col("cow").n_unique())
    )


def _hhi(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount.sum() > 0).then((amount**2).sum() / amount.sum() ** 2)


def _normalised(hhi: str, partners: str) -> pl.Expr:
    return pl.when(pl.col(partners) > 1).then(
        (pl.col(hhi) - 1 / pl.col(partners)) / (1 - 1 / pl.col(partners))
    )


COW_TRADE: Source = CowTrade()
