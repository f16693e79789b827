import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counterpoise.datasets.downloads import Checksum, Deposit, Download
from counterpoise.datasets.ideal_points import IdealPoints
from counterpoise.datasets.source import Source
from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Ledger
from counterpoise.publicdata.fetching import fetch, sources_to_fetch
from counterpoise.publicdata.transfer import Transfer
from counterpoise.study import Study, read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.publicdata.listings import deposited, listing
from tests.publicdata.local_server import Answer, Server, serving
from tests.publicdata.studies import founded, ideal_points, undeclared

LIST = "/api/datasets/:persistentId/versions/:latest-published/files?persistentId=doi:10.7910/DVN/LEJUQZ"
BODY = ideal_points().encode()
MD5 = hashlib.md5(BODY, usedforsecurity=False).hexdigest()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as known:
        yield known


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return founded(tmp_path / "study")


TRANSFER = Transfer(from_this_machine=True, sleep=lambda _: None)


class Local(IdealPoints):
    """The source of ideal points, had from somewhere else."""

    def __init__(self, downloads: Sequence[Download | Deposit]) -> None:
        self.downloads = downloads  # type: ignore[assignment]


def deposit(server: Server) -> Source:
    return Local([Deposit(server.address, "10.7910/DVN/LEJUQZ", ("idealpoint*.[cd][st][va]",))])


def files_in(study: Study) -> list[str]:
    return sorted(each.name for each in (study.folder / "data").iterdir())


def test_a_deposit_is_fetched_recorded_and_not_fetched_again(server: Server, study: Study) -> None:
    server.answers[LIST] = [Answer(listing(deposited(7, "Idealpoints.csv", size=len(BODY), md5=MD5)))]
    server.answers["/api/access/datafile/7"] = [Answer(BODY)]
    done = fetch(study, [deposit(server)], TRANSFER)
    assert (done.problems, done.present, done.declared) == ((), (), ())
    (fetched,) = done.fetched
    sha256 = hashlib.sha256(BODY).hexdigest()
    assert (fetched.size, fetched.sha256) == (len(BODY), sha256)
    assert fetched.path.read_bytes() == BODY
    assert files_in(study) == ["Idealpoints.csv"]
    with Ledger.read(study.folder / FOLDER) as ledger:
        (event,) = ledger.events("values.fetched")
    assert event.subject == "data/Idealpoints.csv"
    assert event.body == {
        "source": "unga-ideal-points",
        "path": "data/Idealpoints.csv",
        "address": f"{server.address}/api/access/datafile/7",
        "sha256": sha256,
        "size": len(BODY),
    }
    again = fetch(study, [deposit(server)], TRANSFER)
    assert (again.fetched, again.present) == ((), (fetched.path,))
    assert [path for path, _ in server.asked] == [LIST, "/api/access/datafile/7", LIST]


def test_a_table_that_the_dataverse_took_in_is_had_as_deposited_and_known_again_by_its_address(
    server: Server, study: Study
) -> None:
    file = deposited(7, "Idealpoints.tab", original="Idealpoints.csv", size=len(BODY), md5="0" * 32)
    server.answers[LIST] = [Answer(listing(file))]
    server.answers["/api/access/datafile/7?format=original"] = [Answer(BODY)]
    assert fetch(study, [deposit(server)], TRANSFER).problems == ()
    again = fetch(study, [deposit(server)], TRANSFER)
    assert [path.name for path in again.present] == ["Idealpoints.csv"]
    (study.folder / "data" / "Idealpoints.csv").write_text("mine")
    told = "; ".join(map(str, fetch(study, [deposit(server)], TRANSFER).problems))
    assert "another file stands at" in told
    assert (study.folder / "data" / "Idealpoints.csv").read_text() == "mine"


