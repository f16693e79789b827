import json
from dataclasses import replace
from pathlib import Path

import lxml.etree
import pytest

from counterpoise.coding.decided import human_codings
from counterpoise.exchange.outgoing import code_guid
from counterpoise.exchange.project import User
from counterpoise.exchange.reading import read_codebook, read_project
from counterpoise.exchange.sources import Coding, TextSelection, TextSource
from counterpoise.exchange.writing import write_project
from counterpoise.ledger.events import Ledger
from counterpoise.ledger.projections import present
from counterpoise.pipeline import run
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER
from tests.commands import call
from tests.exchange.projects import CODE, SOURCE, USER, xml_of
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study after a run, and its codings as a project."""
    folder = write_study(tmp_path_factory.mktemp("study"))
    run(read_study(folder))
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
    assert "1 coding would be taken over (Amina 1)." in before.stdout
    with Ledger.read(folder / FOLDER) as ledger:
        assert human_codings(present(ledger)) == ()
    done = call(folder, "import", path.name)
    assert done.stdout.startswith(f"{path.name}, by NVivo for Mac 15.0.0: as the standard asks.\n")
    assert "1 coding taken over (Amina 1)." in done.stdout
    with Ledger.read(folder / FOLDER) as ledger:
        (judged,) = human_codings(present(ledger))
    assert (judged.coder, judged.coding.code, judged.passage.quotation) == (
        "Amina",
        "trade",
        "the port of Gwadar",
    )
    assert judged.coding.reason == "in the margin"
    assert "1 coding the study has already." in call(folder, "import", path.name).stdout
    assert call(folder, "verify").returncode == 0
    assert call(folder, "run").returncode == 0
    assert ",Amina,accepted," in (folder / "report" / "evidence.csv").read_text("utf-8")
    own = json.loads(call(folder, "export", "amina.qdpx", "--coded", "--coder", "Amina", "--json").stdout)
    assert (own["codings"], own["documents"], own["links"]) == (1, 1, 0)


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
    assert "5 codings could not be taken over; the file is kept in the ledger:" in done.stdout
    assert (
        "a.txt, 12 to 22 “investment”: economic (alice): no document of the study has the text" in done.stdout
    )
    facts = json.loads(
        call(folder, "import", str(refi / "skyloom_TestProject.qdpx"), "--dry-run", "--json").stdout
    )
    assert (facts["vendor"], len(facts["apart"]) >= 16) == ("ATLAS.ti", True)
    assert call(folder, "history", "qualcoder_export.qdpx").stdout.count("codings.imported") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "x.docx"), "x.docx: ends in '.docx'; expected .qdpx, .qdc, .csv or .parquet"),
        (("export", "out.qdpx"), "out.qdpx: is there already; --overwrite writes over it"),
        (("export", "y.csv", "--coder", "Bilal"), "--coder: nobody of the name 'Bilal' coded"),
        (
            ("import", "study.yaml"),
            "study.yaml: ends in '.yaml'; expected .qdpx, .qde, .qdc, .csv or .parquet",
        ),
        (("import", "gone.qdpx"), "gone.qdpx: cannot be read: there is no such file"),
        (("import", "theory.qdpx"), "theory.qdpx: holds broken XML"),
    ],
)
def test_what_cannot_be_exchanged_is_refused(folder: Path, words: tuple[str, ...], told: str) -> None:
    (folder / "theory.qdpx").write_text("no project")
    done = call(folder, *words)
    assert done.returncode == 1
    assert told in done.stderr
