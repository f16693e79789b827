from dataclasses import replace
from pathlib import Path

import lxml.etree
import pytest

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.exchange.outgoing import code_guid, codebook_of_study, document_guid, project_of, user_guid
from counterpoise.exchange.schema import walk
from counterpoise.exchange.sources import TextSource
from counterpoise.exchange.writing import write_codebook, write_project
from tests.exchange.projects import xml_of
from tests.exchange.texts import CODINGS, DOCUMENTS, LINKS, MEMOS, REFUSALS, REVIEWS, SPEECH

BOOK = Codebook(
    codes={
        "trade": CodeTerms("Buying and selling.", "economic_needs"),
        "aid": CodeTerms("", "economic_needs"),
    },
    effects={"dependence": CodeTerms("Needing another.", "effects")},
    cues=Cues(),
)
PROJECT = project_of("A study", DOCUMENTS, CODINGS, LINKS, BOOK)
NOTED = project_of("A study", DOCUMENTS, CODINGS, LINKS, BOOK, MEMOS, REVIEWS, REFUSALS)


def test_coders_are_users_and_codes_stand_in_the_folders_of_their_groups() -> None:
    assert [user.name for user in PROJECT.users] == ["Amina", "Bilal", "Bilal\x1b", "lexicon/5.ab"]
    folders = {code.name: [(each.name, each.description) for each in code.codes] for code in PROJECT.codes}
    assert folders == {
        "Economic needs": [("trade", "Buying and selling."), ("aid", None)],
        "Effects": [("dependence", "Needing another.")],
        "ports": [],
    }
    assert [code.codable for code in PROJECT.codes] == [False, False, True]


def test_codings_of_one_stretch_share_a_selection_that_quotes_it() -> None:
    speech = PROJECT.sources[0]
    assert isinstance(speech, TextSource)
    assert [(each.name, len(each.codings)) for each in speech.selections] == [
        ("😀 value trade", 3),
        ("Aid", 1),
        ("Aid, though, brings d", 0),
    ]
    first = speech.selections[0].codings
    assert {each.user for each in first} == {
        user_guid("Amina"),
        user_guid("Bilal"),
        user_guid("lexicon/5.ab"),
    }
    assert {each.code for each in first} == {code_guid("trade")}


def test_a_long_stretch_is_named_by_its_beginning() -> None:
    long = replace(SPEECH, text="word " * 100)
    project = project_of("s", [long], [replace(CODINGS[0], start=0, end=499)])
    (selection,) = (each for each in walk(project) if type(each).__name__ == "TextSelection")
    assert (len(selection.name), selection.name[-5:]) == (100, " word"[:4] + "…") or selection.name.endswith(
        "…"
    )


def test_a_document_has_its_record_as_variables() -> None:
    speech = PROJECT.sources[0]
    assert isinstance(speech, TextSource)
    named = {variable.guid: variable.name for variable in PROJECT.variables}
    assert {named[each.variable]: each.value for each in speech.values} == {
        "Kind": ("TextValue", "speech"),
        "Origin": ("TextValue", "USA"),
        "Date": ("TextValue", "2005"),
        "Path": ("TextValue", "documents/aa.txt"),
    }
    assert speech.guid == document_guid("aa")


def test_links_join_codes_once_however_many_passages_bear_them() -> None:
    assert [(each.name, each.origin, each.target) for each in PROJECT.links] == [
        ("leads to", code_guid("aid"), code_guid("dependence")),
        ("does not lead to", code_guid("aid"), code_guid("dependence")),
    ]
    twice = project_of("s", DOCUMENTS, (), (LINKS[0], replace(LINKS[0], start=0)), BOOK)
    assert [len(each.notes) for each in twice.links] == [2]


