import pytest

from counterpoise.documents.text import decoded, is_hard_wrapped, plain_blocks
from counterpoise.errors import CounterpoiseError

SENTENCE = "Le président français évoqua l’équilibre – « ni l’un, ni l’autre » – à Genève."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_western_text_in_any_encoding(encoding: str) -> None:
    assert decoded(SENTENCE.encode(encoding), "a.txt") == SENTENCE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("中华人民共和国政府工作报告。各位代表，现在我代表国务院作政府工作报告，请予审议。" * 5, "gb18030"),
        ("Стороны подтверждают стратегическое партнёрство и намерены его углублять. " * 5, "cp1251"),
    ],
)
def test_other_scripts_in_their_own_encodings(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), "a.txt") == text


def test_latin_1_holds_bytes_that_windows_leaves_open() -> None:
    assert (
        decoded(b"Pakist\xe1n \x81 abroad and at home, in a text that is nearly all ASCII", "a.txt")[6] == "á"
    )


def test_binary_data_is_named() -> None:
    with pytest.raises(CounterpoiseError, match=r"notes.txt: holds binary data"):
        decoded(bytes(range(256)) * 20, "notes.txt")


def test_page_numbers_and_document_symbols_of_hard_wrapped_text_are_left_out() -> None:
    lines = ["This is a line of a speech that was printed in a column"] * 8
    text = "\n".join([*lines[:4], "", "08-51570 10", "A/63/PV.13", "", *lines[4:]])
    (block,) = plain_blocks(text)
    assert block.text == " ".join(lines)


def test_text_with_a_paragraph_a_line_is_kept_as_it_is() -> None:
    text = "First paragraph of the text.\nSecond paragraph, which is longer than the first.\n\n2024\n"
    assert [block.text for block in plain_blocks(text)] == [*text.split("\n")[:2], "2024"]
    assert not is_hard_wrapped(text.split("\n"))


def test_a_long_line_that_stops_in_mid_sentence_goes_on_in_the_next() -> None:
    text = "A long line of a speech that a page break has parted from its\n\nrest, which follows.\nNext."
    assert [block.text for block in plain_blocks(text)] == [
        "A long line of a speech that a page break has parted from its rest, which follows.",
        "Next.",
    ]
