from pathlib import Path

from counterpoise.findings.earlier_rules import EarlierRules, rules_before, rules_in_words
from counterpoise.kept_estimates import ESTIMATED
from counterpoise.ledger.events import NewEvent
from counterpoise.workspace import open_workspace


def report(key: str, rules: str) -> NewEvent:
    return NewEvent("report.written", "study", {"key": key, "rules": rules, "files": {}})


def estimate(key: str, rules: str) -> NewEvent:
    made = {"reading": "all", "sampling": {}, "object": key}
    return NewEvent(ESTIMATED, "study", {"key": key, "rules": rules, **made})


def test_the_ledger_tells_which_rules_estimates_and_reports_after_the_first_of_them_were_under(
    tmp_path: Path,
) -> None:
    with open_workspace(tmp_path) as workspace:
        # A report of before any estimate gave no verdict by the model, under whatever rules.
        workspace.record([report("first", "oldest")])
        assert rules_before(workspace.now, "new") == ()
        workspace.record([estimate("one", "old"), estimate("two", "new")])
        workspace.record([report("second", "older"), report("third", "new")])
        days = {event.at[:10] for event in workspace.events()}
        found = rules_before(workspace.now, "new")
        assert {(each.what, each.rules) for each in found} == {("estimate", "old"), ("report", "older")}
        assert {each.day for each in found} <= days
        assert [each.rules for each in rules_before(workspace.now, "old")] == ["new", "older", "new"]


def test_rules_that_were_changed_after_an_estimate_was_seen_are_told_with_the_first_day_of_each() -> None:
    earlier = (
        EarlierRules("report", "2026-03-02", "old"),
        EarlierRules("report", "2026-03-05", "old"),
        EarlierRules("estimate", "2026-03-01", "old"),
        EarlierRules("report", "2026-03-04", "other"),
    )
    told = rules_in_words("new", earlier)
    assert told.startswith("Verdicts are by the rules new: ")
    assert (
        "These are not the rules of before, when there was the estimate of 2026-03-01 under old, the report of 2026-03-02 under old "
        "and the report of 2026-03-04 under other: the theory file was changed after an estimate had been seen, or "
    ) in told


def test_rules_that_always_held_are_told_to_and_where_no_ledger_tells_it_nothing_is_said() -> None:
    assert rules_in_words("new", ()).endswith(
        "No estimate was made, and no report written after one, under any others."
    )
    alone = rules_in_words("new", None)
    assert "before" not in alone
    assert "No estimate was made" not in alone
