from dataclasses import replace

from counterpoise.report.outline import Figure
from counterpoise.report.theme_work import theme_work_section
from tests.study_in_miniature import found, write_study


def test_saturation_is_drawn_where_anything_is_coded(tmp_path):
    findings = found(write_study(tmp_path))
    figures = [block for block in theme_work_section(findings).blocks if isinstance(block, Figure)]
    assert [each.id for each in figures] == ["figure-saturation"]
    assert theme_work_section(replace(findings, themes=())).blocks == ()
