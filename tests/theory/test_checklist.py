from pathlib import Path

import pytest

from counterpoise.errors import StudyFileError
from counterpoise.theory.checklist import PARTS, problems_of_checklist, split
from counterpoise.theory.reading import read_theory
from tests.theory.test_reading import SOUND, read


def problems(*rows: str) -> list[str]:
    with pytest.raises(StudyFileError) as refused:
        read(SOUND + "checklist:\n" + "".join(f"  - {row}\n" for row in rows))
    return [str(problem) for problem in refused.value.problems]


def test_the_library_names_only_parts_that_there_are():
    theory = read_theory("neoclassical-realism", Path())
    assert len(theory.checklist) > 90
    assert list(problems_of_checklist(theory)) == []


def test_every_claim_debate_hypothesis_assumption_lever_rival_theme_and_table_of_the_library_has_a_row():
    theory = read_theory("neoclassical-realism", Path())
    named = {name for row in theory.checklist for name in row.shown}
    asked = {
        *(f"claim:{claim.id}" for claim in theory.claims),
        *(f"debate:{name}" for name in theory.debates),
        *(f"hypothesis:{name}" for name in theory.hypotheses),
        *(f"assumption:{name}" for name in theory.assumptions),
        *(f"lever:{name}" for name in theory.levers),
        *(f"rival:{name}" for name in theory.rivals),
        *(f"theme:{name}" for name in theory.themes),
        *(f"table:{name}" for name in theory.tables),
    }
    assert asked - named == set()


def test_a_row_names_parts_or_says_what_is_lacking():
    sound = "{id: A1, text: T., shown: [method, 'claim:c1', 'theme:economics', 'question:2']}"
    lacking = "{id: A2, text: T., lacks: a model}"
    assert len(read(SOUND + f"checklist:\n  - {sound}\n  - {lacking}\n").checklist) == 2
    (found,) = problems("{id: A1, text: T.}")
    assert "checklist.0: shows nothing; name what shows it by `shown`, or what is missing by `lacks`" in found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("methods", "unknown part 'methods' - did you mean 'method'?"),
        ("'clam:c1'", "unknown kind of part 'clam' - did you mean 'claim'?"),
        ("'claim:c2'", "unknown claim 'c2'; there are c1"),
        ("'table:tables'", "unknown table 'tables'; there are main"),
        ("'question:first'", "'question:first' names no number; write question:1 for the first of the study"),
    ],
)
def test_a_part_that_there_is_not_is_named_with_the_nearest(name: str, told: str):
    (found,) = problems(f"{{id: A1, text: T., shown: [{name}]}}")
    assert found.endswith(f"checklist.0.shown: {told}")


def test_two_rows_have_two_names():
    row = "{id: A1, text: T., shown: [method]}"
    (found,) = problems(row, row)
    assert "checklist.1.id: there is a row 'A1' already" in found


def test_a_part_has_a_kind_or_none():
    assert split("claim:R1") == ("claim", "R1")
    assert split("settings") == ("", "settings")
    assert not any(":" in name for name in PARTS)
