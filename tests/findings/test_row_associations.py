from dataclasses import dataclass

from counterpoise.findings.associations import UNIT
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.numbers import Number
from counterpoise.findings.row_associations import with_associations
from counterpoise.model.association import Association
from counterpoise.model.summary import Summary


@dataclass
class Known:
    """Associations as rows read them: one that is told of diversification, and none else."""

    def told(self, construct: str, _: str) -> Association:
        if construct == "diversification":
            return Association(Summary(0.3, 0.2, 0.4, 0.1, 0.5, 0.99), 7, 100)
        return Association(None, 0, 0, "nothing is observed of it")

    def number(self, construct: str, estimand: str, _: Association) -> Number:
        return Number(
            f"Rank correlation of {construct} with {estimand}",
            "0.30",
            *("", "1990-2014", "computed", "this study", ""),
            ("id",),
            "90 % interval 0.10 to 0.50",
        )


def test_each_row_has_the_association_of_its_construct_and_the_others_say_why(miniature: Findings) -> None:
    table = next(each for each in miniature.tables if each.id == "table4")
    found = with_associations(table, miniature.study.theory.tables["table4"], Known())
    by_id = {row.id: row.cells[0] for row in found.rows}
    before = {row.id: row.cells[0] for row in table.rows}
    for name, cell in by_id.items():
        told = [each for each in cell.numbers if each not in before[name].numbers]
        has_one = name == "diversified_partnerships" and cell.missing is None
        assert [each.label for each in told] == (
            ["Rank correlation of diversification with autonomy"] if has_one else []
        )
    assert f"{UNIT}, so that neither what a state always has counts" in found.note
    assert "with an interval that holds the choice of states. Not testable with this evidence: " in found.note
    assert "Balanced diplomacy: nothing is observed of it" in found.note


def test_a_table_that_asks_for_none_stays_as_it_is(miniature: Findings) -> None:
    table = next(each for each in miniature.tables if each.id == "table1")
    assert with_associations(table, miniature.study.theory.tables["table1"], Known()) is table
