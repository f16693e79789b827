from dataclasses import replace

from counterpoise.documents.references.csl import Reference
from counterpoise.findings.conclusions import Findings
from counterpoise.report.sources import in_a_line, sources_of, sources_together


def test_every_document_and_every_source_of_a_value_is_a_reference(miniature: Findings) -> None:
    sources = sources_of(miniature)
    assert {each.id for each in sources.references} == {
        "made-up-for-a-test-first",
        "usa-2005-address-on-south-asia",
        "chn-2010-beijing",
        "2024-paper",
    }
    assert sources.of_data == {"made-up-for-a-test-first"}
    assert sources.of_paths["documents/beijing.txt"] == "chn-2010-beijing"


def test_a_known_source_is_cited_by_its_works_with_the_release_where_they_have_no_date(
    miniature: Findings,
) -> None:
    import polars as pl

    values = miniature.evidence.values.head(2).with_columns(
        source=pl.Series(["unga-votes", "archigos"]), release=pl.Series(["February 2021", "4.1"])
    )
    found = sources_of(replace(miniature, evidence=replace(miniature.evidence, values=values)))
    data = [each for each in found.references if each.id in found.of_data]
    assert [each.id for each in data] == ["archigos-goemans2009", "archigos-ellis2015", "unga-votes-voeten"]
    assert [each.more.get("version") for each in data] == [None, None, "February 2021"]


def test_sources_of_several_studies_are_one_list_with_each_work_once(miniature: Findings) -> None:
    own = sources_of(miniature)
    paper = next(each for each in own.references if each.id == "2024-paper")
    # Another work that took the same id in its own study.
    other = replace(
        own,
        references=(*(each for each in own.references if each is not paper), replace(paper, title="Another")),
    )
    both = sources_together([("PAK", own), ("VNM", other)])
    assert len(both.references) == len(own.references) + 1
    assert both.of_data == own.of_data
    assert both.of_paths["PAK/documents/beijing.txt"] == both.of_paths["VNM/documents/beijing.txt"]
    assert both.of_paths["VNM/documents/paper.txt"] == "2024-paper-2"


def test_a_line_says_what_is_known() -> None:
    assert in_a_line(Reference("x", "book", "On ties", issued="1990", publisher="A Press")) == (
        "(1990). On ties. A Press."
    )
