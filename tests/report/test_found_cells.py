from counterpoise.report.found_cells import counts_of
from tests.study_in_miniature import coded, document


def test_passages_are_counted_by_kind_of_source_and_direction():
    passages = (coded(document("speech"), 0, "weakens"), coded(document("news", kind="news"), 0))
    assert [
        (each.standing, each.strengthening, each.weakening, each.undirected) for each in counts_of(passages)
    ] == [("first-hand", 0, 1, 0), ("second-hand", 0, 0, 1), ("data note", 0, 0, 0)]
    assert counts_of(()) == ()
