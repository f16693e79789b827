from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.row_shocks import with_shocks
from counterpoise.findings.tables import FoundTable
from tests.findings.test_row_shares import model_of


def table5(findings: Findings) -> FoundTable:
    return next(each for each in findings.tables if each.id == "table5")


def test_each_row_of_a_table_of_shocks_has_what_its_own_does(miniature: Findings) -> None:
    tables, found, model = miniature.study.theory.tables, table5(miniature), model_of(miniature)
    told = with_shocks(found, tables["table5"], model)
    shocks = model.scenarios.shocks()
    assert {"rivalry", "polarisation"} <= set(shocks)
    filled = [row for row in told.rows if row.cells[0].missing is None and row.id in shocks]
    assert filled
    for row in filled:
        assert row.cells[0].numbers[-1] == shocks[row.id]
    assert told.note is not None
    assert "no shock that stands for" in told.note
    assert with_shocks(found, tables["table3"], model) is found


def test_shocks_of_draws_that_carry_no_verdict_stand_beside_no_row(miniature: Findings) -> None:
    tables, found = miniature.study.theory.tables, table5(miniature)
    told = with_shocks(found, tables["table5"], model_of(miniature, blocked=("the chains do not agree",)))
    assert told.rows == found.rows
    assert told.note is not None
    assert told.note.endswith("what stands against the draws of the model is said in its section.")


def test_where_nothing_can_be_simulated_the_table_says_so(miniature: Findings) -> None:
    model = model_of(miniature)
    model.__dict__["scenarios"] = CounterpoiseError(Problem("PAK", "is no state of the panel"))
    told = with_shocks(table5(miniature), miniature.study.theory.tables["table5"], model)
    assert told.note is not None
    assert told.note.endswith("not testable with this evidence.")
