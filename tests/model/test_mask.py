import numpy as np
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.model.mask import Mask, mask_of

FILTERS = ("economic", "security")


def test_a_reading_keeps_its_own_effects_alone() -> None:
    mediated = mask_of("mediated", FILTERS, without=("security",)).arrays(FILTERS)
    assert mediated.direct.tolist() == [0, 0]
    assert mediated.mediated.tolist() == [[1, 0], [1, 0]]
    assert not mediated.moderated.any()
    moderated = mask_of("moderated", FILTERS).arrays(FILTERS)
    assert moderated.direct.all()
    assert moderated.moderated.all()
    assert not moderated.mediated.any()


def test_signs_stand_by_power_and_filter() -> None:
    arrays = Mask(signs={"direct": (-1, 1), "moderated:security": (0, 1)}).arrays(FILTERS)
    assert arrays.direct_sign.tolist() == [-1, 1]
    assert np.array_equal(arrays.moderated_sign, [[0, 0], [0, 1]])


def test_what_there_is_not_is_named_all_at_once_with_what_is_near() -> None:
    with pytest.raises(CounterpoiseError) as raised:
        Mask(mediated=("econmic",), signs={"direkt": (1, 1)}).arrays(FILTERS)
    assert [each.what for each in raised.value.problems] == [
        "unknown filter 'econmic' - did you mean 'economic'?",
        "unknown effect 'direkt' - did you mean 'direct'?",
    ]
    with pytest.raises(CounterpoiseError, match="unknown reading 'mediate' - did you mean 'mediated'"):
        mask_of("mediate", FILTERS)
