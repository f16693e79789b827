from pathlib import Path

import pytest

from counterpoise.documents.bibliography import Record
from counterpoise.documents.canonical import Block
from counterpoise.documents.corpora.corpus import CorpusPart, corpus_parts
from counterpoise.documents.corpora.frus import frus_parts
from counterpoise.errors import CounterpoiseError
from tests.damage import survives_arbitrary_bytes, survives_damage

# Elements and attributes as in the published volumes (HistoryAtState/frus, frus1955-57v08.xml); the words are ours.
VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1955">
<teiHeader><fileDesc><titleStmt><title type="complete">Foreign Relations, 1955–1957,
 Volume VIII</title><title type="series">Foreign Relations</title></titleStmt></fileDesc></teiHeader>
<text><front><div type="preface"><p>A preface.</p></div></front><body>
<div type="compilation" xml:id="comp1"><head>South Asia</head>
<div type="document" xml:id="d1" n="1" subtype="historical-document"
 frus:doc-dateTime-min="1956-03-30T00:00:00-05:00" frus:doc-dateTime-max="1956-03-30T23:59:59-05:00">
<head>1. Letter From <persName type="from">A. Writer</persName> to <persName type="to" corresp="#p_B1">B.
 Reader</persName><note n="2" xml:id="d1fn2" type="source">Source: <gloss target="#t_S">S/S</gloss> Files.</note></head>
<opener><dateline><placeName>Geneva</placeName>, <date when="1956-03-30">March 30, 1956.</date></dateline>
<salute>Dear B.:</salute></opener>
<pb n="3" xml:id="pg_3"/>
<p>The <hi rend="italic">pact</hi><note n="3">Of 1954.</note> holds
 <pb n="4"/>still. It has two aims: <list><label>a.</label><item>trade, and</item><label>b.</label>
<item>arms: <list><item>small ones</item></list></item></list></p>
<table><row><cell>Year</cell><cell>Share<note>In percent.</note></cell></row><row><cell>1955</cell><cell>12</cell></row></table>
<closer><signed>A. <hi>Writer</hi></signed></closer>
</div>
<div type="document" xml:id="d2" n="2" subtype="editorial-note"><head>2. Editorial Note</head><p>A talk was held on
<date when="1957">1957</date>.</p></div>
</div></body></text></TEI>"""


def written(folder: Path, content: str | bytes = VOLUME) -> Path:
    path = folder / "frus1955.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_document_with_its_parties_date_and_notes(tmp_path: Path) -> None:
    (name, record, blocks), other = frus_parts(written(tmp_path), "frus1955.xml")
    assert (name, other[0]) == ("d1", "d2")
    assert record == Record(
        title="1. Letter From A. Writer to B. Reader",
        date="1956-03-30",
        source="Foreign Relations, 1955–1957, Volume VIII, document 1, from A. Writer, to B. Reader",
    )
    assert blocks == [
        Block("1. Letter From A. Writer to B. Reader", "heading"),
        Block("Geneva, March 30, 1956."),
        Block("Dear B.:"),
        Block("The pact holds still. It has two aims:"),
        Block("a. trade, and", "list item"),
        Block("b. arms:", "list item"),
        Block("small ones", "list item"),
        Block("Year\tShare\n1955\t12", "table"),
        Block("A. Writer"),
        Block("Source: S/S Files.", "footnote"),
        Block("Of 1954.", "footnote"),
        Block("In percent.", "footnote"),
    ]
    assert other[1].date == "1957"


def test_documents_of_some_years(tmp_path: Path) -> None:
    found = corpus_parts(written(tmp_path), "frus1955.xml", "frus-tei", where={"date": ["1956"]})
    assert [part.part for part in found if isinstance(part, CorpusPart)] == ["d1"]
    with pytest.raises(CounterpoiseError, match="is chosen by 'date' only, not by 'origin'"):
        next(corpus_parts(written(tmp_path), "frus1955.xml", "frus-tei", where={"origin": ["NOR"]}))


def test_what_is_no_volume_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        CounterpoiseError, match=r'a\.xml: holds no <div type="document">; expected a volume of FRUS'
    ):
        next(frus_parts(written(tmp_path, "<TEI/>"), "a.xml"))


def test_no_damage_escapes_as_anything_but_a_named_problem(tmp_path: Path) -> None:
    def read(content: bytes, place: str) -> None:
        list(frus_parts(written(tmp_path, content), place))

    survives_arbitrary_bytes(read)
    assert survives_damage(read, VOLUME.encode(), examples=200) > 0
