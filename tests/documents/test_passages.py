import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import Block, set_text
from counterpoise.documents.document import Document
from counterpoise.documents.passages import FEWEST_WORDS, MOST_WORDS, passages, word_count
from counterpoise.documents.sentences import sentences

SENTENCE = "The two governments signed another agreement on trade this spring."
"""Ten words."""


def document(*blocks: Block) -> Document:
    text = set_text(blocks)
    return Document(
        "0" * 16,
        "A text",
        "report",
        None,
        None,
        "here",
        "a.txt",
        "0" * 64,
        text.text,
        text.pages,
        text.parts,
    )


def paragraph(words: int) -> Block:
    return Block(" ".join([SENTENCE] * (words // 10)))


@given(st.lists(st.tuples(st.text(max_size=200), st.booleans()), max_size=6))
def test_anchors_find_their_quotations_again(parts: list[tuple[str, bool]]) -> None:
    whole = document(*(Block(text, "heading" if heading else "paragraph") for text, heading in parts))
    found = passages(whole)
    for passage in found:
        assert whole.text[passage.start : passage.end] == passage.quotation
        assert whole.text[: passage.start].endswith(passage.before)
        assert whole.text[passage.end :].startswith(passage.after)
    covered = "".join(passage.quotation for passage in found) + "".join(
        whole.text[start:end] for start, end in whole.headings
    )
    assert sorted("".join(covered.split())) == sorted("".join(whole.text.split()))
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_short_paragraphs_are_joined_and_long_ones_divided_evenly() -> None:
    found = passages(document(paragraph(20), paragraph(30), paragraph(60), paragraph(200)))
    assert [word_count(passage.quotation) for passage in found] == [50, 60, 100, 100]


def test_a_short_rest_joins_the_passage_before_it() -> None:
    found = passages(document(paragraph(60), paragraph(20)))
    assert [word_count(passage.quotation) for passage in found] == [80]


def test_a_passage_never_crosses_a_heading_and_names_its_own() -> None:
    found = passages(
        document(
            paragraph(10),
            Block("Aims", "heading"),
            paragraph(10),
            Block("Means", "heading"),
            paragraph(20),
        )
    )
    assert [passage.heading for passage in found] == [None, "Aims", "Means"]
    assert [word_count(passage.quotation) for passage in found] == [10, 10, 20]


def test_an_endless_sentence_is_cut_at_the_end_of_a_clause() -> None:
    endless = Block("; ".join(["the parties shall consult each other on every matter"] * 40) + ".")
    found = passages(document(endless))
    assert all(word_count(passage.quotation) <= MOST_WORDS for passage in found)
    assert all(passage.quotation[-1] in ";." for passage in found)


def test_chinese_is_counted_by_pairs_of_characters() -> None:
    assert word_count("中华人民 共和国") == 4
    found = passages(document(Block("我们坚持独立自主的和平外交政策，反对霸权主义。" * 30)))
    assert all(FEWEST_WORDS <= word_count(passage.quotation) <= MOST_WORDS for passage in found)


def test_ten_million_characters_take_seconds() -> None:
    text = "\n\n".join([" ".join([SENTENCE] * 15)] * 10_000)
    long = Document("0" * 16, "Long", "report", None, None, "here", "a.txt", "0" * 64, text)
    assert len(text) > 10_000_000
    started = time.process_time()
    found = passages(long)
    assert time.process_time() - started < 10
    assert len(found) == 10_000


def test_sentences_are_whole_in_passages() -> None:
    whole = document(paragraph(400), paragraph(90))
    ends = {end for _, end in sentences(whole.text)}
    assert {passage.end for passage in passages(whole)} <= ends
