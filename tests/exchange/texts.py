"""Documents of a study in miniature, and codings on them."""

from __future__ import annotations

from counterpoise.documents.document import Document
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord, ReviewRecord


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
MEMOS = (
    MemoRecord("Amina", "document", "A speech for an audience at home.", "aa"),
    MemoRecord("Bilal", "document", "Its date is that of the print.\n\nNot of the speech.", "aa"),
    MemoRecord("Amina", "passage", "holds\x00what no XML can", "aa", 3, 16),
    MemoRecord("Carla", "passage", "Nobody coded this.", "bb", 0, 5),
    MemoRecord("Amina", "code", "Goods only?", code="trade"),
    MemoRecord("Bilal", "code", "Goods and services.", code="trade"),
    MemoRecord("Bilal", "code", "Named by nobody yet.", code="hedging"),
)
REVIEWS = (
    ReviewRecord("aa", 0, 17, "Amina"),
    ReviewRecord("aa", 19, 63, "Amina"),
    ReviewRecord("aa", 0, 17, "Carla", adjudicates=True),
)
REFUSALS = (
    CodingRecord("aa", 0, 17, "trade", "Amina", "b", "weakens", "rejected", "a slogan"),
    CodingRecord("aa", 0, 17, "aid", "Amina", "none", "none", "rejected"),
)
CODES = ("trade", "aid", "ports", "dependence")
