from counterpoise.findings.beside import beside
from counterpoise.findings.conclusions import Findings


def test_a_table_says_that_what_it_asks_for_is_not_computed(miniature: Findings) -> None:
    tables = miniature.study.theory.tables
    assert beside(tables["table1"]) is None
    told = beside(tables["table3"])
    assert told is not None
    assert told.endswith("in the variation of balance: not testable yet.")
