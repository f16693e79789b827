import time
from pathlib import Path

import pytest

from counterpoise.documents.canonical import Part
from counterpoise.documents.document import Declaration, Document
from counterpoise.documents.intake import document_of
from counterpoise.documents.references.citation_linter import lint_citations

LIST = """

References

Ahmed, Z. S. (2019). Impact of the corridor. Journal of Asia, 54(3), 400–414.
Department of Foreign Affairs and Trade. (2017). Opportunity, security, strength.
Fair, C. C. (2014). Fighting to the end. Oxford University Press.
Halterman, A., Beger, A., & Schrodt, P. (2023a). One ontology. Journal of Data, 1.
Halterman, A., Beger, A., & Schrodt, P. (2023b). Another tool. Journal of Data, 2.
Khan, S., & Ali, B. (2020). A title of some length. Asian Affairs, 3(1), 1–9.
Stockholm International Peace Research Institute. (2021). Yearbook.
Walt, S. M. (1987). The origins of alliances. Cornell University Press.
Waltz, K. N. (1979). Theory of international politics. Addison-Wesley.
"""
ALL = (
    "(Ahmed, 2019; Department of Foreign Affairs and Trade, 2017; Fair, 2014) Halterman et al. (2023a, b), "
    "Khan and Ali (2020) (SIPRI, 2021) Walt (1987), Kenneth Waltz (1979). "
)


def document(text: str, parts: tuple[Part, ...] = ()) -> Document:
    return Document("d", "t", "scholarly", None, None, "s", "d.txt", "0", text, parts=parts)


def findings(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (found.kind, found.what, [text[start:end] for start, end in found.places])
        for found in lint_citations(document(text))
    ]


def test_a_paper_whose_citations_and_list_agree_has_no_findings() -> None:
    assert findings(ALL + LIST) == []


def test_cited_but_not_listed() -> None:
    text = f"{ALL} (Smith, 2011) and again (Smith, 2011, p. 3) and Jones and Brown (2001).{LIST}"
    assert findings(text) == [
        ("not listed", "Smith (2011) is cited but not listed", ["Smith, 2011", "Smith, 2011"]),
        ("not listed", "Jones and Brown (2001) is cited but not listed", ["Jones and Brown (2001"]),
    ]


def test_listed_but_never_cited() -> None:
    text = ALL.replace("Fair, 2014", "Ahmed, 2019") + LIST
    told = ("never cited", "Fair (2014) is listed but never cited")
    assert findings(text) == [(*told, ["Fair, C. C. (2014). Fighting to the end. Oxford University Press."])]


@pytest.mark.parametrize(
    ("right", "wrong", "told", "places"),
    [
        (
            "Ahmed, 2019",
            "Ahmad, 2019",
            "Ahmad (2019) is cited, but the list has Ahmed (2019)",
            ["Ahmad, 2019", "Ahmed"],
        ),
        (
            "Khan and Ali (2020",
            "Khan and Aly (2020",
            "Khan and Aly (2020) is cited, but the list has Khan and Ali (2020)",
            ["Khan and Aly (2020", "Ali"],
        ),
    ],
)
def test_one_author_spelt_two_ways(right: str, wrong: str, told: str, places: list[str]) -> None:
    assert findings(ALL.replace(right, wrong) + LIST) == [("spelling", told, places)]


def test_two_listed_authors_with_near_names_are_not_one_spelt_two_ways() -> None:
    found = findings(ALL.replace("Waltz (1979)", "Walt (1979)") + LIST)
    assert [kind for kind, *_ in found] == ["not listed", "never cited"]


def test_near_names_with_the_same_initials_in_the_list() -> None:
    text = f"{ALL} (Scarborough, 2022; Scraborough & Ali, 2021){LIST}"
    text += "Scarborough, G. I. (2022). Polecat.\nScraborough, G., & Ali, A. (2021). Plover.\n"
    told = "Scarborough and Scraborough in the list may be one author"
    assert findings(text) == [("spelling", told, ["Scarborough", "Scraborough"])]


def test_one_work_under_two_years() -> None:
    text = ALL.replace("Fair, 2014", "Fair, 2013") + LIST
    ((kind, what, places),) = findings(text)
    assert (kind, what) == ("year", "Fair (2013) is cited, but the list has Fair (2014)")
    assert places == ["Fair, 2013", "Fair, C. C. (2014). Fighting to the end. Oxford University Press."]


def test_another_year_of_an_author_whose_listed_work_is_cited_is_another_work() -> None:
    found = findings(f"{ALL} (Fair, 2013){LIST}")
    assert found == [("not listed", "Fair (2013) is cited but not listed", ["Fair, 2013"])]


def test_a_letter_that_the_list_does_not_have() -> None:
    found = findings(f"{ALL} (Halterman et al., 2023c){LIST}")
    assert [what for _, what, _ in found] == ["Halterman et al. (2023c) is cited but not listed"]


def test_duplicates_in_the_list() -> None:
    again = "Fair, C.C. (2014). Fighting to the End. OUP.\n"
    ((kind, what, places),) = findings(ALL + LIST + again)
    assert (kind, what) == ("duplicate", "Fair (2014) is listed twice")
    assert places == ["Fair, C. C. (2014). Fighting to the end. Oxford University Press.", again.strip()]


