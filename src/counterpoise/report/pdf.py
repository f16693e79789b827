"""The report as a PDF for archives and screen readers (PDF/A-2a and PDF/UA-1), set by typst."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import regex

from counterpoise.findings.numbers import Number
from counterpoise.publicdata.works import with_works
from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.outline import Cell, Figure, Outline, Statement
from counterpoise.report.plain import observed, places, plain
from counterpoise.report.vegalite import WIDE
from counterpoise.report.whole import write_whole

OWN_FONTS = '("Libertinus Serif", "DejaVu Sans Mono")'
"""Fonts that typst brings with it: with them a PDF is the same on every machine."""

_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


def write_pdf(outline: Outline, path: Path) -> None:
    """Write the report as one PDF, whole or not at all; the same for the same outline where the fonts are the same.

    Text in a script that no font at hand has is replaced by a note of how much stands there, since neither standard
    allows letters that cannot be shown.
    """
    import typst

    told = _told(outline)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "drawn.json").write_text(json.dumps(_draw(outline, place)), encoding="utf-8")
        (place / "places.json").write_text(json.dumps(places(outline)), encoding="utf-8")
        template = files("counterpoise.report").joinpath("templates/report.typ").read_text(encoding="utf-8")
        (place / "report.typ").write_text(f"#let fonts = {OWN_FONTS}\n{template}", encoding="utf-8")

        def compile_(system_fonts: bool) -> bytes:
            (place / "outline.json").write_text(json.dumps(told), encoding="utf-8")
            found: bytes = typst.compile(
                str(place / "report.typ"),
                format="pdf",
                pdf_standards=["a-2a", "ua-1"],
                ignore_system_fonts=not system_fonts,
                timestamp=0,
            )
            return found

        pdf = _with_fonts_at_hand(compile_, told, typst.TypstError)
    write_whole(pdf, path)


def _with_fonts_at_hand(
    compile_: Callable[[bool], bytes], told: dict[str, Any], refused: type[Exception]
) -> bytes:
    """Set the report with typst's own fonts, else with the machine's, else without the scripts that none has."""
    system_fonts = False
    lacking: set[str] = set()
    while True:
        try:
            return compile_(system_fonts)
        except refused as error:
            found = _NO_GLYPH.search(str(error))
            if found is None:
                raise
            if not system_fonts:
                system_fonts = True
                continue
            unknown = _script(found[1])
            if unknown in lacking:
                raise
            lacking.add(unknown)
            told |= _without(told, regex.compile(unknown))


def _script(text: str) -> str:
    """A pattern for the script of the first letter of a text, or for its first character where it is no letter."""
    for name in _SCRIPTS:
        if regex.match(rf"\p{{Script={name}}}", text):
            return rf"\p{{Script={name}}}(?:[\p{{Script={name}}}\p{{Common}}\p{{Inherited}}]*\p{{Script={name}}})?"
    return f"{regex.escape(text[0])}+"


_SCRIPTS = (
    *(
        "Han",
        "Hiragana",
        "Katakana",
        "Hangul",
        "Arabic",
        "Hebrew",
        "Devanagari",
        "Bengali",
        "Thai",
        "Khmer",
        "Lao",
    ),
    *(
        "Myanmar",
        "Sinhala",
        "Tamil",
        "Georgian",
        "Armenian",
        "Ethiopic",
        "Mongolian",
        "Tibetan",
        "Gurmukhi",
        "Gujarati",
    ),
)


def _without(value: Any, unknown: regex.Pattern[str]) -> Any:
    """A plain value whose texts say how much stands where letters cannot be shown."""
    if isinstance(value, dict):
        return {key: _without(each, unknown) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, unknown) for each in value]
    if isinstance(value, str):
        return unknown.sub(lambda found: f"[{len(found[0])} characters that no font at hand has]", value)
    return value


def _told(outline: Outline) -> dict[str, Any]:
    """The outline as plain values, with numbers as a reader sees them and what of a cell is empty and a statement divides."""
    told = plain(outline)
    empty = {cell.id: cell.empty for cell in outline.cells()}
    sides = {block.id: plain(block.sides) for block in outline.blocks() if isinstance(block, Statement)}

    def finish(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("kind_of") == Cell.__name__:
                value["empty"] = empty[value["id"]]
            if value.get("kind_of") == Number.__name__:
                value["source"] = with_works(value["source"])
            if value.get("kind_of") == Statement.__name__:
                value["sides"] = sides[value["id"]]
            if value.get("kind_of") == "DataTable":
                value["rows"] = [
                    [each if isinstance(each, dict) else observed(each) for each in row]
                    for row in value["rows"]
                ]
            for each in value.values():
                finish(each)
        elif isinstance(value, list):
            for each in value:
                finish(each)

    finish(told)
    assert isinstance(told, dict)
    # Screen readers are promised a title.
    return told if told["title"].strip() else {**told, "title": "Report"}


def _draw(outline: Outline, folder: Path) -> dict[str, dict[str, object]]:
    """Write each chart as a drawing in a folder; gives for each figure its file and its numbered events."""
    found: dict[str, dict[str, object]] = {}
    for place, figure in enumerate(block for block in outline.blocks() if isinstance(block, Figure)):
        name = f"figure-{place}.svg"
        (folder / name).write_text(draw(figure, WIDE), encoding="utf-8")
        events = [(number, event.date, event.label) for number, event in numbered(figure.chart)]
        found[figure.id] = {"file": name, "events": events}
    return found
