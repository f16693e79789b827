import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.document import Document
from counterpoise.documents.references.reference_list import ListedWork, list_heading, reference_lists


def document(text: str) -> Document:
    return Document("d", "t", "scholarly", None, None, "s", "d.txt", "0", text)


def works(entries: str, heading: str = "References") -> tuple[ListedWork, ...]:
    found = reference_lists(document(f"Text.\n\n{heading}\n\n{entries}"))
    assert len(found) == 1
    return found[0].works


OTHER = "Zahra, F. (1999). The last entry of the list. Press."


@pytest.mark.parametrize(
    ("entry", "listed", "initials"),
    [
        ("Goh, E. (2016). Rising influence. Oxford University Press.", "Goh (2016)", ("e",)),
        (
            "12. Braun, V., & Clarke, V. (2006). Using thematic analysis.",
            "Braun and Clarke (2006)",
            ("v", "v"),
        ),
        (
            "Ripsman, N. M., Taliaferro, J. W., & Lobell, S. E. (2016). Theory.",
            "Ripsman, Taliaferro and Lobell (2016)",
            ("nm", "jw", "se"),
        ),
        (
            "Mann, William C., and Sandra A. Thompson. 1988. “Rhetoric.”",
            "Mann and Thompson (1988)",
            ("wc", "sa"),
        ),
        (
            "Klie, Jan, Eckart de Castilho, und Iryna Gurevych. 2018. „X“",
            "Klie, de Castilho and Gurevych (2018)",
            None,
        ),
        (
            "Bond, D., J. Bond, and C. L. Taylor 2003. Integrated data.",
            "Bond, Bond and Taylor (2003)",
            ("d", "j", "cl"),
        ),
        ("World Bank. (2020, May 3). World development report.", "World Bank (2020)", ("",)),
        ("Department of Trade and Industry (2017). Paper.", "Department of Trade and Industry (2017)", ("",)),
        ("Smith J and Khan AB (2003) A title.", "Smith and Khan (2003)", ("j", "ab")),
        ("van der Berg, J. (2018a). First.", "van der Berg (2018a)", ("j",)),
        ("ul Haq, M. (1976). The poverty curtain.", "ul Haq (1976)", ("m",)),
        ("al-Hariri, R. (n.d.). Notes.", "al-Hariri (n.d.)", ("r",)),
        ("Marx, K. (1867/1990). Capital.", "Marx (1990)", ("k",)),
        (
            "Bercovitch, J., & Gartner, S. (Eds.). (2002). Mediation.",
            "Bercovitch and Gartner (2002)",
            ("j", "s"),
        ),
        ("Halterman, A., et al. (2023). Ontology.", "Halterman et al. (2023)", ("a",)),
        ("Azar, E. E.\n\n1980. The conflict data bank.", "Azar (1980)", ("ee",)),
    ],
)
def test_an_entry_in_its_usual_shapes(entry: str, listed: str, initials: tuple[str, ...] | None) -> None:
    first, last = works(f"{entry}\n\n{OTHER}")
    assert first.listed == listed
    assert initials is None or first.initials == initials
    assert last.listed == "Zahra (1999)"


def test_a_dash_stands_for_the_author_above() -> None:
    found = works("Walt, Stephen. 1985. “Alliance.”\n\n———. 1987. The Origins of Alliances.")
    assert [work.listed for work in found] == ["Walt (1985)", "Walt (1987)"]


def test_entries_that_have_run_together_are_parted() -> None:
    found = works(
        "Leng, R. J. 1987. Behavioral correlates of war, 1816-1975. Ann Arbor. McClelland, C. A. 1967. World events. "
        "Los Angeles: USC. Mann, William C., und Sandra A. Thompson. 1988. „Structure“. Text 8 (3): 243–81."
    )
    assert [work.listed for work in found] == ["Leng (1987)", "McClelland (1967)", "Mann and Thompson (1988)"]


def test_years_in_titles_and_conference_names_start_no_entry() -> None:
    found = works(
        "Kux, D. (2001). The United States, 1947–2000: Disenchanted allies. London, UK Press of 1999. Reprinted 2003.\n\n"
        f"{OTHER}"
    )
    assert [work.listed for work in found] == ["Kux (2001)", "Zahra (1999)"]


def test_places_are_exact() -> None:
    text = f"Text.\n\nReferences\n\n1. Braun, V., & Clarke, V. (2006). Using.\n\n{OTHER}"
    (found,) = reference_lists(document(text))
    first = found.works[0]
    assert text[first.start : first.end] == "1. Braun, V., & Clarke, V. (2006). Using."
    assert [text[a:b] for a, b in first.spans] == ["Braun", "Clarke"]
    assert text[found.start :].startswith("References")


def test_the_doi_of_an_entry() -> None:
    first, last = works(f"Siddiq, A. (2020). X. https://doi.org/10.1080/03068374.2020.1804728.\n\n{OTHER}")
    assert (first.doi, last.doi) == ("10.1080/03068374.2020.1804728", None)


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "**7. BIBLIOGRAPHY**",
        "VI. Works Cited",
        "Literature",
        "List of references:",
        "Literatur",
    ],
)
def test_the_list_is_found_under_its_usual_headings(heading: str) -> None:
    assert len(works(f"Goh, E. (2016). Rising.\n\n{OTHER}", heading)) == 2


@pytest.mark.parametrize(
    "heading", ["Reference groups", "The literature", "See references", "Data sources used"]
)
def test_other_headings_announce_no_list(heading: str) -> None:
    text = f"{heading}\n\nGoh, E. (2016). Rising.\n\n{OTHER}"
    assert reference_lists(document(text)) == ()
    assert list_heading(document(text)) is None


def test_an_appendix_ends_the_list() -> None:
    text = f"References\n\nGoh, E. (2016). Rising.\n\n{OTHER}\n\nAppendix A. Speeches\n\nKhan, A. (2001). Not an entry."
    (found,) = reference_lists(document(text))
    assert len(found.works) == 2
    assert text[found.end :].startswith("Appendix A")


def test_one_list_for_each_heading() -> None:
    entries = f"References\n\nGoh, E. (2016). Rising.\n\n{OTHER}\n\n"
    assert [len(each.works) for each in reference_lists(document(entries + entries))] == [2, 2]


PIECES = st.sampled_from(
    [
        "Khan, A.",
        ", & ",
        " (2020). ",
        "2020. ",
        "Title. ",
        "\n\n",
        "———. ",
        "van der ",
        "et al.",
        "[12] ",
        "World Bank",
        "é",
        " and ",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_entry_and_name_stands_in_the_text(entries: str) -> None:
    text = f"References\n\n{entries}"
    for found in reference_lists(document(text)):
        for work in found.works:
            assert found.start < work.start < work.end <= found.end
            assert len(work.families) == len(work.spans) == len(work.initials)
            for family, (start, end) in zip(work.families, work.spans, strict=True):
                assert family
                assert text[start:end] == family
