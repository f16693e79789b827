from dataclasses import replace

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.by_model import ByModel
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.row_shares import with_shares
from tests.findings.fitted import felt_alike, known_fit, told_alone


def model_of(findings: Findings, **changes: object) -> ByModel:
    return told_alone(findings, replace(known_fit(), **changes))


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
            assert cell.finding.endswith(
                f"Share of security requirement in what is explained {security.text} ({security.interval})"
            )
        elif before.missing is not None:
            assert cell == before
    assert told.note is not None
    assert "that of the whole block which a row speaks of" in told.note
    assert any(security in row.cells[0].numbers for row in told.rows)


def test_shares_of_draws_that_carry_no_verdict_stand_beside_no_row(miniature: Findings) -> None:
    theory, table = miniature.study.theory, miniature.study.theory.tables["table3"]
    found = next(each for each in miniature.tables if each.id == "table3")
    blocked = model_of(miniature, blocked=("the chains do not agree",))
    for model in (blocked, told_alone(miniature, felt_alike())):
        told = with_shares(found, table, theory, model)
        assert told.rows == found.rows
        assert told.note is not None
        assert told.note.endswith(
            ": not testable with this evidence; what stands against the draws of the model is said in its section."
        )


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
