"""Machine suggestions for a study's documents: made once for each document, kept batch by batch."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from unicodedata import unidata_version

import polars as pl

from counterpoise.coding.actors import Name, actors_of
from counterpoise.coding.bm25 import DefinitionCoder
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.documents.document import Document
from counterpoise.documents.passages import passages
from counterpoise.evidence import Coding, Link, Passage, passage_of
from counterpoise.identity import code_digest, identifier, reader_versions
from counterpoise.ledger.events import NewEvent
from counterpoise.study import Study
from counterpoise.studyfile import Actor
from counterpoise.theory.elements import CueWords, Terms, Theory
from counterpoise.workspace import Step, Workspace

DECIDED_BY = ("coding", "documents", "theory/terms", "evidence", "identity", "standing", "states")
"""The parts of the program that decide what is suggested for a document, given its text."""

READERS = ("numpy", "polars")
"""The libraries that they read and reckon with."""

BATCH = 25
"""How many documents' suggestions are kept as one object; a process that is killed loses fewer than these."""

JUDGEMENT_SCHEMA: dict[str, type[pl.DataType]] = {
    "document": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "page": pl.Int64,
    "heading": pl.String,
    "code": pl.String,
    "effect": pl.String,
    "power": pl.String,
    "direction": pl.String,
    "sign": pl.Int8,
    "coder": pl.String,
    "score": pl.Float64,
    "reason": pl.String,
}
"""One row for each judgement. A coding has no effect and no sign; a link has both, and its code is the factor."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the machine coders suggest, the passages that it stands on, and the work done."""

    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    links: tuple[Link, ...]
    coded: int
    kept: int


def codebook_of(theory: Theory) -> Codebook:
    """The codebook that coders use, from a theory's codes, effects and lexicon."""
    lexicon = theory.lexicon
    return Codebook(
        codes={
            code: _terms_of(
                says, theory.group_of[code], lexicon.codes.get(code), adverse=code in lexicon.adverse
            )
            for code, says in theory.definitions.items()
        },
        effects={
            effect: _terms_of(says, "effects", lexicon.effects.get(effect))
            for effect, says in theory.effects.items()
        },
        cues=_cues_of(lexicon.cues),
        systemic=frozenset(theory.systemic),
    )


def _cues_of(told: CueWords) -> Cues:
    return Cues(
        strengthens=told.strengthens,
        weakens=told.weakens,
        negates=told.negates,
        denies=told.denies,
        burdens=told.burdens,
        both=told.both_powers,
    )


def _terms_of(definition: str, group: str, entry: Terms | None, *, adverse: bool = False) -> CodeTerms:
    return CodeTerms(definition, group, **(entry or Terms()).model_dump(), adverse=adverse)


def suggest(study: Study, workspace: Workspace, documents: Sequence[Document], step: Step) -> Suggested:
    """Codings and links for every passage of some documents; documents coded before by the same coder are not redone."""
    actors = study.declared.actors
    further = {"state": _names(actors.state), "a": _names(actors.a), "b": _names(actors.b)}
    known = actors_of(study.state, study.powers["a"], study.powers["b"], further)
    codebook = codebook_of(study.theory)
    coder = LexiconCoder(codebook, known, study.declared.dictionaries)
    key = identifier(
        **_decided_by(coder.coder),
        actors=asdict(known),
        dictionaries={name: list(words) for name, words in study.declared.dictionaries.items()},
    )
    named = {
        document.id: str(event.body["object"])
        for document in documents
        if (event := workspace.now.codings.get((document.id, coder.coder))) is not None
        and event.key == key
        and event.body.get("seen", {}).get(document.id) == _seen(document)
    }
    contents = {name: workspace.kept(name) for name in sorted(set(named.values()))}
    stored = {id_: name for id_, name in named.items() if contents[name] is not None}
    fresh = [document for document in documents if document.id not in stored]
    tables = [
        pl.read_parquet(content).filter(
            pl.col("document").is_in([id_ for id_, place in stored.items() if place == name])
        )
        for name, content in contents.items()
        if content is not None
    ]
    tables += _judge(coder, fresh, workspace, key, step)
    by_id = {document.id: document for document in documents}
    first = _evidence_of(pl.concat([pl.DataFrame(schema=JUDGEMENT_SCHEMA), *tables]), by_id)
    seconds = _second_opinions(study, workspace, codebook, list(first.passages.values()))
    return Suggested(
        passages=first.passages,
        codings=(*first.codings, *_evidence_of(seconds, by_id).codings),
        links=first.links,
        coded=len(fresh),
        kept=len(stored),
    )


