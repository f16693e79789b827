from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from counterpoise.coding.llm.answer import SCORE, Answer, SaidCoding, checked
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import passage_of

TEXT = "Before. We expand our trade\n\nwith both powers (and more). After."
SEEN = Seen(passage_of("d", TEXT, 8, 57))


def said(code: str, quotation: str, power: str = "a") -> SaidCoding:
    return SaidCoding(code=code, power=power, direction="none", quotation=quotation, reason="So.")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quotation", "found"),
    [
        ("expand our trade", "expand our trade"),
        ("our trade with both", "our trade\n\nwith both"),
        ("powers (and more)", "powers (and more)"),
        ("  We  ", "We"),
        ("Expand our trade", None),
        ("our trade with two", None),
        ("Before.", None),
        ("After.", None),
        ("more). After", None),
        ("rade with", None),
        ("our trad", None),
        (" ", None),
        ("", None),
    ],
)
def test_a_quotation_has_to_stand_in_the_passage(quotation: str, found: str | None) -> None:
    codings, refused = checked(Answer(codings=(said("trade", quotation),)), SEEN, ["trade"], "llm/1.x")
    if found is None:
        assert codings == ()
        assert refused[0].what.endswith("which are not in the passage")
    else:
        (coding,) = codings
        assert coding.span is not None
        assert TEXT[slice(*coding.span)] == found
        assert (coding.coder, coding.score, coding.status) == ("llm/1.x", SCORE, "suggested")


def test_a_quotation_of_a_script_that_does_not_part_words_may_begin_anywhere() -> None:
    text = "中国和巴基斯坦扩大贸易合作。"
    seen = replace(SEEN, passage=passage_of("d", text, 0, len(text)))
    ((coding,), refused) = checked(Answer(codings=(said("trade", "扩大贸易"),)), seen, ["trade"], "llm/1.x")
    assert refused == ()
    assert text[slice(*coding.span or (0, 0))] == "扩大贸易"


def test_unknown_and_doubled_codes_are_named() -> None:
    answer = Answer(
        codings=(
            said("Trade", "trade"),
            said("trade", "trade"),
            said("trade", "expand"),
            said("trade", "We", "b"),
        )
    )
    codings, refused = checked(answer, SEEN, ["trade"], "llm/1.x")
    assert [coding.power for coding in codings] == ["a", "b"]
    assert [each.what for each in refused] == [
        "the model gives 'Trade', which is no code of the codebook - did you mean 'trade'?",
        "the model gives 'trade' for power a twice; the first counts",
    ]
    (long,) = checked(Answer(codings=(said("x" * 100, "trade"),)), SEEN, [], "c")[1]
    assert f"'{'x' * 60}…'" in long.what


@given(st.text(max_size=30))
def test_whatever_is_quoted_the_span_lies_in_the_passage_and_says_the_same(quotation: str) -> None:
    codings, refused = checked(Answer(codings=(said("trade", quotation),)), SEEN, ["trade"], "c")
    assert len(codings) + len(refused) == 1
    for coding in codings:
        assert coding.span is not None
        start, end = coding.span
        assert SEEN.passage.start <= start < end <= SEEN.passage.end
        assert TEXT[start:end].split() == quotation.split()


def test_an_answer_of_another_shape_is_none() -> None:
    with pytest.raises(ValidationError):
        Answer.model_validate_json('{"codings": [{"code": "trade", "power": "c"}]}')
