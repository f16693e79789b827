from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.exchange.anchoring import Anchors
from counterpoise.exchange.incoming import NOBODY, incoming
from counterpoise.exchange.outgoing import project_of
from counterpoise.exchange.project import Code, Project, User
from counterpoise.exchange.reading import read_project
from counterpoise.exchange.records import CodingRecord, LinkRecord, MemoRecord
from counterpoise.exchange.schema import rebuilt, walk
from counterpoise.exchange.sources import Coding, TextSelection, TextSource
from counterpoise.exchange.writing import write_project
from tests.exchange.projects import CODE, SOURCE, USER, one_text, packed, selection
from tests.exchange.texts import CODES, CODINGS, DOCUMENTS, LINKS, MEMOS, REFUSALS, REVIEWS, SPEECH, document

ANCHORS = Anchors(DOCUMENTS)


def there_and_back(project: Project) -> Project:
    return read_project(write_project(project).content, "p.qdpx").project


def test_codings_and_links_come_back_exactly() -> None:
    found = incoming(there_and_back(project_of("s", DOCUMENTS, CODINGS, LINKS)), ANCHORS, CODES)
    assert set(found.codings) == set(CODINGS)
    assert set(found.links) == set(LINKS)
    assert (found.apart, found.left) == ((), ())


def test_adjudications_memos_refusals_and_what_was_gone_through_come_back_exactly() -> None:
    settles = replace(CODINGS[0], coder="Carla", memo="", adjudicates=True)
    project = project_of(
        "s", DOCUMENTS, [*CODINGS, settles], LINKS, memos=MEMOS, reviews=REVIEWS, refusals=REFUSALS
    )
    found = incoming(there_and_back(project), ANCHORS, (*CODES, "hedging"))
    assert set(found.codings) == {*CODINGS, settles, *REFUSALS}
    assert set(found.memos) == set(MEMOS)
    assert set(found.reviews) == set(REVIEWS)
    assert (found.apart, found.left) == ((), ())


def test_a_memo_that_was_written_on_in_another_program_comes_back_as_it_is_now() -> None:
    project = project_of("s", [SPEECH], (), memos=MEMOS[:1])
    (note,) = project.notes
    longer = replace(note, text=f"Longer.\r\n{note.text}\r\n")
    (found,) = incoming(replace(project, notes=(longer,)), ANCHORS, CODES).memos
    assert found == replace(MEMOS[0], text=f"Longer.\r\n{MEMOS[0].text}")


def test_what_was_said_of_a_text_that_is_gone_stands_apart() -> None:
    project = project_of("s", DOCUMENTS, (), memos=MEMOS, reviews=REVIEWS, refusals=REFUSALS)
    found = incoming(there_and_back(project), Anchors([]), CODES)
    assert [each.code for each in found.memos] == ["trade", "trade"]
    assert (found.codings, found.reviews) == ((), ())
    assert {each.memo for each in found.apart} >= {each.text for each in MEMOS if each.code != "trade"}
    assert len(found.apart) == 5 + len(REVIEWS) + len(REFUSALS)


def test_notes_of_another_program_on_sources_passages_and_codes_are_memos_of_who_wrote_them() -> None:
    notes = tuple(
        TextSource(guid=f"00000000-0000-4000-8000-00000000000{n}", name="n", text=f"note {n}", user=USER)
        for n in range(4)
    )
    guids = [each.guid for each in notes]
    source = TextSource(
        guid=SOURCE,
        name="t",
        text=SPEECH.text,
        description="in the margin",
        notes=(guids[0],),
        selections=(TextSelection(guid=USER, start=3, end=16, notes=(guids[1], guids[2])),),
    )
    project = Project(
        name="p",
        users=(User(guid=USER, name="Amina"),),
        codes=(Code(guid=CODE, name="Trade", codable=True, notes=(guids[3],)),),
        sources=(source,),
        notes=notes,
    )
    found = incoming(project, ANCHORS, CODES)
    assert set(found.memos) == {
        MemoRecord(NOBODY, "document", "in the margin", "aa"),
        MemoRecord("Amina", "document", "note 0", "aa"),
        MemoRecord("Amina", "passage", "note 1\n\nnote 2", "aa", 3, 16),
        MemoRecord("Amina", "code", "note 3", code="trade"),
    }


