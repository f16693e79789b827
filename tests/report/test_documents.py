from dataclasses import replace

import pytest

from counterpoise.documents.appraisal import Rating, appraised
from counterpoise.documents.corpus_frame import Existing, declared
from counterpoise.documents.near_duplicates import NearDuplicates
from counterpoise.documents.reading_states import reached
from counterpoise.findings.conclusions import Findings
from counterpoise.report.documents import OF_A_CORPUS, documents_section, speaks_for
from counterpoise.report.outline import Bullets, DataTable, Paragraph
from counterpoise.workspace import open_workspace
from tests.study_in_miniature import STUDY, WASHINGTON, document, found, write_study


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """The small study with a copy of a speech, of which people said something."""
    study = STUDY.replace(
        "figures:", "  - {path: documents/again.md, kind: speech, origin: USA, date: 2004}\nfigures:"
    )
    folder = write_study(tmp_path_factory.mktemp("study"), study)
    (folder / "documents" / "again.md").write_text(WASHINGTON.replace("three occasions", "four occasions"))
    first = found(folder)
    (speech,) = [each for each in first.evidence.documents.values() if each.path == "documents/beijing.txt"]
    with open_workspace(folder) as workspace:
        workspace.record([appraised(speech.id, [Rating("meaning", 4, "it is plain")])], "a reader")
        workspace.record([reached(speech.id, "interpreted", "a reader", ())], "a reader")
        workspace.record([declared(Existing("speech", "USA", 8, "the archive"))])
    return found(folder)


def tables(findings: Findings) -> dict[str, DataTable]:
    return {each.id: each for each in documents_section(findings).blocks if isinstance(each, DataTable)}


def test_documents_stand_with_their_record(findings):
    rows = {row[0]: row[1:] for row in tables(findings)["documents"].rows}
    assert rows["beijing"][:4] == ("speech", "first-hand", "China", "2010")
    assert rows["beijing"][5:] == ("en", "beijing.txt")


def test_coverage_says_what_was_obtained_of_what_exists(findings):
    rows = tables(findings)["coverage"].rows
    assert rows[0] == ("speech", "United States", 2, 8, "25%", "the archive")
    assert ("speech", "China", 1, None, None, None) in rows


def test_appraisal_and_reading_are_told_where_somebody_gave_them(findings):
    assert tables(findings)["appraisals"].rows == (
        ("beijing", None, None, None, "4 (it is plain)", "a reader"),
    )
    told = [each.text for each in documents_section(findings).blocks if isinstance(each, Paragraph)]
    assert told == [
        "Of 4 documents, by the reader who went furthest with each: 1 interpreted; the rest were read by no person."
    ]


def test_near_duplicates_are_named_and_counted_and_none_is_dropped(findings):
    ((first, second, share),) = tables(findings)["near-duplicates"].rows
    assert {first, second} == {"Address on South Asia"}
    assert share.endswith("%")
    (told,) = [each.items for each in documents_section(findings).blocks if isinstance(each, Bullets)]
    assert "4 documents, 3 without those that say again what another says; all of them count" in told[1]
    assert findings.evidence.copies == ()


def test_of_near_duplicates_only_the_first_is_coded_where_the_study_wishes_so(tmp_path):
    study = STUDY.replace("{seed: 7}", "{seed: 7, near_duplicates: first}")
    study = study.replace(
        "figures:", "  - {path: documents/again.md, kind: speech, origin: USA, date: 2006}\nfigures:"
    )
    write_study(tmp_path, study)
    (tmp_path / "documents" / "again.md").write_text(WASHINGTON.replace("three occasions", "four occasions"))
    findings = found(tmp_path)
    (copy,) = findings.evidence.copies
    assert findings.evidence.documents[copy].path == "documents/again.md"
    assert copy not in {each.document.id for each in findings.coded}
    rows = {(row[0], row[4]): row[5] for row in tables(findings)["documents"].rows}
    assert rows["Address on South Asia", "2006"] == "near-duplicate"


def test_the_documents_of_a_large_file_share_a_row(findings):
    many = {
        f"id-{n}": replace(document(f"d{n}", date=str(1900 + n)), id=f"id-{n}", path=f"corpus.csv#row-{n}")
        for n in range(OF_A_CORPUS + 1)
    }
    evidence = replace(findings.evidence, documents=many, near_duplicates=NearDuplicates((), ()))
    (row,) = tables(replace(findings, evidence=evidence, coded=()))["documents"].rows
    assert (row[0], row[4], row[5]) == ("51 documents of corpus.csv", "1900 to 1950", 0)


@pytest.mark.parametrize(
    ("on_behalf_of", "told"),
    [
        (None, "United States"),
        ("NOR", "Norway (by the United States)"),
        ("ASEAN", "ASEAN (by the United States)"),
    ],
)
def test_who_is_spoken_for_comes_before_who_speaks(on_behalf_of, told):
    assert speaks_for(replace(document("a"), on_behalf_of=on_behalf_of)) == told
