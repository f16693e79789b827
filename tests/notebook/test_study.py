from counterpoise.notebook.shown import fields_of
from counterpoise.notebook.study import read_study
from counterpoise.study import Study
from counterpoise.study import read_study as read


def test_a_study_read_is_the_study_and_says_what_it_is_of(miniature):
    study = read_study(miniature.study.folder)
    assert isinstance(study, Study)
    assert fields_of(read(miniature.study.folder)) == fields_of(study)
    page = study._repr_html_()
    assert "Pakistan between the United States and China, 1990-2025" in page
    assert "evidence = cp.gather(study)" in page


def test_its_table_has_every_construct_with_what_measures_it(miniature):
    study = read_study(miniature.study.folder)
    table = study.table()
    assert table["construct"].to_list() == list(study.theory.constructs)
    (row,) = table.filter(construct="vote_proximity").to_dicts()
    assert row["role"] == "behaviour"
    assert row["indicators"] == "Closeness of UN ideal points; Agreement in UN votes"
