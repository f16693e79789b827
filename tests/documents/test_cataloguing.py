from dataclasses import replace

import pytest

from counterpoise.documents.cataloguing import catalogued, joined, read_bibliography
from counterpoise.documents.references.csl import reference_of
from counterpoise.study import read_study
from tests.study_in_miniature import STUDY, document, write_study

ARTICLE = reference_of(
    {
        "id": "rana2022",
        "type": "article-journal",
        "title": "Balancing on the Indus",
        "author": [{"family": "Rana", "given": "Ali"}],
        "issued": {"date-parts": [[2022]]},
        "container-title": "Journal",
    }
)


def test_the_word_of_a_reference_comes_after_the_documents_and_before_what_was_declared():
    paper = replace(document("rana", kind="news", origin=None), stated=("title",))
    under, problem = catalogued(paper, ARTICLE, kind_declared=True)
    assert (under.title, under.date, under.source) == ("Rana", "2022", "Rana, Ali (2022). Journal")
    assert (under.kind, under.reference, problem) == ("scholarly", "rana2022", None)


def test_a_declared_kind_holds_where_that_of_the_reference_counts_as_something_else():
    under, problem = catalogued(document("rana"), ARTICLE, kind_declared=True)
    assert under.kind == "speech"
    assert str(problem) == (
        "documents/rana.txt: is 'scholarly' by its reference 'rana2022', which counts as second-hand; it is read "
        "as 'speech', as the study file says"
    )


def test_a_kind_that_nobody_declared_gives_way_to_that_of_the_reference():
    under, problem = catalogued(document("rana", kind="report"), ARTICLE, kind_declared=False)
    assert (under.kind, problem) == ("scholarly", None)


def test_a_paper_under_test_stays_one_and_nothing_is_said_of_it():
    under, problem = catalogued(document("rana", kind="paper under test"), ARTICLE, kind_declared=True)
    assert (under.kind, problem) == ("paper under test", None)


def test_what_belongs_to_nothing_is_named_in_short():
    article = replace(document("x"), path="documents/rana-2022.txt")
    others = [reference_of({"id": f"r{n}", "type": "book", "title": f"Book {n}"}) for n in range(12)]
    found = joined([ARTICLE, *others], [article, document("beijing")])
    assert found.references == {"documents/rana-2022.txt": ARTICLE}
    assert [str(notice) for notice in found.notices] == [
        "bibliography: 12 references are the record of no document: r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 and 2 more",
        "bibliography: 1 document has no reference: documents/beijing.txt",
    ]


def test_of_two_entries_under_one_id_the_first_counts_and_the_other_is_named(tmp_path):
    write_study(tmp_path, f"{STUDY}bibliography: [one.bib, two.bib]\n")
    for name, title in (("one", "First"), ("two", "Second")):
        (tmp_path / f"{name}.bib").write_text(f"@book{{a, title = {{{title}}}, year = 2000}}")
    read = read_bibliography(read_study(tmp_path))
    assert [reference.title for reference in read.references.values()] == ["First"]
    assert [str(notice) for notice in read.notices] == [
        "two.bib: the id 'a' is taken by an entry of an earlier file; left out"
    ]


@pytest.mark.parametrize("content", [b"", b"nothing of the kind"])
def test_a_file_that_is_no_bibliography_is_a_problem(tmp_path, content):
    write_study(tmp_path, f"{STUDY}bibliography: refs.txt\n")
    (tmp_path / "refs.txt").write_bytes(content)
    read = read_bibliography(read_study(tmp_path))
    assert [problem.place for problem in read.problems] == ["refs.txt"]
