"""The coverage of a report: which years of each series are observed, and which are missing or ended."""

from __future__ import annotations

import polars as pl

from counterpoise.datasets.coverage import SERIES, WORDS, coverage, spans
from counterpoise.datasets.indicators import indicators_of
from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import DataTable, Figure, Section
from counterpoise.report.plots import Strip, Strips
from counterpoise.states import name_of_voice
from counterpoise.wording import words_of

SHOWN = ("observed", "missing", "ended")
"""The words that are drawn; before a series begins, and where a state was not, a strip is empty."""


def sources_section(findings: Findings) -> Section:
    """What is observed of the theory's series, and every series that the data hold, with its source."""
    evidence = findings.evidence
    series = (
        evidence.values.group_by("indicator", "source", "release")
        .len()
        .sort("indicator", "source", "release")
        .iter_rows()
    )
    data = DataTable(
        "series",
        "Series",
        ("Series", "Id", "Source", "Release", "Values", "Last complete year"),
        tuple(
            (
                _series_title(findings, indicator),
                indicator,
                source,
                release,
                number,
                evidence.last_complete_year.get(indicator),
            )
            for indicator, source, release, number in series
        ),
    )
    covered = coverage_figure(findings)
    return Section("sources", "Data", tuple(each for each in (covered, data if data.rows else None) if each))


def _series_title(findings: Findings, series: str) -> str | None:
    """What the theory calls a series, with its variant; None of one that it does not name."""
    name, _, variant = series.partition(":")
    named = indicators_of(findings.study.theory).get(name)
    if named is None:
        return None
    title = named.quantity or named.title
    return f"{title}, {words_of(variant).lower()}" if variant else title


def coverage_figure(findings: Findings) -> Figure | None:
    """The coverage of the state's own series and of the powers', or None where the theory names no indicator."""
    study, evidence = findings.study, findings.evidence
    powers = (study.powers["a"], study.powers["b"])
    years = (study.start, study.end)
    states = (study.declared.state,)
    table = coverage(
        evidence.values, evidence.last_complete_year, study.theory, states, powers, years
    ).filter(of_theory(findings))
    # A series of the powers is shown where the state has none: the powers' own trade is not the state's affair.
    own = (
        table.filter(pl.col("state") == states[0], pl.col("word") == "observed")["indicator"]
        .unique()
        .to_list()
    )
    theirs = table["state"].is_in(list(powers)) & ~table["indicator"].is_in(own)
    told_by_powers = pl.col("indicator").is_in(table.filter(theirs)["indicator"].unique().to_list())
    table = table.filter(theirs | ((pl.col("state") == states[0]) & ~told_by_powers))
    if table.is_empty():
        return None
    strips = []
    rows = []
    for (indicator, state, partner), of_series in table.group_by(*SERIES, maintain_order=True):
        label = series_label(findings, str(indicator), str(state), None if partner is None else str(partner))
        words = of_series.sort("year")["word"].to_list()
        strips.append(Strip(label, tuple(word if word in SHOWN else None for word in words)))
        rows += [(label, word, first, last) for word, first, last in spans(of_series)]
    seen = table.group_by("word").len()
    counted = dict(seen.iter_rows())
    told = ", ".join(f"{counted.get(word, 0)} {word}" for word in SHOWN)
    return Figure(
        id="figure-coverage",
        title="What is observed",
        caption="Each strip is a series of the theory; a value over several years covers each of them. "
        + _drawn(findings),
        alt=f"Of {table.height} years of series {told}; the table lists every span.",
        chart=Strips(tuple(strips), tuple((word, WORDS[word]) for word in SHOWN), *years),
        table=DataTable(
            "numbers-coverage", "Spans", ("Series", "Coverage", "First year", "Last year"), tuple(rows)
        ),
    )


def _drawn(findings: Findings) -> str:
    """What of the state's ties was drawn where no source observed them, which the strips do not show."""
    if findings.study.declared.settings.imputation == "none":
        return "Nothing is imputed, and nothing is carried forward."
    ties = findings.scores.alignment.filter(
        pl.col("construct").is_in(["tie_a", "tie_b"]), state=findings.study.state
    )
    drawn = ties["imputed"].sum()
    return (
        f"Nothing is carried forward. The strips show what sources observed; for the scores {drawn} missing years of ties, each of one "
        f"indicator with one power, were drawn from the other ties of the panel, and {ties['observed'].sum()} are observed."
    )


def of_theory(findings: Findings) -> pl.Expr:
    """The series that the theory names, of the roll calls that the study counts."""
    named = indicators_of(findings.study.theory).values()
    ids = {each.id if each.varies_with is None else f"{each.id}:{_variant(findings)}" for each in named}
    return pl.col("indicator").is_in(list(ids | {each.id for each in named}))


def _variant(findings: Findings) -> str:
    return findings.study.declared.settings.roll_calls


def series_label(findings: Findings, indicator: str, state: str, partner: str | None) -> str:
    """What a series of a state is called: a state other than the one under study, and a partner, are named."""
    named = indicators_of(findings.study.theory)[indicator.partition(":")[0]]
    title = named.quantity or named.title
    whose = "" if state == findings.study.declared.state else f", {name_of_voice(state)}"
    return f"{title}{whose}" + ("" if partner is None else f", with {name_of_voice(partner)}")
