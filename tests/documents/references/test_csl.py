import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.bibliography import Record, is_date
from counterpoise.documents.references.csl import (
    CSL_TYPES,
    KIND_OF_TYPE,
    Name,
    Reference,
    issued_of,
    names_of,
    record_of,
    reference_of,
    source_of,
)
from counterpoise.standing import STANDING_OF_KIND

ARTICLE: dict[str, Any] = {
    "id": "siddiq2020",
    "type": "article-journal",
    "title": "A foreign policy",
    "author": [
        {"family": "Siddiq", "given": "A."},
        {"family": "Berg", "given": "J.", "non-dropping-particle": "van der", "suffix": "Jr."},
        {"literal": "World Bank"},
    ],
    "issued": {"date-parts": [[2020, 5]]},
    "container-title": "Asian Affairs",
    "volume": "51",
    "issue": "3",
    "page": "527-544",
    "DOI": "10.1080/03068374.2020.1804728",
    "custom": {"files": ["files/12/a.pdf"]},
}


def test_what_a_reference_carries() -> None:
    assert reference_of(ARTICLE) == Reference(
        id="siddiq2020",
        type="article-journal",
        title="A foreign policy",
        authors=(
            Name(family="Siddiq", given="A."),
            Name(family="Berg", given="J.", particle="van der", suffix="Jr."),
            Name(literal="World Bank"),
        ),
        issued="2020-05",
        container="Asian Affairs",
        volume="51",
        issue="3",
        page="527-544",
        doi="10.1080/03068374.2020.1804728",
        files=("files/12/a.pdf",),
    )
    assert reference_of(ARTICLE).csl() == ARTICLE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("volume", 51),
        ("author", [{"family": "Siddiq", "ORCID": "0000"}]),
        ("author", "Siddiq"),
        ("issued", {"date-parts": [["2020", 5]]}),
        ("issued", {"date-parts": [[2020], [2021]]}),
        ("issued", {"raw": "2020-05"}),
        ("issued", {"date-parts": [[2020]], "circa": True}),
        ("custom", {"files": ["a.pdf"], "other": 1}),
        ("editor", [{"family": "Khan"}]),
        ("title", ""),
        ("title", None),
        ("an unknown key", {"deep": [1, None]}),
    ],
)
def test_what_has_another_shape_is_kept_beside_its_reading(key: str, value: object) -> None:
    item = {**ARTICLE, key: value}
    reference = reference_of(item)
    assert reference.csl() == item
    assert reference.more == {key: value}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.lists(
    st.dictionaries(
        st.sampled_from(["family", "given", "literal", "suffix", "dropping-particle", "x"]),
        st.text(max_size=5),
    ),
    max_size=3,
)
DATES = st.fixed_dictionaries(
    {"date-parts": st.lists(st.lists(st.integers(-10, 9999) | st.text(max_size=4), max_size=4), max_size=2)}
)
ITEMS = st.builds(
    lambda fixed, author, issued, rest: {**rest, **author, **issued, **fixed},
    st.fixed_dictionaries(
        {"id": st.text(min_size=1, max_size=5), "type": st.sampled_from(sorted(CSL_TYPES))}
    ),
    st.fixed_dictionaries({}, optional={"author": NAMES}),
    st.fixed_dictionaries({}, optional={"issued": DATES}),
    st.dictionaries(
        st.sampled_from([*ARTICLE, "ISBN", "URL", "language", "abstract", "note"]) | st.text(max_size=6),
        JSON,
        max_size=6,
    ),
)


@given(ITEMS)
def test_no_field_of_an_item_is_lost(item: dict[str, Any]) -> None:
    reference = reference_of(item)
    assert json.dumps(reference.csl(), sort_keys=True) == json.dumps(item, sort_keys=True)
    assert reference_of(reference.csl()) == reference
    assert reference.issued is None or is_date(reference.issued)


@pytest.mark.parametrize(
    ("found", "date"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [[2020, 2, 30]]}, "2020-02"),
        ({"date-parts": [[2020, 13, 1]]}, "2020"),
        ({"date-parts": [["2020", "5", "3"]]}, "2020-05-03"),
        ({"raw": "2020-05-03/2021"}, "2020-05-03"),
        ({"date-parts": [[-44]]}, None),
        ({"date-parts": [[]]}, None),
        ({"literal": "in press"}, None),
        (None, None),
        ("2020", "2020"),
    ],
)
def test_dates(found: object, date: str | None) -> None:
    assert issued_of(found) == date


def test_what_is_no_name_is_passed_over() -> None:
    assert list(names_of([{"family": "Khan"}, {}, "x", {"family": 3}])) == [
        Name(family="Khan"),
        Name(family="3"),
    ]
    assert list(names_of("Khan")) == []


def test_a_name_as_it_is_cited() -> None:
    assert Name(family="Haq", particle="ul", given="M.").cited == "ul Haq"
    assert Name(literal="World Bank").cited == "World Bank"


def test_the_record_of_a_joined_document() -> None:
    assert record_of(reference_of(ARTICLE)) == Record(
        title="A foreign policy",
        kind="scholarly",
        date="2020-05",
        source="Siddiq, A., van der Berg, J. & World Bank (2020). Asian Affairs 51(3), 527-544",
    )


@pytest.mark.parametrize(
    ("item", "source"),
    [
        ({}, None),
        ({"publisher": "Routledge"}, "Routledge"),
        ({"author": [{"family": "Kux", "given": "D."}], "publisher": "Routledge"}, "Kux, D. Routledge"),
        ({"issued": {"date-parts": [[2001]]}}, "(2001)"),
    ],
)
def test_the_source_line(item: dict[str, Any], source: str | None) -> None:
    assert source_of(reference_of({"id": "x", "type": "book", **item})) == (
        source and source.replace("..", ".")
    )


def test_kinds_are_kinds_of_the_study_file_and_types_are_types_of_csl() -> None:
    assert set(KIND_OF_TYPE) <= CSL_TYPES
    assert set(KIND_OF_TYPE.values()) <= set(STANDING_OF_KIND)


@pytest.mark.parametrize("type_", ["report", "webpage", "document", "dataset"])
def test_a_type_that_anybody_issues_leaves_the_kind_to_the_declaration(type_: str) -> None:
    assert record_of(Reference("x", type_)).kind is None
