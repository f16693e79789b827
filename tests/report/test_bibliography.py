from dataclasses import replace
from pathlib import Path

from counterpoise.documents.references.reading import read_references
from counterpoise.publicdata.works import works_of
from counterpoise.report.bibliography import write_bibtex, write_csl
from tests.report.test_html import outline


def test_both_formats_are_read_again_as_the_same_references(tmp_path: Path) -> None:
    report = replace(outline(), references=(*works_of("atop"), *works_of("ucdp-acd")))
    for name, write in (("all.bib", write_bibtex), ("all.json", write_csl)):
        write(report, tmp_path / name)
        again, problems = read_references((tmp_path / name).read_bytes(), name)
        assert (again, problems) == (report.references, ())


def test_a_report_of_nothing_has_no_sources(tmp_path: Path) -> None:
    for name, write, empty in (("a.bib", write_bibtex, "\n"), ("a.json", write_csl, "[]\n")):
        write(outline(), tmp_path / name)
        assert (tmp_path / name).read_text("utf-8") == empty
