import pytest
from pydantic import ValidationError

from counterpoise.theory.element import Element, Text, Words


class Named(Element):
    name: Text
    words: Words = ()


def test_one_value_stands_for_a_list_of_one_and_a_whole_number_for_itself() -> None:
    assert Named(name=1990, words="one") == Named(name="1990", words=("one",))


def test_a_key_that_is_not_known_is_refused_and_nothing_can_be_changed() -> None:
    with pytest.raises(ValidationError, match="other"):
        Named(name="a", other=1)
    with pytest.raises(ValidationError, match="frozen"):
        Named(name="a").name = "b"


def test_yes_and_no_are_no_text() -> None:
    with pytest.raises(ValidationError, match="name"):
        Named(name=True)