WORDS = st.text('a Z\n\r\t<&"é😀\x00\x07\ufeff\ud800', max_size=8)


@given(
    st.lists(
        st.builds(
            CodingRecord,
            document=st.just("aa"),
            start=st.integers(0, 5),
            end=st.integers(8, 60),
            code=st.sampled_from(CODES),
            coder=WORDS.filter(bool),
            power=st.sampled_from(["a", "b", "both", "none"]),
            reason=WORDS,
            # A lone surrogate has no UTF-8, so that a memo in a file cannot hold it.
            memo=WORDS.map(lambda text: text.replace("\ud800", "")),
            score=st.none() | st.floats(0, 1),
        ),
        max_size=5,
        unique=True,
    )
)
@settings(deadline=None)
def test_whatever_people_write_comes_back(codings: list[CodingRecord]) -> None:
    project = there_and_back(project_of("s", DOCUMENTS, codings))
    assert Counter(incoming(project, ANCHORS, CODES).codings) == Counter(codings)


def test_codings_come_back_from_a_program_that_gives_new_identities_and_line_ends() -> None:
    project = there_and_back(project_of("s", DOCUMENTS, CODINGS, LINKS))
    # Every record gets another GUID, and every reference still leads to it.
    turned = {
        each.guid: each.guid[:-2] + ("00" if each.guid[-2:] != "00" else "11")
        for each in walk(project)
        if hasattr(each, "guid")
    }

    def renewed(record: object) -> object:
        inherited = ("guid", "user", "code")
        changes = {
            name: turned[value] for name in inherited if (value := getattr(record, name, None)) in turned
        }
        notes = getattr(record, "notes", None)
        if isinstance(notes, tuple) and notes and isinstance(notes[0], str):
            changes["notes"] = tuple(turned[each] for each in notes)  # type: ignore[assignment]
        return replace(record, **changes)  # type: ignore[type-var]

    other = rebuilt(project, renewed)
    found = incoming(other, ANCHORS, CODES)
    assert set(found.codings) == set(CODINGS)


def qualified(coder: str, user: User | None) -> CodingRecord:
    """A coding of Bilal's that comes back under another user."""
    project = project_of("s", DOCUMENTS, [CodingRecord("aa", 3, 16, "trade", coder, "a")])
    users = (*project.users, *([user] if user else []))

    def taken_over(record: object) -> object:
        return replace(record, user=USER) if isinstance(record, Coding) and user else record

    (found,) = incoming(rebuilt(replace(project, users=users), taken_over), ANCHORS, CODES).codings
    return found


def test_a_coding_that_another_person_took_over_is_that_persons() -> None:
    assert qualified("Bilal", User(guid=USER, name="Amina")).coder == "Amina"
    assert qualified("Bilal", None).coder == "Bilal"
    assert qualified("Bi\x07lal", User(guid=USER, name="Bi\ufffdlal")).coder == "Bi\x07lal"


def test_memos_of_a_program_that_writes_descriptions_are_memos(refi: Path) -> None:
    read = read_project((refi / "qualcoder_export.qdpx").read_bytes(), "q.qdpx").project
    texts = [each for each in read.sources if isinstance(each, TextSource)]
    documents = [document(f"d{n}", each.text or "") for n, each in enumerate(texts)]
    found = incoming(read, Anchors(documents))
    assert [(each.coder, each.code, each.memo) for each in found.codings] == [
        ("alice", "economic", "why"),
        ("bob", "economic", "why"),
        ("alice", "hedge", "why"),
        ("alice", "hedge", "why"),
        ("alice", "hedge", "why"),
    ]
    first = found.codings[0]
    assert documents[0].text[first.start : first.end] == "investment"
    assert found.apart == ()


