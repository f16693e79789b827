"""RIS, also as Zotero, EndNote and the publishers export it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import rispy
from rispy.config import TAG_KEY_MAPPING

from counterpoise.documents.references.csl import Entry
from counterpoise.errors import Problem, did_you_mean

_TYPES = {
    "ABST": "article-journal",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "GEN": "document",
    "GOVDOC": "report",
    "HEAR": "hearing",
    "ICOMM": "webpage",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SER": "book",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
}
_TEXTS = {
    "ID": "id",
    "TI": "title",
    "T1": "title",
    "T2": "container-title",
    "JF": "container-title",
    "JO": "container-title",
    "BT": "container-title",
    "JA": "container-title-short",
    "J2": "container-title-short",
    "T3": "collection-title",
    "ST": "title-short",
    "VL": "volume",
    "IS": "issue",
    "PB": "publisher",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "ET": "edition",
    "DO": "DOI",
    "UR": "URL",
    "LA": "language",
    "AB": "abstract",
    "N2": "abstract",
    "M3": "genre",
    "N1": "note",
    "AN": "call-number",
    "DB": "source",
}
"""Tags under their CSL variables; of several under one variable the first that is there counts."""

_NAMES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor"}
_FILES = ("L1", "L2", "L4")
_SERIAL = ("article-journal", "article-magazine", "article-newspaper", "periodical")

_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}-(?: |$)(.*)", re.IGNORECASE)
_PARTICLES = re.compile(r"((?:[^\W\d_A-Z][\w'’-]*\s+)+)(\S.*)")
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?(?![\d])")
_DOI_ADDRESS = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def read_ris(text: str, name: str) -> tuple[list[Entry], list[Problem]]:
    """Every record of a RIS file as a CSL-JSON item, and what is wrong with it, by line.

    A record ends at its ER or, with a problem, where the next TY begins.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for line, lines in _records(text):
        place = f"{name}:{line}"
        tags, ended = _tags(lines)
        if not ended:
            problems.append(Problem(place, "the record has no ER line; read up to the next record"))
        if len(tags) < 2:
            problems.append(Problem(place, "the record holds nothing but its type; left out"))
            continue
        entries.append(Entry(place, _item(tags, place, problems)))
    return entries, problems


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record with the number of its first; whatever stands before a TY is passed over."""
    start = 0
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if (found := _LINE.match(line)) and found[1].upper() == "TY":
            if lines:
                yield start, lines
            start, lines = number, []
        if start:
            lines.append(line)
    if lines:
        yield start, lines


def _tags(lines: list[str]) -> tuple[Mapping[str, list[str]], bool]:
    """The values of each tag of a record, and whether it ends as a record should."""
    # rispy wants its tags in capitals, with two spaces, and drops a record without an end.
    spaced = []
    ended = False
    for line in lines:
        found = _LINE.match(line)
        if found and found[1].upper() == "ER":
            ended = True
            break
        if not line.strip():
            continue
        spaced.append(f"{found[1].upper()}  - {found[2]}" if found else line)
    mapping = {tag: tag for tag in TAG_KEY_MAPPING}
    record = rispy.loads(
        "\n".join([*spaced, "ER  - "]),
        mapping=mapping,
        list_tags=[tag for tag in mapping if tag not in ("TY", "AB", "N2", "TI", "T1", "UK")],
        delimiter_tags_mapping={},
    )[0]
    unknown = record.pop("UK", {})
    values = {**record, **unknown} if isinstance(unknown, Mapping) else record
    listed = {tag: [value] if isinstance(value, str) else value for tag, value in values.items() if tag}
    return {tag: kept for tag, of in listed.items() if (kept := [each for each in of if each])}, ended


def _item(tags: Mapping[str, list[str]], place: str, problems: list[Problem]) -> dict[str, Any]:
    said = tags.get("TY", [""])[0].upper()
    if said not in _TYPES:
        told = f"unknown type '{said}'{did_you_mean(said, _TYPES)}; read as a document"
        problems.append(Problem(place, told))
    item: dict[str, Any] = {"type": _TYPES.get(said, "document")}
    for tag, variable in _TEXTS.items():
        if tag in tags and variable not in item:
            item[variable] = tags[tag][0]
    for tag, variable in _NAMES.items():
        for name in tags.get(tag, []):
            item.setdefault(variable, []).append(_name(name))
    if pages := "-".join(tag for key in ("SP", "EP") for tag in tags.get(key, [])[:1]):
        item["page"] = pages
    if "SN" in tags:
        item["ISSN" if item["type"] in _SERIAL else "ISBN"] = tags["SN"][0]
    if "DOI" in item:
        item["DOI"] = _DOI_ADDRESS.sub("", item["DOI"])
    if "KW" in tags:
        item["keyword"] = ", ".join(tags["KW"])
    if date := next((tags[tag][0] for tag in ("DA", "PY", "Y1") if tag in tags), None):
        item["issued"] = _issued(date)
    if files := [path for tag in _FILES for path in tags.get(tag, [])]:
        item["custom"] = {"files": files}
    return item


def _name(text: str) -> dict[str, str]:
    """A name as RIS gives it, `family, given, suffix`; without a comma it is that of a body."""
    family, *rest = (part.strip() for part in text.split(","))
    if not any(rest):
        return {"literal": family or text}
    particle = _PARTICLES.fullmatch(family)
    read = {
        "family": particle[2] if particle else family,
        "given": rest[0],
        "suffix": ", ".join(rest[1:]),
        "non-dropping-particle": particle[1].strip() if particle else "",
    }
    return {key: value for key, value in read.items() if value}


def _issued(text: str) -> dict[str, Any]:
    found = _DATE.match(text.strip())
    if not found:
        return {"literal": text}
    return {"date-parts": [[int(part) for part in found.groups() if part]]}
