"""What a document counts as: first-hand, second-hand, a data note, or the paper whose claims are tested."""

from __future__ import annotations

from typing import Literal, get_args

Standing = Literal["first-hand", "second-hand", "data note", "under test"]

STANDING_OF_KIND: dict[str, Standing] = {
    "speech": "first-hand",
    "law": "first-hand",
    "treaty": "first-hand",
    "report": "first-hand",
    "interview": "first-hand",
    "literature digest": "second-hand",
    "scholarly": "second-hand",
    "strategic assessment": "second-hand",
    "news": "second-hand",
    "data note": "data note",
    "paper under test": "under test",
}
"""What a document counts as, by its kind. What is under test is quoted and never counted."""

COUNTED: tuple[Standing, ...] = tuple(s for s in get_args(Standing) if s != "under test")
"""The standings that are counted, each in its own column."""