def test_what_no_entry_covers_is_declared(server: Server, tmp_path: Path) -> None:
    study = undeclared(tmp_path / "study")
    source = Local([Download(f"{server.address}/a", "Idealpoints.csv")])
    server.answers["/a"] = [Answer(BODY)]
    assert fetch(study, [source], TRANSFER).declared == ("{path: data/Idealpoints.csv}",)
    assert [entry.path for entry in read_study(study.folder).declared.data] == [("data/Idealpoints.csv",)]


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def test_the_wanted_members_of_a_zip_file_are_unpacked_and_the_rest_is_not_kept(
    server: Server, study: Study
) -> None:
    content = packed(**{"data__Idealpoints.csv": BODY, "codebook.pdf": b"%PDF"})
    said = Checksum("sha256", hashlib.sha256(content).hexdigest())
    source = Local([Download(f"{server.address}/a.zip", "a.zip", len(content), said, ("ideal*.csv",))])
    server.answers["/a.zip"] = [Answer(content)]
    (fetched,) = fetch(study, [source], TRANSFER).fetched
    assert fetched.path.read_bytes() == BODY
    assert files_in(study) == ["Idealpoints.csv"]
    again = fetch(study, [source], TRANSFER)
    assert (again.problems, again.present) == ((), (fetched.path,))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK no zip", "is damaged or cut short"),
        (packed(**{"other.csv": BODY}), "holds 0 files of a name like ideal*.csv, not one: other.csv"),
        (packed(**{"a__ideal.csv": BODY, "b__ideal.csv": BODY}), "holds 2 files of a name like"),
        (packed(**{"ideal.csv": b"0" * 2**24}), "packs 'ideal.csv' to a"),
        (packed(**{"..__ideal.csv": BODY}), "leads out of the archive"),
    ],
)
def test_a_zip_file_that_is_not_what_it_should_be_is_left_out(
    server: Server, study: Study, content: bytes, told: str
) -> None:
    source = Local([Download(f"{server.address}/a.zip", "a.zip", members=("ideal*.csv",))])
    server.answers["/a.zip"] = [Answer(content)]
    done = fetch(study, [source], TRANSFER)
    assert told in str(done.problems[0])
    assert files_in(study) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            b"year,rainfall\n2010,7\n",
            "Idealpoints.csv: no data source has this layout: found [year, rainfall]",
        ),
        (
            b"state,partner,start,end,indicator,value,unit,source,release\n",
            "Idealpoints.csv: has the layout of 'figures', not of 'unga-ideal-points'",
        ),
    ],
)
def test_a_file_of_another_layout_does_not_enter_and_the_way_by_hand_is_told(
    server: Server, study: Study, body: bytes, told: str
) -> None:
    server.answers[LIST] = [Answer(listing(deposited(7, "Idealpoints.csv", size=len(body))))]
    server.answers["/api/access/datafile/7"] = [Answer(body)]
    first, last = fetch(study, [deposit(server)], TRANSFER).problems
    assert str(first).startswith(told)
    assert str(last) == (
        "unga-ideal-points: was not fetched; get it from Harvard Dataverse, doi:10.7910/DVN/LEJUQZ, "
        "and bring it in by `counterpoise data add`"
    )
    assert files_in(study) == []


def test_of_a_source_in_two_files_both_enter_or_none(server: Server, study: Study) -> None:
    one, other = (Download(f"{server.address}/{name}", f"{name}.csv") for name in ("one", "other"))
    server.answers["/one"] = [Answer(BODY)]
    done = fetch(study, [Local([one, other])], TRANSFER)
    assert "the server answers 404" in str(done.problems[0])
    assert (done.fetched, files_in(study)) == ((), [])


def test_a_fetch_that_broke_off_is_gone_on_with_by_the_next(server: Server, study: Study) -> None:
    source = Local([Download(f"{server.address}/a", "Idealpoints.csv")])
    tagged = {"ETag": '"1"'}
    server.answers["/a"] = [Answer(BODY, headers=tagged, cut=40), Answer(b"", 503)]
    assert "it goes on from what came so far" in str(fetch(study, [source], TRANSFER).problems[0])
    assert files_in(study) == [".part-Idealpoints.csv", ".part-Idealpoints.csv.json"]
    server.answers["/a"] = [Answer(BODY, headers=tagged)]
    assert len(fetch(study, [source], TRANSFER).fetched) == 1
    assert server.asked[-1][1]["Range"] == "bytes=40-"
    assert files_in(study) == ["Idealpoints.csv"]


def test_while_another_process_writes_nothing_is_fetched(server: Server, study: Study) -> None:
    with open_workspace(study.folder), pytest.raises(CounterpoiseError):
        fetch(study, [deposit(server)], TRANSFER)
    assert server.asked == []


def test_sources_that_are_had_by_hand_and_unknown_ones_are_told_at_once() -> None:
    (source,) = sources_to_fetch(["unga-ideal-points", "unga-ideal-points"])
    assert source.name == "unga-ideal-points"
    with pytest.raises(CounterpoiseError) as refused:
        sources_to_fetch(["cow-trade", "atpo", "unga-ideal-points"])
    first, second = map(str, refused.value.problems)
    assert first == (
        "cow-trade: is not fetched by this program; get it from correlatesofwar.org, Trade (v4.0): Dyadic_COW_4.0.csv "
        "and National_COW_4.0.csv, and bring it in by `counterpoise data add`"
    )
    assert second.endswith("did you mean 'atop'?")
