"""Months of pairs of states, as expressions that any engine under Ibis can run.

An expression here is made once from the columns of its tables and compiled by DuckDB on one machine or by Spark on
many. Scales are summed as whole hundredths, so that the sums do not depend on the order in which rows are met, and every
engine gives the same numbers to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from counterpoise.datasets.events.crosswalk import CONFLICT, COOPERATION, CROSSWALK
from counterpoise.datasets.events.layouts import GDELT_1_TO_2013

if TYPE_CHECKING:
    from ibis.expr.types import Column, IntegerColumn, Table

EVENTS: Mapping[str, str] = {
    "event": "string",
    "day": "date",
    "added": "int64",
    "actor": "string",
    "recipient": "string",
    "code": "string",
    "quad": "int64",
    "context": "string",
    "hundredths": "int64",
    "mentions": "int64",
    "root": "boolean",
}
"""The columns of a table of events of whatever source, one event a row.

`added` is the day on which the source took it up, as 20240131; `quad` is the source's own quad class; `context` the
dimension that the source itself gives, if any; `hundredths` the source's own scale times 100; `root` whether the event
stands in the first paragraph of its report (null where a source does not say).
"""

DAY = ("year", "month")
PAIR = ("actor", "recipient")
_OF_THE_DEED = (*PAIR, "code", "quad", "context")


FIRST_DAILY = 20130401
"""The day of the first daily file of GDELT."""


def gdelt_events(raw: Table) -> Table:
    """The events between two countries in a table of GDELT (columns as in `layouts`), in `EVENTS`.

    Until March 2013 files hold the events of a year or month, all taken up when the database was set up, and later
    ones what was taken up on a day: of the former the day of the event stands for the day on which it was taken up.
    """
    import ibis

    # Release 2.0 adds hours, minutes and seconds.
    added = ibis.ifelse(raw.DATEADDED > 10**8, raw.DATEADDED // 10**6, raw.DATEADDED)
    by_event = tuple(raw.columns) == GDELT_1_TO_2013.columns
    return _between_two(
        raw.select(
            event=raw.GLOBALEVENTID.cast("string"),
            day=raw.SQLDATE,
            added=ibis.ifelse((added < FIRST_DAILY) | by_event, _number_of(raw.SQLDATE), added),
            actor=raw.Actor1CountryCode,
            recipient=raw.Actor2CountryCode,
            code=raw.EventCode,
            quad=raw.QuadClass,
            context=ibis.null("string"),
            hundredths=(raw.GoldsteinScale * 100).round().cast("int64"),
            mentions=raw.NumMentions,
            root=raw.IsRootEvent == 1,
        )
    )


def polecat_events(raw: Table) -> Table:
    """The events between two countries in a table of POLECAT, in `EVENTS`.

    The dimension is that of the contexts that POLECAT gives an event, where these name the military or terrorism
    (security), else the economy, else diplomacy; and that of its type where they name none of these.
    """
    import ibis

    contexts = raw["Contexts"].lower()
    quad = raw["Quad Code"].upper()
    return _between_two(
        raw.select(
            event=raw["Event ID"],
            day=raw["Event Date"],
            added=_number_of(raw["Publication Date"]),
            actor=ibis.coalesce(raw["Actor Country"], raw["Actor COW"]),
            recipient=ibis.coalesce(raw["Recipient Country"], raw["Recipient COW"]),
            code=raw["Event Type"].upper(),
            quad=ibis.cases(
                (quad.contains("VERBAL") & quad.contains("COOPERATION"), 1),
                (quad.contains("MATERIAL") & quad.contains("COOPERATION"), 2),
                (quad.contains("VERBAL") & quad.contains("CONFLICT"), 3),
                (quad.contains("MATERIAL") & quad.contains("CONFLICT"), 4),
                else_=ibis.null("int64"),
            ),
            context=ibis.cases(
                (contexts.contains("military") | contexts.contains("terrorism"), "security"),
                (contexts.contains("economic"), "economic"),
                (contexts.contains("diplomatic"), "diplomatic"),
                else_=ibis.null("string"),
            ),
            hundredths=(raw["Intensity"] * 100).round().cast("int64"),
            mentions=ibis.literal(1, "int64"),
            root=ibis.null("boolean"),
        )
    )


def _number_of(day: Column) -> IntegerColumn:
    """A day as a number: 20240131."""
    return day.year() * 10_000 + day.month() * 100 + day.day()


def dyad_months(
    events: Table, crosswalk: Table, *, root_events_only: bool = False, one_a_day: bool = False
) -> Table:
    """Events by year, month, actor, recipient and dimension: what the actor did to the recipient.

    Gives counts of `events`, of `cooperation` and `conflict` (by quad class), the sum of `mentions`, the sum of the scale
    in `hundredths` with the number of events that are `scaled`, and their mean `scale`.

    Rows that agree in everything but mentions are one event, with the most mentions that it has. `root_events_only`
    leaves out events from later paragraphs. `one_a_day` takes what one actor does to one recipient on one day under
    one code as one event (Schrodt 2012, International Interactions 38(4): 546-569). An event whose own quad class or scale
    is missing has that of its code in the crosswalk.
    """
    if root_events_only:
        events = events.filter(events.root)
    same = ["day", *_OF_THE_DEED] if one_a_day else ["event", "day", *_OF_THE_DEED, "hundredths"]
    scale = {"hundredths": events.hundredths.max()} if one_a_day else {}
    once = events.group_by(same).agg(mentions=events.mentions.max(), **scale)
    deeds = once.group_by([*_OF_THE_DEED], year=once.day.year(), month=once.day.month()).agg(
        events=once.count(),
        mentions=once.mentions.sum(),
        hundredths=once.hundredths.sum().coalesce(0),
        scaled=once.hundredths.count(),
    )
    kinds = crosswalk.select(
        "code",
        code_quad=crosswalk.quad,
        code_dimension=crosswalk.dimension,
        code_hundredths=crosswalk.hundredths,
    )
    known = deeds.left_join(kinds, deeds.code == kinds.code)
    without = known.events - known.scaled
    has = known.code_hundredths.notnull()
    full = known.select(
        *DAY,
        *PAIR,
        "events",
        "mentions",
        quad=known.quad.coalesce(known.code_quad),
        dimension=known.context.coalesce(known.code_dimension, "other"),
        hundredths=known.hundredths + has.ifelse(without * known.code_hundredths, 0),
        scaled=known.scaled + has.ifelse(without, 0),
    )
    months = full.group_by([*DAY, *PAIR, "dimension"]).agg(
        cooperation=full.events.sum(where=full.quad.isin(COOPERATION)).coalesce(0),
        conflict=full.events.sum(where=full.quad.isin(CONFLICT)).coalesce(0),
        hundredths=full.hundredths.sum(),
        mentions=full.mentions.sum(),
        scaled=full.scaled.sum(),
        events=full.events.sum(),
    )
    return months.mutate(scale=months.hundredths / 100 / months.scaled.nullif(0))


def unbound(columns: Mapping[str, str], name: str) -> Table:
    """A table by its columns alone, which the engine that runs an expression must have under that name."""
    import ibis

    return ibis.table(dict(columns), name=name)


def crosswalk_table() -> Table:
    """The crosswalk as an engine has it, under the name `crosswalk`."""
    return unbound(CROSSWALK, "crosswalk")


def _between_two(events: Table) -> Table:
    return events.filter(
        events.actor.notnull(),
        events.recipient.notnull(),
        events.actor != events.recipient,
        events.day.notnull(),
    ).cast(dict(EVENTS))
