import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import lxml.etree
import polars as pl
import pytest

from counterpoise.coding.decided import added, human_codings, reviewed_passages
from counterpoise.coding.linked import link_added
from counterpoise.evidence import Coding as HumanCoded
from counterpoise.evidence import Link as HumanLinked
from counterpoise.evidence import passage_of
from counterpoise.exchange.coding_table import CODING_TABLE_SCHEMA
from counterpoise.exchange.outgoing import code_guid
from counterpoise.exchange.project import User
from counterpoise.exchange.reading import read_codebook, read_project
from counterpoise.exchange.sources import Coding, TextSelection, TextSource
from counterpoise.exchange.writing import write_project
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.projections import present
from counterpoise.pipeline import gather
from counterpoise.review.actions import answer, go_through
from counterpoise.review.adjudication import Verdict, adjudicated, disagreements
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_created, code_renamed
from counterpoise.review.desk import Desk
from counterpoise.review.frame import frame_of, held
from counterpoise.review.memos import memo_written, memos
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.commands import call
from tests.exchange.projects import CODE, SOURCE, USER, xml_of
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, read and coded, and its codings as a project."""
    folder = write_study(tmp_path_factory.mktemp("study"))
    gather(read_study(folder))
    assert call(folder, "export", "out.qdpx").returncode == 0
    return folder


def coded_elsewhere(folder: Path, name: str, words: str, code: str) -> Path:
    """The project as somebody has coded in it, in another program, the first place with these words."""
    project = read_project((folder / "out.qdpx").read_bytes(), "out.qdpx").project
    sources = list(project.sources)
    number, source = next(
        (n, each)
        for n, each in enumerate(sources)
        if isinstance(each, TextSource) and words in (each.text or "")
    )
    start = (source.text or "").index(words)
    selection = TextSelection(
        guid=SOURCE,
        name=words,
        start=start,
        end=start + len(words),
        description="in the margin",
        codings=(Coding(guid=CODE, user=USER, code=code_guid(code)),),
    )
    sources[number] = replace(source, selections=(*source.selections, selection))
    changed = replace(
        project,
        origin="NVivo for Mac 15.0.0",
        users=(*project.users, User(guid=USER, name=name)),
        sources=tuple(sources),
    )
    path = folder / f"from {name}.qdpx"
    path.write_bytes(write_project(changed).content)
    return path


def test_a_project_is_written_valid_with_every_coding(
    folder: Path, project_schema: lxml.etree.XMLSchema
) -> None:
    content = (folder / "out.qdpx").read_bytes()
    project_schema.assertValid(lxml.etree.fromstring(xml_of(content)))
    done = call(folder, "export", "out.qdpx", "--overwrite", "--json")
    facts = json.loads(done.stdout)
    assert (facts["documents"], facts["losses"]) == (3, [])
    assert (folder / "out.qdpx").read_bytes() == content, "the same codings are the same bytes"
    project = read_project(content, "out.qdpx").project
    texts = [each for each in project.sources if isinstance(each, TextSource)]
    coded = sum(len(selection.codings) for each in texts for selection in each.selections)
    assert facts["codings"] == coded > 0
    assert not list(folder.glob(".*unfinished*"))


def test_a_persons_coding_comes_in_and_counts(folder: Path) -> None:
    path = coded_elsewhere(folder, "Amina", "the port of Gwadar", "trade")
    before = call(folder, "import", path.name, "--dry-run")
    assert "1 coding and 1 memo would be taken over (Amina 1)." in before.stdout
    with Ledger.read(folder / FOLDER) as ledger:
        assert human_codings(present(ledger)) == ()
    done = call(folder, "import", path.name)
    assert done.stdout.startswith(f"{path.name}, by NVivo for Mac 15.0.0: as the standard asks.\n")
    assert "1 coding and 1 memo taken over (Amina 1)." in done.stdout
    with Ledger.read(folder / FOLDER) as ledger:
        (judged,) = human_codings(present(ledger))
        (memo,) = memos(present(ledger))
    assert (judged.coder, judged.coding.code, judged.passage.quotation) == (
        "Amina",
        "trade",
        "the port of Gwadar",
    )
    assert (memo.on, memo.name, memo.text) == ("coding", judged.id, "in the margin")
    assert "1 coding the study has already." in call(folder, "import", path.name).stdout
    assert call(folder, "verify").returncode == 0
    assert call(folder, "run").returncode == 0
    assert ",Amina,accepted," in (folder / "report" / "evidence.csv").read_text("utf-8")
    own = json.loads(call(folder, "export", "amina.qdpx", "--coded", "--coder", "Amina", "--json").stdout)
    assert (own["codings"], own["documents"], own["links"]) == (1, 1, 0)


def test_what_people_said_goes_out_under_todays_places_and_the_names_of_the_theory(coded: Path) -> None:
    study = read_study(coded)
    document = next(each for each in held(study) if each.path == "documents/washington.md")
    start = document.text.index("arms that Washington sells")
    stretch = passage_of(document.id, document.text, start, start + 26)
    with open_workspace(coded) as workspace:
        codebook = codebook_now(study.theory, workspace.now)
        workspace.record(code_renamed(workspace.now, codebook, "trade", "commerce"))
        told = HumanCoded(stretch.id, "commerce", "a", "none", "Amina", 1.0, "")
        event = added(workspace.now, stretch, told)
        workspace.record(
            [event, memo_written(workspace.now, "Amina", "coding", event.subject, "Why?", stretch)]
        )
        link = HumanLinked(stretch.id, "commerce", next(iter(study.theory.effects)), "a", 1, "Amina", "so")
        workspace.record([link_added(workspace.now, stretch, link)])
    text = (coded / document.path).read_text("utf-8")
    (coded / document.path).write_text(
        text.replace("\n\nPakistan", "\n\nA new first paragraph.\n\nPakistan", 1), "utf-8"
    )
    assert call(coded, "export", "amina.csv", "--coder", "Amina").returncode == 0
    (row,) = pl.read_csv(coded / "amina.csv").to_dicts()
    assert (row["code"], row["quotation"], row["memo"]) == ("trade", "arms that Washington sells", "Why?")
    assert row["start"] > start
    facts = json.loads(call(coded, "export", "amina.qdpx", "--coder", "Amina", "--json").stdout)
    assert (facts["codings"], facts["links"], facts["losses"]) == (1, 1, [])
    for name in ("amina.csv", "amina.qdpx"):
        back = json.loads(call(coded, "import", name, "--json").stdout)
        assert (back["codings"], back["links"], back["memos"], back["apart"]) == ([], [], 0, [])
    assert back["known"] == 2


def test_all_that_people_said_comes_back_into_a_study_that_has_nothing_of_it(
    coded: Path, tmp_path: Path
) -> None:
    fresh = Path(shutil.copytree(coded, tmp_path / "fresh"))
    study = read_study(coded)
    with open_workspace(coded) as workspace:
        frame = frame_of(study, workspace, held(study))
        amina, bilal, carla = (Desk(workspace, frame, name) for name in ("Amina", "Bilal", "Carla"))
        unit = next(each for each in frame.passages.values() if "expand their trade year" in each.quotation)
        first, second = [each for each in amina.suggestions(unit) if isinstance(each.first, HumanCoded)][:2]
        amina.do(answer(amina.now, unit, first.first, "Amina", found=True))
        amina.do(answer(amina.now, unit, second.first, "Amina", found=False, reason="a slogan"))
        amina.do(go_through(amina.now, unit, "Amina"))
        bilal.do(go_through(bilal.now, unit, "Bilal"))
        (parted,) = disagreements(carla.judged)
        verdict = Verdict(parted.partings[0].code, "a", "none", "so it is")
        carla.do(adjudicated(carla.now, carla.document(unit), parted, [verdict], "Carla"))
        for on, name, place in (
            ("passage", unit.id, unit),
            ("document", unit.document, None),
            ("code", "trade", None),
        ):
            event = memo_written(workspace.now, "Bilal", on, name, f"On the {on}.", place)  # type: ignore[arg-type]
            workspace.record([event])
    done = call(coded, "export", "all.qdpx")
    out = re.fullmatch(
        r"all.qdpx: (?P<codings>\d+) codings \((\d+) of machines, 3 of people, 1 of them refusals\), "
        r"(?P<links>\d+) links? \((\d+) of machines, 0 of people\), 3 memos, 3 passages gone through\. "
        r"Of the suggestions people accepted 0, refused or gave otherwise (?P<rejected>\d+) and left (?P<unanswered>\d+) unanswered in passages that they "
        r"went through\. Left out: the (?P<left>\d+) suggestions refused, given otherwise or unanswered, as other programs know no such "
        r"thing\.\n",
        done.stdout,
    )
    assert out, done.stdout
    assert int(out["codings"]) == int(out[2]) + 3
    unanswered, rejected = int(out["unanswered"]), int(out["rejected"])
    assert min(unanswered, rejected) > 0
    assert int(out["left"]) == unanswered + rejected
    assert call(coded, "export", "all.csv").returncode == 0
    of_machines = pl.read_csv(coded / "all.csv").filter(pl.col("coder").str.contains("/"))
    in_table = dict(of_machines["status"].value_counts().iter_rows())
    assert (in_table["rejected"], in_table["unanswered"]) == (rejected, unanswered)

    def said(folder: Path) -> tuple[object, ...]:
        with Ledger.read(folder / FOLDER) as ledger:
            now = present(ledger)
            judged = [replace(each, id="", suggestion=None) for each in human_codings(now)]
            seen = {(each.passage.id, each.coder, each.adjudicates) for each in reviewed_passages(now)}
            noted = {(each.coder, each.on, each.name, each.text) for each in memos(now)}
        key = [(e.coder, e.passage.id, e.coding.code, e.coding.power, e.coding.direction) for e in judged]
        more = [(e.coding.status, e.coding.reason, e.adjudicates, e.coding.span) for e in judged]
        return set(zip(key, more, strict=True)), seen, noted

    theirs = said(coded)
    assert [len(each) for each in theirs] == [3, 3, 3]  # type: ignore[arg-type]
    facts = json.loads(call(fresh, "import", str(coded / "all.qdpx"), "--json").stdout)
    assert (len(facts["codings"]), facts["memos"], facts["reviews"], facts["apart"]) == (3, 3, 3, [])
    assert (facts["known"], facts["known_links"]) == (0, 0)
    # What the export told of is what the import found.
    assert facts["suggested_links"] == int(out["links"])
    assert facts["suggestions"] - facts["suggested_links"] + len(facts["codings"]) == int(out["codings"])
    assert said(fresh) == theirs
    again = json.loads(call(fresh, "import", str(coded / "all.csv"), "--json").stdout)
    assert (again["codings"], again["known"], again["apart"]) == ([], 3, [])
    assert call(fresh, "verify").returncode == 0
    table = Path(shutil.copytree(coded, tmp_path / "again", ignore=shutil.ignore_patterns(FOLDER)))
    assert call(table, "run").returncode == 0
    told = call(table, "import", str(coded / "all.csv")).stdout.splitlines()
    assert told[1] == "3 codings taken over (Amina 2, Carla 1)."
    (found,) = re.fullmatch(r"Found on texts of the study: (\d+) codings\.", told[0]).groups()
    (left,) = re.fullmatch(r"(\d+) codings of machines left as the study has them\.", told[2]).groups()
    assert int(found) == 3 + int(left)
    assert said(table)[0] == theirs[0]


def test_a_code_that_people_made_is_known(coded: Path) -> None:
    study = read_study(coded)
    with open_workspace(coded) as workspace:
        codebook = codebook_now(study.theory, workspace.now)
        workspace.record(code_created(workspace.now, codebook, "hedging", "Keeping both powers at hand."))
    document = held(study)[0]
    end = document.text.index(" ", 20)
    row = dict.fromkeys(CODING_TABLE_SCHEMA)
    row |= {"document": document.id, "start": 0, "end": end, "code": "hedging", "coder": "Bilal"}
    pl.DataFrame([row], schema=CODING_TABLE_SCHEMA).write_csv(coded / "bilal.csv")
    assert "1 coding taken over (Bilal 1)." in call(coded, "import", "bilal.csv").stdout


@pytest.mark.parametrize("name", ["all.csv", "all.parquet"])
def test_a_table_comes_back_with_nothing_new(folder: Path, name: str) -> None:
    assert call(folder, "export", name).returncode == 0
    facts = json.loads(call(folder, "import", name, "--dry-run", "--json").stdout)
    assert (facts["codings"], facts["apart"], facts["dry_run"]) == ([], [], True)
    assert facts["suggestions"] > 0


def test_the_codebook_goes_out_and_is_compared(folder: Path, codebook_schema: lxml.etree.XMLSchema) -> None:
    assert call(folder, "export", "codes.qdc").returncode == 0
    content = (folder / "codes.qdc").read_bytes()
    codebook_schema.assertValid(lxml.etree.fromstring(content))
    assert read_codebook(content, "codes.qdc").report.deviations == ()
    other = content.decode().replace('name="trade"', 'name="barter"').replace("<Codes>", '<Codes x="1">', 1)
    (folder / "other.qdc").write_text(other, "utf-8")
    told = call(folder, "import", "other.qdc").stdout
    assert "1 deviation from the standard (unknown 1)." in told
    assert "1 not: barter." in told
    facts = json.loads(call(folder, "import", "other.qdc", "--json").stdout)
    assert facts["not_in_the_study"] == ["barter"]


def test_what_cannot_be_taken_over_is_told_and_the_file_kept(folder: Path, refi: Path) -> None:
    done = call(folder, "import", str(refi / "qualcoder_export.qdpx"))
    assert done.returncode == 0
    assert "qualcoder_export.qdpx, by QualCoder 4.0-beta: 4 deviations from the standard" in done.stdout
    assert "5 codings and 2 notes could not be taken over; the file is kept in the ledger:" in done.stdout
    assert (
        "a.txt, 12 to 22 “investment”: economic (alice): no document of the study has the text" in done.stdout
    )
    facts = json.loads(
        call(folder, "import", str(refi / "skyloom_TestProject.qdpx"), "--dry-run", "--json").stdout
    )
    assert (facts["vendor"], len(facts["apart"]) >= 16) == ("ATLAS.ti", True)
    assert call(folder, "history", "qualcoder_export.qdpx").stdout.count("codings.imported") == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("export", "x.docx"), 2, "x.docx: ends in '.docx'; expected .qdpx, .qdc, .csv or .parquet"),
        (("export", "out.qdpx"), 2, "out.qdpx: is there already; --overwrite writes over it"),
        (("export", "y.csv", "--coder", "Bilal"), 2, "--coder: nobody of the name 'Bilal' coded"),
        (
            ("import", "study.yaml"),
            2,
            "study.yaml: ends in '.yaml'; expected .qdpx, .qde, .qdc, .csv or .parquet",
        ),
        (("import", "gone.qdpx"), 1, "gone.qdpx: cannot be read: there is no such file"),
        (("import", "theory.qdpx"), 1, "theory.qdpx: holds broken XML"),
    ],
)
def test_what_cannot_be_exchanged_is_refused(
    folder: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    (folder / "theory.qdpx").write_text("no project")
    done = call(folder, *words)
    assert done.returncode == code
    assert told in done.stderr


def test_a_study_that_was_not_run_has_nothing_to_join_codings_to(folder: Path, tmp_path: Path) -> None:
    fresh = write_study(tmp_path / "fresh")
    done = call(folder, "import", "out.qdpx", "--study", str(fresh))
    assert done.returncode == 1
    assert "no run has read and coded documents yet; `counterpoise run` does" in done.stderr
