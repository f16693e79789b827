"""The verb that measures how alike states vote, or ally themselves: measure similarity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counterpoise.cli.application import JsonOption, StudyOption, say, study_of
from counterpoise.cli.tables import OutputOption, ReplaceOption, printed, writable, write_table
from counterpoise.errors import Problem, UsageError, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.measurement.similarity.portfolios import Portfolios
    from counterpoise.measurement.similarity.series import Weights
    from counterpoise.study import Study

SHOWN = ("s", "kappa", "pi", "a", "agreement")
"""The measures that are told where none is named."""

Facts = dict[str, object]


def similarity(
    states: Annotated[
        str | None, typer.Option(help="ISO3 codes with commas between. Without it: the study's panel.")
    ] = None,
    with_: Annotated[
        str | None, typer.Option("--with", help="With whom: ISO3 codes. Without it: both powers.")
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            help="s, s_squared, kappa, pi, a, agreement, agreement_strict, agreement_dataverse; commas between."
        ),
    ] = None,
    portfolio: Annotated[
        Literal["votes", "alliances"], typer.Option(help="votes by session, or alliances by year.")
    ] = "votes",
    roll_calls: Annotated[
        str | None,
        typer.Option(help="The set of roll calls that counts, such as all. Without it: the study's setting."),
    ] = None,
    weights: Annotated[
        Literal["equal", "capabilities"],
        typer.Option(help="How partners count in portfolios of alliances: one each, or by CINC."),
    ] = "equal",
    intervals: Annotated[
        int, typer.Option(min=0, help="Draw roll calls anew so many times for 90 per cent intervals.")
    ] = 0,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the draws. Without it: the study's setting.")
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="Every two states of all sessions or years; needs --output.")
    ] = False,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Measure how alike states vote in the General Assembly, or ally themselves, by chance-corrected measures too."""
    writable(output, replace)
    found = study_of(study)
    import polars as pl

    from counterpoise.measurement.similarity.measures import MEASURES, SIX
    from counterpoise.measurement.similarity.series import (
        Resampling,
        all_dyads_table,
        kappa_share_series,
        similarity_series,
    )

    powers = (found.powers["a"], found.powers["b"])
    names = _measures(measure, MEASURES if portfolio == "votes" else SIX)
    whom = (
        _codes("--states", states, found.panel),
        _codes("--with", with_, powers),
    )
    _refuse(portfolio, roll_calls, weights, intervals)
    if everyone:
        _refuse_everyone(states or with_, intervals or weights != "equal", output is None)
    if portfolio == "votes":
        portfolios, facts = _votes(found, roll_calls or found.declared.settings.roll_calls)
    else:
        portfolios, facts = _alliances(found, weights)
    if everyone:
        table = _dated(all_dyads_table(portfolios, names), portfolio, facts)
        if output is not None:
            say(facts | {"output": str(output)}, write_table(table, output), json)
        return
    within = [each for each in portfolios if found.start <= _year(each.period, portfolio) <= found.end]
    resampling = (
        Resampling(intervals, found.declared.settings.seed if seed is None else seed) if intervals else None
    )
    weighed = _weights(found) if weights == "capabilities" else None
    table = pl.concat(
        [
            similarity_series(within, *whom, names, resampling, weighed),
            kappa_share_series(within, whom[0], powers, resampling, weighed),
        ]
    )
    table = _dated(table, portfolio, facts)
    if output is not None:
        say(facts | {"output": str(output)}, write_table(table, output), json)
        return
    say(facts | {"series": table.to_dicts()}, _told(table, facts), json)


def _refuse(portfolio: str, roll_calls: str | None, weights: str, intervals: int) -> None:
    wrong = []
    if portfolio == "alliances" and roll_calls is not None:
        wrong.append(Problem("--roll-calls", "alliances are no roll calls; leave it out"))
    if portfolio == "alliances" and intervals:
        told = "all partners of a year are known, so that there is nothing to draw anew; leave it out"
        wrong.append(Problem("--intervals", told))
    if portfolio == "votes" and weights != "equal":
        wrong.append(
            Problem("--weights", "roll calls count one each; capabilities weigh --portfolio alliances")
        )
    if wrong:
        raise UsageError(*wrong)


def _refuse_everyone(chosen: object, more: object, unwritten: bool) -> None:
    wrong = []
    if chosen:
        wrong.append(Problem("--everyone", "is every two states; leave out --states and --with"))
    if more:
        wrong.append(Problem("--everyone", "comes without intervals and weights"))
    if unwritten:
        wrong.append(Problem("--everyone", "gives hundreds of thousands of rows; name a file by --output"))
    if wrong:
        raise UsageError(*wrong)


