from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.findings.comparison import (
    Comparison,
    cases_of_panel,
    compare,
    pooled,
    refuse_unlike,
)
from counterpoise.findings.conclusions import Findings
from counterpoise.gathering import Evidence
from counterpoise.study import Study

Case = tuple[Study, Evidence]


def of(findings: Findings, folder: str, **changed: Any) -> Study:
    declared = findings.study.declared.model_copy(update=changed)
    return replace(findings.study, declared=declared, folder=Path(folder))


@pytest.fixture
def two(miniature: Findings) -> list[Case]:
    """Two studies of one panel."""
    studies = of(miniature, "pakistan"), of(miniature, "viet-nam", state="VNM")
    return [(study, miniature.evidence) for study in studies]


def problems_of(wrong: pytest.ExceptionInfo[CounterpoiseError]) -> list[str]:
    return [str(problem) for problem in wrong.value.problems]


def test_each_state_has_the_scores_of_all_and_the_movements_of_its_own_ties(
    compared: Comparison, miniature: Findings
) -> None:
    pakistan, viet_nam = compared.cases
    assert compared.states == ("PAK", "VNM")
    assert pakistan.scores.alignment is viet_nam.scores.alignment
    # Pakistan's trade with power a falls by half a point of percent a year, that of Viet Nam rises by one.
    words = [
        {each.side: each.result.word for each in case.scores.movements if each.indicator == "trade_share"}
        for case in compared.cases
    ]
    assert words == [{"a": "contracting", "b": "expanding"}, {"a": "expanding", "b": "steady"}]
    assert miniature.scores.movements == pakistan.scores.movements


def test_goalposts_are_those_of_the_states_compared(two: list[Case]) -> None:
    found = compare(two)
    assert {each.quantity: each.states for each in found.first.scores.goalposts}["Share of trade"] == (
        "PAK",
        "VNM",
    )
    values = pooled(two).filter(pl.col("indicator") == "trade_share")["value"]
    goalpost = {each.indicator: each.value for each in found.first.scores.goalposts}["trade_share"]
    assert goalpost == pytest.approx(values.quantile(0.975, "linear"))
    assert found.heard == {"PAK", "VNM"}


def test_ranks_are_of_the_states_compared_in_a_year_that_they_have_in_common(compared: Comparison) -> None:
    ranks = {(each.dimension, each.construct): each for each in compared.common}
    economic = ranks["economic", "tie_b"]
    # In 1990 to 2010 both trade with power b, Viet Nam 30 per cent throughout and Pakistan 15 at most.
    assert economic.year == 2010
    assert (economic.ranks["VNM"].median, economic.ranks["PAK"].median) == (1, 2)
    assert set(ranks["security", "tie_a"].ranks) == {"PAK"}


def test_documents_and_events_stay_with_the_state_that_they_were_coded_for(compared: Comparison) -> None:
    pakistan, viet_nam = compared.cases
    assert pakistan.coded
    assert not viet_nam.coded
    assert pakistan.evidence.chronology
    assert not viet_nam.evidence.chronology
    assert compared.heard == {"PAK"}


def test_everything_in_which_studies_differ_is_refused_at_once(miniature: Findings) -> None:
    declared = miniature.study.declared
    theory = miniature.study.theory
    others = [
        of(miniature, "again"),
        of(miniature, "turned", state="VNM", powers=declared.powers.model_copy(update={"a": "CHN", "b": "USA"})),
        of(miniature, "later", state="IDN", period="1995-2025"),
        of(
            miniature,
            "set",
            state="SGP",
            settings=declared.settings.model_copy(update={"roll_calls": "all", "seed": 8, "vintages": (2001,)}),
        ),
        replace(of(miniature, "revised", state="MYS"), theory=theory.model_copy(update={"title": "Another"})),
        replace(of(miniature, "other", state="LKA"), theory=theory.model_copy(update={"theory": "other"})),
    ]  # fmt: skip
    with pytest.raises(CounterpoiseError) as wrong:
        refuse_unlike([of(miniature, "pakistan"), *others])
    assert problems_of(wrong) == [
        "again: is of PAK, as pakistan is; each state is compared once",
        "turned: power a and power b are CHN and USA; pakistan has USA and CHN",
        "later: the period is 1995-2025; pakistan has 1990-2025",
        "later: settings.window is 1995-2025; pakistan has 1990-2025",
        "set: settings.roll_calls is all; pakistan has final-passage",
        "set: settings.seed is 8; pakistan has 7",
        f"revised: the theory '{theory.theory}' is another version of it than pakistan has",
        f"other: the theory is 'other'; pakistan has '{theory.theory}'",
    ]


def test_one_state_is_no_comparison(two: list[Case]) -> None:
    with pytest.raises(CounterpoiseError, match="pakistan: one state is compared with nothing"):
        compare(two[:1])


def test_studies_that_hold_other_releases_or_values_of_one_observation_are_refused(two: list[Case]) -> None:
    (first, evidence), (second, _) = two
    later = evidence.values.with_columns(
        release=pl.when(pl.col("indicator") == "us_aid").then(pl.lit("second")).otherwise("release")
    )
    rows = [(first, evidence), (second, replace(evidence, values=later.with_columns(state=pl.lit("VNM"))))]
    with pytest.raises(CounterpoiseError) as wrong:
        pooled(rows)
    told = "viet-nam: the release of made up for a test is second; pakistan has first, in us_aid"
    assert told in problems_of(wrong)
    own = evidence.values.head(1).with_columns(state=pl.lit("USA"), partner=pl.lit("PAK"))
    cases = [
        (study, replace(evidence, values=own.with_columns(value=pl.lit(value))))
        for (study, _), value in zip(two, (1.0, 2.0), strict=True)
    ]
    with pytest.raises(CounterpoiseError, match=r"studies hold 1 \(pakistan\) and 2 \(viet-nam\)"):
        pooled(cases)


def test_only_the_states_asked_for_are_compared(miniature: Findings) -> None:
    study = miniature.study
    wider = replace(study, declared=study.declared.model_copy(update={"panel": ("PAK", "VNM", "IDN")}))
    cases = cases_of_panel(wider, ("VNM", "PAK"), miniature.evidence)
    assert [each.state for each, _ in cases] == ["VNM", "PAK"]
    found = compare(cases)
    assert found.states == ("VNM", "PAK")
    assert {case.study.panel for case in found.cases} == {("VNM", "PAK"), ("PAK", "VNM")}
