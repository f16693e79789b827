from dataclasses import replace

import pytest

from counterpoise.documents.appraisal import Rating, appraised
from counterpoise.documents.collection import collect
from counterpoise.documents.corpus_frame import Existing, declared
from counterpoise.documents.reading_states import reached
from counterpoise.documents.register import document_meant, holdings, register_key, register_of
from counterpoise.errors import CounterpoiseError
from counterpoise.study import read_study
from counterpoise.workspace import open_workspace
from tests.study_in_miniature import document, write_study

DOCUMENTS = [
    replace(document("a"), title="Address on South Asia"),
    replace(document("b"), title="Address on Europe"),
]


@pytest.mark.parametrize("named", ["id-of-b", "documents/b.txt", "europe", "Address on Europe"])
def test_a_document_is_meant_by_its_id_its_path_or_words_of_its_title(named):
    assert document_meant(DOCUMENTS, named) is DOCUMENTS[1]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (
            "address",
            "2 documents have this in their title: documents/a.txt (Address on South Asia); documents/b.txt",
        ),
        ("documents/c.txt", "no document has this id, path or title - did you mean 'documents/"),
        ("Lahore", "no document has this id, path or title; counterpoise documents lists them"),
    ],
)
def test_what_means_several_documents_or_none_is_told_with_the_nearest(named, told):
    with pytest.raises(CounterpoiseError) as caught:
        document_meant(DOCUMENTS, named)
    assert told in str(caught.value)


def test_what_people_said_of_documents_is_folded_from_the_ledger(tmp_path):
    study = read_study(write_study(tmp_path))
    with open_workspace(tmp_path) as workspace:
        collected = collect(study, workspace, lambda *_: None)
        first = collected.documents[0].id
        before = register_key(workspace.now)
        for score in (2, 4):
            workspace.record([appraised(first, [Rating("credibility", score, "by its archive")])], "one")
        workspace.record([reached(first, "skimmed", "one", ())], "one")
        workspace.record([reached(first, "read", "one", register_of(workspace.now).readings)], "one")
        workspace.record([declared(Existing("speech", "USA", 24, "the archive"))])
        assert register_key(workspace.now) != before
    known = holdings(study)
    assert known.documents == collected.documents
    assert known.compared == collected.near_duplicates
    ((appraisal,),) = known.register.appraisals.values()
    assert [rating.score for rating in appraisal.ratings] == [None, 4, None, None]
    assert [(reading.state, reading.reader) for reading in known.register.readings] == [("read", "one")]
    assert known.register.frame == (Existing("speech", "USA", 24, "the archive"),)
