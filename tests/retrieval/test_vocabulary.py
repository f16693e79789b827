from pathlib import Path

import pytest

from counterpoise.retrieval.vocabulary import vocabulary_of
from counterpoise.study import read_study
from tests.retrieval.few import DOCUMENTS, VOCABULARY
from tests.study_in_miniature import write_study


def test_a_code_that_the_theory_no_longer_has_can_still_be_named(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    found = vocabulary_of(
        study, ["old_code", "trade"], ["lexicon/1.a", "lexicon/2.b", "Amina"], DOCUMENTS.values()
    )
    assert found.codes_meant("old_code") == {"old_code"}
    assert found.codes_meant("economic_needs/*") == {
        "foreign_investment",
        "trade",
        "infrastructure",
        "energy",
        "financial_assistance",
    }
    assert found.values_meant("coder", ["LEXICON"]) == {"lexicon/1.a", "lexicon/2.b"}
    assert found.values_meant("coder", ["lexicon/2.b", "Amina"]) == {"lexicon/2.b", "Amina"}
    assert found.values_meant("power", ["CHN", "both"]) == {"b", "both"}
    assert found.values_meant("origin", ["usa"]) == {"USA"}
    assert found.values_meant("document", ["first", "documents/second.txt"]) == {
        "id-of-first",
        "id-of-second",
    }


def test_every_value_that_there_is_not_is_told() -> None:
    with pytest.raises(
        ValueError, match="no power is 'c'; there are a, b, both, none and USA; no power is 'd'"
    ):
        VOCABULARY.values_meant("power", ["c", "d"])
