from dataclasses import replace

from counterpoise.findings.comparison import Comparison
from counterpoise.report.comparison.verdicts import verdicts_table


def test_what_is_decided_in_one_state_stands_beside_what_becomes_of_it_in_the_others(
    compared: Comparison,
) -> None:
    table = verdicts_table(compared)
    assert table is not None
    rows = {row.heading: row.cells for row in table.rows}
    pakistan, viet_nam = rows["R2: Ties with China are steady and growing."]
    assert pakistan.finding == "supported: 2 of 2 indicators steady or expanding as claimed"
    assert viet_nam.finding == "supported: 1 of 1 indicator steady or expanding as claimed"
    weighed = pakistan.values[0]
    assert (weighed.label, weighed.text) == ("R2", "supported")
    assert weighed.evidence
    for case, cell in zip(compared.cases, (pakistan, viet_nam), strict=True):
        verdict = next(each for each in case.answers() if each.id.endswith("R2"))
        assert cell.finding.startswith(verdict.finding)


def test_where_states_are_asked_in_words_of_their_own_no_one_s_stand_over_all(compared: Comparison) -> None:
    first, second = compared.cases
    other = tuple(
        replace(each, text="Ties with the Soviet Union grew.") if each.id == "claim-R2" else each
        for each in second.claims
    )
    table = verdicts_table(replace(compared, cases=(first, replace(second, claims=other))))
    assert table is not None
    assert "R2" in {row.heading for row in table.rows}


def test_what_is_decided_in_no_state_is_counted_and_not_shown(compared: Comparison) -> None:
    table = verdicts_table(compared)
    assert table is not None
    asked = len(compared.first.answers())
    assert table.note is not None
    assert f"Of {asked} questions, hypotheses, debates and claims {asked - len(table.rows)}" in table.note
    silent = replace(compared, cases=tuple(replace(case, claims=(), debates=()) for case in compared.cases))
    assert verdicts_table(silent) is None
