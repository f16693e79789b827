import io
import zipfile
from dataclasses import replace

import lxml.etree
import pytest
from hypothesis import given, settings

from counterpoise.errors import CounterpoiseError
from counterpoise.exchange.project import Code, Codebook, Kept, Project, StoredFile
from counterpoise.exchange.reading import read_codebook, read_project
from counterpoise.exchange.sources import PDFSource, TextSelection, TextSource
from counterpoise.exchange.writing import write_codebook, write_project
from tests.exchange.projects import CODE, SOURCE, codebooks, projects, xml_of


@given(projects())
@settings(max_examples=25, deadline=None)
def test_a_project_comes_back_as_it_was_and_in_the_same_bytes(project: Project) -> None:
    written = write_project(project)
    again = read_project(written.content, "p.qdpx")
    assert written.losses == ()
    assert again.project == project
    assert not again.report.against_the_schema
    assert write_project(again.project).content == written.content


@given(codebooks())
@settings(max_examples=25, deadline=None)
def test_a_codebook_comes_back_as_it_was(codebook: Codebook) -> None:
    written = write_codebook(codebook)
    again = read_codebook(written.content, "c.qdc")
    assert (written.losses, again.codebook) == ((), codebook)
    assert not again.report.against_the_schema


def test_what_is_written_is_valid_by_the_schema_of_2019(
    project_schema: lxml.etree.XMLSchema, codebook_schema: lxml.etree.XMLSchema
) -> None:
    @given(projects(), codebooks())
    @settings(max_examples=25, deadline=None)
    def valid(project: Project, codebook: Codebook) -> None:
        project_schema.assertValid(lxml.etree.fromstring(xml_of(write_project(project).content)))
        codebook_schema.assertValid(lxml.etree.fromstring(write_codebook(codebook).content))

    valid()


def test_what_xml_cannot_hold_is_replaced_and_told() -> None:
    code = Code(guid=CODE, name="tr\x07ade\ud800", codable=True, colour="red")
    written = write_project(Project(name="p", codes=(code,)))
    (back,) = read_project(written.content, "p.qdpx").project.codes
    assert (back.name, back.colour) == ("tr\ufffdade\ufffd", None)
    told = [str(loss) for loss in written.losses]
    assert any("2 others" in each and "U+FFFD stands for each" in each for each in told)
    assert any("'red'" in each and "left out" in each for each in told)


@pytest.mark.parametrize(
    "text", ["a\x00b\x1b", "\ufeffa mark of its own", "line\r\nends\rof\nevery kind", "😀"]
)
def test_a_text_keeps_every_character_and_every_offset(text: str) -> None:
    source = TextSource(
        guid=SOURCE,
        plain_text_path="internal://t.txt",
        text=text,
        selections=(TextSelection(guid=CODE, start=0, end=len(text)),),
    )
    project = Project(name="p", sources=(source,))
    assert read_project(write_project(project).content, "p.qdpx").project == project


def test_a_text_within_the_xml_that_xml_cannot_hold_goes_into_a_file() -> None:
    project = Project(name="p", notes=(TextSource(guid=SOURCE, text="a\x00"),))
    (note,) = read_project(write_project(project).content, "p.qdpx").project.notes
    assert (note.text, note.plain_text_path) == ("a\x00", f"internal://{SOURCE}.txt")


def test_lone_surrogates_of_a_text_are_replaced_and_told() -> None:
    project = Project(name="p", notes=(TextSource(guid=SOURCE, text="a\ud800b"),))
    written = write_project(project)
    (note,) = read_project(written.content, "p.qdpx").project.notes
    assert note.text == "a\ufffdb"
    assert [loss.found for loss in written.losses] == ["lone surrogates"]


def test_two_texts_of_one_name_both_stay() -> None:
    texts = ("first", "second")
    notes = tuple(
        TextSource(guid=f"{SOURCE[:-1]}{n}", plain_text_path="internal://t.txt", text=text)
        for n, text in enumerate(texts)
    )
    back = read_project(write_project(Project(name="p", notes=notes)).content, "p.qdpx").project
    assert tuple(note.text for note in back.notes) == texts


@pytest.mark.parametrize("name", ["../out.pdf", "a/b.pdf", "c:\\x.pdf", "..", "nul\x00.pdf"])
def test_a_file_is_written_flat_whatever_its_name(name: str) -> None:
    source = PDFSource(guid=SOURCE, path=f"internal://{name}")
    written = write_project(Project(name="p", sources=(source,), files=(StoredFile(name, b"%PDF"),)))
    with zipfile.ZipFile(io.BytesIO(written.content)) as archive:
        assert all(".." not in each and each.count("/") < 2 for each in archive.namelist())
    back = read_project(written.content, "p.qdpx").project
    (file,) = back.files
    (medium,) = back.sources
    assert isinstance(medium, PDFSource)
    assert (file.content, medium.path) == (b"%PDF", f"internal://{file.name}")


def test_parts_beyond_the_standard_come_back_but_not_through_a_codebook() -> None:
    kept = (Kept("p.qde:3, Code 'trade'", '<Code xmlns="urn:x" weight="3"/>'),)
    project = Project(name="p", kept=kept)
    assert read_project(write_project(project).content, "p.qdpx").project == project
    written = write_codebook(Codebook(codes=(Code(guid=CODE, name="trade", codable=True),), kept=kept))
    assert [loss.place for loss in written.losses] == ["p.qde:3, Code 'trade'"]


def test_a_codebook_file_cannot_be_empty_nor_hold_notes() -> None:
    with pytest.raises(CounterpoiseError, match="there is no code; a codebook file holds at least one"):
        write_codebook(Codebook())
    code = Code(guid=CODE, name="trade", codable=True, notes=(SOURCE,))
    written = write_codebook(Codebook(codes=(code,)))
    assert [loss.asked for loss in written.losses] == ["no NoteRef in a codebook"]
    assert read_codebook(written.content, "c.qdc").codebook.codes == (replace(code, notes=()),)
