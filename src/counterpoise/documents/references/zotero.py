"""Zotero's export of a library as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from counterpoise.documents.references.csl import Entry
from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

_TYPES = {
    "artwork": "graphic",
    "audioRecording": "song",
    "bill": "bill",
    "blogPost": "post-weblog",
    "book": "book",
    "bookSection": "chapter",
    "case": "legal_case",
    "computerProgram": "software",
    "conferencePaper": "paper-conference",
    "dataset": "dataset",
    "dictionaryEntry": "entry-dictionary",
    "document": "document",
    "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia",
    "film": "motion_picture",
    "forumPost": "post",
    "hearing": "hearing",
    "instantMessage": "personal_communication",
    "interview": "interview",
    "journalArticle": "article-journal",
    "letter": "personal_communication",
    "magazineArticle": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "newspaperArticle": "article-newspaper",
    "patent": "patent",
    "podcast": "song",
    "preprint": "article",
    "presentation": "speech",
    "radioBroadcast": "broadcast",
    "report": "report",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "tvBroadcast": "broadcast",
    "videoRecording": "motion_picture",
    "webpage": "webpage",
}
_TEXTS = {
    "Key": "id",
    "Title": "title",
    "Publication Title": "container-title",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "DOI": "DOI",
    "Url": "URL",
    "Abstract Note": "abstract",
    "Pages": "page",
    "Issue": "issue",
    "Number": "number",
    "Volume": "volume",
    "Journal Abbreviation": "container-title-short",
    "Short Title": "title-short",
    "Series": "collection-title",
    "Publisher": "publisher",
    "Place": "publisher-place",
    "Language": "language",
    "Type": "genre",
    "Edition": "edition",
    "Extra": "note",
}
_NAMES = {
    "Author": "author",
    "Editor": "editor",
    "Translator": "translator",
    "Series Editor": "collection-editor",
}
_NEEDED = ("Item Type", "Title")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def read_zotero_csv(text: str, name: str) -> tuple[list[Entry], list[Problem]]:
    """Every row of a Zotero CSV export as a CSL-JSON item, and what is wrong with it, by line.

    Attachments and notes, which have rows of their own, are no references and are passed over. Raises
    CounterpoiseError where the header is not Zotero's.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    entries: list[Entry] = []
    problems: list[Problem] = []
    line = 1
    try:
        missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
        if missing:
            told = f"has no column {', '.join(missing)}; expected a CSV that Zotero exported"
            raise CounterpoiseError(Problem(f"{name}:1", told))
        line = rows.line_num + 1
        for row in rows:
            said = {column: value.strip() for column, value in row.items() if isinstance(value, str)}
            if said.get("Item Type") not in ("attachment", "note", "annotation"):
                entries.append(Entry(f"{name}:{line}", _item(said, f"{name}:{line}", problems)))
            line = rows.line_num + 1
    except csv.Error as error:
        problems.append(Problem(f"{name}:{line}", f"cannot be read on from here: {error}"))
    return entries, problems


def _item(row: Mapping[str, str], place: str, problems: list[Problem]) -> dict[str, Any]:
    said = row.get("Item Type", "")
    if said not in _TYPES:
        told = f"unknown type '{said}'{did_you_mean(said, _TYPES)}; read as a document"
        problems.append(Problem(place, told))
    item: dict[str, Any] = {"type": _TYPES.get(said, "document")}
    item |= {variable: row[column] for column, variable in _TEXTS.items() if row.get(column)}
    for column, variable in _NAMES.items():
        if names := [_name(each) for each in row.get(column, "").split(";") if each.strip()]:
            item[variable] = names
    if date := next(
        (row[column] for column in ("Date", "Publication Year") if _ISO.fullmatch(row.get(column, ""))), None
    ):
        item["issued"] = {"date-parts": [[int(part) for part in date.split("-")]]}
    elif date := row.get("Date"):
        item["issued"] = {"literal": date}
    if files := [each.strip() for each in row.get("File Attachments", "").split(";") if each.strip()]:
        item["custom"] = {"files": files}
    if tags := row.get("Manual Tags"):
        item["keyword"] = ", ".join(tag.strip() for tag in tags.split(";"))
    return item


def _name(text: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": family}
