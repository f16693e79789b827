from pathlib import Path

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.measurement.ideal_points.of_study import anchors_of, record_of
from counterpoise.study import Study, read_study

STUDY = """\
study: Votes alone
state: PAK
powers: {a: USA, b: CHN}
period: 1990-2025
theory: neoclassical-realism
"""


def study(folder: Path, more: str = "") -> Study:
    (folder / "study.yaml").write_text(STUDY + more)
    return read_study(folder)


def test_the_powers_are_the_ends_where_the_study_names_none(tmp_path: Path) -> None:
    assert anchors_of(study(tmp_path)) == ("USA", "CHN")
    assert anchors_of(study(tmp_path, "anchors: {ideal_point: [ISR, CUB]}\n")) == ("ISR", "CUB")


def test_a_study_without_votes_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CounterpoiseError, match="names no files of 'unga-votes'"):
        record_of(study(tmp_path))


def test_the_files_of_votes_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "un_votes.csv").write_text("rcid,country,vote\n7,Norway,yes\n")
    (tmp_path / "un_roll_calls.csv").write_text(
        "rcid,session,importantvote,date,amend,para\n7,47,1,1992-11-24,0,1\n"
    )
    record = record_of(study(tmp_path, "data: [{path: '*.csv'}]\n"))
    assert record.votes.rows() == [(7, 47, "Norway", "NOR", 1)]