def test_memos_are_notes_of_who_wrote_them_where_they_were_written() -> None:
    notes = {note.guid: note for note in NOTED.notes}
    speech, paper = NOTED.sources
    assert [(notes[guid].name, notes[guid].user) for guid in speech.notes] == [
        ("Counterpoise: memo on the document by Amina", user_guid("Amina")),
        ("Counterpoise: memo on the document by Bilal", user_guid("Bilal")),
        ("Counterpoise: Amina went through 2 passages of this document", user_guid("Amina")),
        ("Counterpoise: Carla settled 1 passage of this document", user_guid("Carla")),
        ("Counterpoise: Amina refused 2 suggestions in this document", user_guid("Amina")),
    ]
    assert isinstance(paper, TextSource)
    (alone,) = (each for each in paper.selections if not each.codings and (each.start, each.end) == (0, 5))
    assert "Nobody coded this." in [(notes[guid].text or "").split("\n")[0] for guid in alone.notes]
    folders = {each.name: each.notes for code in NOTED.codes for each in (code, *code.codes)}
    assert [len(folders[name]) for name in ("trade", "hedging", "aid")] == [2, 1, 0]
    assert [user.name for user in NOTED.users].count("Carla") == 1


def test_notes_on_what_does_not_go_out_stay() -> None:
    project = project_of("s", [], (), memos=MEMOS, reviews=REVIEWS, refusals=REFUSALS)
    assert [(note.text or "").split("\n")[0] for note in project.notes] == [
        "Goods only?",
        "Goods and services.",
        "Named by nobody yet.",
    ]


def test_the_same_codings_in_another_order_are_the_same_bytes() -> None:
    turned = project_of("A study", DOCUMENTS, CODINGS[::-1], LINKS[::-1], BOOK)
    assert write_project(turned).content == write_project(PROJECT).content


def test_codings_of_a_document_that_is_not_given_are_no_small_matter() -> None:
    with pytest.raises(KeyError):
        project_of("s", [], CODINGS)


def test_what_goes_out_is_valid(
    project_schema: lxml.etree.XMLSchema, codebook_schema: lxml.etree.XMLSchema
) -> None:
    for project in (PROJECT, NOTED, project_of("nothing", (), ()), project_of("texts", DOCUMENTS, ())):
        project_schema.assertValid(lxml.etree.fromstring(xml_of(write_project(project).content)))
    codebook_schema.assertValid(lxml.etree.fromstring(write_codebook(codebook_of_study(BOOK)).content))


def test_another_reader_finds_the_same_codes_and_selections(tmp_path: Path) -> None:
    # pyrefiqda 0.3.1 (MIT), whose classes are made from the schema, as another program's view of the file.
    from pyrefiqda.reficodebook import RefiCodebook
    from pyrefiqda.refiproject import RefiProject

    place = tmp_path / "study.qdpx"
    place.write_bytes(write_project(PROJECT).content)
    theirs = RefiProject.load(str(place), str(tmp_path / "unpacked"))
    assert [(user.guid, user.name) for user in theirs.users.user][:2] == [
        (user_guid("Amina"), "Amina"),
        (user_guid("Bilal"), "Bilal"),
    ]
    folders = theirs.code_book.codes.code
    assert [code.name for folder in folders for code in (folder.code or [folder])] == [
        "trade",
        "aid",
        "dependence",
        "ports",
    ]
    found = set()
    for source in theirs.sources.text_source:
        text = (
            tmp_path / "unpacked" / "sources" / source.plain_text_path.removeprefix("internal://")
        ).read_text("utf-8")
        for selection in source.plain_text_selection:
            words = text[selection.start_position : selection.end_position]
            found |= {
                (words, coding.code_ref.target_guid, coding.creating_user) for coding in selection.coding
            }
    texts = {each.id: each.text for each in DOCUMENTS}
    assert found == {
        (texts[each.document][each.start : each.end], code_guid(each.code), user_guid(each.coder))
        for each in CODINGS
    }
    book = tmp_path / "study.qdc"
    book.write_bytes(write_codebook(codebook_of_study(BOOK)).content)
    assert [folder.name for folder in RefiCodebook.load(str(book)).codes.code] == [
        "Economic needs",
        "Effects",
    ]
