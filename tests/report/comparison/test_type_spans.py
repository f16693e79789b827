from dataclasses import replace

import pytest

from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.type_spans import types_of_states
from counterpoise.report.outline import CellTable, Figure


def test_a_span_has_the_mean_probability_of_each_type_and_opens_on_what_decides_it(
    compared: Comparison,
) -> None:
    figure, table = types_of_states(compared)
    assert isinstance(figure, Figure)
    assert isinstance(table, CellTable)
    rows = {row.heading: row.cells for row in table.rows}
    assert next(iter(rows)) == "1990-1994"
    assert list(rows)[-1] == "Latest year"
    told = compared.first.scores.types.filter(state="PAK")
    probable = told.filter(type="split-domain hedge")
    mean = probable.filter(probable["year"].is_between(2005, 2009))["probability"].mean()
    assert isinstance(mean, float)
    pakistan, viet_nam = rows["2005-2009"]
    assert f"split-domain hedge {mean:.2f}" in pakistan.finding
    (number,) = pakistan.values
    assert number.years == "2009"
    assert number.text.startswith("engagement 0.")
    assert number.evidence
    # Of Viet Nam one dimension alone is observed.
    assert viet_nam.empty
    assert viet_nam.missing == "two dimensions observed in one year of the span"


@pytest.mark.parametrize("what", ["typology", "types"])
def test_without_types_there_is_nothing(compared: Comparison, what: str) -> None:
    def bare(case):  # type: ignore[no-untyped-def]
        if what == "types":
            return replace(case, scores=replace(case.scores, types=case.scores.types.clear()))
        theory = case.study.theory.model_copy(update={"typology": None})
        return replace(case, study=replace(case.study, theory=theory))

    assert list(types_of_states(replace(compared, cases=tuple(map(bare, compared.cases))))) == []
