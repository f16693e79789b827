"""A study of three states with made-up observations of ties, pressure and filters, and passages of one of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Passage, Value, table_of_values
from counterpoise.gathering import Evidence, Voices
from counterpoise.study import Study, read_study
from tests.study_in_miniature import UNITS

STATES = ("PAK", "VNM", "IDN")
YEARS = range(2000, 2012)

TEXT = """\
study: Three states
state: PAK
powers: {a: USA, b: CHN}
period: 2000-2011
theory: neoclassical-realism
panel: [PAK, VNM, IDN]
settings: {seed: 7}
"""


def study_of_three(folder: Path) -> Study:
    """The study, read from a file as any is."""
    (folder / "study.yaml").write_text(TEXT, encoding="utf-8")
    return read_study(folder)


def value(
    state: str, partner: str | None, year: int, indicator: str, number: float, unit: str, end: int = 0
) -> Value:
    """A made-up observation."""
    return Value(
        state, partner, year, end or year, indicator, number, unit, "made up", "1", f"{indicator} {year}"
    )


def observations(seed: int = 1) -> Iterator[Value]:
    """Trade to 2009 and obligations to 2011 with both powers, their ratio and risk, and of each state income, disputes and capability."""
    rng = np.random.default_rng(seed)
    for year in YEARS:
        yield value("CHN", "USA", year, "cinc_ratio", float(np.exp(rng.normal())), "ratio")
        for power in ("USA", "CHN"):
            yield value(power, None, year, "geopolitical_risk", float(rng.uniform(1, 4)), "index")
    for number, state in enumerate(STATES):
        for year in YEARS:
            yield value(state, None, year, "cinc", 0.01 * (1 + number) ** 2, "share of the world")
            yield value(
                state, None, year, "gdp_per_head", float(np.exp(rng.normal(8, 0.2))), "constant 2011 USD"
            )
            yield value(state, None, year, "militarised_disputes", float(rng.poisson(2)), "count")
            yield value(state, None, year, "polyarchy", float(rng.uniform(0, 1)), "index")
            for power in ("USA", "CHN"):
                if year <= 2009:
                    yield value(state, power, year, "trade_share", float(rng.uniform(5, 30)), "percent")
                yield value(
                    state,
                    power,
                    year,
                    "atop_obligations",
                    float(rng.integers(0, 4)),
                    UNITS["atop_obligations"],
                )


def evidence_of(
    values: Iterator[Value] | list[Value],
    documents: dict[str, Document] | None = None,
    passages: tuple[Passage, ...] = (),
    codings: tuple[Coding, ...] = (),
) -> Evidence:
    """Evidence of just these observations and codings."""
    return Evidence(
        documents=documents or {},
        outside=(),
        passages={each.id: each for each in passages},
        codings=codings,
        links=(),
        values=table_of_values(values),
        last_complete_year={},
        chronology=(),
        problems=(),
    )


def speeches(*of: tuple[str, int]) -> Evidence:
    """Evidence of a speech of each state in a year, with four coded passages: three of trade, one of disputes, and a fifth that only a machine saw."""
    documents, passages, codings = {}, [], []
    for state, year in of:
        document = Document(
            id=f"speech{state}{year}",
            title="Speech",
            kind="speech",
            origin=state,
            date=f"{year}-09-20",
            source="made up",
            path=f"{state}.txt",
            sha256="0",
            text="x" * 400,
        )
        documents[document.id] = document
        for n, code in enumerate(("trade", "trade", "trade", "neighbour_rivalry", "energy")):
            passages.append(Passage(document.id, 50 * n, 50 * n + 40, "words", "", ""))
            coder = "bm25/1" if code == "energy" else "lexicon/1"
            codings.append(Coding(passages[-1].id, code, "none", "none", coder, 1.0, "a word"))
    return evidence_of([], documents, tuple(passages), tuple(codings))


def with_voices(evidence: Evidence, of: Evidence) -> Evidence:
    """Evidence in which those documents are what other states say of themselves."""
    return replace(evidence, voices=Voices(of.documents, of.passages, of.codings))


def write_panel_study(folder: Path) -> None:
    """The study as a folder that a verb can be asked of: its file, and its observations as figures."""
    (folder / "study.yaml").write_text(TEXT + "figures: figures.csv\n", encoding="utf-8")
    lines = ["state,partner,start,end,indicator,value,unit,source,release"]
    lines += [
        f"{v.state},{v.partner or ''},{v.start},{v.end},{v.indicator},{v.value},{v.unit},{v.source},{v.release}"
        for v in observations()
    ]
    (folder / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


SENTENCES = {
    "PAK": "We will expand our trade and our exports.",
    "VNM": "We hold military exercises and buy arms.",
    "IDN": "Our people build a port and roads.",
}
"""What each state says every year; Pakistan says the others' too in some years, and so do they."""


def write_debates(folder: Path) -> None:
    """Speeches of the three states as one table: those of the state under study are documents, the others voices."""
    rows = ["iso3,session,year,text"]
    for number, (state, own) in enumerate(SENTENCES.items()):
        for year in YEARS:
            also = [each for n, each in enumerate(SENTENCES.values(), 2) if (year + number) % n == 0]
            rows.append(f'{state},{year - 1945},{year},"{chr(10).join(dict.fromkeys((own, *also)))}"')
    (folder / "debates.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with (folder / "study.yaml").open("a", encoding="utf-8") as stream:
        entry = "path: debates.csv, layout: ungdc, kind: speech"
        stream.write(f"documents: [{{{entry}, where: {{iso3: PAK}}}}]\nvoices: [{{{entry}}}]\n")
        stream.write("coding: {suggesters: [lexicon]}\n")
