from counterpoise.coding.case import case_of
from counterpoise.coding.codebook import codebook_of
from counterpoise.study import read_study
from tests.study_in_miniature import write_study


def test_a_case_is_what_the_study_declares(tmp_path):
    folder = write_study(tmp_path)
    with (folder / "study.yaml").open("a") as stream:
        stream.write("actors:\n  a: [{name: Foggy Bottom, from: 1947}]\n")
    study = read_study(folder)
    case = case_of(study)
    assert case.codebook == codebook_of(study.theory)
    assert ("Foggy Bottom", 1947) in {(name.text, name.start) for name in case.actors.lists()["a"]}
    assert case.settings["dictionaries"] == {k: list(v) for k, v in study.declared.dictionaries.items()}
    assert case.lexicon is case.lexicon
