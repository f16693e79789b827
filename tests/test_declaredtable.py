"""What a study file may say of a table."""

import pytest

from counterpoise.studyfile import DataEntry
from counterpoise.validation import validate
from counterpoise.yamlfile import parse_yaml


def refused(text: str) -> str:
    """Every problem of a description."""
    _, problems = validate(parse_yaml(f"path: t.csv\ntable: {{{text}}}\n", "study.yaml"), DataEntry)
    return "\n".join(str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("values: {}", "the key 'title' is missing"),
        ("title: X, release: 4.0", "table.release: found 4.0; expected text; put it in quotes"),
        (
            "title: X, release: 1, state: s, year: y, codes: isso3, values: {x: {column: v, unit: u}}",
            "found 'isso3'; expected cow, gw, iso3, iso2, name, or what each code stands for - did you mean 'iso3'?",
        ),
        (
            "title: X, release: 1, state: s, year: y, codes: {1: PKA}, values: {x: {column: v, unit: u}}",
            "unknown state 'PKA'",
        ),
        (
            "title: X, release: 1, state: s, year: y, partner: p, power: USA, values: {x: {column: v, unit: u}}",
            "give either 'partner', a column, or 'power'",
        ),
        (
            "title: X, release: 1, state: s, values: {x: {column: v, unit: u}}",
            "give either 'year', or 'start' and 'end'",
        ),
        (
            "title: X, release: 1, state: s, start: y, values: {x: {column: v, unit: u}}",
            "give both 'start' and 'end'",
        ),
        ("title: X, release: 1, state: s, year: y, values: {x: {unit: u}}", "'x' has no column"),
        (
            "title: X, release: 1, state: s, year: in columns, values: {x: {column: v, unit: u}}",
            "the years stand in columns; choose its rows by 'where'",
        ),
    ],
)
def test_a_description_that_does_not_hold_together_is_refused(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_table_is_no_named_source_too() -> None:
    text = "path: t.csv\nsource: atop\ntable: {title: X, release: 1, state: s, year: y, values: {x: {column: v, unit: u}}}"
    _, problems = validate(parse_yaml(text, "study.yaml"), DataEntry)
    assert "give either a table or a source; 'atop' knows its columns" in str(problems[0])
