"""Dependence on each power, autonomy, independence and diversification over the years, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from counterpoise.datasets.indicators import in_titles
from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.alignment import OVERALL
from counterpoise.report.outline import Block, Bullets, DataTable, Figure
from counterpoise.report.plots import LineChart, Observation, Panel, Series
from counterpoise.report.score_rows import interval_of, rows_of, titles_of
from counterpoise.theory.elements import Construct
from counterpoise.wording import listed, within_a_sentence, words_of

UNIT = (0.0, 1.0)


def dependence(findings: Findings) -> Iterator[Block]:
    """The figure of what the theory measures beside ties, and sentences on importance and asymmetry."""
    panels = tuple(_panels(findings))
    if not panels:
        return
    study, names, titles = findings.study, findings.names, titles_of(findings)
    told = [(panel, series) for panel in panels for series in panel.series]
    yield Figure(
        id="figure-dependence",
        title=f"Dependence and autonomy of {names.state}",
        caption=(
            "Dependence is the mean over flows of the power's share in each, times what part the whole flow is of the state's "
            "needs where that is observed. Asymmetry is the share of the power in the state's flow less the share of the state in the "
            "power's. Autonomy is 1 less the greater dependence; independence in votes is 1 less the nearer power's tie in "
            "votes. Lines join years of the same inputs only. Bands are 90 % intervals; none is drawn where no source "
            "publishes an error."
            + (
                " Where missing cells of ties are drawn, the table says how many beside what a number is measured from."
                if study.declared.settings.imputation != "none"
                else ""
            )
        ),
        alt="; ".join(_in_words(panel, series) for panel, series in told) + ".",
        chart=LineChart(panels, study.start, study.end),
        table=DataTable(
            "numbers-dependence",
            "Dependence and autonomy: numbers",
            ("Quantity", "Of", "Year", "Median", "90 % low", "90 % high", "Measured from"),
            tuple(
                (
                    panel.title,
                    series.label,
                    each.start,
                    round(each.value, 3),
                    *(None if end is None else round(end, 3) for end in (each.low, each.high)),
                    _rested_on(each, titles),
                )
                for panel, series in told
                for each in series.observations
            ),
        ),
    )
    sentences = [
        sentence
        for name, construct in study.theory.constructs.items()
        if construct.estimand == "dependence"
        for sentence in (
            *_ends(findings, name, construct),
            *_importance(findings, name, construct),
            *_asymmetry(findings, name),
        )
    ]
    if sentences:
        yield Bullets(tuple(sentences))


def _panels(findings: Findings) -> Iterator[Panel]:
    """Two panels for each dependence, with its asymmetry, and one for all else that is measured beside ties.

    Those of the powers come first: colours follow the order in which labels come, in every figure.
    """
    own: list[Series] = []
    seen: set[tuple[str, ...]] = set()
    for name, construct in findings.study.theory.constructs.items():
        if construct.estimand is None or construct.estimand == "balance":
            continue
        title = construct.title or words_of(name)
        # Two constructs may be one measured quantity under two names: it is drawn once.
        same = (construct.estimand, *construct.made_from, *(each.id for each in construct.indicators))
        if same in seen:
            continue
        seen.add(same)
        if construct.estimand != "dependence":
            own += [series] if (series := _series(findings, name, construct, title)) else []
            continue
        for told, y_title, domain, reference in (
            (f"{name}", "share of what it needs", UNIT, None),
            (f"{name}_asymmetry", "the power's share less that of the state in it", None, (0.0, "even")),
        ):
            of_powers = tuple(
                found
                for side, power in findings.names.sides.items()
                if (found := _series(findings, f"{told}_{side}", construct, power))
            )
            if of_powers:
                whose = title if told == name else f"Asymmetry of {within_a_sentence(title)}"
                yield Panel(whose, of_powers, y_title, domain, reference)
    if own:
        yield Panel(f"Of {findings.names.state} itself", tuple(own), "0 to 1", UNIT)


def _series(findings: Findings, name: str, construct: Construct, label: str) -> Series | None:
    points = []
    for row in rows_of(findings, name, construct.dimension or OVERALL):
        low, high = interval_of(row) or (None, None)
        inputs = row["series"] + (f" ({row['imputed']} drawn)" if row["imputed"] else "")
        points.append(Observation(row["year"], row["year"], row["median"], low, high, inputs))
    return Series(label, tuple(points)) if points else None


def _rested_on(each: Observation, titles: Mapping[str, str]) -> str:
    """What it was measured from in words, with how many of it were drawn."""
    series, bracket, drawn = each.inputs.partition(" (")
    return f"{in_titles(series, titles)}{bracket}{drawn}"


def _in_words(panel: Panel, series: Series) -> str:
    """The first and last value among the years in which most of its inputs are observed."""
    most = max(len(each.inputs.split(", ")) for each in series.observations)
    alike = [each for each in series.observations if len(each.inputs.split(", ")) == most]
    first, last = alike[0], alike[-1]
    said = f"{panel.title}, {series.label}: {first.value:.2f} in {first.start}"
    return said if last is first else f"{said} and {last.value:.2f} in {last.start}"


def _ends(findings: Findings, name: str, construct: Construct) -> Iterator[str]:
    """On what the last year rests, where fewer inputs are observed in it than before."""
    for side in findings.names.sides:
        rows = rows_of(findings, f"{name}_{side}", construct.dimension or OVERALL)
        most = max((row["observed"] for row in rows), default=0)
        if not rows or rows[-1]["observed"] == most:
            continue
        last = max(row["year"] for row in rows if row["observed"] == most)
        titles = titles_of(findings)
        seen = listed([titles.get(each, each) for each in rows[-1]["series"].split(", ")])
        yield (
            f"After {last} {within_a_sentence(construct.title or words_of(name))} on {findings.names.of(side)} rests on "
            f"less, in {rows[-1]['year']} on {seen} alone, and is not to be compared with the years before."
        )


def _importance(findings: Findings, name: str, construct: Construct) -> Iterator[str]:
    """Of each flow, whether its importance was observed, and in which years, or is taken as 1."""
    constructs = findings.study.theory.constructs
    rows = [
        row
        for side in findings.names.sides
        for row in rows_of(findings, f"{name}_{side}", construct.dimension or OVERALL)
    ]
    if not rows:
        return
    title = construct.title or words_of(name)
    unweighed: list[str] = []
    for flow in construct.made_from:
        named = construct.importance.get(flow)
        ids = [each.id for each in constructs[named].indicators] if named else []
        years = {row["year"] for row in rows if set(ids) & set(row["series"].split(", "))}
        called = within_a_sentence(_title(constructs[flow], flow))
        if years and named:
            yield (
                f"The importance of the {called} is observed in {len(years)} years, {min(years)} to {max(years)}: "
                f"{within_a_sentence(_title(constructs[named], named))}."
            )
        else:
            unweighed.append(called)
    if unweighed:
        yield (
            f"The importance of {listed(unweighed)} is not observed and taken as 1, so that {within_a_sentence(title)} is here "
            "the mean of the power's shares, an upper bound."
        )


def _asymmetry(findings: Findings, name: str) -> Iterator[str]:
    """What asymmetry says of the last year observed with each power, or that no mirrored flow is observed."""
    construct = findings.study.theory.constructs[name]
    if not construct.mirrored:
        return
    flows = listed(
        [
            within_a_sentence(_title(findings.study.theory.constructs[flow], flow))
            for flow in construct.mirrored
        ]
    )
    for side in findings.names.sides:
        rows = rows_of(findings, f"{name}_asymmetry_{side}", construct.dimension or OVERALL)
        if not rows:
            yield f"Asymmetry with {findings.names.of(side)}: not observed; no flow is known from both ends."
            continue
        last = rows[-1]
        more, less = findings.names.of(side), findings.names.state
        if last["median"] < 0:
            more, less = less, more
        yield (
            f"In {last['year']}, by {flows}, {more} weighed {abs(last['median']):.2f} more for {less} than "
            f"the other way round."
        )


def _title(construct: Construct, name: str) -> str:
    """What a construct goes by: its title, that of its only indicator, or its name."""
    titles: Sequence[str] = [each.title for each in construct.indicators]
    return construct.title or (titles[0] if len(titles) == 1 else words_of(name))
