from dataclasses import replace

import numpy as np
import pytest

from counterpoise.model.fit import FIT_SCHEMA
from tests.model.worlds import fitted


def test_every_parameter_is_told_with_its_interval() -> None:
    table = fitted().table()
    assert table.schema == FIT_SCHEMA
    assert "mediated[a, economic]" in table["parameter"].to_list()
    of = {each["parameter"]: each for each in table.iter_rows(named=True)}
    drawn = fitted().values["direct"][:, :, 1]
    assert of["direct[b]"]["median"] == pytest.approx(np.median(drawn))
    assert of["direct[b]"]["above_0"] == pytest.approx((drawn > 0).mean())
    assert 0 <= of["direct[b]"]["overlap"] <= 1
    # The first measure of each filter has the loading 1, which is no parameter.
    assert [name for name in of if name.startswith("loading")] == ["loading[passages on security]"]
    assert set(fitted().effects()["parameter"].str.split("[").list.first()) == {
        "direct",
        "mediated",
        "moderated",
    }


def test_few_draws_carry_no_verdict() -> None:
    assert any("too few effective draws" in reason for reason in fitted().blocked)
    assert "parameter" in fitted()._repr_html_()


def test_one_state_and_equal_exposure_are_told() -> None:
    alike = replace(fitted(), panel=replace(fitted().panel, exposure=np.ones(3)))
    assert any("cannot be told from that of the years" in note for note in alike.notes)
    assert "made up for a test" in alike.notes