def test_duplicates_under_one_doi() -> None:
    listed = "Khan, S. (2001). One. https://doi.org/10.1/ABC\nKhan, S. (2002). Another name. doi:10.1/abc\n"
    found = findings(f"{ALL} Khan (2001, 2002){LIST}{listed}".replace("10.1/", "10.1000/"))
    assert [(kind, what) for kind, what, _ in found] == [
        ("duplicate", "Khan (2001) is listed twice under one DOI")
    ]


def test_volumes_of_one_year_are_no_duplicates() -> None:
    listed = (
        "Khan, S. (2001). The long history, volume 1. X.\nKhan, S. (2001). The long history, volume 2. X.\n"
    )
    assert findings(f"{ALL} Khan (2001){LIST}{listed}") == []


@pytest.mark.parametrize(
    "text",
    [
        "in the capital (Islamabad, 2015)",
        "(May, 2015)",
        "(Hungary, 1956)",
        "(Tunisia 2021)",
        "the War (1914)",
        "Operation Enduring Freedom (2001)",
        "(Table 3, 2020)",
        "(Ibid., 1962)",
        "Resolution 1325 (2000)",
        "(Pressler Amendment, 1985)",
    ],
)
def test_places_dates_and_events_are_not_taken_for_citations(text: str) -> None:
    assert findings(f"{ALL} {text} {LIST}") == []


@pytest.mark.parametrize(
    "text",
    ["Smith (2011) argues it.", "Smith (2011, p. 3) clearly shows it.", "According to Smith (2011), no."],
)
def test_an_author_in_running_text_whom_no_list_knows_is_one_that_says_something(text: str) -> None:
    found = findings(f"{ALL} {text}{LIST}")
    assert [what for _, what, _ in found] == ["Smith (2011) is cited but not listed"]


def test_remarks_on_a_document_cite_nothing() -> None:
    remark = "Cite (Smith, 2011) here?"
    text = f"{ALL}\n\n{remark}{LIST}"
    start = text.index(remark)
    parts = (Part(start, start + len(remark), "comment"),)
    assert lint_citations(document(text, parts)) == ()


def test_numbered_citations_are_not_linted() -> None:
    text = "As [1] and [2, 3] and [4] show.\n\nReferences\n\n[1] G. Allison, Destined for War, 2017."
    ((kind, what, places),) = findings(text)
    assert (kind, places) == ("not linted", ["[1]"])
    assert "by number or label" in what


def test_notes_are_not_linted() -> None:
    ((kind, what, _),) = findings("Text.¹" + LIST)
    assert kind == "not linted"
    assert "cites none of them" in what


def test_a_list_that_is_no_author_year_list_is_not_linted() -> None:
    text = "So (Khan, 2020).\n\nBibliography\n\nKhan, S. A Title. London: Routledge, 2020."
    ((kind, _, places),) = findings(text)
    assert (kind, places) == ("not linted", ["Bibliography"])


def test_without_a_list_three_citations_are_told_at_once() -> None:
    ((kind, what, places),) = findings("So (Khan, 2020; Fair, 2014) and (Smith & Wesson, 1990).")
    assert (kind, places) == ("not linted", ["Khan, 2020", "Fair, 2014", "Smith & Wesson, 1990"])
    assert "no reference list" in what


def test_several_lists_are_not_linted() -> None:
    ((kind, what, _),) = findings(ALL + LIST + ALL + LIST)
    assert kind == "not linted"
    assert what.startswith("has 2 reference lists")


def test_a_speech_has_no_findings() -> None:
    assert findings("Since the resolution of 1948 (and of 1949) the Council met in Geneva (1955).") == []


def test_a_long_list_takes_a_second_or_two_at_most() -> None:
    names = [f"Kh{a}{b}{c}" for a in "aeiou" for b in "bcdfghklmn" for c in "aeioubcdfg"]
    cited = " ".join(f"({name}xx, 1990)" for name in names)
    listed = "\n".join(f"{name}yy, A. (1991). Title {name}." for name in names)
    start = time.monotonic()
    assert lint_citations(document(f"(Khan, 2020) {cited}\n\nReferences\n\nKhan, A. (2020). X.\n{listed}"))
    assert time.monotonic() - start < 20


def test_a_published_paper(shared: Path) -> None:
    """Each of these was read in the paper: its list holds them, its text cites Siddiqi twice and the four never."""
    path = shared / "paper" / "kanwal-samrana-alvi-2026.txt"
    paper = document_of(path.read_bytes(), path.name, Declaration(kind="paper under test"))
    found = lint_citations(paper)
    assert [(each.kind, each.what) for each in found] == [
        ("spelling", "Siddiqi (2020) is cited, but the list has Siddiq (2020)"),
        ("never cited", "Bowen (2009) is listed but never cited"),
        ("never cited", "Braun and Clarke (2006) is listed but never cited"),
        ("never cited", "Bryman (2016) is listed but never cited"),
        ("never cited", "Patton (2015) is listed but never cited"),
    ]
    assert [paper.text[start:end] for start, end in found[0].places] == [
        "Siddiqi, 2020",
        "Siddiqi, 2020",
        "Siddiq",
    ]
    assert [paper.text[each.places[0][0] :].split(",")[0] for each in found[1:]] == [
        "2. Bowen",
        "3. Braun",
        "4. Bryman",
        "16. Patton",
    ]
