import numpy as np
import pytest

from counterpoise.retrieval.codings import Fact
from tests.retrieval.few import ROWS, laid_out, told


def test_codings_are_laid_out_by_document_and_place() -> None:
    codings = laid_out(ROWS[::-1])
    assert len(codings) == len(ROWS)
    assert codings.passages == 7
    assert codings.document.tolist() == [0, 0, 0, 0, 1, 1, 1, 2, 3, 3]
    assert codings.passage.tolist() == [0, 0, 1, 2, 3, 3, 4, 5, 6, 6]
    # The two codings of one span with one code share a place, whoever gave them for which power.
    assert codings.place[4] == codings.place[5]
    assert len(np.unique(codings.place)) == len(ROWS) - 1
    # Without a span the passage stands for it.
    assert (codings.first[7], codings.last[7]) == (65, 99)


def test_facts_and_passages() -> None:
    codings = laid_out()
    rows = codings.facts["code"].among(frozenset({"energy", "no such code"}))
    assert [each[2] for each in told(codings, rows)] == ["energy", "energy"]
    assert np.flatnonzero(codings.passages_of(rows)).tolist() == [0, 5]
    assert codings.on_passages(codings.passages_of(rows)).sum() == 3
    assert codings.of_documents(np.array([False, True, False, False])).sum() == 3
    assert codings.standings() == ("first-hand", "first-hand", "second-hand", "under test")


@pytest.mark.parametrize("number", [0, 1, 8, 9, 40])
def test_facts_among_any_number_of_values(number: int) -> None:
    values = tuple(f"code {each:02}" for each in range(40))
    fact = Fact(np.arange(400, dtype=np.uint32) * 7 % 40, values)
    wanted = frozenset(values[:number]) | {"no such code"}
    assert fact.among(wanted).tolist() == [values[each] in wanted for each in fact.numbers]
