import pytest
from pydantic import ValidationError

from counterpoise.theory.lexicon import Lexicon


def test_a_theory_may_leave_out_any_part_of_its_lexicon() -> None:
    assert Lexicon().codes == Lexicon().effects == {}
    assert Lexicon().cues.negates == ()


def test_one_term_is_a_list_of_one_and_words_of_no_kind_that_there_is_are_refused() -> None:
    found = Lexicon.model_validate({"codes": {"aid": {"terms": "grant"}}, "cues": {"may": ["may", "might"]}})
    assert found.codes["aid"].terms == ("grant",)
    assert found.cues.may == ("may", "might")
    with pytest.raises(ValidationError, match=r"cues\.must"):
        Lexicon.model_validate({"cues": {"must": ["must"]}})
