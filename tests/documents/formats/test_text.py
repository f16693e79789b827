import pytest

from counterpoise.documents.formats.text import decoded, encoding_of, is_hard_wrapped, plain_blocks
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes

SENTENCE = "Le président français évoqua l’équilibre – « ni l’un, ni l’autre » – à Genève."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_western_text_in_any_encoding(encoding: str) -> None:
    assert decoded(SENTENCE.encode(encoding), "a.txt") == SENTENCE


CHINESE = "两国外长就走廊建设和扩大贸易进行了会谈，一致同意继续合作，反对外来干涉。"
JAPANESE = (
    "両国の外相は、回廊の建設と貿易の拡大について話し合い、協力を続けることで一致した。カタカナもある。"
)
ARABIC = "ناقش وزيرا الخارجية بناء الممر وتوسيع التجارة واتفقا على مواصلة التعاون بين البلدين. "
RUSSIAN = "Стороны подтверждают стратегическое партнёрство и намерены его углублять. "


@pytest.mark.parametrize("times", [1, 5, 3_000])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16-le"),
        ("兩國外長就走廊建設和擴大貿易進行了會談，一致同意繼續合作，反對外來干涉。", "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-16-be"),
        ("양국 외교장관은 회랑 건설과 무역 확대에 대해 논의하고 협력을 계속하기로 합의했다. ", "euc_kr"),
        (ARABIC, "cp1256"),
        (ARABIC, "utf-16-be"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "utf-16-le"),
        ("Οι υπουργοί συζήτησαν την κατασκευή του διαδρόμου και συμφώνησαν να συνεχίσουν. ", "cp1253"),
        ("השרים דנו בהקמת המסדרון ובהרחבת הסחר והסכימו להמשיך בשיתוף הפעולה בין המדינות. ", "cp1255"),
        (
            "Ministři jednali o výstavbě koridoru a rozšíření obchodu a dohodli se na další spolupráci. ",
            "cp1250",
        ),
        ("รัฐมนตรีทั้งสองหารือเรื่องการสร้างระเบียงเศรษฐกิจและการขยายการค้า ", "cp874"),
    ],
)
def test_other_scripts_in_their_own_encodings(text: str, encoding: str, times: int) -> None:
    assert decoded((text * times).encode(encoding), "a.txt") == text * times


def test_the_beginning_of_a_text_may_end_within_a_character() -> None:
    content = (CHINESE * 50).encode()
    assert {encoding_of(content[:length], "a.txt") for length in range(3_000, 3_003)} == {"utf-8"}


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


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        ("15-29940 5/18", "A/70/PV.27 02/10/2015"),
        ("6/18 15-29940", "02/10/2015 A/70/PV.27"),
        ("15-29940 5/18 A/70/PV.27 02/10/2015", ""),
        ("08-53122 2", "S/PV.8000"),
    ],
)
def test_the_foot_and_head_of_a_records_pages_part_no_sentence(foot: str, head: str) -> None:
    before = "A paragraph of a speech that runs to the end of its page and stops in mid sentence there"
    text = (
        f"First paragraph.\n{before}\n{foot}\n\f\n{head}\nand goes on at the head of the next.\nLast one.\n"
    )
    assert [block.text for block in plain_blocks(text)] == [
        "First paragraph.",
        f"{before} \fand goes on at the head of the next.",
        "Last one.",
    ]


@pytest.mark.parametrize("line", ["2024", "02/10/2015", "5/18", "In 15-29940 we trust", "A/70 and more"])
def test_a_line_that_names_no_record_is_text(line: str) -> None:
    assert [block.text for block in plain_blocks(f"First paragraph.\n{line}\nLast one.")][1] == line


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


def test_line_ends_of_every_system_are_the_same() -> None:
    lines = ["First line.", "", "Second line of the text.", "", "Third line."]
    blocks = {end: plain_blocks(end.join(lines)) for end in ("\n", "\r\n", "\r", "\u2028")}
    assert all(found == blocks["\n"] for found in blocks.values())
    assert len(blocks["\n"]) == 3


def test_any_bytes_are_text_or_named() -> None:
    survives_arbitrary_bytes(decoded, examples=200)


def test_a_text_of_nothing_but_page_starts_is_read_in_no_time() -> None:
    # Each page start that follows another was once looked at again for every one before it: 10 s for 64 KiB.
    blocks = plain_blocks("The first page" + "\f" * 2**18 + "and the last")
    assert blocks[-1].text == "\f" * 2**18 + "and the last"
    assert len(blocks) == 2
