import json
from pathlib import Path

from counterpoise.documents.references.reading import read_references
from counterpoise.identity import sha256_of_file
from counterpoise.ledger.events import NewEvent
from counterpoise.publicdata.citations import Citation, as_bibtex, as_csl, citations_of
from counterpoise.publicdata.status import data_status
from counterpoise.study import read_study
from counterpoise.workspace import open_workspace
from tests.publicdata.studies import TABLE, figures, founded, ideal_points, read

ODD = Citation(
    "odd-1_0",
    "Côte d'Ivoire & {others}: 100% of a_b",
    "Müller, Ö. 2020. Odd. doi:10.1000/A_b(1).",
    "v1_0",
    "CC BY 4.0",
    None,
    "2026-11-28",
    False,
)


def test_each_source_that_gave_a_value_is_cited_with_release_terms_and_day(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    yaml = study.folder / "study.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("data:  ", f"data:\n{TABLE}  #"), "utf-8")
    (study.folder / "influence.csv").write_text("iso3,of,year,v\nVNM,USA,2010,1\n")
    points = study.folder / "data" / "points.csv"
    points.write_text(ideal_points())
    row = "VNM,USA,{0},{0},trade_share,1,percent,{1},{2}"
    rows = (row.format(2010, "UN Comtrade", "2024"), row.format(2011, "UN Comtrade", "2024"))
    (study.folder / "data" / "own.csv").write_text(figures(*rows, row.format(2012, "IMF", "2023")))
    study = read_study(study.folder)
    assert citations_of(study, data_status(study)) == ()
    status = read(study)
    today = status.current[0].at[:10]
    with open_workspace(study.folder) as workspace:
        body = {
            "source": "s",
            "path": "p",
            "address": "https://a",
            "sha256": sha256_of_file(points),
            "size": 1,
        }
        workspace.record([NewEvent("values.fetched", "p", body)])
    table, imf, comtrade, ideal = citations_of(study, data_status(study))
    assert table.in_words() == f"Nobody. 2024. Made up. Release: 2024. Licence: CC0 1.0. Read {today}."
    assert imf.in_words() == f"IMF. Release: 2023. Licence: not said. Read {today}."
    assert comtrade.id == "un-comtrade-2024"
    assert ideal.in_words().startswith("Bailey, Michael A., Anton Strezhnev and Erik Voeten. 2017. ")
    assert ideal.in_words().endswith(f"Licence: CC0 1.0. Fetched {today}.")
    assert ideal.reference().doi == "10.7910/dvn/lejuqz"


def test_a_source_that_gave_the_study_nothing_is_not_cited(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    (study.folder / "data" / "own.csv").write_text(figures("MYS,,2010,2010,trade_hhi,1,index 0-1,me,1"))
    assert citations_of(study, read(study)) == ()


def test_titles_of_which_a_key_keeps_nothing_are_cited_each(tmp_path: Path) -> None:
    study = founded(tmp_path / "study")
    row = "VNM,USA,{0},{0},trade_share,1,percent,{1},{2}"
    titles = ["中国海关", "国家统计局", "Survey", "Survey!", "Survey! 2024"]
    years = ["2024", "2024", "2024", "2024", "2"]
    told = zip(range(2010, 2015), titles, years, strict=True)
    (study.folder / "data" / "own.csv").write_text(figures(*(row.format(*each) for each in told)), "utf-8")
    (study.folder / "data" / "p.csv").write_text(figures(row.format(2000, "Survey", "2024")), "utf-8")
    citations = citations_of(study, read(study))
    assert sorted((each.title, each.release) for each in citations) == sorted(zip(titles, years, strict=True))
    assert {each.id for each in citations} == {
        "2024",
        "2024-2",
        "survey-2024",
        "survey-2024-2",
        "survey-2024-2-2",
    }
    (again, *_), _ = read_references(as_bibtex(citations).encode(), "data.bib")
    assert again.id == citations[0].id


def test_what_is_written_is_read_again_as_it_was() -> None:
    (as_read,), problems = read_references(as_csl([ODD]).encode(), "data.json")
    assert problems == ()
    assert as_read.csl() == ODD.reference().csl()
    assert json.loads(as_csl([]) or "[]") == []
    text = as_bibtex([ODD])
    assert text.isascii()
    (as_read,), problems = read_references(text.encode(), "data.bib")
    assert problems == ()
    assert (as_read.id, as_read.type, as_read.doi) == ("odd-1_0", "dataset", "10.1000/a_b(1)")
    assert as_read.title == "Côte d'Ivoire & {others}: 100% of a_b"
    assert as_read.more["note"] == "Müller, Ö. 2020. Odd. doi:10.1000/A_b(1). Licence: CC BY 4.0"
    assert "version = {v1\\_0}" in text
    assert "urldate = {2026-11-28}" in text
