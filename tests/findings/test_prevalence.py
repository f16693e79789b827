from counterpoise.findings.prevalence import decades, prevalence
from tests.study_in_miniature import coded, document

PERIODS = ((1990, 1999), (2000, 2009))


def test_documents_are_counted_by_kind_origin_and_period_against_all_that_were_coded():
    speech, silent = document("speech", date="1995"), document("silent", date="2003")
    law = document("law", kind="law", origin="CHN", date=None)
    paper = document("paper", kind="paper under test")
    passages = (
        coded(speech, 0, "strengthens"),
        coded(speech, 0, "weakens", code="energy"),  # of the same passage, which counts once
        coded(speech, 50, "weakens"),
        coded(law, 0),
        coded(paper, 0),
    )
    found = prevalence(passages, (speech, silent, law, paper), PERIODS)
    assert [(each.by, each.group, each.documents, each.of) for each in found] == [
        ("kind", "speech", 1, 2),
        ("kind", "law", 1, 1),
        ("origin", "USA", 1, 2),
        ("origin", "CHN", 1, 1),
        ("period", "1990-1999", 1, 1),
        ("period", "2000-2009", 0, 1),
        ("period", "undated", 1, 1),
    ]
    assert found[0].passages == {"strengthens": 1, "weakens": 1}
    assert found[0].share == 0.5


def test_kinds_of_source_are_never_added_up():
    news = document("news", kind="news")
    found = prevalence((coded(news, 0),), (document("speech"), news), PERIODS)
    assert [(each.standing, each.documents, each.of) for each in found if each.by == "origin"] == [
        ("first-hand", 0, 1),
        ("second-hand", 1, 1),
    ]


def test_decades_begin_within_the_period():
    assert decades(1990, 2025) == (2000, 2010, 2020)
    assert decades(1991, 1995) == ()
