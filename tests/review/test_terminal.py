import io

from rich.console import Console

from counterpoise.review.actions import answer
from counterpoise.review.memos import Memo
from counterpoise.review.queue import context
from counterpoise.review.terminal import (
    KEYS,
    draw,
    draw_codes,
    draw_help,
    line_of_answer,
    line_of_suggestion,
    new_console,
)


def console() -> Console:
    return Console(file=io.StringIO(), width=200, highlight=False, emoji=False, markup=False)


def drawn(amina, trade, **more) -> str:
    paper = console()
    document = amina.document(trade)
    draw(
        paper,
        document,
        trade,
        context(document, trade),
        place="1 of 5",
        **{"lines": [], "current": None, **more},
    )
    return paper.file.getvalue()


def test_a_passage_stands_in_its_document_with_what_is_around_it(amina, trade):
    told = drawn(amina, trade)
    assert "Address on South Asia (speech, USA, 2005) · 1 of 5" in told
    assert " ".join(trade.quotation.split()) in " ".join(told.split())
    assert "Yet the United States will suspend" in told


def test_lines_are_numbered_and_the_current_one_is_marked(amina, trade):
    told = drawn(
        amina,
        trade,
        lines=[("one", "bold"), ("two [/bold] [red]", "dim")],
        current=2,
        others=[("Bilal: trade (a)", "cyan")],
        memos=[Memo("m", "Bilal", "passage", trade.id, "odd")],
    )
    assert " 1 one\n>2 two [/bold] [red]\n" in told
    assert "   Bilal: trade (a)\n" in told
    assert "   memo of Bilal: odd\n" in told


def test_the_words_that_moved_a_machine_are_marked(amina, trade):
    paper = Console(file=io.StringIO(), width=200, force_terminal=True, color_system="standard")
    document = amina.document(trade)
    span = (trade.start + 39, trade.start + 44)
    draw(paper, document, trade, context(document, trade), place="", lines=[], current=None, marked=[span])
    assert f"\x1b[7m{document.text[slice(*span)]}\x1b[0m" in paper.file.getvalue()


def test_a_suggestion_says_who_why_and_what_was_answered(amina, trade):
    offered = next(each for each in amina.suggestions(trade) if each.first.code == "trade")
    told, _ = line_of_suggestion(offered, None, known=True)
    assert told.startswith('trade (a, strengthens)  lexicon, bm25 0.75: "trade" in sentence 1')
    assert "(no code of the codebook now)" in line_of_suggestion(offered, None, known=False)[0]
    for changes, said in (({}, "[you: yes]"), ({"power": "both"}, "[you: trade (both, strengthens)]")):
        amina.do(answer(amina.now, trade, offered.first, "Amina", found=True, **changes))
        assert line_of_suggestion(offered, amina.mine(trade)[0], known=True)[0].endswith(said)
        amina.undo()
    amina.do(answer(amina.now, trade, offered.first, "Amina", found=False, reason="a slogan"))
    (mine,) = amina.mine(trade)
    assert line_of_suggestion(offered, mine, known=True)[0].endswith("[you: no]")
    assert line_of_answer(mine, trade, named=True)[0] == "Amina: no trade (a, strengthens): a slogan"


def test_help_and_codes_are_listed():
    paper = console()
    draw_help(paper)
    draw_codes(paper, [("trade", "Exports [and] imports.")])
    told = paper.file.getvalue()
    assert all(f"  {key}  " in told for key in KEYS)
    assert "  trade  Exports [and] imports." in told


def test_where_nobody_looks_it_is_plain():
    assert new_console(width=80).width == 80
