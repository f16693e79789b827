import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.report.plain import observed, places, plain, printable
from tests.report.test_html import outline


def test_an_outline_is_plain_values_by_kind() -> None:
    told = plain(outline())
    assert json.loads(json.dumps(told)) == told
    assert told["kind_of"] == "Outline"
    assert told["sections"][0]["blocks"][0] == {"kind_of": "Paragraph", "text": "Five < six."}
    (figure,) = told["sections"][1]["subsections"][0]["blocks"]
    assert "chart" not in figure
    assert figure["table"]["rows"] == [["2010-14", 0.4], ["2020-24", None]]


@given(st.text(alphabet=st.characters(codec=None)))
def test_what_is_printable_is_kept_and_the_rest_is_blank(text: str) -> None:
    found = printable(text)
    assert len(found) == len(text)
    found.encode("utf-8")
    assert all(now == before or now == " " for now, before in zip(found, text, strict=True))


def test_where_each_cell_stands() -> None:
    assert places(outline())["security-b"] == ("Ties with each power", "Security, Second power")


@pytest.mark.parametrize(
    ("value", "told"), [(None, "–"), (0.40000, "0.400"), (1234.56, "1,234.6"), (2010, "2010"), ("a", "a")]
)
def test_values_as_a_reader_sees_them(value: object, told: str) -> None:
    assert observed(value) == told  # type: ignore[arg-type]
