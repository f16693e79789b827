from dataclasses import replace

from counterpoise.documents.comparison import compared, copies, notices_of
from counterpoise.ledger.verification import verify
from counterpoise.workspace import FOLDER, open_workspace
from tests.study_in_miniature import document

WORDS = " ".join(f"word{n}" for n in range(200))


def alike(**kinds: str):
    """Documents of one text, by name and kind; each is dated a year before the one that it stands after."""
    dates = range(2000, 1900, -1)
    return {
        f"id-of-{name}": replace(document(name, kind, date=str(date)), text=WORDS)
        for (name, kind), date in zip(kinds.items(), dates, strict=False)
    }


def test_what_was_compared_is_not_compared_again(tmp_path, monkeypatch):
    documents = list(alike(late="speech", early="speech").values())
    with open_workspace(tmp_path) as workspace:
        found = compared(documents, workspace)
        monkeypatch.setattr("counterpoise.documents.comparison.near_duplicates", None)
        assert compared(documents, workspace) == found
    assert [(pair.first, pair.second, pair.jaccard) for pair in found.pairs] == [
        ("id-of-late", "id-of-early", 1.0)
    ]
    assert found.groups[0].earliest == "id-of-early"
    assert verify(tmp_path / FOLDER) == ()


def test_of_each_standing_the_earliest_counts(tmp_path):
    documents = alike(late="speech", early="report", paper="paper under test")
    with open_workspace(tmp_path) as workspace:
        found = compared(list(documents.values()), workspace)
    assert copies(found, documents) == ("id-of-late",)
    told = [str(notice) for notice in notices_of(found, documents, kept=False)]
    assert told == [
        "documents/late.txt: 80% or more of its five-word sequences stand in documents/early.txt, documents/paper.txt too",
        "near-duplicates: 3 documents, 2 without those that say again what another says; those are not coded, as the "
        "setting `near_duplicates: first` says",
    ]


def test_nothing_is_said_where_nothing_is_alike(tmp_path):
    documents = {"id-of-a": document("a"), "id-of-b": replace(document("b"), text=WORDS)}
    with open_workspace(tmp_path) as workspace:
        found = compared(list(documents.values()), workspace)
    assert (copies(found, documents), list(notices_of(found, documents, kept=True))) == ((), [])
