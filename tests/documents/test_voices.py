from pathlib import Path

import pytest

from counterpoise.documents.collection import records_known
from counterpoise.documents.voices import CollectedVoices, collect_voices
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.documents.test_collection import collected_in
from tests.study_in_miniature import STUDY, write_study

# Serbia goes on under the number of Yugoslavia; the corpus calls it YUG until 2002.
DEBATES = """\
iso3,session,year,text
PAK,70,2015,We trade with both powers.
VNM,70,2015,We build roads and deepen our trade with China.
VNM,40,1985,We said so before the period.
USA,70,2015,We expand our trade with Viet Nam.
YUG,50,1995,We ask for peace.
EU,70,2015,We speak for many.
NOR,70,never,
VNM,71,later,
"""


def study_with(folder: Path, *entries: str, documents: str = "", panel: str = "PAK, VNM, SRB") -> Path:
    voices = "voices:\n" + "".join(f"  - {entry}\n" for entry in entries)
    text = STUDY.replace("panel: [PAK, VNM]", f"panel: [{panel}]")
    write_study(folder, text.replace("figures:", f"{documents}{voices}figures:"))
    (folder / "debates.csv").write_text(DEBATES)
    return folder


def voices_in(folder: Path) -> CollectedVoices:
    with open_workspace(folder) as workspace:
        return collect_voices(read_study(folder), workspace, lambda *_: None)


def test_of_a_table_the_rows_are_taken_in_which_others_of_the_panel_speak(tmp_path):
    folder = study_with(tmp_path, "{path: debates.csv, layout: ungdc, kind: speech}")
    found = voices_in(folder)
    assert [(each.voice, each.date) for each in found.documents] == [("VNM", "2015"), ("SRB", "1995")]
    assert [problem.place for problem in found.problems] == ["debates.csv, row 8"]
    again = voices_in(folder)
    assert (again.documents, again.imported, again.kept) == (found.documents, 0, 3)
    assert verify(folder / FOLDER) == ()


def test_one_table_gives_documents_on_the_case_and_voices_and_the_index_knows_the_former(tmp_path):
    entry = "path: debates.csv, layout: ungdc, kind: speech"
    folder = study_with(tmp_path, f"{{{entry}}}", documents=f"  - {{{entry}, where: {{iso3: USA}}}}\n")
    (of_case,) = (each for each in collected_in(folder).documents if each.path.startswith("debates"))
    voices = voices_in(folder)
    assert (of_case.origin, voices.documents[0].origin) == ("USA", "VNM")
    with open_workspace(folder) as workspace:
        known = records_known(read_study(folder), workspace.now)
    assert of_case.id in known
    assert not {each.id for each in voices.documents} & set(known)
    # A table that has changed is known as it was read last among the documents, whatever was read for the voices since.
    (folder / "debates.csv").write_text(f"{DEBATES}CHN,70,2015,We build a port.\n")
    with open_workspace(folder) as workspace:
        assert of_case.id in records_known(read_study(folder), workspace.now)


def test_in_the_official_layout_only_files_of_others_of_the_panel_are_read(tmp_path):
    folder = study_with(tmp_path, '{path: "speeches/", layout: ungdc, kind: speech}')
    session = folder / "speeches" / "Session 70 - 2015"
    session.mkdir(parents=True)
    for name in ("PAK_70_2015", "VNM_70_2015", "USA_70_2015", "EU_70_2015"):
        (session / f"{name}.txt").write_text(f"We speak as {name}.")
    (session / "VNM speech.txt").write_text("We speak once more.")
    found = voices_in(folder)
    assert [each.title for each in found.documents] == ["Viet Nam, General Debate, session 70 (2015)"]
    assert [problem.place for problem in found.problems] == ["speeches/Session 70 - 2015/VNM speech.txt"]
    assert (found.imported, found.kept) == (1, 0)


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("date: 2015", "it does not say which state speaks; give its `origin`"),
        ("origin: USA\ndate: 2015", "it is spoken by USA, which is evidence on the case"),
        ("origin: NOR\ndate: 2015", "it is spoken by NOR, which is not in the panel"),
        ("origin: VNM\nkind: news\ndate: 2015", "it is of the kind 'news', which is not first-hand"),
        ("origin: VNM", "it has no date, so it is of no year; give its `date`"),
    ],
)
def test_a_document_that_is_the_voice_of_nobody_in_the_panel_is_told(tmp_path, front, told):
    folder = study_with(tmp_path, "{path: own/*.md, kind: speech}")
    (folder / "own").mkdir()
    for name in ("one", "two"):
        (folder / "own" / f"{name}.md").write_text(f"---\n{front}\n---\nWe speak, says {name}.\n")
    (folder / "own" / "vnm.md").write_text("---\norigin: VNM\ndate: 2016\n---\nWe speak for ourselves.\n")
    found = voices_in(folder)
    assert [each.path for each in found.documents] == ["own/vnm.md"]
    (problem,) = found.problems
    assert problem.place == "own/one.md"
    assert told in problem.what
    assert problem.what.endswith("so 1 more voice")


def test_a_table_in_which_nobody_of_the_panel_speaks_says_whose_voices_were_wanted(tmp_path):
    folder = study_with(tmp_path, "{path: debates.csv, layout: ungdc}", panel="PAK, IDN, LKA")
    last = voices_in(folder).problems[-1]
    assert last.what == "holds no document that is wanted; voices are those of IDN, LKA"
