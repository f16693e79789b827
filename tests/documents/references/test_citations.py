import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.references.citations import Citation, citations_in, numbered_citations


def cited(text: str) -> list[str]:
    return [citation.cited for citation in citations_in(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so (Siddiqi, 2023; Khan & Ali, 2020, p. 4).", ["Siddiqi (2023)", "Khan and Ali (2020)"]),
        ("Siddiqi (2023) and Walt’s (1987, pp. 3–4)", ["Siddiqi (2023)", "Walt (1987)"]),
        ("Braun and Clarke (2006) hold", ["Braun and Clarke (2006)"]),
        ("(Ripsman, Taliaferro, and Lobell, 2016)", ["Ripsman, Taliaferro and Lobell (2016)"]),
        ("Ripsman, Taliaferro, and Lobell (2016)", ["Ripsman, Taliaferro and Lobell (2016)"]),
        ("(Bond et al., 2003) Bond et al. (2003)", ["Bond et al. (2003)", "Bond et al. (2003)"]),
        ("as by Stede et al. 2017. In", ["Stede et al. (2017)"]),
        ("(Khan, 2019, 2021)", ["Khan (2019)", "Khan (2021)"]),
        ("Khan (2019, 2021a, b)", ["Khan (2019)", "Khan (2021a)", "Khan (2021b)"]),
        ("(Fair, 2014; 2018)", ["Fair (2014)", "Fair (2018)"]),
        ("(Ahmed, n.d.)", ["Ahmed (n.d.)"]),
        ("(Marx, 1867/1990)", ["Marx (1990)"]),
        ("(see, e.g., Goldstein 1992; cf. Leng 1987: 45)", ["Goldstein (1992)", "Leng (1987)"]),
        ("(World Bank, 2020)", ["World Bank (2020)"]),
        ("(Ministry of Foreign Affairs, 2015)", ["Ministry of Foreign Affairs (2015)"]),
        ("(van der Berg & ul Haq, 1976)", ["van der Berg and ul Haq (1976)"]),
        ("(al-Hariri, 2001) and Giscard d’Estaing (1981)", ["al-Hariri (2001)", "Giscard d’Estaing (1981)"]),
        ("(the argument of Walt 1987)", ["Walt (1987)"]),
        ("(S. M. Walt, 1987)", ["S. M. Walt (1987)"]),
        ("(Mann und Thompson 1988)", ["Mann and Thompson (1988)"]),
        ("According to Kuik (2021), states", ["Kuik (2021)"]),
        ("[Kux, 2001]", ["Kux (2001)"]),
        ("in the (Khan, in press) text", ["Khan (n.d.)"]),
    ],
)
def test_the_usual_shapes(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "(1947–2000)",
        "resolution 1325 (2000)",
        "the programme (in 2015) and (CPEC)",
        "(in the 2010s)",
        "until (September 11, 2001)",
        "(p. 2019)",
        "The state (2015) is",
        "a line of its own.\n(2019)",
        "(Table 12)",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert cited(text) == []


def test_places_hold_the_citation_and_later_years_only_their_year() -> None:
    text = "As Khan (2019, 2021) and (see Braun & Clarke, 2006, p. 4) hold."
    assert [text[c.start : c.end] for c in citations_in(text, 0, len(text))] == [
        "Khan (2019",
        "2021",
        "Braun & Clarke, 2006",
    ]


def test_only_between_the_two_offsets() -> None:
    text = "(Khan, 2019) (Fair, 2014) (Walt, 1987)"
    assert [c.names for c in citations_in(text, 12, 26)] == [("Fair",)]


def test_the_comma_before_the_year_is_told() -> None:
    text = "(Khan, 2019) (Fair 2014) Walt (1987)"
    assert [c.comma for c in citations_in(text, 0, len(text))] == [True, False, None]


def test_citations_by_number_or_label() -> None:
    text = "as [12], [3, 4] and [7–9] and [Wal87], [Kar15a] but not [sic] or [2015 data]"
    assert [text[a:b] for a, b in numbered_citations(text)] == [
        "[12]",
        "[3, 4]",
        "[7–9]",
        "[Wal87]",
        "[Kar15a]",
    ]


PIECES = st.sampled_from(
    [
        "Khan",
        " and ",
        "(",
        ")",
        "2020",
        "2020a",
        ", ",
        "; ",
        " et al.",
        "van der ",
        "n.d.",
        "\n",
        "[",
        "]",
        " ",
        "&",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_citation_stands_in_its_text(text: str) -> None:
    for citation in citations_in(text, 0, len(text)):
        assert isinstance(citation, Citation)
        assert 0 <= citation.start < citation.end <= len(text)
        assert citation.names
        assert all(name and name in text for name in citation.names)
        if citation.year is not None and not citation.letter:
            assert str(citation.year) in text[citation.start : citation.end]
