import pytest

from counterpoise.documents.archives import open_archive
from counterpoise.errors import CounterpoiseError
from counterpoise.exchange.members import Members, PlainText, members_of
from tests.exchange.projects import packed


def test_the_project_file_of_the_standard_comes_first() -> None:
    archive = open_archive(packed({"a.qde": "<a/>", "project.qde": "<b/>"}), "p.qdpx", "expected a project")
    name, xml, members = members_of(archive)
    assert (name, xml) == ("project.qde", b"<b/>")
    assert [file.name for file in members.others()] == ["a.qde"]


def test_files_outside_sources_are_kept_under_their_names() -> None:
    content = packed(
        {"project.qde": "<a/>", "sources/t.txt": b"1", "t.txt": b"2", "sources/deep/t.txt": b"3"}
    )
    _, _, members = members_of(open_archive(content, "p.qdpx", "expected a project"))
    assert members.contents == {"t.txt": b"1", "deep/t.txt": b"3", "others/t.txt": b"2"}
    assert [each.found for each in members.deviations] == ["sources/deep/t.txt", "t.txt"]


def test_a_text_is_decoded_once_and_is_no_other_file() -> None:
    members = Members("p", {"t.txt": b"\xef\xbb\xbfa", "b.pdf": b"%PDF"})
    assert members.found("p", "internal://t.txt") == "t.txt"
    assert members.text_of("t.txt") == members.text_of("t.txt") == PlainText("a", True)
    assert [each.kind for each in members.deviations] == ["encoding"]
    assert [file.name for file in members.others()] == ["b.pdf"]


def test_an_archive_without_a_project_is_refused() -> None:
    archive = open_archive(packed({"sources/t.txt": b"x"}), "p.qdpx", "expected a project")
    with pytest.raises(CounterpoiseError, match=r"p\.qdpx: holds no file project\.qde; expected"):
        members_of(archive)
