import pytest

from counterpoise.exchange.records import CodingRecord, kind_of


@pytest.mark.parametrize(
    ("coder", "kind"), [("Amina", "human"), ("lexicon/5.ab12", "machine"), ("", "human")]
)
def test_a_coder_is_a_person_or_a_machine_by_name(coder: str, kind: str) -> None:
    assert kind_of(coder) == kind


def test_a_coding_that_says_no_more_is_an_accepted_one_of_no_power() -> None:
    record = CodingRecord("d", 0, 5, "trade", "Amina")
    assert (record.power, record.direction, record.status, record.score) == ("none", "none", "accepted", None)
