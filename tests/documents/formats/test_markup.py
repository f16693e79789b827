import pytest

from counterpoise.documents.formats.markup import local_name, parse_xhtml, parse_xml, words_in
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage

LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def test_words_and_names() -> None:
    root = parse_xml(b'<r xmlns="urn:x"><p>One  <b>two</b>\n three</p><!-- four --></r>', "a.xml")
    assert (local_name(root), words_in(root)) == ("r", "One two three")


@pytest.mark.parametrize("body", [b"<r>&c;</r>", b'<r a="x"/>', b'<r a="&c;"/>'])
def test_declared_entities_are_refused(body: bytes) -> None:
    with pytest.raises(CounterpoiseError, match=r"a\.xml: declares entities of its own"):
        parse_xml(LAUGHS.encode() + body, "a.xml")


@pytest.mark.parametrize("declaration", ['<!ENTITY s SYSTEM "{}">', '<!ENTITY % s SYSTEM "{}"> %s;'])
def test_no_entity_is_fetched(declaration: str, tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.dtd"
    with open(secret, "w", encoding="utf-8") as stream:
        stream.write('<!ENTITY t "secret words">')
    content = f"<!DOCTYPE r [{declaration.format(f'file://{secret}')}]><r>words</r>"
    with pytest.raises(CounterpoiseError, match="declares entities of its own"):
        parse_xml(content.encode(), "a.xml")


def test_a_public_document_type_does_no_harm() -> None:
    page = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "none.dtd"><html>caf&eacute;&nbsp;&amp; bar</html>'
    assert parse_xhtml(page, "a.xhtml").text == "café\u00a0& bar"


def test_depth_has_a_limit() -> None:
    with pytest.raises(CounterpoiseError, match="holds broken XML: Excessive depth"):
        parse_xml(b"<a>" * 300 + b"</a>" * 300, "a.xml")


def test_no_damage_escapes_as_anything_but_a_named_problem() -> None:
    survives_arbitrary_bytes(parse_xml)
    survives_arbitrary_bytes(parse_xhtml)
    assert survives_damage(parse_xhtml, LAUGHS.encode() + b"<r>&amp;&c;</r>", examples=300) > 0
