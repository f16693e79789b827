from collections import Counter
from pathlib import Path

import lxml.etree
import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.exchange.project import Codebook, Project
from counterpoise.exchange.reading import is_refi, read_codebook, read_project
from counterpoise.exchange.schema import walk
from counterpoise.exchange.sources import TextSelection, TextSource
from counterpoise.exchange.writing import write_codebook, write_project
from tests.exchange.projects import CODE, SOURCE, one_text, packed, selection, xml_of

# Who wrote each file and what is in it, as its manifest says (refi/MANIFEST.tsv) and the files bear out.
FILES: dict[str, tuple[str, dict[str, int]]] = {
    "nvivo_project_qualitative-coding.qdpx": ("NVivo", {"Code": 262, "TextSource": 2, "Coding": 0}),
    "demo_qualitative-coding.qdpx": (
        "qc",
        {"Code": 262, "TextSource": 2, "TextSelection": 158, "Coding": 205},
    ),
    "skyloom_TestProject.qdpx": (
        "ATLAS.ti",
        {"Code": 14, "PDFSource": 2, "PictureSource": 1, "AudioSource": 1, "VideoSource": 2}
        | {"TextSelection": 8, "Coding": 16, "Set": 16, "Link": 1, "Graph": 1},
    ),
    "atlasti_blank_ponte.qdpx": ("ATLAS.ti", {"User": 2, "Code": 0, "TextSource": 0}),
    "f4_2025.2.9_valid-document.qde": ("f4", {"Code": 1, "TextSource": 7, "TextSelection": 4, "Coding": 2}),
    "qdapy_sample.qdpx": (
        "unknown",
        {"Code": 4, "TextSource": 3, "PDFSource": 1, "PictureSource": 1}
        | {"TextSelection": 4, "Coding": 7, "User": 2, "Case": 1},
    ),
    "qualcoder_export.qdpx": (
        "QualCoder",
        {"Code": 3, "TextSource": 2, "TextSelection": 5, "Coding": 5, "User": 2},
    ),
    "taguette_1.5.2_codebook.qdc": ("Taguette", {"Code": 2, "Set": 0}),
    "atlasti_win_23.4.0_requal.qdc": ("ATLAS.ti", {"Code": 1, "Set": 1}),
    "REFI-QDA-1-5.qdc": ("unknown", {"Code": 6}),
    "doorstop-core-tests-files-exported.qdc": ("unknown", {"Code": 8}),
    "portableQDA_test_compare_Diff_destAtlas.qdc": ("unknown", {"Code": 2}),
}
DEVIATIONS = {
    "nvivo_project_qualitative-coding.qdpx": {},
    "demo_qualitative-coding.qdpx": {"path": 2},
    "skyloom_TestProject.qdpx": {"absent": 26, "identity": 2, "archive": 2},
    "atlasti_blank_ponte.qdpx": {},
    "f4_2025.2.9_valid-document.qde": {"absent": 11},
    "qdapy_sample.qdpx": {"order": 1, "absent": 2},
    "qualcoder_export.qdpx": {"encoding": 2, "reference": 1, "memo": 1},
    "taguette_1.5.2_codebook.qdc": {"empty": 1},
    "atlasti_win_23.4.0_requal.qdc": {"schema location": 1},
    "REFI-QDA-1-5.qdc": {"empty": 1},
    "doorstop-core-tests-files-exported.qdc": {"unknown": 10},
    "portableQDA_test_compare_Diff_destAtlas.qdc": {},
}


def test_every_file_at_hand_is_named_here(refi: Path) -> None:
    assert {path.name for path in refi.iterdir() if is_refi(path)} == set(FILES) == set(DEVIATIONS)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_program_opens_with_a_report(
    refi: Path,
    name: str,
    project_schema: lxml.etree.XMLSchema,
    codebook_schema: lxml.etree.XMLSchema,
) -> None:
    content = (refi / name).read_bytes()
    vendor, counts = FILES[name]
    if name.endswith(".qdc"):
        book = read_codebook(content, name)
        root: Project | Codebook = book.codebook
        report, schema, xml = book.report, codebook_schema, content
    else:
        found = read_project(content, name)
        root, report, schema = found.project, found.report, project_schema
        xml = content if name.endswith(".qde") else xml_of(content)
    there = Counter(type(each).__name__ for each in walk(root))
    assert {kind: there[kind] for kind in counts} == counts
    assert (report.vendor, report.counts()) == (vendor, DEVIATIONS[name])
    assert report.against_the_schema != schema.validate(lxml.etree.fromstring(xml))


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_program_is_written_valid_and_without_loss(
    refi: Path,
    name: str,
    project_schema: lxml.etree.XMLSchema,
    codebook_schema: lxml.etree.XMLSchema,
) -> None:
    content = (refi / name).read_bytes()
    if name.endswith(".qdc"):
        book = read_codebook(content, name).codebook
        written = write_codebook(book)
        codebook_schema.assertValid(lxml.etree.fromstring(written.content))
        again = read_codebook(written.content, name)
        assert (again.codebook.codes, again.codebook.sets) == (book.codes, book.sets)
        assert len(written.losses) == len(book.kept)
        assert again.report.deviations == ()
        return
    project = read_project(content, name).project
    written = write_project(project)
    project_schema.assertValid(lxml.etree.fromstring(xml_of(written.content)))
    assert written.losses == ()
    assert read_project(written.content, name).project == project


