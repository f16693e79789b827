"""The verb that estimates ideal points from the votes that a study holds: measure ideal-points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from counterpoise.cli.application import (
    JsonOption,
    StudyOption,
    all_at_once,
    say,
    study_of,
)
from counterpoise.cli.tables import OutputOption, ReplaceOption, printed, writable, write_table
from counterpoise.wording import several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterpoise.measurement.ideal_points.estimation import IdealPoints


def ideal_points(
    method: Annotated[
        str,
        typer.Option(
            help="variational: points alone, in seconds. gibbs: draws, and so errors and intervals."
        ),
    ] = "variational",
    prior: Annotated[
        str,
        typer.Option(
            help="smoother: a point hears of the sessions before and after. voeten2017: of the one before."
        ),
    ] = "smoother",
    since: Annotated[int | None, typer.Option(help="From this session, or this year, on.")] = None,
    issue: Annotated[
        list[str] | None,
        typer.Option(
            help="Only roll calls on this issue (me, nu, di, hr, co, ec); may be given several times."
        ),
    ] = None,
    keep_rule: Annotated[
        list[str] | None, typer.Option(help="Follow this rule too: repeated. May be given several times.")
    ] = None,
    skip_rule: Annotated[
        list[str] | None,
        typer.Option(
            help="Do not follow this rule: session-19, zanzibar, south-africa-48, late-parts, unanimous. May be given several times."
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=20, help="With gibbs: so many draws are kept.")] = 500,
    seed: Annotated[int | None, typer.Option(help="Without it: the study's.")] = None,
    study: StudyOption = None,
    output: OutputOption = None,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Estimate ideal points of all states from the votes of the study's unga-votes files."""
    writable(output, replace)
    found = study_of(study)
    import polars as pl

    from counterpoise.measurement.ideal_points.cleaning import clean, known_issues, rules_of
    from counterpoise.measurement.ideal_points.estimation import (
        estimate,
        known_method,
        known_prior,
        prepared,
    )
    from counterpoise.measurement.ideal_points.of_study import anchors_of, record_of

    _, _, issues, rules = all_at_once(
        lambda: known_method(method),
        lambda: known_prior(prior),
        lambda: known_issues(issue or ()),
        lambda: rules_of(keep_rule or (), skip_rule or ()),
    )
    cleaned = clean(record_of(found), rules, issues, since)
    everyone = tuple(dict.fromkeys((*found.panel, *found.powers.values())))
    seeded = found.declared.settings.seed if seed is None else seed
    points = estimate(prepared(cleaned), anchors_of(found), method, prior, draws, seed=seeded, asked=everyone)
    facts: dict[str, object] = _facts(points, cleaned.left_out, cleaned.not_followed)
    if output is not None:
        say({**facts, "output": str(output)}, write_table(points.table(), output), json)
        return
    three = [found.state, *found.powers.values()]
    shown = points.table().filter(
        pl.col("state").is_in(three), pl.col("year").is_between(found.start, found.end)
    )
    told = _told(points, cleaned.left_out, cleaned.not_followed)
    say({**facts, "points": shown.to_dicts()}, f"{printed(shown)}\n{told}", json)


def _facts(
    points: IdealPoints, left_out: Mapping[str, int], not_followed: tuple[str, ...]
) -> dict[str, object]:
    return {
        "method": points.method,
        "prior": points.prior,
        "seed": points.seed,
        "votes": int(points.units["votes"].sum()),
        "units": points.units.height,
        "left_out": dict(left_out),
        "not_followed": list(not_followed),
        "silent": list(points.silent),
    }


def _told(points: IdealPoints, left_out: Mapping[str, int], not_followed: tuple[str, ...]) -> str:
    """What the points rest on, in words."""
    votes, units = int(points.units["votes"].sum()), points.units.height
    lines = [
        f"{points.method}, prior {points.prior}: {several(votes, 'vote')} of {units:,} states in sessions. "
        + "; ".join(f"{rule} {number:,}" for rule, number in left_out.items())
    ]
    if not_followed:
        lines.append(f"Not followed, for the files do not tell enough: {', '.join(not_followed)}.")
    if points.silent:
        lines.append(f"Without a vote, and so not observed: {', '.join(points.silent)}.")
    return "\n".join(lines)
