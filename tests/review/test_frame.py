import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.pipeline import gather
from counterpoise.review.codebook_changes import code_renamed
from counterpoise.review.frame import frame_of, held
from counterpoise.study import read_study
from counterpoise.workspace import open_workspace
from tests.study_in_miniature import STUDY, write_study


def test_every_passage_is_in_the_frame_coded_or_not(amina):
    units = list(amina.frame.units())
    assert {each.id for each in units} > set(amina.frame.passages)
    assert len(units) == len({each.id for each in units})
    assert {each.document for each in units} == set(amina.frame.documents)


def test_suggestions_bear_the_names_that_codes_have_now(coded):
    study = read_study(coded)
    with open_workspace(coded) as workspace:
        frame = frame_of(study, workspace, held(study))
        workspace.record(code_renamed(workspace.now, frame.codebook, "trade", "commerce"))
        frame = frame_of(study, workspace, held(study))
    codes = {coding.code for _, coding in frame.codings()}
    assert "commerce" in codes
    assert "trade" not in codes


def test_a_document_outside_the_period_is_not_to_be_coded(tmp_path):
    folder = write_study(
        tmp_path / "s", STUDY.replace('origin: USA, date: "2005"', 'origin: USA, date: "1985"')
    )
    gather(read_study(folder))
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        frame = frame_of(study, workspace, held(study))
    assert {each.path for each in frame.documents.values()} == {
        "documents/beijing.txt",
        "documents/paper.txt",
    }


def test_a_machine_that_the_study_no_longer_asks_is_not_heard(coded):
    place = coded / "study.yaml"
    place.write_text(f"{place.read_text('utf-8')}coding: {{suggesters: [lexicon]}}\n", "utf-8")
    study = read_study(coded)
    with open_workspace(coded) as workspace:
        frame = frame_of(study, workspace, held(study))
    assert {coding.coder.partition("/")[0] for _, coding in frame.codings()} == {"lexicon"}


def test_a_study_that_was_never_run_is_told(tmp_path):
    study = read_study(write_study(tmp_path / "s"))
    with pytest.raises(
        CounterpoiseError, match="no run has read and coded documents yet; `counterpoise run`"
    ):
        held(study)
    with (
        open_workspace(study.folder) as workspace,
        pytest.raises(CounterpoiseError, match="no document is coded"),
    ):
        frame_of(study, workspace, ())