def _second_opinions(
    study: Study, workspace: Workspace, codebook: Codebook, coded: Sequence[Passage]
) -> pl.DataFrame:
    """What the definition coder suggests for the passages that the lexicon coder found to bear on the case.

    It weighs passages against each other, so a change in one of them redoes them all.
    """
    if "definition" not in study.declared.coding.suggesters or not coded:
        return pl.DataFrame(schema=JUDGEMENT_SCHEMA)
    coder = DefinitionCoder(codebook)
    key = identifier(
        **_decided_by(coder.coder),
        passages=sorted(passage.id for passage in coded),
    )
    known = workspace.find("codings.suggested", key)
    stored = workspace.kept(str(known.body["object"])) if known is not None else None
    if stored is not None:
        return pl.read_parquet(stored)
    by_id = {passage.id: passage for passage in coded}
    table = _table(
        _place(by_id[coding.passage]) | _told(coding) for coding in coder.code_passages(list(by_id.values()))
    )
    _record(workspace, table, key, coder.coder, {})
    return table


def _decided_by(coder: str) -> dict[str, object]:
    """All but the input that decides what a coder says: itself, the program's parts and its libraries."""
    return {
        "coder": coder,
        "code": code_digest(*DECIDED_BY),
        "readers": reader_versions(*READERS),
        "unicode": unidata_version,
    }


def _judge(
    coder: LexiconCoder, documents: Sequence[Document], workspace: Workspace, key: str, step: Step
) -> list[pl.DataFrame]:
    """Code documents and keep what is suggested batch by batch; interrupted, whole documents stay kept."""
    tables: list[pl.DataFrame] = []
    rows: list[dict[str, object]] = []
    done: dict[str, str] = {}

    def keep() -> None:
        table = _table(each for each in rows if each["document"] in done)
        _record(workspace, table, key, coder.coder, done)
        tables.append(table)
        rows.clear()
        done.clear()

    try:
        for number, document in enumerate(documents):
            step("codings", number, len(documents))
            rows += _judged(coder, document)
            done[document.id] = _seen(document)
            if len(done) == BATCH:
                keep()
    finally:
        if done:
            keep()
    return tables


def _seen(document: Document) -> str:
    """Name all that a coder sees of a document; its id says only which bytes it was read from."""
    return identifier(
        text=document.text,
        pages=document.pages,
        headings=document.headings,
        origin=document.voice,
        year=document.year,
    )


def _record(
    workspace: Workspace, table: pl.DataFrame, key: str, coder: str, documents: Mapping[str, str]
) -> None:
    """Keep suggestions as one Parquet object and say so in one event.

    `coder` names who suggested them, with its rules and codebook; `key` all that they depend on but the documents.
    """
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    body = {
        "key": key,
        "object": workspace.objects.put(buffer.getvalue()),
        "coder": coder,
        "documents": list(documents),
        "seen": dict(documents),
    }
    workspace.record([NewEvent("codings.suggested", coder, body)])


def _names(actors: Iterable[Actor]) -> tuple[Name, ...]:
    return tuple(Name(actor.name, actor.from_year, actor.to_year) for actor in actors)


def _judged(coder: LexiconCoder, document: Document) -> Iterator[dict[str, object]]:
    for passage in passages(document):
        codings, links = coder.code_passage(passage, origin=document.voice, year=document.year)
        place = _place(passage)
        for coding in codings:
            yield place | _told(coding)
        for link in links:
            yield place | {
                "code": link.factor,
                "effect": link.effect,
                "power": link.power,
                "sign": link.sign,
                "coder": link.coder,
                "reason": link.reason,
            }


def _place(passage: Passage) -> dict[str, object]:
    return {
        "document": passage.document,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "heading": passage.heading,
    }


def _told(coding: Coding) -> dict[str, object]:
    return {
        "code": coding.code,
        "power": coding.power,
        "direction": coding.direction,
        "coder": coding.coder,
        "score": coding.score,
        "reason": coding.reason,
    }


def _table(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=JUDGEMENT_SCHEMA)


@dataclass(frozen=True, slots=True)
class _Read:
    """Judgements as evidence, with their passages."""

    passages: Mapping[str, Passage]
    codings: tuple[Coding, ...]
    links: tuple[Link, ...]


def _evidence_of(table: pl.DataFrame, documents: Mapping[str, Document]) -> _Read:
    found: dict[str, Passage] = {}
    codings, links = [], []
    for row in table.sort("document", "start", "code", maintain_order=True).iter_rows(named=True):
        text = documents[row["document"]].text
        passage = passage_of(row["document"], text, row["start"], row["end"], row["page"], row["heading"])
        found.setdefault(passage.id, passage)
        if row["effect"] is None:
            codings.append(
                Coding(
                    passage.id,
                    row["code"],
                    row["power"],
                    row["direction"],
                    row["coder"],
                    row["score"],
                    row["reason"],
                )
            )
        else:
            links.append(
                Link(
                    passage.id,
                    row["code"],
                    row["effect"],
                    row["power"],
                    row["sign"],
                    row["coder"],
                    row["reason"],
                )
            )
    return _Read(found, tuple(codings), tuple(links))
