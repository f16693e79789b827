"""What the numbers of the estimated model stand on: each basis with its observations counted and some of its passages quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from counterpoise.datasets.indicators import in_titles, titles_in_sentences, titles_of_sources
from counterpoise.findings.basis import Basis, Kind, distinct
from counterpoise.findings.coded_passages import CodedPassage, coded_passages, exemplars, one_for_each_passage
from counterpoise.findings.conclusions import Findings
from counterpoise.publicdata.works import cited_in_short
from counterpoise.report.outline import DataTable, Passages
from counterpoise.report.quotations import quotation_of
from counterpoise.wording import several, with_capital, words_of

QUOTED = 6
"""As many passages of a basis are quoted; all of them stand in the tables of the report."""


def bases_of(findings: Findings) -> tuple[Basis, ...]:
    """What numbers of answers and of cells stand on together, each once."""
    numbers = [number for answer in findings.answers() for number in answer.numbers]
    numbers += [number for table in findings.tables for cell in table.cells() for number in cell.numbers]
    return tuple(distinct(number.basis for number in numbers))


def standing_on(
    findings: Findings, whole: Basis, beside: Iterable[Basis] = ()
) -> Iterator[DataTable | Passages]:
    """The series of all that a model was estimated from, and each basis of a number: what it has of them, and passages of it.

    Bases `beside` are those that tables lead to. Passages that were quoted for an earlier basis are not quoted again.
    """
    yield _series(whole, titles_in_sentences(findings.study.theory))
    of_voices = _of_voices(findings)
    quoted_for: dict[frozenset[str], str] = {}
    for basis in distinct([*bases_of(findings), *filter(None, beside)]):
        named, codes = frozenset(basis.ids("passage")), set(basis.rows["series"])
        told = f"{with_capital(str(basis))}."
        if cited := cited_in_short(basis.sources):
            told += f" The observations are by {'; '.join(cited)}."
        if named and named in quoted_for:
            told += f" The passages are those of {quoted_for[named]}."
            yield Passages(basis.id, f"Stands on {basis.title}", told, ())
            continue
        quoted_for[named] = basis.title
        own, others = (
            [each for each in coded if each.passage.id in named and each.coding.code in codes]
            for coded in (findings.coded, of_voices)
        )
        if others:
            heard = several(len(one_for_each_passage(others)), "passage")
            told += f" {heard} of them are other states' own words, which the study hears as voices."
        quoted = exemplars([*own, *others], QUOTED)
        left = {each.passage.id for each in own} - {each.passage.id for each in quoted}
        yield Passages(
            basis.id,
            f"Stands on {basis.title}",
            told,
            tuple(map(quotation_of, quoted)),
            len(left),
        )


def _of_voices(findings: Findings) -> tuple[CodedPassage, ...]:
    """What other states of the panel say of themselves, as far as it counts."""
    evidence, voices = findings.evidence, findings.evidence.voices
    heard = replace(evidence, documents=voices.documents, passages=voices.passages, codings=voices.codings)
    return coded_passages(heard, findings.study.theory.definitions) if voices.codings else ()


def _series(whole: Basis, titles: Mapping[str, str]) -> DataTable:
    """Each indicator and code behind each part of the panel, by its title, with how much of it there is."""
    counted = whole.rows.group_by("part", "kind", "series", maintain_order=True).agg(
        number=pl.col("id").n_unique(),
        states=pl.col("state").n_unique(),
        start=pl.col("start").min(),
        end=pl.col("end").max(),
    )
    return DataTable(
        "model-evidence",
        "What the model was estimated from",
        ("Feeds", "Indicator or code", "Of", "Number", "States", "From", "To"),
        tuple(
            (
                with_capital(whole.part(row["part"])),
                with_capital(_called(row["series"], row["kind"], titles)),
                f"{row['kind']}s",
                *(row[name] for name in ("number", "states", "start", "end")),
            )
            for row in counted.iter_rows(named=True)
        ),
        "Passages are those that speak of the code; their share is taken of all that a state's own documents of a year have coded. Each "
        "observation and passage stands by its id in the table `bases` that `counterpoise report --tables` writes.",
    )


def _called(series: str, kind: Kind, titles: Mapping[str, str]) -> str:
    """What readers know an indicator or a code by, within a sentence."""
    if kind == "passage":
        return words_of(series).lower()
    # The theory's own titles come first, for a variant of a series too.
    told = in_titles(series, titles)
    return in_titles(series, titles_of_sources()) if told == series else told
