from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.texts import Heard, Spoken, binomial, heard
from tests.model.panel_study import YEARS, speeches, with_voices

ON_THE_CASE = ("PAK", "USA", "CHN")


def test_a_share_is_of_the_passages_that_count_of_a_state_in_a_year() -> None:
    spoken = Spoken(with_voices(speeches(("PAK", 2003)), speeches(("VNM", 2005))), ON_THE_CASE)
    share, error = spoken.shares(("PAK", "VNM", "IDN"), YEARS, ("trade", "energy"))
    # Of four passages that count three speak of trade; what only another machine saw does not count.
    assert share[0, 3] == share[1, 5] == 0.75
    assert np.isnan(share[2]).all()
    assert np.isnan(share[0, 4])
    assert error[0, 3] == pytest.approx(np.sqrt(0.7 * 0.3 / 4))
    assert spoken.voices == {"PAK", "VNM"}


def test_what_another_state_says_of_the_case_is_not_what_it_says_of_itself() -> None:
    # In the study of Pakistan a speech of Viet Nam is coded where it names Pakistan.
    spoken = Spoken(speeches(("PAK", 2003), ("VNM", 2003)), ON_THE_CASE)
    share, _ = spoken.shares(("PAK", "VNM"), YEARS, ("trade",))
    assert share[0, 3] == 0.75
    assert np.isnan(share[1]).all()
    # Nor does a state under study speak twice, should its documents stand among the voices too.
    again = Spoken(with_voices(speeches(("PAK", 2003)), speeches(("PAK", 2004))), ON_THE_CASE)
    assert set(again.passages) == {("PAK", 2003)}


def test_several_voices_speak_as_one() -> None:
    spoken = Spoken(speeches(("USA", 2003), ("CHN", 2003)), ON_THE_CASE)
    share, _ = spoken.together(("USA", "CHN"), YEARS, ("neighbour_rivalry",))
    assert share[3] == 0.25
    assert spoken.disagreement(("economic_needs",)) is None


def test_what_is_heard_is_counted_by_state_and_year_as_it_is_measured() -> None:
    voices = speeches(("VNM", 2005), ("VNM", 2004), ("IDN", 2004))
    found = heard(with_voices(speeches(("PAK", 2003)), voices))
    assert [(each.state, each.year) for each in found] == [("IDN", 2004), ("VNM", 2004), ("VNM", 2005)]
    # What only another machine saw, energy, does not count.
    assert found[2] == Heard("VNM", 2005, 1, 4, {"trade": 3, "neighbour_rivalry": 1})
    silent = replace(voices, codings=())
    assert heard(with_voices(speeches(("PAK", 2003)), silent))[2] == Heard("VNM", 2005, 1, 0, {})


def test_none_and_all_have_an_error_too_and_disagreement_widens_it() -> None:
    assert binomial(0, 9, 0.0) == (0.0, pytest.approx(np.sqrt(0.05 * 0.95 / 9)))
    assert binomial(5, 9, 0.44)[1] == pytest.approx(1.2 * binomial(5, 9, 0.0)[1])
