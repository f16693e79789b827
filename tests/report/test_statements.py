import re
from dataclasses import replace
from pathlib import Path

import pytest

from counterpoise.findings.claim import SOUND_DRAWS
from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import Paragraph, Section, Statement
from counterpoise.report.statements import RULE, statement_id, statement_sections
from tests.findings.fitted import concluded, known_fit
from tests.report.test_contents import changed_theory
from tests.study_in_miniature import STUDY, found, write_study


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


@pytest.fixture(scope="module")
def sections(findings: Findings) -> dict[str, Section]:
    return {section.id: section for section in statement_sections(findings)}


def of(section: Section) -> list[Statement]:
    """The statements of a section and of those within it."""
    blocks = [block for part in (section, *section.subsections) for block in part.blocks]
    return [block for block in blocks if isinstance(block, Statement)]


def test_everything_that_is_asked_stands_once_in_its_section(sections, findings):
    assert list(sections) == [
        "objectives",
        "questions",
        "hypotheses",
        "assumptions",
        "debates",
        "claims",
        "recommendations",
    ]
    ids = [statement.id for section in sections.values() for statement in of(section)]
    assert len(ids) == len(set(ids)) == len(findings.answers())


def test_what_stands_against_the_draws_of_the_model_is_said_once_in_each_section(modelled, miniature):
    fit = replace(known_fit(), blocked=("the chains do not agree",))
    for findings, headed in ((concluded(miniature, fit), 1), (modelled, 0)):
        headline = None if findings.model is None else findings.model.headline
        assert (headline is not None) == bool(headed)
        for section in statement_sections(findings):
            parts = [block for part in (section, *section.subsections) for block in part.blocks]
            heads = [each for each in parts if isinstance(each, Paragraph) and each.text == headline]
            leans = any(SOUND_DRAWS in each.needs for each in of(section))
            assert len(heads) == (headed if leans else 0), section.id
            assert not any("do not agree" in need for each in of(section) for need in each.needs)


def test_claims_stand_by_their_kind_after_the_rule_of_their_verdicts(sections):
    claims = sections["claims"]
    assert claims.blocks[-1] == Paragraph(RULE)
    titles = [part.title for part in claims.subsections]
    assert titles[:3] == ["Kind: problem", "Kind: finding", "Kind: relation"]
    relations = claims.subsections[2]
    assert {statement.label for statement in of(relations)} >= {"R1", "R2", "R5"}
    assert len(titles) == len(set(titles))


def test_a_statement_names_its_verdict_first_and_what_decides_and_would_change_it(sections):
    told = {statement.label: statement for statement in of(sections["claims"])}
    assert re.match(r"supported: \d of \d indicators steady or expanding as claimed", told["R2"].verdict)
    assert (told["R2"].leaning, told["R1"].leaning) == ("for", "open")
    assert told["R2"].estimand == "the movement words of the ties with China, indicator by indicator"
    assert told["R2"].values
    assert told["R2"].would_change[-1].startswith("Nearest to a bound of the movement rule")
    assert told["K1"].would_change[0].startswith("It has no verdict until a rule for one is stated")


def test_every_statement_has_evidence_or_says_what_is_missing(sections):
    for section in sections.values():
        for each in of(section):
            assert each.cells or each.sides or each.values or each.needs, each.id
            assert bool(each.needs) is each.verdict.startswith("not testable"), each.id


def test_passages_stand_on_one_side_each(sections):
    for each in of(sections["claims"]):
        ids = [passage.id for _, passages in each.sides for passage in passages]
        assert len(ids) == len(set(ids)), each.id
    told = {statement.label: statement for statement in of(sections["claims"])}
    assert [heading for heading, _ in told["R2"].sides] == ["For it"]


def test_names_are_fit_for_links_and_stay_apart():
    assert statement_id("claim-R1") == "claim-R1"
    assert len({statement_id(name) for name in ("a b", "a-b", "a/b")}) == 3


def test_where_the_claims_of_a_theory_are_from_is_said_before_them(tmp_path: Path, findings):
    (claims,) = (section for section in statement_sections(findings) if section.id == "claims")
    first, second = claims.blocks
    assert isinstance(first, Paragraph)
    assert first.text.startswith(
        "The theory file takes these sentences from Kanwal, Samrana and Alvi (2026), with the identifiers they have "
        "there; the study file may add its own. They were said of this case, Pakistan between the United States and "
        "China."
    )
    assert second == Paragraph(RULE)
    with changed_theory(write_study(tmp_path)) as theory:
        del theory["claims_from"]
    (claims,) = (section for section in statement_sections(found(tmp_path)) if section.id == "claims")
    assert claims.blocks == (Paragraph(RULE),)


def test_claims_and_debates_on_another_case_say_whose_they_are_and_who_stands_for_whom(tmp_path: Path):
    study = STUDY.replace("state: PAK", "state: VNM").replace("{a: USA, b: CHN}", "{a: CHN, b: IND}")
    sections = {each.id: each for each in statement_sections(found(write_study(tmp_path, study)))}
    for name in ("debates", "claims"):
        paragraph, first = sections[name].blocks[0], of(sections[name])[0]
        assert isinstance(paragraph, Paragraph)
        assert paragraph.text.endswith(
            "They were said of Pakistan between the United States and China, and are put here to Viet Nam between "
            "China and India: no source is taken to have said them of this case. "
            "India stands where the United States stood."
        )
        assert isinstance(first, Statement)
        assert first.kind.endswith(
            ", said of Pakistan between the United States and China, put here to Viet Nam between China and India"
        )
