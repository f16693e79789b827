import pytest

from counterpoise.documents.canonical import Block
from counterpoise.documents.formats.odt import read_odt
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage, zipped

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "meta": "meta",
        "svg": "svg-compatible",
    }.items()
)
NAMESPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = f"""<?xml version="1.0"?><office:document-content {NAMESPACES}>
<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted words</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:p text:style-name="P1">Two neighbours</text:p>
<text:h text:outline-level="1">Aims<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>On the aims.</text:p></text:note-body></text:note></text:h>
<text:section><text:p>The <text:span>first</text:span><text:s text:c="2"/><office:annotation office:name="c1">
<dc:creator>A. Reader</dc:creator><text:p>Which one?</text:p></office:annotation>pact<office:annotation-end
 office:name="c1"/> held.<text:line-break/>Since 1950.</text:p></text:section>
<text:list><text:list-item><text:p>on trade</text:p><text:list><text:list-item><text:p>in arms</text:p>
</text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>
<table:table-cell><text:p>Share</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>2015</text:p><text:p>(est.)</text:p>
</table:table-cell><table:table-cell/></table:table-row></table:table>
<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box><svg:title>picture</svg:title></draw:frame>
Around it.</text:p>
<text:h text:outline-level="2">Means</text:h>
<text:p>A point.<office:annotation><text:p>No author.</text:p></office:annotation></text:p>
</office:text></office:body></office:document-content>"""
META = f"""<office:document-meta {NAMESPACES}><office:meta><dc:title>A paper  on neighbours</dc:title></office:meta>
</office:document-meta>"""
WHOLE = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": CONTENT, "meta.xml": META}


def test_blocks_in_reading_order_with_notes_and_comments() -> None:
    blocks, record = read_odt(zipped(WHOLE), "a.odt")
    assert [Block(block.text.strip(), block.role) for block in blocks] == [
        Block("Two neighbours", "heading"),
        Block("Aims", "heading"),
        Block("The first  pact held.\nSince 1950."),
        Block("on trade", "list item"),
        Block("in arms", "list item"),
        Block("Year\tShare\n2015 (est.)", "table"),
        Block("Around it."),
        Block("In a box."),
        Block("On the aims.", "footnote"),
        Block("Means", "heading"),
        Block("A point."),
        Block("A. Reader on “pact”: Which one?", "comment"),
        Block("No author.", "comment"),
    ]
    assert record.title == "A paper on neighbours"


def test_without_properties_the_first_heading_is_the_title() -> None:
    assert read_odt(zipped({"content.xml": CONTENT}), "a.odt")[1].title == "Two neighbours"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a.txt": "x"}, r"a\.odt: is a zip file that holds a\.txt; expected an \.odt file"),
        (
            WHOLE | {"META-INF/manifest.xml": "<m:encryption-data/>"},
            "is encrypted; save it without a password",
        ),
        ({"content.xml": f"<office:document-content {NAMESPACES}/>"}, "holds no text but a sheet"),
        ({"content.xml": "<office"}, "holds broken XML"),
    ],
)
def test_what_is_no_text_is_named(members: dict[str, str], said: str) -> None:
    with pytest.raises(CounterpoiseError, match=said):
        read_odt(zipped(members), "a.odt")


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(read_odt)
    whole = zipped(WHOLE)
    assert survives_damage(read_odt, whole) > 0
    assert survives_damage(read_odt, whole, "content.xml", examples=200) > 0