def _measures(named: str | None, known: Sequence[str]) -> tuple[str, ...]:
    names = tuple(SHOWN) if named is None else tuple(_listed(named))
    unknown = [each for each in names if each not in known]
    if unknown or not names:
        raise UsageError(
            *(
                Problem(f"--measure {each}", f"there are {', '.join(known)}{did_you_mean(each, known)}")
                for each in unknown or [""]
            )
        )
    return names


def _codes(option: str, named: str | None, otherwise: Sequence[str]) -> tuple[str, ...]:
    from counterpoise.states import known_iso3, unknown_state

    if named is None:
        return tuple(otherwise)
    codes = tuple(dict.fromkeys(each.upper() for each in _listed(named)))
    unknown = [each for each in codes if each not in known_iso3()]
    if unknown:
        raise UsageError(*(Problem(f"{option} {each}", unknown_state(each)) for each in unknown))
    return codes


def _listed(named: str) -> Iterable[str]:
    return (each.strip() for each in named.split(",") if each.strip())


def _votes(study: Study, roll_calls: str) -> tuple[Sequence[Portfolios], Facts]:
    from counterpoise.datasets.vote_agreement import SETS
    from counterpoise.measurement.similarity.portfolios import vote_portfolios
    from counterpoise.measurement.similarity.records import cast_votes

    cast = cast_votes(study, roll_calls)
    _note(cast.problems)
    facts: Facts = {
        "roll_calls": roll_calls,
        "what": SETS[roll_calls],
        "file": cast.file,
        "release": cast.release,
    }
    return vote_portfolios(cast.votes, cast.sets[roll_calls]), facts


def _alliances(study: Study, weights: str) -> tuple[Sequence[Portfolios], Facts]:
    from counterpoise.measurement.similarity.alliances import alliance_portfolios
    from counterpoise.measurement.similarity.records import alliance_ties

    ties = alliance_ties(study)
    _note(ties.problems)
    facts: Facts = {
        "weights": weights,
        "what": "alliances with every state of the year",
        "file": ties.file,
        "release": ties.release,
    }
    return alliance_portfolios(ties, ties.first, ties.last), facts


def _weights(study: Study) -> Weights:
    from functools import partial

    from counterpoise.measurement.similarity.alliances import capability_weights
    from counterpoise.measurement.similarity.records import capabilities

    return partial(capability_weights, cinc=capabilities(study))


def _note(problems: Iterable[Problem]) -> None:
    for problem in problems:
        typer.echo(f"Note: {problem}", err=True)


def _year(period: int, portfolio: str) -> int:
    from counterpoise.datasets.vote_agreement import FIRST_SESSION

    return period + FIRST_SESSION - 1 if portfolio == "votes" else period


def _dated(table: pl.DataFrame, portfolio: str, facts: Facts) -> pl.DataFrame:
    """The table with session and the year in which it opens, or with the year alone, and with what it counts."""
    import polars as pl

    kind, which = next(iter(facts.items()))
    year = (pl.col("period") + _year(0, portfolio)).alias("year")
    period = [pl.col("period").alias("session"), year] if portfolio == "votes" else [year]
    return table.select(*period, pl.lit(which).alias(kind), pl.all().exclude("period"))


def _told(table: pl.DataFrame, facts: Facts) -> str:
    """A row for each pair and period with its measures side by side, then the shares, then why what is not defined."""
    import polars as pl

    when = [name for name in ("session", "year") if name in table.columns]
    shown = table.with_columns(
        pl.col(when).cast(pl.String),  # years have no thousands
        value=pl.when(pl.col("low90").is_null())
        .then(pl.col("value").round(3).cast(pl.String))
        .otherwise(
            pl.format("{} [{}, {}]", *(pl.col(each).round(3) for each in ("value", "low90", "high90")))
        ),
    )
    pairs = shown.filter(pl.col("partner").is_not_null()).pivot(
        on="measure", index=[*when, "state", "partner", "n"], values="value", maintain_order=True
    )
    shares = shown.filter(pl.col("partner").is_null()).select(*when, "state", "n", kappa_share="value")
    reasons = table.filter(pl.col("not_defined").is_not_null())
    why = [
        f"{how_many}: {told}"
        for told, how_many in reasons.group_by("not_defined", maintain_order=True).len().iter_rows()
    ]
    head = ", ".join(f"{kind.replace('_', ' ')}: {told}" for kind, told in facts.items())
    parts = [head, printed(pairs), printed(shares) if shares.height else ""]
    if why:
        parts.append("\n".join(["Not defined (how many figures, and why):", *why]))
    return "\n\n".join(filter(None, parts))
