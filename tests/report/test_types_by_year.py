from dataclasses import replace

import polars as pl
import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.typology import TYPE_SCHEMA, TYPES
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Stacks
from counterpoise.report.types_by_year import types_by_year, types_in_words


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


def typed(findings: Findings, probabilities: dict[tuple[str, int], tuple[float, ...]]) -> Findings:
    """The findings with types of our own, three dimensions observed in each year."""
    rows = [
        (state, year, name, part, 3, 3)
        for (state, year), parts in probabilities.items()
        for name, part in zip(TYPES, parts, strict=True)
    ]
    table = pl.DataFrame(rows, schema=TYPE_SCHEMA, orient="row")
    return replace(findings, scores=replace(findings.scores, types=table))


OURS = {
    ("PAK", 1990): (0.0, 0.25, 0.0, 0.75, 0.0),
    ("PAK", 1991): (0.0, 0.0, 1.0, 0.0, 0.0),
    ("PAK", 1992): (0.0, 0.0, 1.0, 0.0, 0.0),
    ("PAK", 1994): (0.0, 0.0, 1.0, 0.0, 0.0),
    ("VNM", 1995): (1.0, 0.0, 0.0, 0.0, 0.0),
}


def test_each_year_is_drawn_and_one_not_observed_stays_blank(findings):
    figure, _ = types_by_year(typed(findings, OURS))
    assert isinstance(figure, Figure)
    assert isinstance(figure.chart, Stacks)
    pakistan, vietnam = figure.chart.stacks
    assert (pakistan.label, vietnam.label) == ("Pakistan", "Viet Nam")
    assert pakistan.years[:5] == (
        OURS["PAK", 1990],
        OURS["PAK", 1991],
        OURS["PAK", 1992],
        None,
        OURS["PAK", 1994],
    )
    assert [year for year, parts in enumerate(vietnam.years, start=1990) if parts] == [1995]
    assert len(pakistan.years) == 36


def test_the_numbers_gather_years_alike_and_never_across_a_gap(findings):
    figure, _ = types_by_year(typed(findings, OURS))
    assert [row[:3] for row in figure.table.rows] == [
        ("Pakistan", "1990", "3 of 3"),
        ("Pakistan", "1991-92", "3 of 3"),
        ("Pakistan", "1994", "3 of 3"),
        ("Viet Nam", "1995", "3 of 3"),
    ]
    assert figure.table.rows[0][3:] == OURS["PAK", 1990]


def test_the_table_has_every_fifth_year_and_the_last_with_the_most_probable_type(findings):
    _, table = types_by_year(typed(findings, OURS))
    assert isinstance(table, DataTable)
    assert table.columns == ("State", "1990", "1995", "Last year", "Type in it")
    assert table.rows == (
        ("Pakistan", "aligned with China 0.75", None, "1994", "aligned with the United States 1.00"),
        ("Viet Nam", None, "disengaged 1.00", "1995", "disengaged 1.00"),
    )


def test_fewer_dimensions_are_marked(findings):
    _, table = types_by_year(findings)
    pakistan = dict(zip(table.columns, table.rows[0], strict=True))
    assert pakistan["2010"] == "split-domain hedge 1.00"
    assert pakistan["2020"] == "aligned with China 1.00 *"


def test_a_reader_meets_the_powers_by_name_and_the_thresholds_of_the_theory(findings):
    typology = findings.study.theory.typology.model_copy(update={"split_from": 0.35})
    words = dict(types_in_words(typology, findings.names))
    assert list(words) == [
        "disengaged", "split-domain hedge", "aligned with the United States", "aligned with China", "balanced",
    ]  # fmt: skip
    assert "0.35" in words["split-domain hedge"]


def test_without_thresholds_or_types_there_is_nothing(findings):
    assert list(types_by_year(typed(findings, {}))) == []
    bare = replace(findings.study, theory=findings.study.theory.model_copy(update={"typology": None}))
    assert list(types_by_year(replace(findings, study=bare))) == []
