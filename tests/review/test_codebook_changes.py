import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.verification import verify
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import (
    code_created,
    code_divided,
    code_redefined,
    code_renamed,
    codes_merged,
)
from counterpoise.workspace import FOLDER


def test_each_change_is_a_version_and_the_ledger_verifies(change, workspace, theory, coded):
    change(code_created, "arms_sales", "Weapons that are sold.")
    change(code_renamed, "trade", "commerce", "the word of the field")
    change(code_redefined, "arms_sales", "Weapons sold or given.", "gifts count")
    change(codes_merged, ["arms_sales"], "defence_cooperation", "too fine")
    change(code_divided, "commerce", ["exports: Sold.", "imports: Bought."], "two directions")
    known = codebook_now(theory, workspace.now)
    assert known.version == 6
    assert known.name_now("arms_sales") == "defence_cooperation"
    assert known.divided["trade"] == known.divided["commerce"] == ("exports", "imports")
    assert verify(coded / FOLDER) == ()


def test_a_code_may_go_back_to_its_own_name_and_to_no_other(change, workspace, theory):
    change(code_renamed, "trade", "commerce")
    with pytest.raises(CounterpoiseError, match="trade: is what 'commerce' was called"):
        change(code_created, "trade", "Something else.")
    with pytest.raises(CounterpoiseError, match="trade: is what 'commerce' was called"):
        change(code_renamed, "energy", "trade")
    change(code_renamed, "commerce", "trade")
    assert codebook_now(theory, workspace.now).name_now("commerce") == "trade"


@pytest.mark.parametrize(
    ("what", "told", "said"),
    [
        (code_created, ("energy", "x"), "energy: there is such a code already"),
        (code_created, ("9 lives", " "), "9 lives: is no name of a code"),
        (code_created, ("lives", " "), "lives: has no definition"),
        (code_renamed, ("trad", "commerce"), "trad: the codebook has no code 'trad' - did you mean 'trade'"),
        (code_renamed, ("trade", "energy"), "energy: there is such a code already; .*merge"),
        (code_redefined, ("trade", " ", "why"), "trade: the definition is empty"),
        (code_redefined, ("trade", "Goods.", " "), "the reason is empty"),
        (codes_merged, (["trade"], "trade", "why"), "trade: is merged into itself"),
        (codes_merged, ([], "trade", "why"), "trade: no code is named"),
        (codes_merged, (["nothing_at_all_like_it"], "trade", "why"), "has no code 'nothing_at_all_like_it'"),
        (code_divided, ("trade", ["exports: Sold."], "why"), "trade: is divided into two other codes"),
        (code_divided, ("trade", ["energy", "trade"], "why"), "trade: is divided into two other codes"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_recorded(change, workspace, what, told, said):
    head = workspace.now.head
    with pytest.raises(CounterpoiseError, match=said):
        change(what, *told)
    assert workspace.now.head == head
