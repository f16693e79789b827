import re

import pytest

from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.source import Source, all_sources
from counterpoise.publicdata.works import cited_in_short, with_works, works_of

OWN = [each for each in all_sources() if each.name != FIGURES.name]


@pytest.mark.parametrize("source", OWN, ids=[each.name for each in OWN])
def test_the_works_of_a_source_are_those_that_its_citation_names(source: Source) -> None:
    works = works_of(source.name)
    assert works
    cited = re.sub(r"\W+", " ", source.citation.lower())
    for work in works:
        assert work.id.startswith(f"{source.name}:")
        assert re.sub(r"\W+", " ", (work.title or "").lower()).strip() in cited
        for name in work.authors:
            for word in (name.family or name.literal or "").split():
                assert word in source.citation or word == "others"
        for told in (work.issued, work.volume, work.doi and work.doi.lower(), work.page):
            assert told is None or told in source.citation.lower().replace("–", "-")


def test_a_source_from_elsewhere_has_no_works_here() -> None:
    assert works_of("embassies") == ()


def test_works_are_cited_in_short_by_authors_and_year_each_once() -> None:
    sources = ("cow-igo", "cow-nmc", "gpr", "gcdf", "undl-votes", "embassies", "cow-igo")
    assert cited_in_short(sources) == (
        "Pevehouse and others 2020",
        "Singer 1987",
        "Caldara and Iacoviello 2022",
        "Custer and others 2023",
        "United Nations, Dag Hammarskjöld Library",
    )


def test_a_source_is_named_with_its_works_and_one_from_elsewhere_alone() -> None:
    assert [with_works(each) for each in ("cow-nmc", "embassies")] == ["cow-nmc (Singer 1987)", "embassies"]