def selected(project: Project) -> dict[str | None, str]:
    """The words of each selection of text by its name."""
    return {
        each.name: source.text[each.start : each.end]
        for source in walk(project)
        if isinstance(source, TextSource) and source.text is not None
        for each in source.selections
    }


def test_offsets_count_after_the_byte_order_mark_and_past_emoji(refi: Path) -> None:
    # QualCoder writes the words of a selection into its name, and a byte order mark before the text.
    words = selected(
        read_project((refi / "qualcoder_export.qdpx").read_bytes(), "qualcoder_export.qdpx").project
    )
    assert len(words) == 5
    assert all(name == said for name, said in words.items())
    assert words["hedging strategy"] == "hedging strategy"


def test_offsets_of_another_program_lead_to_the_lines_that_it_names(refi: Path) -> None:
    # qc codes whole lines and names their number, from 0.
    project = read_project((refi / "demo_qualitative-coding.qdpx").read_bytes(), "demo.qdpx").project
    (source,) = (each for each in project.sources if isinstance(each, TextSource) and each.selections)
    assert source.text is not None
    for each in source.selections:
        assert each.name == f"line:{source.text.count(chr(10), 0, each.start)}"


TEXT = "😀 One\r\ntwo 😀😀 trade\r\nand aid."


@pytest.mark.parametrize(
    ("mark", "utf_16", "once", "told"),
    [
        (False, False, False, None),
        (True, False, False, None),
        (False, True, False, "offsets count units of UTF-16"),
        (False, False, True, "offsets count a line end of two characters as one"),
        (True, True, True, "offsets count units of UTF-16, a line end of two characters as one"),
    ],
)
def test_offsets_that_count_otherwise_are_found_out_by_the_words_that_selections_name(
    mark: bool, utf_16: bool, once: bool, told: str | None
) -> None:
    def counted(place: int) -> int:
        before = TEXT[:place].replace("\r\n", "\n") if once else TEXT[:place]
        return len(before.encode("utf-16-le")) // 2 if utf_16 else len(before)

    spans = [(TEXT.index(word), TEXT.index(word) + len(word), word) for word in ("One", "trade", "aid")]
    xml = one_text("".join(selection(n, counted(a), counted(b), w) for n, (a, b, w) in enumerate(spans)))
    content = ("\ufeff" * mark + TEXT).encode()
    found = read_project(packed({"project.qde": xml, "sources/t.txt": content}), "p.qdpx")
    assert selected(found.project) == {word: word for _, _, word in spans}
    offsets = [each.found for each in found.report.deviations if each.kind == "offsets"]
    assert offsets == ([] if told is None else [told])


def test_a_mark_that_is_counted_is_found_out() -> None:
    xml = one_text(selection(1, 1, 6, "trade") + selection(2, 11, 14, "aid"))
    found = read_project(
        packed({"project.qde": xml, "sources/t.txt": "\ufefftrade and aid".encode()}), "p.qdpx"
    )
    assert selected(found.project) == {"trade": "trade", "aid": "aid"}
    assert [d.found for d in found.report.deviations if d.kind == "offsets"] == [
        "offsets count the byte order mark"
    ]


def test_selections_of_nothing_backwards_and_beyond_are_kept_and_told() -> None:
    xml = one_text(selection(1, 2, 2) + selection(2, 4, 1) + selection(3, 0, 99) + selection(4, -3, 2))
    found = read_project(packed({"project.qde": xml, "sources/t.txt": b"trade"}), "p.qdpx")
    (source,) = found.project.sources
    assert isinstance(source, TextSource)
    assert [(each.start, each.end) for each in source.selections] == [(2, 2), (4, 1), (0, 99), (-3, 2)]
    told = [each.found for each in found.report.deviations if each.kind == "selection"]
    beyond = "a place beyond the 5 characters"
    assert told == ["no character", "one before it", beyond, beyond]


@pytest.mark.parametrize(
    ("path", "member", "kinds"),
    [
        ("internal://t.txt", "sources/t.txt", set()),
        ("internal://T.TXT", "Sources/t.txt", {"path", "archive"}),
        ("t.txt", "sources/t.txt", {"path"}),
        ("internal://a%20b.txt", "sources/a b.txt", {"path"}),
        ("internal://sources/t.txt", "sources/t.txt", {"path"}),
        ("internal://t.txt", "t.txt", {"archive"}),
        ("internal://t.txt", "sources/other.txt", {"absent"}),
        ("relative:///../../etc/passwd", "sources/t.txt", {"absent"}),
        ("absolute:///etc/passwd", "sources/t.txt", {"absent"}),
    ],
)
def test_texts_are_sought_among_the_files_of_the_project_only(
    path: str, member: str, kinds: set[str]
) -> None:
    xml = one_text(selection(1, 0, 5), path)
    found = read_project(packed({"project.qde": xml, member: b"trade"}), "p.qdpx")
    (source,) = found.project.sources
    assert isinstance(source, TextSource)
    assert source.text == (None if "absent" in kinds else "trade")
    assert {each.kind for each in found.report.deviations} == kinds
    assert "absent" not in kinds or source.plain_text_path == path


