from dataclasses import replace

import pytest

from counterpoise.report.joint_display import joint_section
from counterpoise.report.outline import Bullets, DataTable
from tests.study_in_miniature import coded, document


@pytest.fixture
def section(miniature):
    passages = tuple(coded(document(f"d{n}", date="1995"), 0, "weakens", power="b") for n in range(5))
    return joint_section(replace(miniature, coded=passages))


def test_where_documents_and_numbers_part_stands_in_a_sentence(section):
    (bullets,) = (block for block in section.blocks if isinstance(block, Bullets))
    assert bullets.items[0] == (
        "Trade share (share of trade), China, 1990-2025: documents say weakening, 5 of 5 with a direction, of 5 first-hand "
        "passages, the series rises: +0.33 (+0.33 to +0.33), 21 points."
    )


def test_the_overview_has_a_row_for_each_construct_and_power_and_a_column_for_each_span(section):
    overview, behind = (block for block in section.blocks if isinstance(block, DataTable))
    assert overview.columns[:4] == ("Construct", "Power", "1990-2025", "1990-1999")
    row = next(row for row in overview.rows if row[:2] == ("Trade share (share of trade)", "China"))
    assert row[2:4] == ("divergence", "divergence")
    assert "silence of documents and numbers" in {word for row in overview.rows for word in row}
    assert {row[-1] for row in behind.rows} == {"divergence"}


def test_the_rules_and_how_often_each_word_came_are_stated(section):
    rules, counted = (block.text for block in section.blocks[:2])
    assert "at least 5 passages" in rules
    assert "67% of these take one" in rules
    assert "0.10 or more either way over at least 4 points" in rules
    assert "divergence 2" in counted


def test_without_constructs_that_codes_speak_of_there_is_nothing_to_set_beside(miniature):
    theory = miniature.study.theory.model_copy(update={"constructs": {}})
    study = replace(miniature.study, theory=theory)
    assert joint_section(replace(miniature, study=study)).blocks == ()


def test_where_one_side_is_always_silent_no_empty_table_follows(miniature):
    blocks = joint_section(replace(miniature, coded=())).blocks
    assert [block.id for block in blocks if isinstance(block, DataTable)] == ["joint-display"]