def test_codings_of_several_coders_and_of_what_is_no_text(refi: Path) -> None:
    read = read_project((refi / "qdapy_sample.qdpx").read_bytes(), "q.qdpx").project
    texts = [each for each in read.sources if isinstance(each, TextSource)]
    found = incoming(
        read,
        Anchors([document(f"d{n}", (each.text or "").strip()) for n, each in enumerate(texts)]),
        place="q.qdpx",
    )
    assert Counter(each.coder for each in found.codings) == {"Ann": 4, "Bob": 2}
    assert [(each.source, each.code, each.why) for each in found.apart] == [
        ("Leitfaden", "Belastung", "it stands on a pdf, and not on text")
    ]
    assert [str(each) for each in found.left] == ["q.qdpx: 1 case; a study has none, kept in the file"]


def test_codings_that_cannot_be_anchored_stand_apart_with_what_is_known(refi: Path) -> None:
    read = read_project((refi / "skyloom_TestProject.qdpx").read_bytes(), "s.qdpx").project
    found = incoming(read, ANCHORS, CODES, "s.qdpx")
    coded = sum(isinstance(each, Coding) for each in walk(read))
    assert len(found.codings) == 0
    assert sum(bool(each.code) for each in found.apart) == coded == 16
    whys = Counter(each.why for each in found.apart)
    assert whys["the text of its source is not in the file"] > 5
    assert whys["it stands on a picture, and not on text"] == 2
    assert [str(each) for each in found.left] == [
        "s.qdpx: 1 link between things that the study does not have; kept in the file",
        "s.qdpx: 16 sets; a study has none, kept in the file",
        "s.qdpx: 1 graph; a study has none, kept in the file",
    ]


@pytest.mark.parametrize(
    ("code", "known", "why"),
    [
        ("trade", "trade", ""),
        ("Trade", "trade", ""),
        ("economic needs", "economic_needs", ""),
        ("tarde", "trade", "the study has no code 'tarde' - did you mean 'trade'?"),
    ],
)
def test_codes_are_known_by_name_whatever_the_case(code: str, known: str, why: str) -> None:
    xml = one_text(selection(1, 0, 5)).replace('name="trade"', f'name="{code}"')
    project = read_project(
        packed({"project.qde": xml, "sources/t.txt": SPEECH.text.encode()}), "p.qdpx"
    ).project
    found = incoming(project, ANCHORS, [known])
    assert [each.code for each in found.codings] == ([] if why else [known])
    assert [each.why for each in found.apart] == ([why] if why else [])


def test_a_whole_source_may_be_coded_and_a_note_without_a_code_is_a_memo() -> None:
    source = TextSource(
        guid=SOURCE,
        name="t",
        text=SPEECH.text,
        codings=(Coding(guid=CODE, code=CODE),),
        selections=(TextSelection(guid=USER, start=0, end=2, description="Look here."),),
    )
    project = Project(name="p", codes=(Code(guid=CODE, name="trade", codable=True),), sources=(source,))
    found = incoming(project, ANCHORS)
    assert [(each.start, each.end, each.coder) for each in found.codings] == [(0, len(SPEECH.text), NOBODY)]
    assert found.memos == (MemoRecord(NOBODY, "passage", "Look here.", "aa", 0, 2),)
    assert found.apart == ()


def test_a_coding_of_a_code_that_is_not_there_or_of_no_text_stands_apart() -> None:
    xml = one_text(selection(1, 0, 5) + selection(2, 7, 7) + selection(3, 2, 9_999))
    content = packed(
        {
            "project.qde": xml.replace(f'<CodeRef targetGUID="{CODE}"', f'<CodeRef targetGUID="{USER}"', 1),
            "sources/t.txt": SPEECH.text.encode(),
        }
    )
    found = incoming(read_project(content, "p.qdpx").project, ANCHORS, CODES)
    assert [each.why for each in found.apart] == [
        "its code is not in the project",
        "the selection holds no text of the document",
        "the selection holds no text of the document",
    ]


def test_a_link_to_a_document_that_is_gone_is_told() -> None:
    project = project_of("s", DOCUMENTS, (), (*LINKS, LinkRecord("bb", 0, 5, "aid", "dependence", "x/1")))
    found = incoming(project, Anchors([SPEECH]), CODES, "p")
    assert found.links == (LINKS[0],)
    assert len(found.left) == 1
