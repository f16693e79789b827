from dataclasses import replace

from counterpoise.documents.reading_states import Reading
from counterpoise.documents.register import Register
from counterpoise.report.limits import limits_section


def limits(findings) -> tuple[str, ...]:
    (block,) = limits_section(findings).blocks
    return block.items


def test_limits_are_counted_from_what_the_study_holds_and_lacks(miniature):
    told = limits(miniature)
    cells = [cell for table in miniature.tables for cell in table.cells()]
    empty = sum(cell.missing is not None for cell in cells)
    assert told[0] == f"{empty} of {len(cells)} cells of the tables have no evidence."
    assert (
        "Nobody declared how many documents exist, so that what share of them was read cannot be told."
        in told
    )
    assert "No person recorded having read a document." in told
    assert any(each.startswith("No person went through a passage") for each in told)
    # Trade ends in 2010, aid in 2010, arms and votes in 2024: with both powers, but for aid.
    assert "7 of 7 series of ties end before 2025, the earliest in 2010." in told
    assert (
        "The sources of 7 of 7 series of ties give no standard errors: their intervals are not known." in told
    )


def test_a_limit_that_was_overcome_is_no_longer_told(miniature):
    (speech, *_) = miniature.evidence.documents
    register = Register(readings=(Reading(speech, "read", "Amina", "2026-03-01"),))
    evidence = replace(miniature.evidence, register=register, reviewed={"Amina": 3})
    told = limits(replace(miniature, evidence=evidence))
    assert "No person recorded having read a document." not in told
    assert "One person coded: agreement between people is not testable." in told


def test_a_study_of_nothing_has_limits_too(miniature):
    scores = replace(miniature.scores, ties=miniature.scores.ties.clear())
    evidence = replace(miniature.evidence, documents={})
    told = limits(replace(miniature, scores=scores, evidence=evidence, coded=(), tables=()))
    assert "No tie of the state is observed." in told
