from dataclasses import replace
from pathlib import Path

from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import Bullets, DataTable
from counterpoise.report.vintages import vintages_section
from tests.study_in_miniature import found, write_study


def with_vintages(folder: Path, *years: int) -> Findings:
    findings = found(write_study(folder))
    declared = findings.study.declared
    settings = declared.settings.model_copy(update={"vintages": years})
    study = replace(findings.study, declared=declared.model_copy(update={"settings": settings}))
    return replace(findings, study=study)


def test_each_theme_has_a_row_for_each_kind_and_vintage(tmp_path: Path) -> None:
    section = vintages_section(with_vintages(tmp_path, 2008))
    (table,) = [block for block in section.blocks if isinstance(block, DataTable)]
    assert {row[2] for row in table.rows} == {"1990-2007", "2008-2025"}
    assert sum(row[3] for row in table.rows) >= 2
    (bullets,) = [block for block in section.blocks if isinstance(block, Bullets)]
    assert any("nothing first-hand from" in str(each) for each in bullets.items)


def test_without_years_the_section_is_empty_and_left_out(tmp_path: Path) -> None:
    assert (
        vintages_section(
            with_vintages(
                tmp_path,
            )
        ).blocks
        == ()
    )
