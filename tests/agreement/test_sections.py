import pytest

from counterpoise.agreement.alpha import krippendorff_alpha
from counterpoise.agreement.comparison import CodedText, ReviewedPassage, compare, frame_of
from counterpoise.agreement.kappa import cohen_kappa
from counterpoise.agreement.sections import Instead, overall_line, section_of

GROUP_OF = {"trade": "economic", "energy": "economic", "arms": "security", "never": "security"}


def given(coder: str, passage: int, code: str, power="none", direction="none") -> CodedText:
    return CodedText(f"d{passage // 4}", 10 * passage, 10 * passage + 10, code, power, direction, coder)


def section(codings: list[CodedText], coders: tuple[str, ...] = ("ann", "bob"), passages: int = 24):
    reviewed = [
        ReviewedPassage(f"d{at // 4}", 10 * at, 10 * at + 10, coder)
        for coder in coders
        for at in range(passages)
    ]
    return section_of(compare(frame_of(codings, reviewed, GROUP_OF), coders), GROUP_OF, 1)


def lines(found) -> dict[str, object]:
    return {line.name: line for line in found.lines}


def test_each_code_is_compared_over_all_that_was_gone_through() -> None:
    found = section([given("ann", 0, "trade"), given("bob", 0, "trade"), given("ann", 1, "trade")])
    trade = lines(found)["trade"]
    first, second = [1, 1] + [0] * 22, [1, 0] + [0] * 22
    assert (trade.units, trade.given) == (24, (2, 1))
    assert trade.prevalence == pytest.approx(3 / 48)
    assert trade.estimates["alpha"].value == pytest.approx(krippendorff_alpha([first, second]).value)
    assert trade.estimates["kappa"].value == pytest.approx(cohen_kappa(first, second).value)
    assert trade.estimates["percentage"].value == pytest.approx(23 / 24)
    assert found.unused == ("energy", "arms", "never")


def test_groups_and_all_codes_add_up_disagreements() -> None:
    codings = [
        *(given(who, at, "trade") for who in ("ann", "bob") for at in range(6)),
        given("ann", 7, "energy"),
        given("bob", 8, "energy"),
        *(given(who, 9, "arms") for who in ("ann", "bob")),
    ]
    found = lines(section(codings))
    economic = [found[code].estimates["alpha"].coefficient for code in ("trade", "energy")]
    expected = 1 - sum(each.observed for each in economic) / sum(each.expected for each in economic)
    assert found["economic"].estimates["alpha"].value == pytest.approx(expected)
    assert found["security"].estimates["alpha"].value == pytest.approx(1)
    assert found["all codes"].given == (8, 8)
    assert expected < found["all codes"].estimates["alpha"].value < 1
    assert list(found) == ["all codes", "economic", "security", "trade", "energy", "arms"]


def test_a_light_comparison_has_the_same_line_over_all_codes() -> None:
    codings = [given("ann", 0, "trade", "a"), given("bob", 0, "trade", "b"), given("ann", 5, "arms")]
    reviewed = [
        ReviewedPassage(f"d{at // 4}", 10 * at, 10 * at + 10, who)
        for who in ("ann", "bob")
        for at in range(24)
    ]
    both = compare(frame_of(codings, reviewed, GROUP_OF), ("ann", "bob"))
    assert overall_line(both, 1) == section_of(both, GROUP_OF, 1).lines[0]


def test_powers_and_directions_are_compared_where_both_gave_the_code() -> None:
    found = section(
        [
            given("ann", 0, "trade", "a", "strengthens"),
            given("bob", 0, "trade", "a", "weakens"),
            given("ann", 1, "trade", "b", "none"),
            given("bob", 1, "trade", "a", "none"),
            given("ann", 2, "arms", "both", "weakens"),
            given("bob", 2, "arms", "both", "weakens"),
            given("ann", 3, "arms", "a"),
        ]
    )
    trade = lines(found)["trade"]
    assert (trade.power.value, trade.direction.value) == (0.5, 0.5)
    assert found.power["percentage"].value == pytest.approx(2 / 3)
    # Strengthens against weakens is the whole scale apart, so that the weighted kappa is below the plain one.
    assert found.direction["kappa"].value == pytest.approx(cohen_kappa([1, 0, -1], [-1, 0, -1]).value)
    assert found.direction["weighted kappa"].value == pytest.approx(
        cohen_kappa([1, 0, -1], [-1, 0, -1], "linear").value
    )
    assert found.direction["ordinal alpha"].value == pytest.approx(
        krippendorff_alpha([[1, 0, -1], [-1, 0, -1]], "ordinal").value
    )


def test_confusion_says_which_code_stood_instead_of_which() -> None:
    found = section(
        [
            *(given("ann", at, "trade") for at in (0, 1, 2)),
            *(given("bob", at, "energy") for at in (0, 1)),
            given("bob", 5, "arms"),
            *(given(who, 6, "arms") for who in ("ann", "bob")),
        ]
    )
    assert found.confusion == (
        Instead("trade", "energy", 2),
        Instead("trade", None, 1),
        Instead(None, "arms", 1),
    )


def test_three_coders_have_no_kappa_and_no_confusion() -> None:
    found = section([given("ann", 0, "trade"), given("bob", 0, "trade")], ("ann", "bob", "cy"))
    assert set(found.lines[0].estimates) == {"alpha", "ac1", "percentage"}
    assert found.confusion == ()
    assert found.lines[0].given == (1, 1, 0)


def test_intervals_rest_on_documents() -> None:
    found = section([given(who, at, "trade") for who in ("ann", "bob") for at in range(0, 24, 3)])
    interval = found.lines[0].estimates["alpha"].interval
    assert (interval.documents, interval.low, interval.high) == (6, 1.0, 1.0)
    assert section([given("ann", 0, "trade")], passages=8).lines[0].estimates["alpha"].interval.low is None
