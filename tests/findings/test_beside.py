from dataclasses import replace

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.beside import beside, with_shares, with_shocks
from counterpoise.findings.by_model import ByModel
from counterpoise.findings.conclusions import Findings
from tests.findings.fitted import known_fit


def model_of(findings: Findings, **changes: object) -> ByModel:
    study = findings.study
    fit = replace(known_fit(), **changes)
    return ByModel(study, findings.evidence.values, findings.names, fit, study.theory.model)


def test_a_table_says_that_what_it_asks_for_is_not_computed(miniature: Findings) -> None:
    tables = miniature.study.theory.tables
    assert beside(tables["table1"]) is None
    told = beside(tables["table3"])
    assert told is not None
    assert told.endswith("in the variation of balance: not testable yet.")


def test_each_row_has_the_share_of_the_block_that_it_speaks_of(miniature: Findings) -> None:
    theory, table = miniature.study.theory, miniature.study.theory.tables["table3"]
    found = next(each for each in miniature.tables if each.id == "table3")
    model = model_of(miniature)
    told = with_shares(found, table, theory, model)
    security = model.shares.numbers()["security"]
    for row in told.rows:
        (cell,) = row.cells
        before = next(each.cells[0] for each in found.rows if each.id == row.id)
        of_security = row.id in ("neighbour_rivalry", "defence_with_power", "counterterrorism")
        if of_security and before.missing is None:
            assert cell.numbers[-1] == security
            assert cell.finding.endswith(f"Share of security {security.text} ({security.interval})")
        elif before.missing is not None:
            assert cell == before
    assert told.note is not None
    assert "that of the whole block which a row speaks of" in told.note
    assert any(security in row.cells[0].numbers for row in told.rows)


def test_shares_on_draws_that_carry_no_verdict_say_so(miniature: Findings) -> None:
    theory, table = miniature.study.theory, miniature.study.theory.tables["table3"]
    found = next(each for each in miniature.tables if each.id == "table3")
    told = with_shares(found, table, theory, model_of(miniature, blocked=("the chains do not agree",)))
    assert told.note is not None
    assert told.note.endswith("No verdict rests on these: the chains do not agree.")


def test_a_table_that_asks_for_something_else_is_left_as_it_is(miniature: Findings) -> None:
    theory = miniature.study.theory
    found = next(each for each in miniature.tables if each.id == "table5")
    assert with_shares(found, theory.tables["table5"], theory, model_of(miniature)) is found


def test_where_nothing_can_be_shared_out_the_table_says_so(miniature: Findings) -> None:
    theory = miniature.study.theory
    found = next(each for each in miniature.tables if each.id == "table3")
    model = model_of(miniature)
    model.__dict__["shares"] = CounterpoiseError(Problem("attribution", "no variation"))
    told = with_shares(found, theory.tables["table3"], theory, model)
    assert told.note is not None
    assert told.note.endswith("not testable with this evidence.")


def test_each_row_of_a_table_of_shocks_has_what_its_own_does(miniature: Findings) -> None:
    table = miniature.study.theory.tables["table5"]
    found = next(each for each in miniature.tables if each.id == "table5")
    model = model_of(miniature)
    told = with_shocks(found, table, model)
    shocks = model.futures.shocks()
    assert {"rivalry", "polarisation"} <= set(shocks)
    filled = [row for row in told.rows if row.cells[0].missing is None and row.id in shocks]
    assert filled
    for row in filled:
        assert row.cells[0].numbers[-1] == shocks[row.id]
    assert told.note is not None
    assert "no shock that stands for" in told.note
    assert with_shocks(found, miniature.study.theory.tables["table3"], model) is found


def test_where_nothing_can_be_simulated_the_table_of_shocks_says_so(miniature: Findings) -> None:
    model = model_of(miniature)
    model.__dict__["futures"] = CounterpoiseError(Problem("PAK", "is no state of the panel"))
    found = next(each for each in miniature.tables if each.id == "table5")
    told = with_shocks(found, miniature.study.theory.tables["table5"], model)
    assert told.note is not None
    assert told.note.endswith("not testable with this evidence.")
