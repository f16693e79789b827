from dataclasses import replace

import pytest

from counterpoise.documents.document import Declaration
from counterpoise.documents.intake import document_of
from counterpoise.documents.print import Print
from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.objects import ObjectStore
from tests.documents.pdf_in_miniature import made, paragraph

LINES = ["The two governments deepen their trade,", "and neither of them says why it does so."]


def test_a_quotation_has_a_box_for_each_of_its_lines(tmp_path):
    objects = ObjectStore(tmp_path)
    document = document_of(made([paragraph(LINES, 72, 700)]), "a.pdf", Declaration("speech"), objects.put)
    start = document.text.index("their trade")
    boxes = Print(objects).boxes(document, start, start + len("their trade, and neither"))
    assert [box.page for box in boxes] == [1, 1]
    assert boxes[0].bottom > boxes[1].top
    # Courier is .6 em wide, so the 28th sign of a line of 10 points begins 162 points from its left end.
    assert boxes[0].left == pytest.approx(72 + 6 * LINES[0].index("their"), abs=1.5)


def test_what_has_no_print_has_no_boxes_and_what_was_lost_is_named(tmp_path):
    document = document_of(b"Words.", "a.txt", Declaration("speech"))
    assert Print(ObjectStore(tmp_path)).boxes(document, 0, 5) == ()
    with pytest.raises(CounterpoiseError, match="is missing"):
        Print(ObjectStore(tmp_path)).boxes(replace(document, boxes="0" * 64), 0, 5)
