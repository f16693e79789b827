import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.references.catalogue import Catalogue, Holding, catalogue, doi_of
from counterpoise.documents.references.csl import Name, Reference

SIDDIQ = Reference(
    "siddiq_2020",
    "article-journal",
    title="Pakistan's evolving foreign policy: Strategic environment",
    authors=(Name(family="Siddiq", given="A."),),
    issued="2020",
    doi="10.1080/03068374.2020.1804728",
)
RANA = Reference(
    "rana22",
    "article-journal",
    title="Foreign policy in an era of great-power competition",
    authors=(Name(family="Rana", given="M. A."), Name(family="Ali", given="S.")),
    issued="2022-03",
    files=("files/12/Full Text.pdf",),
)
KHAN = Reference("khan23", "book", title="Diplomacy", issued="2023", files=("files/13/Full Text.pdf",))
ALL = (SIDDIQ, RANA, KHAN)


def join(place: str, title: str | None = None, text: str = "") -> Catalogue:
    return catalogue(ALL, [Holding(place, title, text)])


@pytest.mark.parametrize(
    ("holding", "reference", "by"),
    [
        (Holding("a.pdf", None, "doi:10.1080/03068374.2020.1804728. Abstract"), SIDDIQ, "DOI"),
        (Holding("a.pdf", None, "https://doi.org/10.1080/03068374.2020.1804728\nAbstract"), SIDDIQ, "DOI"),
        (Holding("10.1080_03068374.2020.1804728.pdf", None, ""), SIDDIQ, "DOI"),
        (Holding("10.1080%2F03068374.2020.1804728.pdf", None, ""), SIDDIQ, "DOI"),
        (Holding("documents/12/Full Text.pdf", None, ""), RANA, "file name"),
        (Holding("documents/13/full text.PDF", None, ""), KHAN, "file name"),
        (Holding("siddiq_2020.txt", None, ""), SIDDIQ, "file name"),
        (Holding("Siddiq-2020.md", None, ""), SIDDIQ, "file name"),
        (Holding("rana-ali-2022.md", None, ""), RANA, "file name"),
        (Holding("a.txt", "Pakistan’s Evolving Foreign Policy: strategic environment", ""), SIDDIQ, "title"),
        (Holding("a.txt", "Pakistans evolving foreign policy", ""), SIDDIQ, "title"),
        (Holding("a.txt", "Foreign policy in an era of great power competitions", ""), RANA, "title"),
        (Holding("a.txt", "DIPLOMACY", ""), KHAN, "title"),
        (
            Holding("a.txt", None, "FOREIGN POLICY IN AN ERA OF\nGREAT-POWER COMPETITION\n\nRana"),
            RANA,
            "title",
        ),
        (
            Holding("Rana - 2022 - Foreign policy in an era of great-power competition.pdf", None, ""),
            RANA,
            "title",
        ),
    ],
)
def test_what_joins_a_file_to_its_reference(holding: Holding, reference: Reference, by: str) -> None:
    found = catalogue(ALL, [holding])
    assert [(each.reference.id, each.by) for each in found.joined] == [(reference.id, by)]
    assert found.undecided == ()
    assert reference not in found.references_without
    assert len(found.references_without) == 2


@pytest.mark.parametrize(
    ("place", "title", "text"),
    [
        ("a.pdf", None, "Diplomacy is an art. Foreign policy in an era."),
        ("b.pdf", "Foreign policy", ""),
        ("c.pdf", None, "doi:10.1080/03068374.2020.18047289"),
        ("siddiq.pdf", None, ""),
        ("2020.pdf", None, ""),
        ("d.pdf", None, "x" * 4000 + " 10.1080/03068374.2020.1804728"),
    ],
)
def test_what_does_not_join(place: str, title: str | None, text: str) -> None:
    found = join(place, title, text)
    assert found.joined == found.undecided == ()
    assert found.files_without == (place,)
    assert found.references_without == ALL


