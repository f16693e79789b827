import numpy as np
import pytest

from counterpoise.model.texts import Spoken, binomial, with_texts_of
from tests.model.panel_study import YEARS, evidence_of, observations, speeches


def test_a_share_is_of_the_passages_that_count_of_a_state_in_a_year() -> None:
    spoken = Spoken(with_texts_of(evidence_of(observations()), [speeches("PAK"), speeches("VNM", 2005)]))
    share, error = spoken.shares(("PAK", "VNM", "IDN"), YEARS, ("trade", "energy"))
    # Of four passages that count three speak of trade; what only another machine saw does not count.
    assert share[0, 3] == share[1, 5] == 0.75
    assert np.isnan(share[2]).all()
    assert np.isnan(share[0, 4])
    assert error[0, 3] == pytest.approx(np.sqrt(0.7 * 0.3 / 4))


def test_several_voices_speak_as_one() -> None:
    spoken = Spoken(with_texts_of(speeches("USA"), [speeches("CHN")]))
    share, _ = spoken.together(("USA", "CHN"), YEARS, ("neighbour_rivalry",))
    assert share[3] == 0.25
    assert spoken.disagreement(("economic_needs",)) is None


def test_none_and_all_have_an_error_too_and_disagreement_widens_it() -> None:
    assert binomial(0, 9, 0.0) == (0.0, pytest.approx(np.sqrt(0.05 * 0.95 / 9)))
    assert binomial(5, 9, 0.44)[1] == pytest.approx(1.2 * binomial(5, 9, 0.0)[1])
