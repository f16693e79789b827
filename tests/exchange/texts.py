"""Documents of a study in miniature, and codings on them."""

from __future__ import annotations

from counterpoise.documents.document import Document
from counterpoise.exchange.records import CodingRecord, LinkRecord


def document(id_: str, text: str, title: str = "Address") -> Document:
    return Document(
        id=id_,
        title=title,
        kind="speech",
        origin="USA",
        date="2005",
        source="s",
        path=f"documents/{id_}.txt",
        sha256=id_,
        text=text,
    )


SPEECH = document("aa", "We 😀 value trade.\n\nAid, though, brings dependence — and “debt”.")
PAPER = document("bb", "Ports matter.", "Paper")
DOCUMENTS = (SPEECH, PAPER)

CODINGS = (
    CodingRecord("aa", 3, 16, "trade", "Amina", "a", "strengthens", memo="Ask again.", reason="plain"),
    CodingRecord(
        "aa",
        3,
        16,
        "trade",
        "lexicon/5.ab",
        "b",
        "weakens",
        "suggested",
        "said \x07",
        "",
        0.1 + 0.2,
        (11, 16),
    ),
    CodingRecord("aa", 3, 16, "trade", "Bilal", status="rejected"),
    CodingRecord("aa", 19, 22, "aid", "Bilal\x1b", "both"),
    CodingRecord("bb", 0, 13, "ports", "Amina", memo="holds\x00what no XML can"),
)
LINKS = (
    LinkRecord("aa", 19, 40, "aid", "dependence", "lexicon/5.ab", "a", 1, "brings"),
    LinkRecord("bb", 0, 5, "aid", "dependence", "lexicon/5.ab", "none", -1),
)
CODES = ("trade", "aid", "ports", "dependence")
