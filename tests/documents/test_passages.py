import time
from itertools import pairwise
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import Block, Role, set_text
from counterpoise.documents.document import Document
from counterpoise.documents.passages import (
    FEWEST_WORDS,
    MOST_WORDS,
    passages,
    passages_with_sentences,
    previous_sentence,
    word_count,
    word_starts,
)
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


BLOCKS = st.lists(
    st.builds(Block, st.text(max_size=200) | st.just(SENTENCE), st.sampled_from(get_args(Role))), max_size=8
)
VOICE = {"paragraph": "body", "list item": "body"}


@given(BLOCKS)
def test_anchors_find_their_quotations_again(blocks: list[Block]) -> None:
    whole = document(*blocks)
    found = passages(whole)
    for passage in found:
        assert whole.text[passage.start : passage.end] == passage.quotation
        assert whole.text[: passage.start].endswith(passage.before)
        assert whole.text[passage.end :].startswith(passage.after)
    covered = "".join(passage.quotation for passage in found) + "".join(
        whole.text[part.start : part.end] for part in whole.parts if part.role in ("heading", "comment")
    )
    assert sorted("".join(covered.split())) == sorted("".join(whole.text.split()))
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(BLOCKS)
def test_a_passage_is_of_one_voice_and_of_no_comment(blocks: list[Block]) -> None:
    whole = document(*blocks)
    role_at = {i: part.role for part in whole.parts for i in range(part.start, part.end)}
    for passage in passages(whole):
        spoken = [i for i in range(passage.start, passage.end) if not whole.text[i].isspace()]
        voices = {VOICE.get(role := role_at.get(i, "paragraph"), role) for i in spoken}
        assert len(voices) == 1
        assert not voices & {"heading", "comment"}


@given(BLOCKS)
def test_the_sentence_before_is_of_the_same_section(blocks: list[Block]) -> None:
    whole = document(*blocks)
    for passage in passages(whole):
        before = previous_sentence(whole, passage)
        if before is not None:
            place = whole.text.rindex(before, 0, passage.start)
            assert not any(place < start < passage.start for start, _ in whole.headings)


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


FOOTNOTE = Block("See the white paper of that year. It is cited in full below.", "footnote")


def test_a_note_in_the_middle_of_prose_is_a_passage_of_its_own() -> None:
    found = passages(document(paragraph(20), FOOTNOTE, FOOTNOTE, paragraph(10), Block("Mine!", "comment")))
    assert [word_count(passage.quotation) for passage in found] == [20, 26, 10]


def test_a_table_makes_passages_of_whole_rows() -> None:
    rows = [f"{year} | a visit. Another. | {SENTENCE}" for year in range(2000, 2024)]
    table = Block("\n".join(rows), "table")
    found = passages(document(paragraph(10), table, Block("\n".join(rows[:2]), "table"), paragraph(10)))
    assert [passage.quotation for passage in found[-2:]] == ["\n".join(rows[:2]), SENTENCE]
    assert [row for passage in found[1:-2] for row in passage.quotation.split("\n")] == rows
    assert all(FEWEST_WORDS <= word_count(passage.quotation) <= MOST_WORDS for passage in found[1:-2])


def test_items_of_a_list_stand_with_the_prose_that_opens_it() -> None:
    items = [Block(SENTENCE, "list item")] * 3
    found = passages(document(paragraph(10), *items))
    assert [word_count(passage.quotation) for passage in found] == [40]


def test_the_sentence_before_a_passage() -> None:
    opening = Block("Aid fell. " + " ".join(["Trade grew in every one of those years."] * 6) + " Why?")
    table = Block("year | aid\n2001 | 5", "table")
    remark = Block("Doubtful.", "comment")
    whole = document(
        Block("Ties", "heading"),
        opening,
        FOOTNOTE,
        table,
        paragraph(50),
        remark,
        paragraph(160),
        paragraph(20),
    )
    found = passages(whole)
    assert [previous_sentence(whole, passage) for passage in found] == [
        None,
        None,
        None,
        "Why?",
        SENTENCE,
        SENTENCE,
        SENTENCE,
    ]


def test_the_row_before_rows_and_the_start_of_a_cut_sentence() -> None:
    rows = [f"{year} | {SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE} {SENTENCE}" for year in (2001, 2002)]
    whole = document(Block("\n".join(rows), "table"))
    assert [previous_sentence(whole, passage) for passage in passages(whole)] == [None, rows[0]]
    clauses = ["the parties shall consult each other on every matter"] * 20
    whole = document(Block("; ".join(clauses) + "."))
    first, second = passages(whole)
    assert previous_sentence(whole, first) is None
    assert previous_sentence(whole, second) == first.quotation


def test_looking_back_takes_no_longer_in_a_long_document() -> None:
    def seconds(times: int) -> float:
        whole = document(Block(SENTENCE * 60 * times))
        last = passages(whole)[-1]
        started = time.process_time()
        for _ in range(20):
            previous_sentence(whole, last)
        return time.process_time() - started

    assert seconds(1_000) < 10 * seconds(10) + 0.1


@given(st.text(max_size=80) | st.text(alphabet="ab \n\u3000\x1f中国한，—.", max_size=60))
def test_as_many_words_begin_as_are_counted(text: str) -> None:
    starts = word_starts(text).tolist()
    assert len(starts) == word_count(text)
    assert starts == sorted({start for start in starts if 0 <= start < len(text)})


def test_where_words_begin() -> None:
    assert word_starts("One two\n three").tolist() == [0, 4, 9]
    assert word_starts("中国和美国 said").tolist() == [0, 2, 4, 6]
    assert word_starts("").tolist() == []


@given(
    st.lists(
        st.sampled_from(
            [
                "a.",
                "1.",
                "Mr. X",
                "said.5 We",
                "“So?”",
                "…",
                "好。",
                "No",
                "word " * 40,
                "\n",
                "\n\n",
                "!",
                "U.S.",
                "x\ty",
            ]
        ),
        max_size=30,
    )
)
def test_a_passage_that_knows_its_sentences_has_those_that_it_would_have_alone(pieces: list[str]) -> None:
    read = document(Block(" ".join(pieces)), Block("Note.", "footnote"), Block(" ".join(pieces[::-1])))
    for passage, spans in passages_with_sentences(read):
        assert spans is None or spans == sentences(passage.quotation)