def test_a_title_cut_short_in_a_file_name() -> None:
    title = "The long and winding road of the foreign policy of a state between two powers"
    found = catalogue(
        [*ALL, Reference("long", "book", title=title)], [Holding(f"Ali - 2020 - {title[:66]}.pdf", None, "")]
    )
    assert [each.reference.id for each in found.joined] == ["long"]


def test_two_references_that_fit_alike_are_listed_and_not_guessed_between() -> None:
    (undecided,) = join("elsewhere/Full Text.pdf").undecided
    assert undecided.candidates == (("file name", ("rana22", "khan23")),)


def test_witnesses_that_disagree_are_listed() -> None:
    (undecided,) = join("rana22.pdf", "Diplomacy", "10.1080/03068374.2020.1804728").undecided
    assert undecided.candidates == (
        ("DOI", ("siddiq_2020",)),
        ("file name", ("rana22",)),
        ("title", ("khan23",)),
    )


def test_a_second_witness_decides_between_two() -> None:
    (joined,) = join("elsewhere/Full Text.pdf", "Diplomacy").joined
    assert (joined.reference, joined.by) == (KHAN, "title")


def test_editions_of_one_title_are_undecided_but_volumes_are_told_apart() -> None:
    editions = [
        Reference(f"b{year}", "book", title="Social research methods and more", issued=year)
        for year in ("2012", "2016")
    ]
    found = catalogue(editions, [Holding("a.pdf", "Social research methods and more", "")])
    assert found.undecided[0].candidates == (("title", ("b2012", "b2016")),)
    volumes = [Reference(f"v{n}", "book", title=f"The long history of diplomacy, volume {n}") for n in (1, 2)]
    found = catalogue(volumes, [Holding("a.pdf", "The Long History of Diplomacy: volume 2", "")])
    assert [each.reference.id for each in found.joined] == ["v2"]


def test_one_reference_may_be_the_record_of_two_files() -> None:
    holdings = [Holding("siddiq-2020.pdf", None, ""), Holding("b.pdf", None, "10.1080/03068374.2020.1804728")]
    assert [each.by for each in catalogue(ALL, holdings).joined] == ["file name", "DOI"]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1093/IA/iix241).", "10.1093/ia/iix241"),
        ("10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        ("doi:10.1017%2FS0043887100007814", "10.1017/s0043887100007814"),
    ],
)
def test_a_doi_however_it_is_written(text: str, doi: str) -> None:
    assert doi_of(text) == doi


@given(
    st.lists(
        st.builds(
            Holding, st.text(min_size=1, max_size=30), st.none() | st.text(max_size=30), st.text(max_size=80)
        ),
        max_size=5,
    )
)
def test_every_file_is_under_one_head(holdings: list[Holding]) -> None:
    found = catalogue(ALL, holdings)
    places = [*(j.place for j in found.joined), *(u.place for u in found.undecided), *found.files_without]
    assert sorted(places) == sorted(holding.place for holding in holdings)


def test_a_thousand_files_and_references_take_seconds() -> None:
    references = [
        Reference(f"r{n}", "book", title=f"Foreign policy of the state in question no {n}")
        for n in range(1000)
    ]
    holdings = [
        Holding(f"{n}.pdf", f"Foreign policies of the state in question no {n}", "")
        for n in range(0, 1000, 10)
    ]
    start = time.monotonic()
    found = catalogue(references, holdings)
    assert [each.reference.id for each in found.joined] == [f"r{n}" for n in range(0, 1000, 10)]
    assert time.monotonic() - start < 30


def test_the_example_study(checkout: Path) -> None:
    """The digests of the example are named after the authors and years of the works that they digest."""
    names = [
        path.stem.split("-")
        for path in sorted((checkout / "examples/pakistan/documents/literature").glob("*.md"))
    ]
    assert names
    references = [
        Reference(f"w{n}", "book", authors=tuple(Name(family=each.title()) for each in authors), issued=year)
        for n, (*authors, year) in enumerate(names)
    ]
    found = catalogue(references, [Holding("-".join(parts) + ".md", None, "") for parts in names])
    assert [each.reference.id for each in found.joined] == [f"w{n}" for n in range(len(names))]
