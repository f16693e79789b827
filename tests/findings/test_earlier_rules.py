from counterpoise.findings.earlier_rules import EarlierRules, rules_in_words


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
