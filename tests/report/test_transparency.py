from dataclasses import replace

from counterpoise.report.outline import DataTable, Paragraph
from counterpoise.report.transparency import transparency_section
from counterpoise.review.trail import Acts


def test_limits_trail_and_standards_stand_below_each_other(miniature):
    section = transparency_section(miniature)
    assert [each.id for each in section.subsections] == ["limits", "reliability", "trail", "reporting"]
    *_, last = section.subsections[2].blocks
    assert last == Paragraph("No person has decided, read, rated or declared anything yet.")


def test_the_trail_tells_who_did_what_how_often_and_when(miniature):
    acts = (Acts("document.read", "Amina", 5, 3, "2026-03-01", "2026-03-04"),)
    section = transparency_section(replace(miniature, evidence=replace(miniature.evidence, trail=acts)))
    *_, table = section.subsections[2].blocks
    assert isinstance(table, DataTable)
    assert table.rows == (
        (
            "One reader reached a state with a document: skimmed, read or interpreted.",
            "Amina",
            5,
            3,
            "2026-03-01",
            "2026-03-04",
        ),
    )
