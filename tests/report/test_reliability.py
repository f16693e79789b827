from dataclasses import replace

from counterpoise.agreement.report import agreement_report
from counterpoise.coding.decided import Reviewed
from counterpoise.coding.judgements import table_of
from counterpoise.report.outline import Bullets, DataTable, Paragraph
from counterpoise.report.reliability import NOBODY, reliability_section
from tests.agreement.test_of_people import judged, passage


def blocks(miniature, judgements, coders):
    seen = [Reviewed(passage(at), coder, "2026-03-01", False) for coder in coders for at in range(6)]
    report = agreement_report(
        group_of={"trade": "economic_needs"},
        variant="codebook",
        judged=judgements,
        gone_through=seen,
        suggested=table_of(()),
        machines_read={},
        seed=1,
    )
    return reliability_section(
        replace(miniature, evidence=replace(miniature.evidence, agreement=report))
    ).blocks


def test_where_nobody_coded_reliability_is_not_testable(miniature):
    assert reliability_section(miniature).blocks == (Paragraph(NOBODY),)


def test_each_code_has_a_row_with_its_coefficients(miniature):
    shown = blocks(
        miniature, [judged(0, "Amina"), judged(1, "Amina"), judged(0, "Bilal")], ("Amina", "Bilal")
    )
    (table,) = (block for block in shown if isinstance(block, DataTable))
    row = next(row for row in table.rows if row[1] == "Trade")
    assert row[:3] == ("Amina and Bilal", "Trade", 6)
    assert row[3] == 3 / 12
    # By hand, two coders on 6 passages who part on one: alpha = 1 - 11 * 2 / (2 * 3 * 9) = 0.593.
    assert round(row[4], 3) == 0.593
    assert round(row[7], 3) == 0.833
    assert [row[1] for row in table.rows[:2]] == ["all codes", "Economic needs (group)"]


def test_one_coder_alone_has_no_table(miniature):
    shown = blocks(miniature, [judged(0, "Amina")], ("Amina",))
    assert not [block for block in shown if isinstance(block, DataTable)]
    (bullets,) = (block for block in shown if isinstance(block, Bullets))
    assert "only Amina has coded" in bullets.items[0]
