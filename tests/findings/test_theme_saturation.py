from counterpoise.findings.theme_saturation import theme_saturation
from tests.study_in_miniature import coded, document


def test_codes_are_counted_document_by_document_and_kind_by_kind():
    documents = [document(f"d{year}", date=str(year)) for year in range(2000, 2006)]
    passages = [coded(each, 0, code="trade") for each in documents]
    passages += [coded(documents[2], 50, code="energy"), coded(document("news", kind="news"), 0)]
    passages.append(coded(document("paper", kind="paper under test"), 0, code="energy"))
    found = theme_saturation(passages)
    assert found.filter(standing="first-hand")["so far"].to_list() == [1, 1, 2, 2, 2, 2]
    # No new code in the last two documents, over two in the first four.
    assert found.filter(standing="first-hand")["new information"].to_list() == [None] * 5 + [0.0]
    assert found["standing"].unique().sort().to_list() == ["first-hand", "second-hand"]


def test_without_codings_there_is_no_curve():
    assert theme_saturation(()).is_empty()
