from dataclasses import replace

import pytest

from counterpoise.findings.coded_passages import tally
from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import DataTable, Passages
from counterpoise.report.themes import theme_section
from tests.study_in_miniature import coded, document, found, write_study


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return found(write_study(tmp_path_factory.mktemp("miniature")))


def sides(findings: Findings, *passages) -> list[Passages]:
    theme = replace(findings.themes[1], coded=passages, passages=tally(passages))
    return [block for block in theme_section(findings, theme).blocks if isinstance(block, Passages)]


def test_a_theme_quotes_what_shows_it_and_what_speaks_against(findings):
    speeches = [document(name) for name in "abc"]
    ways = ("strengthens", "strengthens", "weakens")
    best, against = sides(findings, *(coded(each, 0, way) for each, way in zip(speeches, ways, strict=True)))
    assert len(best.quotations) == 3
    assert [quotation.document for quotation in against.quotations] == ["C"]
    assert against.told == (
        "More first-hand passages speak of strengthening than of weakening (2 of strengthening and 1 of weakening), "
        "though no side leads clearly. These say the contrary, chosen in the same way."
    )


@pytest.mark.parametrize(
    ("ways", "told"),
    [
        (("none",), "No passage of this theme takes a direction, so none speaks against it."),
        (("strengthens", "weakens"), "There are as many first-hand passages on either side"),
        (("weakens",) * 5, "No passage of any kind of source says the contrary."),
    ],
)
def test_where_nothing_speaks_against_it_is_said_why(findings, ways, told):
    _, against = sides(findings, *(coded(document(f"d{n}"), 0, way) for n, way in enumerate(ways)))
    assert against.quotations == ()
    assert told in against.told
    assert "no side leads" not in against.told


def test_second_hand_passages_speak_against_first_hand_ones(findings):
    passages = [coded(document("speech"), 0, "weakens")]
    passages += [coded(document(f"n{n}", kind="news"), 0, "strengthens") for n in range(6)]
    _, against = sides(findings, *passages)
    assert len(against.quotations) == 4
    assert against.omitted == 2


def test_a_theme_tells_where_it_is_spoken_of(findings):
    section = theme_section(findings, findings.themes[1])
    (table,) = (block for block in section.blocks if isinstance(block, DataTable))
    assert table.rows[0] == ("first-hand", "kind", "speech", 2, 2, "100%", 2, 0, 0)
    assert ("first-hand", "origin", "China", 1, 1, "100%", 1, 0, 0) in table.rows
    assert [row[2] for row in table.rows if row[1] == "period"] == ["2000-2009", "2010-2019"]
