"""Print: where the words of documents stand on their pages, taken from what is kept of them when it is asked for."""

from __future__ import annotations

from counterpoise.documents.document import Document
from counterpoise.documents.pdf.boxes import Box, Glyphs
from counterpoise.ledger.objects import ObjectStore


class Print:
    """The boxes of quotations; of the documents asked for the last one is held, so ask for them one by one."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._held: tuple[str, Glyphs] | None = None

    def boxes(self, document: Document, start: int, end: int) -> tuple[Box, ...]:
        """A box for each printed line of a span of code points, and none where a document has no print.

        Raises CounterpoiseError where what is kept of the document is lost or damaged.
        """
        if document.boxes is None:
            return ()
        if self._held is None or self._held[0] != document.boxes:
            self._held = document.boxes, Glyphs.from_bytes(self._objects.get(document.boxes))
        return self._held[1].boxes(start, end)
