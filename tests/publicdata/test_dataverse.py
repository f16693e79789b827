import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.datasets.downloads import Checksum, Deposit, Download
from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.dataverse import downloads_in, listing_address
from tests.publicdata.listings import deposited, listing

DEPOSIT = Deposit("https://dataverse.example/", "10.7910/DVN/LEJUQZ", ("idealpoint*.[cd][st][va]",))
MD5 = "9e6bb0a0ada77e2e62221b148957532e"


def test_files_are_listed_by_the_doi_of_the_data_set_and_its_version() -> None:
    # Dataverse API Guide 6.10, Native API, "List Files in a Dataset".
    assert listing_address(DEPOSIT) == (
        "https://dataverse.example/api/datasets/:persistentId/versions/:latest-published/files"
        "?persistentId=doi:10.7910/DVN/LEJUQZ"
    )
    assert "/versions/33.0/files?" in listing_address(Deposit("https://d", "10.1/x", ("*",), "33.0"))


def test_of_each_pattern_the_last_deposited_file_is_taken_a_table_as_it_was_deposited() -> None:
    found = listing(
        deposited(1, "IdealpointsOld.csv", day="2020-04-01", md5=MD5, size=70),
        deposited(
            2, "Idealpointestimates.tab", original="Idealpointestimates.dta", day="2025-07-01", size=90
        ),
        deposited(3, "Idealpoints_codebook.docx", day="2026-01-01"),
    )
    address = "https://dataverse.example/api/access/datafile"
    assert downloads_in(DEPOSIT, found) == (
        Download(f"{address}/2?format=original", "Idealpointestimates.dta", 90, None),
    )
    both = Deposit(DEPOSIT.server, DEPOSIT.doi, ("*OLD.csv", "*.csv"))
    assert downloads_in(both, found) == (
        Download(f"{address}/1", "IdealpointsOld.csv", 70, Checksum("md5", MD5)),
    )


def test_restricted_files_and_names_that_lead_elsewhere_are_passed_over_and_what_there_is_is_told() -> None:
    found = listing(
        deposited(1, "Idealpoints.csv", restricted=True),
        deposited(2, "../Idealpoints.csv"),
        deposited(3, ".Idealpoints.csv"),
        deposited(4, "UNVotes.RData"),
    )
    with pytest.raises(CounterpoiseError) as refused:
        downloads_in(DEPOSIT, found)
    assert str(refused.value) == (
        "doi:10.7910/DVN/LEJUQZ: holds no open file of a name like idealpoint*.[cd][st][va]; there are UNVotes.RData"
    )


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"{}", b'{"data": {}}', b'{"status":"ERROR"}', b"[" * 99999]
)
def test_what_is_no_listing_is_an_error(answer: bytes) -> None:
    with pytest.raises(CounterpoiseError, match="the server's answer is no list of files"):
        downloads_in(DEPOSIT, answer)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
files = st.fixed_dictionaries(
    {"dataFile": st.fixed_dictionaries({"id": anything, "filename": anything, "filesize": anything})}
)


@given(st.lists(anything | files, max_size=4))
def test_no_listing_makes_anything_but_downloads_or_an_error(data: list[object]) -> None:
    try:
        found = downloads_in(Deposit("https://d", "10.1/x", ("*",)), json.dumps({"data": data}).encode())
    except CounterpoiseError:
        return
    assert all(each.name and "/" not in each.name for each in found)
