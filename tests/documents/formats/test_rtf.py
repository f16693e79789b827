import pytest
from hypothesis import given
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.rtf import read_rtf
from counterpoise.documents.limits import DEEPEST_GROUPS
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage

HEAD = r"""{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset134 SimSun;}
{\f2\fswiss\fcharset204 Arial Cyr;}{\f3\fnil\fcharset128 MS Mincho;}{\f4\fnil\fcharset178 Arial;}}
{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s5 Title;}{\*\cs10 Title Char;}{\s7 List Bullet;}}
{\info{\title My \'e9tude}{\author Someone}{\*\company X}}{\header Running head\par}
"""


def read(body: str) -> list[Block]:
    blocks, _ = read_rtf((HEAD + body + "}").encode("latin-1"), "a.rtf")
    return blocks


def test_headings_lists_and_tables() -> None:
    body = r"""\pard\plain\s5 The title\par\pard\plain\s1 Aims\par\pard\plain Words.\line On a line.\par
\pard\s7{\listtext\bullet\tab}on trade\par\pard\ls1 in arms\par\pard
\trowd\cellx100\cellx200\pard\intbl a\par b\cell\cell c\cell\row\trowd\pard\intbl{d}\cell e\cell\row\pard After.\par Last"""
    assert read(body) == [
        Block("The title", "heading"),
        Block("Aims", "heading"),
        Block("Words.\nOn a line."),
        Block("on trade", "list item"),
        Block("in arms", "list item"),
        Block("a b\t\tc\nd\te", "table"),
        Block("After."),
        Block("Last"),
    ]


def test_notes_follow_their_section_and_comments_come_last() -> None:
    body = r"""\pard\s1 Aims{\footnote\pard\plain On the aims.}\par\pard The first pact{\super\chftn{\footnote\pard\s1\chftn
 A source.\par}} held.{\*\atnid AB}{\*\atnauthor A. Reader}\chatn{\*\annotation{\*\atnref 1}\pard Which one?\par}\par
{\shp{\*\shpinst\shpleft0{\sp{\sn type}{\sv 202}}{\shptxt\pard In a box.\par}}{\shprslt In a box.}}Around a box.\par
\pard\s1 Means\par\pard More.\par"""
    assert read(body) == [
        Block("Aims", "heading"),
        Block("The first pact held."),
        Block("Around a box."),
        Block("In a box."),
        Block("On the aims.", "footnote"),
        Block("A source.", "footnote"),
        Block("Means", "heading"),
        Block("More."),
        Block("A. Reader: Which one?", "comment"),
    ]


@pytest.mark.parametrize(
    ("font", "codec", "words"),
    [
        (0, "cp1252", "café “l’équilibre”"),
        (1, "gb18030", "中国与各国友好"),
        (2, "cp1251", "партнёрство"),
        (3, "cp932", "日本語の文章ソ表"),
        (4, "cp1256", "السياسة الخارجية"),
    ],
)
def test_bytes_in_the_code_page_of_their_font(font: int, codec: str, words: str) -> None:
    hexed = "".join(f"\\'{byte:02x}" for byte in words.encode(codec))
    assert read(rf"{{\f{font} {hexed}}} end") == [Block(f"{words} end")]


def test_a_second_byte_that_is_written_as_a_letter() -> None:
    # Some programs write the second byte of a character as it is, where it is one of ASCII.
    assert "テキスト".encode("cp932")[:2] == b"\x83e"
    assert read(r"{\f3 \'83e\'83L\'83X\'83g}") == [Block("テキスト")]


def test_unicode_stands_in_place_of_what_follows() -> None:
    assert read(r"\u8217?s, \u-10179?\u-8704?, {\uc2\u20013\'d6\'d0}, {\uc0\u233}t\'e9, \u1583\bullet x") == [
        Block("’s, 😀, 中, été, دx")
    ]


def test_special_characters_and_fields() -> None:
    body = r"a\~b\_c\-d \{e\}\\f \emdash  \lquote g\rquote  {\field{\*\fldinst HYPERLINK \"http://x\"}{\fldrslt link}}"
    assert read(body) == [Block("a\u00a0b-cd {e}\\f — ‘g’ link")]


def test_deleted_and_hidden_words_and_pictures_are_not_read() -> None:
    body = r"One {\deleted gone }two{\v hidden}{\*\unknown secret}{\pict 00ff}{\pict\bin5 }}{\\\ab}{\xe index} three"
    assert read(body.replace("\\ab}", "ab}")) == [Block("One two three")]


def test_the_title_in_the_properties() -> None:
    assert read_rtf((HEAD + "x}").encode(), "a.rtf")[1].title == "My étude"
    assert read_rtf(rb"{\rtf1{\stylesheet{\s1 heading 1;}}\s1 First\par}", "a.rtf")[1].title == "First"


def test_what_is_no_rtf_and_what_nests_too_deep_is_named() -> None:
    with pytest.raises(
        CounterpoiseError, match=r"a\.rtf: does not begin as RTF does; expected an \.rtf file"
    ):
        read_rtf(b"Plain words.", "a.rtf")
    with pytest.raises(CounterpoiseError, match=r"a\.rtf: nests more than 5,000 groups"):
        read_rtf(b"{\\rtf1" + b"{" * (DEEPEST_GROUPS + 1), "a.rtf")
    assert read_rtf(b"{\\rtf1 x" + b"}" * 100 + b" y", "a.rtf")[0] == [Block("x y")]


@given(
    st.text(st.characters(min_codepoint=33, exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1)
)
def test_any_text_comes_back(text: str) -> None:
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2))
    assert read("".join(f"\\u{number}?" for number in numbers)) == [Block(text)]


def test_words_agree_with_another_reader() -> None:
    # striprtf (Schubert, 0.0.33) reads words and no structure.
    body = r"\pard Caf\'e9 {\b bold}, \u8217?s {\f1\'d6\'d0\'b9\'fa} {\f2\'cf\'f0\'e8} \endash  x.\par Next \tab y.\par"
    theirs = rtf_to_text(HEAD + body + "}")
    assert " ".join(" ".join(block.text for block in read(body)).split()) == " ".join(theirs.split())


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(read_rtf)
    survives_arbitrary_bytes(lambda content, place: read_rtf(b"{\\rtf1" + content, place), examples=200)
    survives_damage(
        read_rtf, (HEAD + r"\pard\intbl a\cell{\footnote b}\row\par\u8217?\'e9}").encode(), examples=300
    )
