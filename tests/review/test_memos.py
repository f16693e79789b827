import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.review.memos import memo_deleted, memo_written, memos


def test_a_memo_is_written_written_anew_and_taken_back(workspace, trade):
    workspace.record([memo_written(workspace.now, "Amina", "passage", trade.id, " odd ", trade)])
    workspace.record([memo_written(workspace.now, "Bilal", "code", "trade", "too wide")])
    assert [(each.coder, each.on, each.name, each.text) for each in memos(workspace.now)] == [
        ("Amina", "passage", trade.id, "odd"),
        ("Bilal", "code", "trade", "too wide"),
    ]
    (event,) = workspace.record(
        [memo_written(workspace.now, "Amina", "passage", trade.id, "very odd", trade)]
    )
    assert (event.kind, event.body["before"]["text"]) == ("memo.revised", "odd")
    first, second = memos(workspace.now)
    assert (second.text, second.passage) == ("very odd", trade)
    workspace.record([memo_deleted(workspace.now, first, "settled")])
    assert list(memos(workspace.now)) == [second]


@pytest.mark.parametrize(("text", "told"), [("  ", "says nothing"), ("odd", "says nothing new")])
def test_a_memo_says_something_new(workspace, trade, text, told):
    workspace.record([memo_written(workspace.now, "Amina", "passage", trade.id, "odd", trade)])
    with pytest.raises(CounterpoiseError, match=f"{told}$"):
        memo_written(workspace.now, "Amina", "passage", trade.id, text, trade)