@pytest.mark.parametrize("name", ["Project.qde", "PROJECT.QDE", "my study.qde"])
def test_the_project_file_may_be_called_otherwise(name: str) -> None:
    found = read_project(packed({name: one_text(""), "sources/t.txt": b"x"}), "p.qdpx")
    assert [each.found for each in found.report.deviations if each.kind == "archive"] == [name]
    assert found.project.codes[0].name == "trade"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Ünï".encode("utf-16"), "Ünï"),
        ("Im Frühjahr wurde es deutlich enger.".encode("cp1252"), "Im Frühjahr wurde es deutlich enger."),
        (bytes(range(256)), "".join(map(chr, range(256)))),
    ],
)
def test_a_text_in_another_encoding_is_read_and_told(content: bytes, text: str) -> None:
    found = read_project(packed({"project.qde": one_text(""), "sources/t.txt": content}), "p.qdpx")
    (source,) = found.project.sources
    assert isinstance(source, TextSource)
    assert source.text == text
    assert [each.kind for each in found.report.deviations] == ["encoding"]


def test_guids_in_capitals_and_braces_are_the_same() -> None:
    guid = "AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE"
    xml = one_text(selection(1, 0, 2)).replace(f'<Code guid="{CODE}"', f'<Code guid="{{{guid}}}"')
    xml = xml.replace(f'<CodeRef targetGUID="{CODE}"', f'<CodeRef targetGUID="{guid.lower()}"')
    found = read_project(packed({"project.qde": xml, "sources/t.txt": b"trade"}), "p.qdpx")
    (source,) = found.project.sources
    assert isinstance(source, TextSource)
    (chosen,) = source.selections
    assert chosen.codings[0].code == found.project.codes[0].guid == guid.lower()
    assert found.report.deviations == ()


def test_references_to_nothing_and_doubled_identities_are_told_and_kept() -> None:
    xml = one_text(selection(1, 0, 2)).replace(f'<Code guid="{CODE}"', f'<Code guid="{SOURCE}"')
    found = read_project(packed({"project.qde": xml, "sources/t.txt": b"trade"}), "p.qdpx")
    told = Counter(each.kind for each in found.report.deviations)
    assert told == {"reference": 1, "identity": 1}
    chosen = [each for each in walk(found.project) if isinstance(each, TextSelection)]
    assert chosen[0].codings[0].code == CODE


DAMAGED = {
    "no project": (packed({"sources/t.txt": b"x"}), "holds no file project.qde"),
    "broken XML": (packed({"project.qde": "<Project"}), "holds broken XML"),
    "another root": (packed({"project.qde": "<Book/>"}), "holds the element Book; a REFI-QDA project begins"),
    "no zip": (b"PK\x03\x04 and no more", "is damaged or cut short"),
    "climbing names": (packed({"project.qde": one_text(""), "../x": b""}), "leads out of the archive"),
    "entities": (
        packed({"project.qde": '<!DOCTYPE Project [<!ENTITY a "aaaa">]><Project name="&a;"/>'}),
        "declares entities of its own",
    ),
    "a file from outside": (
        packed(
            {"project.qde": '<!DOCTYPE P [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project>&a;</Project>'}
        ),
        "declares entities of its own",
    ),
    "too packed": (
        packed({"project.qde": one_text(""), "sources/a.bin": b"\0" * 2**24}),
        "of its size; the limit is 200",
    ),
    "too deep": (
        packed({"project.qde": "<Project>" + "<a>" * 300 + "</a>" * 300 + "</Project>"}),
        "holds broken XML",
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_file_that_is_none_or_made_to_do_harm_is_refused(case: str) -> None:
    content, told = DAMAGED[case]
    with pytest.raises(CounterpoiseError) as refused:
        read_project(content, "p.qdpx")
    assert told in str(refused.value)
    assert str(refused.value).startswith("p.qdpx")


def test_a_codebook_without_codes_and_one_that_is_a_project() -> None:
    found = read_codebook(b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', "c.qdc")
    assert [each.kind for each in found.report.deviations] == ["missing"]
    with pytest.raises(CounterpoiseError, match="a REFI-QDA codebook begins with CodeBook"):
        read_codebook(one_text("").encode(), "c.qdc")


def test_a_codebook_of_the_older_namespace_is_read_by_its_names() -> None:
    xml = f'<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes><Code guid="{CODE}" name="a" isCodable="true"/></Codes></CodeBook>'
    found = read_codebook(xml.encode(), "c.qdc")
    assert [code.name for code in found.codebook.codes] == ["a"]
    assert [(each.kind, each.asked) for each in found.report.deviations] == [
        ("namespace", "urn:QDA-XML:codebook:1.0")
    ]
