"""The verb that shows what is known and what is not: coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import JsonOption, StudyOption, known_ones, say, study_of
from counterpoise.cli.tables import OutputOption, ReplaceOption, writable, write_table

if TYPE_CHECKING:
    import polars as pl

MARKS = {"observed": "#", "missing": ".", "ended": "-", "before": " ", "absent": " "}
"""How a year is drawn; where several are drawn as one, the first of these words that one of them has."""

WIDEST = 60


def coverage(
    state: Annotated[
        list[str] | None, typer.Option(help="Only this state, by ISO3 code; may be given several times.")
    ] = None,
    indicator: Annotated[
        list[str] | None, typer.Option(help="Only this indicator; may be given several times.")
    ] = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    study: StudyOption = None,
    json: JsonOption = False,
) -> None:
    """Show which years of each series are observed, missing or ended, as the last run read the data."""
    writable(output, replace)
    found = study_of(study)
    from counterpoise.datasets.coverage import WORDS
    from counterpoise.datasets.coverage import coverage as covered
    from counterpoise.datasets.snapshot import observations

    snapshot = observations(found.folder)
    powers = (found.powers["a"], found.powers["b"])
    years = (found.start, found.end)
    table = covered(snapshot.values(), snapshot.last_complete_year, found.theory, found.panel, powers, years)
    table = _only(_only(table, "state", state or []), "indicator", indicator or [])
    told = _drawn(table, years) if output is None else write_table(table, output)
    facts: dict[str, object] = {
        "years": list(years),
        "words": dict(WORDS),
        "series": [_facts(*each) for each in _series(table)],
    }
    say(facts, told, as_json=json)


def _only(table: pl.DataFrame, column: str, wanted: list[str]) -> pl.DataFrame:
    import polars as pl

    known_ones(f"--{column}", wanted, table[column].unique().sort().to_list(), "the study has none of it")
    return table.filter(pl.col(column).is_in(wanted)) if wanted else table


def _series(table: pl.DataFrame) -> list[tuple[str, str, str | None, pl.DataFrame]]:
    from counterpoise.datasets.coverage import SERIES

    return [(*key, rows) for key, rows in table.group_by(*SERIES, maintain_order=True)]


def _facts(indicator: str, state: str, partner: str | None, rows: pl.DataFrame) -> dict[str, object]:
    from counterpoise.datasets.coverage import spans

    told = [{"word": word, "first": first, "last": last} for word, first, last in spans(rows)]
    return {"indicator": indicator, "state": state, "partner": partner, "spans": told}


def _drawn(table: pl.DataFrame, years: tuple[int, int]) -> str:
    """A line for each series: who, how many years are observed, and a mark for each year or few years."""
    first, last = years
    each = -(-(last - first + 1) // WIDEST)
    legend = f"# observed, . missing, - ended, blank: not begun, or no such state; {first}-{last}" + (
        f", {each} years to a mark" if each > 1 else ""
    )
    lines = [legend, ""]
    series = _series(table)
    width = max((len(name) for name, *_ in series), default=0)
    for indicator, state, partner, rows in series:
        words = rows.sort("year")["word"].to_list()
        marks = "".join(_mark(words[place : place + each]) for place in range(0, len(words), each))
        who = f"{state}-{partner}" if partner else state
        lines.append(f"{indicator:<{width}}  {who:<10} {words.count('observed'):>4}  |{marks}|")
    return "\n".join(lines)


def _mark(words: list[str]) -> str:
    return next(mark for word, mark in MARKS.items() if word in words)
