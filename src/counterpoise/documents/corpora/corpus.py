"""A corpus: many documents in one file, by its columns or by a layout that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from counterpoise.documents.bibliography import Record, declared, of_file_name
from counterpoise.documents.canonical import Block, set_text
from counterpoise.documents.corpora.frus import frus_parts
from counterpoise.documents.corpora.layouts import TABLE_LAYOUTS, TableLayout
from counterpoise.documents.corpora.rows import NumberedRow, Row, corpus_rows
from counterpoise.documents.dates import calendar_date
from counterpoise.documents.document import Declaration, Document, document_id
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean
from counterpoise.identity import sha256_of_file
from counterpoise.standing import STANDING_OF_KIND
from counterpoise.states import known_iso3, unknown_state
from counterpoise.studyfile import Columns

TEI_LAYOUT = "frus-tei"
CORPUS_LAYOUTS = (*TABLE_LAYOUTS, TEI_LAYOUT)
"""The names of the layouts of corpora."""

Where = Mapping[str, Sequence[str]]
"""Which rows are wanted: for a key of `Columns`, or a column, the values that it may have."""


@dataclass(frozen=True, slots=True)
class CorpusPart:
    """One document of a corpus: its name within the file, what the file says of it, and its text."""

    part: str
    record: Record
    blocks: tuple[Block, ...]


def corpus_documents(
    path: Path,
    place: str,
    declaration: Declaration,
    columns: Columns | None = None,
    where: Where | None = None,
    voices: Collection[str] | None = None,
) -> Iterator[Document | Problem]:
    """The documents of a corpus, one after the other, and what could not be read of it.

    What a row says comes before the declaration. Where the file says which state speaks, a row that does not
    say so has no origin, whatever is declared of the rest. With `voices` (ISO3), rows in which others speak by the word of the
    file are passed over. Raises CounterpoiseError as `corpus_parts` does.
    """
    digest = sha256_of_file(path)
    of_set = declared(declaration)
    stem = of_file_name(PurePosixPath(place).name.partition(".")[0]).title
    named = _says_origin(declaration.layout, columns)
    speaking = voices if named and declaration.on_behalf_of is None else None
    for found in corpus_parts(path, place, declaration.layout, columns, where, speaking):
        if isinstance(found, Problem):
            yield found
            continue
        text = set_text(found.blocks)
        if not text.text:
            yield Problem(f"{place}, {found.part}", "holds no text")
            continue
        record = found.record.or_else(of_set)
        yield Document(
            id=document_id(digest, found.part),
            title=record.title or f"{stem}, {found.part}",
            kind=record.kind or declaration.kind,
            origin=found.record.origin if named else record.origin,
            date=record.date,
            source=record.source or PurePosixPath(place).name,
            path=f"{place}#{found.part}",
            sha256=digest,
            text=text.text,
            parts=text.parts,
            on_behalf_of=declaration.on_behalf_of,
            stated=found.record.stated,
        )


def corpus_parts(
    path: Path,
    place: str,
    layout: str | None = None,
    columns: Columns | None = None,
    where: Where | None = None,
    origins: Collection[str] | None = None,
) -> Iterator[CorpusPart | Problem]:
    """The documents of a corpus in its own order, and a problem for each row that cannot be used.

    Either `layout` or `columns` says how the file is read; `place` is how the study names it. With `origins`, rows of a table
    are taken in which one of these states speaks (ISO3). No more than a
    few hundred rows are held at a time. Raises CounterpoiseError where the file is damaged or too large, where
    columns are missing, or where the layout is unknown.
    """
    if layout == TEI_LAYOUT:
        wanted = _values(where)
        if unknown := [key for key in wanted if key != "date"]:
            raise CounterpoiseError(
                Problem(place, f"the layout {TEI_LAYOUT} is chosen by 'date' only, not by '{unknown[0]}'")
            )
        for part, record, blocks in frus_parts(path, place):
            if _is_wanted({"date": record.date or ""}, wanted):
                yield CorpusPart(part, record, tuple(blocks))
        return
    yield from _table_parts(path, place, _table_layout(place, layout, columns), _values(where), origins)


def _table_layout(place: str, layout: str | None, columns: Columns | None) -> TableLayout:
    if layout is None:
        if columns is None:
            raise CounterpoiseError(Problem(place, "holds many documents; give its columns, or a layout"))
        return TableLayout(columns)
    if layout not in TABLE_LAYOUTS:
        near = did_you_mean(layout, CORPUS_LAYOUTS)
        raise CounterpoiseError(
            Problem(place, f"unknown layout '{layout}'{near or '; known: ' + ', '.join(CORPUS_LAYOUTS)}")
        )
    return TABLE_LAYOUTS[layout]


def _says_origin(layout: str | None, columns: Columns | None) -> bool:
    known = TABLE_LAYOUTS.get(layout or "")
    used = known.columns if known else columns
    return used is not None and used.origin is not None


def _table_parts(
    path: Path, place: str, layout: TableLayout, wanted: Where, origins: Collection[str] | None
) -> Iterator[CorpusPart | Problem]:
    columns = _by_key(layout.columns)
    chosen = {key: columns.get(key) or (key,) for key in wanted}
    names = [name for each in (*columns.values(), *chosen.values()) for name in each]
    seen: set[str] = set()
    for row in corpus_rows(path, place, names):
        if isinstance(row, Problem):
            yield row
            continue
        date = _date(row.cells, columns["date"])
        values = {key: _joined(row.cells, each, "_") for key, each in chosen.items()}
        if not _is_wanted(values | ({"date": date or ""} if "date" in values else {}), wanted):
            continue
        part = _joined(row.cells, columns["id"], "_") or f"row-{row.number}"
        where = f"{place}, row {row.number}"
        if part in seen:
            yield Problem(where, f"the id '{part}' stands in an earlier row; row skipped")
            continue
        seen.add(part)
        try:
            record = _record(row, columns, date, layout, where)
        except CounterpoiseError as error:
            said = _joined(row.cells, columns["origin"], " ")
            if origins is None or said in origins or said not in known_iso3():
                yield from error.problems
            continue
        if origins is not None and record.origin not in origins:
            continue
        blocks = layout.blocks(_joined(row.cells, columns["text"], "\n\n"))
        asked = [Block(text, "comment") for text in (_joined(row.cells, columns["asked"], "\n\n"),) if text]
        if not blocks:
            yield Problem(where, f"holds no text in {', '.join(columns['text'])}; row skipped")
            continue
        yield CorpusPart(part, record, (*asked, *blocks))


def _record(
    row: NumberedRow,
    columns: Mapping[str, tuple[str, ...]],
    date: str | None,
    layout: TableLayout,
    where: str,
) -> Record:
    """What a row says of its document. Raises CounterpoiseError with all that is wrong with it."""
    cells = row.cells
    written = _joined(cells, columns["date"], "-")
    kind, origin = (_joined(cells, columns[key], " ") or None for key in ("kind", "origin"))
    problems = [
        Problem(where, f"{name} is '{cells[name]}'; expected a whole number; row skipped")
        for name in layout.numbers
        if not cells[name].strip().isdecimal()
    ]
    if written and date is None and not problems:
        problems.append(
            Problem(where, f"'{written}' is no date such as 2015-04-20 or April 20, 2015; row skipped")
        )
    if origin and layout.origin is not None:
        origin = layout.origin(cells) if not problems else None
    elif origin and origin not in known_iso3():
        problems.append(Problem(where, f"{unknown_state(origin)}; row skipped"))
    if kind and kind not in STANDING_OF_KIND:
        problems.append(
            Problem(where, f"unknown kind '{kind}'{did_you_mean(kind, STANDING_OF_KIND)}; row skipped")
        )
    if problems:
        raise CounterpoiseError(*problems)
    own = Record(
        title=_joined(cells, columns["title"], ", ") or None,
        kind=kind,
        origin=origin,
        date=date,
        source=_joined(cells, columns["source"], ", ") or None,
    )
    return layout.record(cells, own).or_else(own)


def _by_key(columns: Columns) -> dict[str, tuple[str, ...]]:
    """The columns of each key, none where it is not given."""
    found = {key: getattr(columns, key) for key in Columns.model_fields}
    return {key: (each,) if isinstance(each, str) else tuple(each or ()) for key, each in found.items()}


def _joined(cells: Row, names: Sequence[str], between: str) -> str:
    return between.join(text for name in names if (text := cells[name].strip()))


def _date(cells: Row, names: Sequence[str]) -> str | None:
    return calendar_date(_joined(cells, names, "-"))


def _values(where: Where | None) -> dict[str, Sequence[str]]:
    """The wanted values as text, one or several."""
    return {key: [each] if isinstance(each, str) else list(each) for key, each in (where or {}).items()}


def _is_wanted(values: Mapping[str, str], wanted: Where) -> bool:
    """Whether a row has one of the wanted values of every key; a year stands for its days."""
    return all(
        any(
            values[key] == value or (key == "date" and values[key].startswith(f"{value}-"))
            for value in allowed
        )
        for key, allowed in wanted.items()
    )
