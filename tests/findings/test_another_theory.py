"""Tables of a theory that has nothing in common with the library's: other codes, other columns, other rows."""

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.findings.tables import FoundCell
from tests.study_in_miniature import STUDY, found, write_study

THEORY = """\
theory: patronage
title: Patronage, made up for a test
codes:
  favours: {weapons: Weapons given or withheld., commerce: Buying and selling.}
  works: {building: What is built.}
effects: {nearness: Brings the two nearer.}
dimensions: {arms: [weapons], money: [commerce, building]}
figure: {chain: [favours, works]}
constructs:
  weapons_bought:
    role: behaviour
    dimension: arms
    indicators: [{id: arms_import_share, title: Weapons bought, range: [0, 100], unit: percent of TIV, both_powers: true}]
  commerce_done:
    role: behaviour
    dimension: money
    indicators: [{id: trade_share, title: Commerce, range: [0, 105], unit: percent, both_powers: true}]
themes:
  favours: {title: What power b gives, table: of_one}
  course: {title: How it went, table: of_none}
tables:
  of_one:
    title: What one power gives
    first_column: Favour
    columns: [b]
    cell: what is given
    rows:
      bought: {codes: [commerce], construct: commerce_done}
      armed: {dimension: arms, construct: weapons_bought}
      course: {movement: true}
  of_none:
    title: How it went
    first_column: Matter
    cell: what is said, and how ties moved
    rows:
      money: {dimension: money}
      course: {movement: true}
      works: {codes: [works]}
      arms: {codes: [weapons], construct: weapons_bought}
lexicon:
  codes:
    weapons: {terms: [arms, training]}
    commerce: {terms: [trade, exports]}
    building: {terms: [cathedral]}
  effects: {nearness: {terms: [closer partnership]}}
  cues: {strengthens: [expand, deepen], weakens: [cut, suspend], negates: [not, never]}
"""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    study = STUDY.replace("dictionaries:\n  flagship_programmes: [Gwadar]\n", "").replace(
        "[evolution]", "[favours]"
    )
    folder = write_study(tmp_path_factory.mktemp("another"), study)
    (folder / "theory.yaml").write_text(THEORY, encoding="utf-8")
    events = (folder / "events.csv").read_text(encoding="utf-8").replace(",security,", ",arms,")
    (folder / "events.csv").write_text(events, encoding="utf-8")
    return found(folder)


@pytest.fixture(scope="module")
def cells(findings: Findings) -> dict[str, FoundCell]:
    return {cell.id: cell for table in findings.tables for cell in table.cells()}


def test_every_cell_stands_on_evidence_or_says_what_is_missing(cells):
    assert len(cells) == 3 + 4
    for cell in cells.values():
        assert bool(cell.evidence) is (cell.missing is None), cell.id
    assert [name for name, cell in cells.items() if cell.missing] == ["of_none-works"]
    assert cells["of_none-works"].missing == "passages on works"


def test_a_row_of_one_power_has_the_numbers_of_its_construct_with_that_power_only(cells):
    bought = cells["of_one-bought-b"]
    assert {number.label for number in bought.numbers} == {"Commerce, China"}
    assert "Ties: expanding: commerce" in bought.finding
    assert {each.coding.code for each in bought.coded} == {"commerce"}


def test_a_number_that_a_dimension_and_a_construct_both_name_stands_once(cells):
    armed = cells["of_one-armed-b"]
    assert len(armed.numbers) == len(set(armed.numbers)) == 2


def test_a_row_without_columns_reads_its_dimension_and_tells_both_powers_movement(cells):
    money = cells["of_none-money"]
    assert {each.coding.code for each in money.coded} == {"commerce"}
    assert {number.label for number in money.numbers} == {"Commerce, United States", "Commerce, China"}
    assert (
        "Movement of ties, United States: contracting: commerce; China: expanding: commerce" in money.finding
    )


def test_a_row_without_columns_tells_the_long_term_word_of_each_power(cells):
    course = cells["of_none-course"]
    assert course.movement
    assert course.side is None
    assert "United States: " in course.finding
    assert "China: Expanding as a whole" in course.finding


def test_effects_stand_behind_the_words_of_a_cell(cells):
    arms = cells["of_none-arms"]
    assert [(each.effect, each.power, each.said) for each in arms.effects] == [
        ("nearness", "a", {"first-hand": 1})
    ]
    assert "Nearness (the United States): said (1 first-hand)" in arms.finding
