"""The report's claims annotated with their passages, for Annotation for Transparent Inquiry: W3C Web Annotations as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from counterpoise.report.outline import Outline, Quotation, Statement
from counterpoise.report.phrases import source_line
from counterpoise.report.plain import printable
from counterpoise.report.whole import write_whole

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Json = dict[str, Any]


def write_annotations(outline: Outline, path: Path) -> None:
    """Write the annotations as one file, whole or not at all; the same bytes for the same outline.

    What is annotated is the page `report.html` beside the file, or the page of the file's own name.
    """
    collection = annotation_collection(outline, f"{path.stem}.html")
    write_whole((json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode(), path)


def annotation_collection(outline: Outline, page: str) -> Json:
    """Every question, hypothesis, debate and claim of a page with each of its passages, as one annotation collection.

    An annotation's target is the sentence on the page; its bodies are the analytic note (verdict and reasons), the excerpt in its
    source, what the source is, and on which side the passage stands. The model is the Web Annotation Data Model (W3C
    Recommendation, 23 February 2017); what an annotation holds is that of Annotation for Transparent Inquiry (Qualitative Data
    Repository): analytic note, excerpt, citation and link.
    """
    items = [
        annotation
        for block in outline.blocks()
        if isinstance(block, Statement)
        for annotation in _of_statement(block, page)
    ]
    return {
        "@context": CONTEXT,
        "id": f"{_address(page)}#annotations",
        "type": "AnnotationCollection",
        "label": printable(outline.title),
        "summary": printable(" ".join(outline.notices)),
        "total": len(items),
        "first": {
            "id": f"{_address(page)}#annotations-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _of_statement(statement: Statement, page: str) -> Iterator[Json]:
    note = "\n".join((f"{statement.verdict} ({statement.kind}).", *statement.reasons))
    target = {
        "type": "SpecificResource",
        "source": _address(page),
        "selector": {
            "type": "FragmentSelector",
            "value": statement.id,
            "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
            "refinedBy": {"type": "TextQuoteSelector", "exact": printable(statement.text)},
        },
    }
    shown = ((side, each) for side, passages in statement.sides for each in passages)
    for number, (side, passage) in enumerate(shown, start=1):
        yield {
            "id": f"{_address(page)}#{statement.id}.annotation{number}",
            "type": "Annotation",
            "motivation": "commenting",
            "target": target,
            "body": [
                _text("commenting", note),
                {"type": "SpecificResource", "purpose": "linking", **_excerpt(passage)},
                _text("describing", source_line(passage)),
                _text("tagging", side),
            ],
        }


def _excerpt(passage: Quotation) -> Json:
    """Where a passage stands: by its words and those around it, and by its page where it has one."""
    words: Json = {
        "type": "TextQuoteSelector",
        "exact": printable(passage.text),
        "prefix": printable(passage.before),
        "suffix": printable(passage.after),
    }
    selectors: list[Json] = [words]
    if passage.page is not None:
        selectors.append(
            {
                "type": "FragmentSelector",
                "value": f"page={passage.page}",
                "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
            }
        )
    return {"source": _address(passage.path), "selector": selectors}


def _text(purpose: str, value: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": printable(value)}


def _address(path: str) -> str:
    """A path as a relative address; the part after # names a document within a file."""
    return quote(path, safe="/#")
