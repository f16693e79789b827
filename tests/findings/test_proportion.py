from dataclasses import replace

import pytest

from counterpoise.findings.claim import Weighing
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.proportion import share_number, wilson


def test_at_either_end_the_share_lies_as_far_as_the_normal_lets_it():
    # Wilson (1927), JASA 22: the ends are the shares p of which |some / of - p| is z standard errors of p itself.
    for some, of in ((8, 10), (3, 5), (1, 40)):
        for end in wilson(some, of):
            assert abs(some / of - end) == pytest.approx(1.6448536 * (end * (1 - end) / of) ** 0.5, rel=1e-6)
    assert wilson(0, 5)[0] == pytest.approx(0.0, abs=1e-12)
    assert wilson(5, 5)[1] == 1.0


def test_a_share_has_its_interval_and_the_years_of_what_was_counted(miniature: Findings):
    documents = [replace(miniature.coded[0].document, date=date) for date in ("2003-09-20", "2001", None)]
    weighing = Weighing((("on one power", 3),), (("on more than one power", 2),), judged="work")
    number = share_number(weighing, documents, ("id",))
    assert (number.label, number.text, number.years) == ("Share on one power", "0.60", "2001-03")
    assert number.unit == "of 5 judged, each a work"
    assert number.interval == "90 % interval 0.27 to 0.86"
    assert share_number(weighing, documents[2:], ()).years == "–"
