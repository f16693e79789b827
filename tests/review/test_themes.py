import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.review.codebook import codebook_now
from counterpoise.review.codebook_changes import code_renamed
from counterpoise.review.theme_changes import theme_given_up, theme_proposed, theme_reviewed
from counterpoise.review.themes import theme_meant, theme_work


def test_the_themes_of_the_theory_are_candidates_until_somebody_reviews_them(workspace, theory):
    work = theme_work(theory, codebook_now(theory, workspace.now), workspace)
    assert [each.id for each in work.entries] == list(theory.themes)
    assert {each.status for each in work.entries} == {"candidate"}
    assert work.entries[0].codes == theory.codes_of_table("table1")
    assert work.steps == ()


def test_what_was_decided_is_told_in_its_order_with_who_and_why(workspace, theory, decide):
    decide(theme_proposed, "goods", "Goods", "What is sold.", ["trade"], codebook=True)
    decide(theme_reviewed, "security", "passages", "all of them fit")
    decide(theme_given_up, "goods", "too thin")
    work = theme_work(theory, codebook_now(theory, workspace.now), workspace)
    assert {each.id: each.status for each in work.entries}["security"] == "reviewed against passages"
    assert {each.id: each.status for each in work.entries}["goods"] == "given up"
    assert [(step.theme, step.kind, step.reason) for step in work.steps] == [
        ("goods", "theme.proposed", None),
        ("security", "theme.reviewed", "all of them fit"),
        ("goods", "theme.dropped", "too thin"),
    ]


def test_a_theme_follows_its_codes_to_their_new_names_and_still_counts_them(workspace, theory, decide):
    decide(theme_proposed, "goods", "Goods", "What is sold.", ["trade"], codebook=True)
    workspace.record(code_renamed(workspace.now, codebook_now(theory, workspace.now), "trade", "commerce"))
    entries = theme_work(theory, codebook_now(theory, workspace.now), workspace).entries
    entry = theme_meant(entries, "goods")
    assert (entry.codes, entry.counted) == (("commerce",), ("trade",))


def test_an_unknown_theme_is_refused_with_the_nearest(workspace, theory):
    entries = theme_work(theory, codebook_now(theory, workspace.now), workspace).entries
    with pytest.raises(CounterpoiseError, match="there is no theme 'securty' - did you mean 'security'"):
        theme_meant(entries, "securty")
