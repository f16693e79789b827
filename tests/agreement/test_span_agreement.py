import pytest

from counterpoise.agreement.alpha_u import alpha_u
from counterpoise.agreement.comparison import CodedText, ReviewedPassage, compare, frame_of
from counterpoise.agreement.continuum import Stretch, continuum_of
from counterpoise.agreement.span_agreement import span_agreement
from tests.agreement.published import UNITIZED

REVIEWED = [ReviewedPassage("d", 150, 450, coder) for coder in ("i", "j")]


def coded(spans=UNITIZED) -> list[CodedText]:
    return [
        CodedText(each.document, each.start, each.end, each.code, "a", "none", each.coder) for each in spans
    ]


def test_spans_of_the_worked_example() -> None:
    # Krippendorff (2004), Content Analysis, 2nd ed., p. 254: alpha_c .7286, overall .859.
    found = span_agreement(compare(frame_of(coded(), REVIEWED, ("c", "k", "n")), ("i", "j")), 1)
    assert found.alpha_u.value == pytest.approx(0.859, abs=5e-4)
    assert found.of_code["c"].value == pytest.approx(0.7286, abs=5e-5)
    assert set(found.of_code) == {"c", "k"}
    assert (found.length, found.spans) == (300, (4, 5))
    assert found.alpha_u.interval.reason.startswith("not enough documents")


def test_the_family_has_no_value_where_a_coder_gave_two_codes_to_one_text() -> None:
    # In the example c and k of either observer overlap from 225, and from 220, to 240.
    found = span_agreement(compare(frame_of(coded(), REVIEWED, ()), ("i", "j")), 1)
    assert {each.value for each in found.family.values()} == {None}
    assert "two codes to the same text in 2 places, first d, 225" in found.family["cu"].coefficient.reason
    apart = [each for each in UNITIZED if (each.code, each.start) != ("k", 180)]
    found = span_agreement(compare(frame_of(coded(apart), REVIEWED, ()), ("i", "j")), 1)
    assert found.family["u"].value is not None
    assert found.family["cu"].value == pytest.approx(1)


def test_only_text_that_all_went_through_is_compared() -> None:
    seen = [ReviewedPassage("d", 150, 450, "i"), ReviewedPassage("d", 150, 310, "j")]
    found = span_agreement(compare(frame_of(coded(), seen, ()), ("i", "j")), 1)
    line = continuum_of([Stretch("d", 150, 310)])
    assert found.length == 160
    assert found.alpha_u.value == pytest.approx(alpha_u(UNITIZED, line, ("i", "j")).overall.value)


def test_nothing_marked_has_no_value() -> None:
    found = span_agreement(compare(frame_of([], REVIEWED, ("c",)), ("i", "j")), 1)
    assert (found.alpha_u.value, found.of_code, found.spans) == (None, {}, (0, 0))
