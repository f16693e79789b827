from pathlib import Path

import numpy as np
import pytest

from counterpoise.coding.case import Case, case_of
from counterpoise.coding.combination import SUGGESTED, combined, weigh
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage
from counterpoise.study import read_study
from tests.coding.embedders import packaged
from tests.study_in_miniature import write_study

TEXT = "Pakistan and China signed a free trade agreement. Our exports to China grow."


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_of(read_study(write_study(tmp_path)))


def seen(text: str = TEXT, start: int = 0) -> Seen:
    return Seen(Passage("d", start, start + len(text), text, "", ""), None, "PAK", 2010)


def test_suggestions_are_the_codes_that_are_likelier_than_not(case: Case) -> None:
    weighed = weigh([seen(), seen("The hall was full.", 500)], case)
    suggested = {(coding.passage, coding.code) for coding in weighed.codings}
    assert suggested == {
        (seen(start=start).passage.id if not start else seen("The hall was full.", 500).passage.id, code)
        for row, start in enumerate((0, 500))
        for code, score in zip(weighed.codes, weighed.scores[row], strict=True)
        if score >= SUGGESTED
    }
    assert (seen().passage.id, "trade") in suggested


def test_power_direction_and_words_are_those_of_the_lexicon(case: Case) -> None:
    told, _ = case.lexicon.code_passage(seen().passage, origin="PAK", year=2010)
    lexicon = {(c.code, c.power): (c.direction, c.span) for c in told}
    codings = weigh([seen()], case).codings
    for coding in codings:
        if (coding.code, coding.power) in lexicon:
            assert (coding.direction, coding.span) == lexicon[coding.code, coding.power]
        assert coding.coder.startswith("combination/")
    assert ("trade", "b") in {(coding.code, coding.power) for coding in codings}


def test_a_judgement_that_may_be_wrong_too_often_is_left_to_a_person_and_the_reason_says_so(
    case: Case,
) -> None:
    strict, lenient = (weigh([seen()], case, error_rate=rate) for rate in (0.01, 0.499))
    np.testing.assert_array_equal(strict.open, (strict.scores > 0.01) & (strict.scores < 0.99))
    assert strict.to_person.all()
    assert any("for a person to decide" in coding.reason for coding in strict.codings)
    assert not lenient.to_person.any()
    assert not any("for a person" in coding.reason for coding in lenient.codings)


def test_definitions_add_codes_that_the_lexicon_does_not_find(case: Case) -> None:
    text = "Our reactors and windmills feed the grid, so that homes and factories have electricity and gas."
    coder = combined(case, packaged())
    assert "energy" in {coding.code for coding in coder.suggest([seen(text)])}
    made = next(coding for coding in coder.suggest([seen(text)]) if coding.code == "energy")
    assert "is nearest to" in made.reason


def test_decisions_change_probabilities_and_the_coder_s_name(case: Case) -> None:
    decisions = [(seen(f"Speech number {n} of the season.", 1000 + n), ["public_opinion"]) for n in range(30)]
    plain, taught = combined(case), combined(case, None, decisions)
    column = plain.codes.index("public_opinion")
    new = [seen("Speech number 99 of the season.")]
    assert taught.scores(new)[0, column] > plain.scores(new)[0, column]
    assert taught.coder != plain.coder


def test_an_error_rate_of_another_size_is_another_coder(case: Case) -> None:
    assert combined(case, error_rate=0.1).coder != combined(case, error_rate=0.2).coder


def test_no_passages_give_no_suggestions(case: Case) -> None:
    assert weigh([], case).codings == ()
    assert weigh([], case).scores.shape == (0, len(case.codebook.codes))
