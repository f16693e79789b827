from pathlib import Path

import pytest

from counterpoise.documents.material import Table, declared_places, is_table
from counterpoise.documents.workers import File
from counterpoise.errors import CounterpoiseError
from counterpoise.study import read_study
from counterpoise.studyfile import DocumentsEntry
from tests.study_in_miniature import STUDY, write_study

CORPUS = "iso3,session,year,text\nUSA,70,2015,Words of one.\nCHN,70,2015,Words of another.\n"


def with_entry(folder: Path, entry: str):
    write_study(folder, STUDY.replace("figures:", f"  - {entry}\nfigures:"))
    (folder / "debates.csv").write_text(CORPUS)
    return read_study(folder)


@pytest.mark.parametrize(
    ("name", "layout", "columns", "table"),
    [
        ("debates.parquet", "ungdc", None, True),
        ("debates.csv.gz", None, None, True),
        ("PAK_70_2015.txt", "ungdc", None, False),
        ("volume.xml", "frus-tei", None, True),
        ("notes.txt", None, None, False),
        ("notes.txt", None, {"text": "text"}, True),
    ],
)
def test_a_table_is_known_by_its_suffix_its_layout_or_its_columns(name, layout, columns, table):
    assert is_table(Path(name), DocumentsEntry(path=name, layout=layout, columns=columns)) is table


def test_a_table_is_read_where_it_lies_and_a_file_is_taken_in(tmp_path):
    study = with_entry(tmp_path, "{path: debates.csv, kind: speech, layout: ungdc}")
    contents = {place.name: place.look().content for place in declared_places(study)}
    assert isinstance(contents["debates.csv"], Table)
    assert isinstance(contents["documents/beijing.txt"], File)


def test_the_rows_that_are_wanted_belong_to_the_key_of_a_table_and_to_no_other(tmp_path):
    keys = []
    for iso3 in ("USA", "CHN"):
        study = with_entry(tmp_path, f"{{path: debates.csv, layout: ungdc, where: {{iso3: {iso3}}}}}")
        keys.append({place.name: place.look().key for place in declared_places(study)})
    assert keys[0].pop("debates.csv") != keys[1].pop("debates.csv")
    assert keys[0] == keys[1]


def test_rows_of_a_text_cannot_be_chosen(tmp_path):
    (tmp_path / "debates.txt").write_text("Words.")
    study = with_entry(tmp_path, "{path: debates.txt, layout: ungdc, where: {year: 2015}}")
    place = next(place for place in declared_places(study) if place.name == "debates.txt")
    with pytest.raises(CounterpoiseError, match="'where' chooses among the rows of a table"):
        place.look()


def test_a_file_of_the_bibliography_is_no_document(tmp_path):
    study = STUDY.replace(
        "figures:", "  - {path: documents/, kind: report}\nbibliography: documents/refs.bib\nfigures:"
    )
    write_study(tmp_path, study)
    (tmp_path / "documents" / "refs.bib").write_text("@book{a, title = {A Book}}")
    assert "documents/refs.bib" not in {place.name for place in declared_places(read_study(tmp_path))}
