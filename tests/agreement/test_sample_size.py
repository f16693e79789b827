import pytest

from counterpoise.agreement.sample_size import FEWEST_TO_TELL, FEWEST_UNITS, units_needed


@pytest.mark.parametrize(("alpha_min", "judgements"), [(0.667, 81), (0.800, 139)])
def test_as_many_judgements_are_needed_as_published(alpha_min: float, judgements: int) -> None:
    # Krippendorff (2019), Content Analysis, 4th ed., ch. 12, for two coders, four values equally frequent and p = .05, as
    # the manual of ATLAS.ti 22 ("Sample Size and Decision Rules") gives it; two judgements are one unit.
    assert units_needed(alpha_min, 1 / 4) == -(-judgements // 2)


def test_a_code_seldom_given_needs_more_units() -> None:
    assert FEWEST_UNITS == 30
    assert FEWEST_UNITS < units_needed(0.667, 0.1) < units_needed(0.667, 0.01)
    assert units_needed(0.667, 0.1) == units_needed(0.667, 0.9)


def test_what_is_told_from_chance_needs_the_fewest() -> None:
    # Bloch & Kraemer (1989), formula 3.7, at no agreement and a prevalence of a half: 1.645^2 x 3 = 8.1.
    assert FEWEST_TO_TELL == 9


@pytest.mark.parametrize(
    "wrong", [(-0.1, 0.5, 0.05), (1.0, 0.5, 0.05), (0.667, 1.0, 0.05), (0.667, 0.5, 0.0)]
)
def test_what_is_no_share_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        units_needed(*wrong)
