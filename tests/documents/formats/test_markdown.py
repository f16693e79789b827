import pytest

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.markdown import is_markdown, read_markdown, words_of
from counterpoise.errors import CounterpoiseError


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("a **strong** and *weak* __tie__ of _two_", "a strong and weak tie of two"),
        ("***both*** and **bold *and italic***", "both and bold and italic"),
        ("[its policy](https://example.org/a_(b)) and ![a map](m.png)", "its policy and a map"),
        ("see [the pact][1] and <https://example.org>", "see the pact and https://example.org"),
        ("`figures.csv` and ~~old~~ news", "figures.csv and old news"),
        ("H<sub>2</sub>O, tea &amp; trade<br>then", "H2O, tea & trade\nthen"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        (r"\*not emphasis\* and a note[^1]", "*not emphasis* and a note"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("a footnote star* here", "a footnote star* here"),
    ],
)
def test_inline_markup_is_reduced_to_its_words(markup: str, words: str) -> None:
    assert words_of(markup) == words


def test_blocks_of_markdown() -> None:
    text = """# Ties #

Soft-wrapped lines
are one paragraph.
> Quoted *words*.

Underlined
----------
- first aim
  goes on
- [x] second aim
1. numbered

| state | share |
|:------|------:|
| PAK | **12** |

***
```
code stays
```
"""
    assert read_markdown(text, "a.md").blocks == (
        Block("Ties", "heading"),
        Block("Soft-wrapped lines are one paragraph. Quoted words."),
        Block("Underlined", "heading"),
        Block("first aim goes on", "list item"),
        Block("second aim", "list item"),
        Block("1. numbered", "list item"),
        Block("state\tshare\nPAK\t12", "table"),
        Block("code stays"),
    )


def test_notes_and_what_follows_a_list() -> None:
    text = "- one\n\nA pact[^1] held.\n\n[^1]: A source.\n\n1. Title\n---\nWords.\n"
    assert read_markdown(text, "a.md").blocks == (
        Block("one", "list item"),
        Block("A pact held."),
        Block("A source.", "footnote"),
        Block("1. Title", "heading"),
        Block("Words."),
    )


def test_front_matter_is_the_record() -> None:
    text = """---
title: "Ties in NO: a note"
kind: data note
origin: PAK
date: 2015-04
sources:
  - UN Comtrade
  - World Bank
---
Text.
"""
    read = read_markdown(text, "a.md")
    assert read.record == Record(
        "Ties in NO: a note", "data note", "PAK", "2015-04", "UN Comtrade; World Bank"
    )
    assert read.blocks == (Block("Text."),)


def test_every_problem_of_front_matter_is_named_with_its_line() -> None:
    text = "---\ntitle: [a, b]\nkind: specch\norigin: PKA\ndate: spring\n---\n\nText.\n"
    with pytest.raises(CounterpoiseError) as caught:
        read_markdown(text, "a.md")
    title, kind, origin, date = sorted(str(problem) for problem in caught.value.problems)
    assert title.startswith("a.md:2:")
    assert kind.startswith("a.md:3:")
    assert "did you mean 'speech'?" in kind
    assert origin.startswith("a.md:4:")
    assert "PAK" in origin
    assert date.startswith("a.md:5:")


def test_front_matter_that_is_no_yaml_is_named_with_its_line() -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.md:4:1: not readable"):
        read_markdown("---\ntitle: a\nkind: [law\n---\nText.\n", "a.md")


def test_a_key_that_stands_twice_is_named_with_its_line() -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.md:3:1: kind: the key stands twice"):
        read_markdown("---\nkind: law\nkind: news\n---\nText.\n", "a.md")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read_markdown("---\nText.\n", "a.md").blocks == (Block("Text."),)


def test_plain_text_that_is_written_in_markdown_is_known() -> None:
    assert is_markdown("# One\n\ntext\n\n## Two\n")
    assert is_markdown("**Mr. President,**\n\nHello.\n\n**Mr. President,** again\n")
    assert not is_markdown("#1 in trade\n\nA 5 * 4 grid.\n")


def test_lines_set_with_tabs_are_rows_of_a_table() -> None:
    text = "Factor\tImpact\n<b>Trade</b>\tContinued *engagement*\nPorts\tLarger role\n\nAfterwards.\n"
    blocks = read_markdown(text, "table.md").blocks
    assert [block.text for block in blocks] == [
        "Factor\tImpact\nTrade\tContinued engagement\nPorts\tLarger role",
        "Afterwards.",
    ]
