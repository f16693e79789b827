from pathlib import Path

import numpy as np
import pytest

from counterpoise.coding.case import Case, case_of
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.grounds import GROUNDS, PRIOR, GroundsReader
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage
from counterpoise.study import read_study
from tests.coding.embedders import Counting
from tests.study_in_miniature import write_study

TEXT = "Pakistan and China signed a free trade agreement. Our exports to China grow."


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_of(read_study(write_study(tmp_path)))


def seen(text: str = TEXT) -> Seen:
    return Seen(Passage("d", 0, len(text), text, "", ""), None, "PAK", 2010)


def test_what_the_lexicon_finds_stands_with_its_score_and_its_codings(case: Case) -> None:
    grounds = GroundsReader(case.codebook, case.lexicon).read([seen()])
    trade = list(case.codebook.codes).index("trade")
    codings = grounds.codings[seen().passage.id, "trade"]
    assert dict(zip(GROUNDS, grounds.values[0, trade], strict=True)) | {"words": 0} == {
        "none": 1,
        "found": 1,
        "matches": codings[0].score,
        "meaning": 0,
        "words": 0,
    }
    assert grounds.points.shape == (1, 0)
    assert grounds.nearest is None


def test_one_match_alone_is_even_odds_as_documented() -> None:
    assert PRIOR["none"] + PRIOR["found"] + PRIOR["matches"] * 0.5 == 0
    assert tuple(PRIOR) == GROUNDS


def test_with_definitions_meaning_and_points_are_theirs(case: Case) -> None:
    definition = DefinitionCoder(case.codebook, Counting())
    grounds = GroundsReader(case.codebook, case.lexicon, definition).read([seen()])
    like = definition.likeness([seen()])
    np.testing.assert_allclose(grounds.values[..., 3], like.meaning)
    np.testing.assert_allclose(grounds.points, like.points)
    without = GroundsReader(case.codebook, case.lexicon).read([seen()])
    np.testing.assert_allclose(grounds.values[..., 4], without.values[..., 4])


def test_a_reader_is_named_by_its_coders(case: Case) -> None:
    definition = DefinitionCoder(case.codebook, Counting())
    readers = [
        GroundsReader(case.codebook, case.lexicon),
        GroundsReader(case.codebook, None, definition),
        GroundsReader(case.codebook, case.lexicon, definition),
        GroundsReader(case.codebook, None),
    ]
    assert len({reader.name for reader in readers}) == 4


def test_no_passages_have_no_grounds(case: Case) -> None:
    grounds = GroundsReader(case.codebook, case.lexicon).read([])
    assert grounds.log_odds.shape == (0, len(case.codebook.codes))
