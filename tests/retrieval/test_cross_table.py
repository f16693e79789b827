import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.cross_table import cross_table
from tests.retrieval.few import laid_out


def test_a_passage_counts_once_in_a_row_whoever_coded_it() -> None:
    codings = laid_out()
    found = cross_table(codings, Answering(codings).answer(), [], 1990)
    assert found.columns == ["code", "first-hand", "second-hand", "data note", "under test"]
    assert found.rows() == [("arms", 1, 0, 0, 1), ("energy", 1, 1, 0, 0), ("trade", 3, 0, 0, 1)]


def test_by_power_and_period() -> None:
    codings = laid_out()
    found = cross_table(codings, Answering(codings).answer(), ["power", "period"], 1991)
    assert found.filter(found["code"] == "trade").rows() == [
        ("trade", "a", "2001-2005", 1, 0, 0, 0),
        ("trade", "a", "2016-2020", 1, 0, 0, 0),
        ("trade", "b", "2001-2005", 1, 0, 0, 0),
        ("trade", "b", "2016-2020", 1, 0, 0, 0),
        ("trade", "both", "2021-2025", 0, 0, 0, 1),
    ]
    assert ("energy", "none", "no date", 0, 1, 0, 0) in found.rows()


@pytest.mark.parametrize(
    ("aspect", "row"),
    [
        ("kind", ("energy", "news", 0, 1, 0, 0)),
        ("origin", ("energy", "no origin", 0, 1, 0, 0)),
        ("year", ("energy", "2005", 1, 0, 0, 0)),
        ("document", ("energy", "Third", 0, 1, 0, 0)),
        ("coder", ("trade", "Amina K.", 1, 0, 0, 0)),
        ("status", ("trade", "accepted", 1, 0, 0, 0)),
        ("direction", ("trade", "none", 3, 0, 0, 1)),
    ],
)
def test_by_other_aspects(aspect: str, row: tuple[object, ...]) -> None:
    codings = laid_out()
    assert row in cross_table(codings, Answering(codings).answer(), [aspect], 1990).rows()


def test_an_aspect_that_there_is_not_is_told() -> None:
    codings = laid_out(())
    with pytest.raises(CounterpoiseError, match="by: there is no 'powr' - did you mean 'power'"):
        cross_table(codings, Answering(codings).answer(), ["powr"], 1990)
    with pytest.raises(CounterpoiseError, match="by: 'kind' stands twice"):
        cross_table(codings, Answering(codings).answer(), ["kind", "kind"], 1990)
    assert cross_table(codings, Answering(codings).answer(), ["power"], 1990).rows() == []
