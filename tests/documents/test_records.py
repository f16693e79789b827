import json

from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import Part
from counterpoise.documents.document import Document
from counterpoise.documents.records import documents_of_record, record_of

documents = st.builds(
    Document,
    **dict.fromkeys(("id", "title", "kind", "source", "path", "sha256", "text"), st.text()),
    origin=st.none() | st.text(max_size=3),
    date=st.none() | st.just("2015-04-20"),
    pages=st.lists(st.integers(0, 9)).map(tuple),
    parts=st.lists(st.builds(Part, st.integers(0), st.integers(0), st.just("table"))).map(tuple),
)


@given(st.lists(documents, max_size=3))
def test_a_record_gives_the_documents_that_it_was_made_of(made):
    assert list(documents_of_record(record_of(made))) == made


def test_a_name_that_is_not_utf_8_passes():
    document = Document("a", "b", "report", None, None, "c", "documents/\udcff.txt", "d", "words")
    record = record_of([document])
    assert documents_of_record(record) == (document,)
    assert json.loads(record)[0]["path"] == "documents/\udcff.txt"
