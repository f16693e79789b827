"""How far the choices behind the scores move them: a tornado of each construct, and the panel's ranks over all choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.alignment import OVERALL
from counterpoise.measurement.choices import DRAWN
from counterpoise.measurement.draws import has_width
from counterpoise.measurement.index.ranks import RankInterval
from counterpoise.measurement.index.sensitivity import RUNS, Influence
from counterpoise.measurement.robustness import (
    Robustness,
    choices_by_dimension,
    fullest_year,
    measure_robustness,
    robustness_table,
)
from counterpoise.measurement.tie_consistency import tie_consistency
from counterpoise.report.consistency import consistency
from counterpoise.report.outline import Block, Bullets, DataTable, Figure, Section
from counterpoise.report.plots import Span, SpanPanel, Spans
from counterpoise.report.score_rows import titles_of
from counterpoise.states import state
from counterpoise.wording import listed, words_of

MOST_RANKED = 15
"""So many states at most are drawn in a panel of ranks: the state under study and those nearest to it."""

BESIDE_A_RANK = 0.3
"""How far the bar of a rank reaches to either side of it, in ranks, so that a single one is seen."""

IN_WORDS: Mapping[str, str] = {
    "minmax": "the panel's least and greatest value",
    "log_of_shifted": "logarithms between the panel's least and greatest",
    "principal_component": "weights by the first principal component",
    "equal": "equal weights",
    "entropy": "weights by entropy",
    "critic": "weights by CRITIC",
    "benefit_of_the_doubt": "weights by the benefit of the doubt",
    "arithmetic": "the arithmetic mean",
    "geometric": "the geometric mean",
    "harmonic": "the harmonic mean",
    "percentile_rank": "percentile ranks",
    "observed": "missing cells left out",
    "median of the panel": "the median of the panel in missing cells",
    DRAWN: "missing cells drawn by a dynamic factor model",
}
"""Alternatives whose names do not tell a reader what was done."""

Titles = Mapping[str, str]
Ranked = tuple[str, RankInterval]


def sensitivity_section(findings: Findings) -> Section:
    """What stands over all dimensions in the year that `measure sensitivity` takes; empty where nothing is observed."""
    return Section("sensitivity", "What the choices behind the numbers do", tuple(_blocks(findings)))


def _blocks(findings: Findings) -> Iterator[Block]:
    study, values = findings.study, findings.evidence.values
    if findings.scores.ties.filter(state=study.state).is_empty():
        return
    year = fullest_year(study, values)
    parts = choices_by_dimension(study, values, year)
    measured = measure_robustness(study, values, year, OVERALL, parts=parts)
    if not measured:
        return
    titles = titles_of(findings)
    yield _tornado(findings, year, measured, titles)
    if ranked := {words_of(each.construct): found for each in measured if (found := _ranked(each))}:
        yield _ranks(findings, year, ranked)
    yield consistency(titles, year, [tie_consistency(part) for part in parts.values() if part.indicators])
    if untried := tuple(_not_tried(measured, titles)):
        yield Bullets(untried)


# The tornado


def _tornado(findings: Findings, year: int, measured: Sequence[Robustness], titles: Titles) -> Figure:
    panels, told = [], []
    for each in measured:
        value = each.outputs[0]
        moving = sorted(
            (one for one in value.influences if has_width(one.least, one.greatest)),
            key=lambda one: -one.swing,
        )
        title = words_of(each.construct)
        spread = (
            f"over all choices together 90 % between {value.low90:.2f} and {value.high90:.2f}"
            if has_width(value.low90, value.high90)
            else "no choice moves it"
        )
        panels.append(
            SpanPanel(
                title,
                tuple(
                    Span(words_of(one.choice), one.least, one.greatest, words=_ends(one, titles))
                    for one in moving
                ),
                (value.default, f"{value.default:.2f} as chosen; {spread}"),
            )
        )
        told.append(f"{title} {value.default:.2f} as chosen, {_moved_most(moving)}")
    return Figure(
        id="figure-sensitivity",
        title=f"What each choice does to the scores of {findings.names.state} in {year}",
        caption=(
            f"Over all dimensions, in {year}, the last year in which most inputs of ties are observed. A bar reaches from the least to "
            "the greatest value that one choice can give while all others stay as chosen, and beneath it stands what gives them; that of "
            "the data draw holds 90 % of the draws from the standard errors of sources. The upright line is the value as chosen. "
            "A choice that moves it by less than .005 has no bar."
        ),
        alt="; ".join(told) + ".",
        chart=Spans(tuple(panels), (0.0, 1.0)),
        table=DataTable(
            id="numbers-sensitivity",
            caption=f"What each choice does in {year}: numbers",
            columns=(
                *("Construct", "Choice", "As chosen", "Least", "Least with", "Greatest", "Greatest with"),
                *("Swing", "Share of variance alone (95 %)", "and with others (95 %)"),
            ),
            rows=tuple(_choice_rows(measured, titles)),
            note=(
                "Shares of variance are Sobol indices, first-order and total, all choices and draws varied at once; each alternative of "
                f"a choice is as likely as the others ({RUNS} runs of each sample). `counterpoise measure sensitivity` gives those of "
                "each dimension and of other years."
            ),
        ),
    )


def _choice_rows(
    measured: Sequence[Robustness], titles: Titles
) -> Iterator[tuple[str | float | int | None, ...]]:
    table = robustness_table(measured).filter(output="value")
    for each in measured:
        found = table.filter(construct=each.construct).sort("swing", descending=True, maintain_order=True)
        for row in found.iter_rows(named=True):
            yield (
                words_of(row["construct"]),
                words_of(row["choice"]),
                round(row["default"], 3),
                round(row["least"], 3),
                _taken(row["choice"], row["least_at"], titles),
                round(row["greatest"], 3),
                _taken(row["choice"], row["greatest_at"], titles),
                round(row["swing"], 3),
                *(
                    None
                    if row[index] is None
                    else f"{row[index]:.2f} ({row[f'{index}_low95']:.2f} to {row[f'{index}_high95']:.2f})"
                    for index in ("first", "total")
                ),
            )


def _ends(one: Influence, titles: Titles) -> str:
    """What gives the least and what the greatest value: `0.33 with harmonic; 0.37 with arithmetic`."""
    ends = ((one.least, one.least_at), (one.greatest, one.greatest_at))
    return "; ".join(f"{value:.2f} {_by(_taken(one.choice, at, titles))}" for value, at in ends)


def _by(taken: str) -> str:
    if taken.startswith("without "):
        return taken
    return f"at the {taken}" if taken.endswith(" percentile") else f"with {taken}"


def _moved_most(moving: Sequence[Influence]) -> str:
    if not moving:
        return "moved by no choice"
    most = moving[0]
    return f"moved most by the choice of {words_of(most.choice).lower()}, {most.least:.2f} to {most.greatest:.2f}"


def _taken(choice: str, alternative: str, titles: Titles) -> str:
    """An alternative of a choice in words."""
    if choice == "dropped indicator":
        return "all kept" if alternative == "none" else f"without {titles.get(alternative, alternative)}"
    return IN_WORDS.get(alternative, words_of(alternative).lower())


def _not_tried(measured: Sequence[Robustness], titles: Titles) -> Iterator[str]:
    """Alternatives that cannot be had, with the constructs of which that is so."""
    of: dict[tuple[str, str, str], list[str]] = {}
    for each in measured:
        for left_out in each.left_out:
            of.setdefault(left_out, []).append(words_of(each.construct).lower())
    for (choice, alternative, why), constructs in of.items():
        yield (
            f"Not tried for {listed(constructs)}: {words_of(choice).lower()}, "
            f"{_taken(choice, alternative, titles)} ({why})."
        )


# Ranks


def _ranked(measured: Robustness) -> list[Ranked]:
    """The states that have a rank, from the first to the last."""
    found = [each for each in measured.rank_intervals.items() if each[1].median is not None]
    return sorted(found, key=lambda each: (each[1].median, each[1].low90, each[1].high90))


def _ranks(findings: Findings, year: int, ranked: Mapping[str, Sequence[Ranked]]) -> Figure:
    own = findings.study.state
    panels, told = [], []
    for title, found in ranked.items():
        drawn = _nearest(own, found)
        panels.append(SpanPanel(title, tuple(_span(each, own) for each in drawn)))
        told += [
            f"{title} {interval.median:.0f} of {len(found)}, 90 % between {interval.low90:.0f} and {interval.high90:.0f}"
            for iso3, interval in found
            if iso3 == own
        ]
    most = max(len(found) for found in ranked.values())
    few = (
        f" Drawn are {findings.names.state} and the states nearest to it, {MOST_RANKED} in all; the table has every one."
        if most > MOST_RANKED
        else ""
    )
    return Figure(
        id="figure-ranks",
        title=f"Ranks in the panel over all choices in {year}",
        caption=(
            f"Rank 1 has the greatest score of all dimensions together. Each bar covers the ranks that a state has in 90 % of the runs, over "
            f"all choices and draws of the data, each as likely as the other; the dot is its median rank.{few}"
        ),
        alt=f"Median rank of {findings.names.state}: {'; '.join(told)}.",
        chart=Spans(tuple(panels), (0.5, most + 0.5), whole=True),
        table=DataTable(
            id="numbers-ranks",
            caption=f"Ranks in the panel over all choices in {year}: numbers",
            columns=(
                "Construct",
                "State",
                "Median rank",
                "90 % low",
                "90 % high",
                "Share of runs in which first",
            ),
            rows=tuple(
                (
                    title,
                    state(iso3).name,
                    *(None if end is None else round(end) for end in (each.median, each.low90, each.high90)),
                    None if each.first is None else round(each.first, 3),
                )
                for title, found in ranked.items()
                for iso3, each in found
            ),
        ),
    )


def _nearest(own: str, found: Sequence[Ranked]) -> Sequence[Ranked]:
    """The states about the one under study, as many as are drawn."""
    place = next((at for at, (iso3, _) in enumerate(found) if iso3 == own), 0)
    first = max(0, min(place - MOST_RANKED // 2, len(found) - MOST_RANKED))
    return found[first : first + MOST_RANKED]


def _span(each: Ranked, own: str) -> Span:
    iso3, interval = each
    assert interval.low90 is not None
    assert interval.high90 is not None
    low, high = interval.low90 - BESIDE_A_RANK, interval.high90 + BESIDE_A_RANK
    return Span(state(iso3).name, low, high, interval.median, own=iso3 == own)
