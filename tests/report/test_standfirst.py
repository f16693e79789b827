import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from counterpoise.coding.settling import Dispute
from counterpoise.findings.claim import Weighing
from counterpoise.findings.conclusions import Findings
from counterpoise.report.standfirst import JUDGED, in_detail, notices, plain_sentences
from tests.study_in_miniature import STUDY, found, write_study


@pytest.fixture(scope="module")
def findings(miniature: Findings) -> Findings:
    return miniature


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    lines = STUDY.splitlines(keepends=True)
    bare = "".join(
        line for line in lines if not line.startswith(("documents:", "  - {path", "figures:", "events:"))
    )
    return found(write_study(tmp_path_factory.mktemp("nothing"), bare))


def told(findings: Findings) -> str:
    return " ".join(notices(findings))


def test_a_report_opens_with_five_sentences_what_is_not_known_first(findings, nothing):
    for each in (findings, nothing):
        sentences = plain_sentences(each)
        assert len(sentences) == 5
        assert sentences[0].startswith("Not known: ")
        assert sentences[1].startswith("Not known: ")
        for sentence in sentences:
            assert re.findall(r"[.!?](?=\s|$)", sentence) == ["."], sentence
            assert sentence.endswith(".")
            assert len(sentence.split()) <= 50, sentence
            assert not re.search(r"\([^)]*\(", sentence), sentence


def test_what_is_not_known_is_counted(findings):
    cells = [cell for table in findings.tables for cell in table.cells()]
    empty = sum(not cell.evidence for cell in cells)
    unheard = sum(
        bool(cell.evidence) and not any(each.standing == "first-hand" for each in cell.coded)
        for cell in cells
    )
    assert (empty, unheard) == (13, 6)
    assert plain_sentences(findings)[0] == (
        "Not known: 13 of 28 cells of the tables have no evidence, 6 rest on no first-hand passage and no "
        "hypothesis can be tested before a model is estimated."
    )


def test_where_the_data_stop_is_said_by_year(findings):
    assert plain_sentences(findings)[1] == (
        "Not known: what came after the data stop, in 2010 for aid obligations and share of trade at the earliest and in "
        "2024 for closeness of UN ideal points and share of arms imports at the latest; nothing is carried forward."
    )
    assert in_detail(findings)[:2] == (
        "Last observed in 2010: aid obligations and share of trade.",
        "Last observed in 2024: closeness of UN ideal points and share of arms imports.",
    )


def test_data_that_stop_in_one_year_are_said_to_stop_there(tmp_path: Path):
    write_study(tmp_path)
    figures = (tmp_path / "figures.csv").read_text().splitlines(keepends=True)
    kept = [line for line in figures if line.startswith("state,") or ",trade_share," in line]
    (tmp_path / "figures.csv").write_text("".join(kept))
    assert plain_sentences(found(tmp_path))[1] == (
        "Not known: what came after 2010, where the data stop; nothing is carried forward."
    )


def test_alignment_is_that_of_the_last_year_that_is_fully_observed(findings):
    sentence = plain_sentences(findings)[2]
    # Trade in 2010: 10 % with the United States and 15 % with China, between one pair of goalposts. Two of four
    # inputs are observed of security and two of six of diplomacy, in every year: neither is told.
    assert sentence == (
        "On a scale from 0, wholly with China, to 1, wholly with the United States, the ties of Pakistan last stood "
        "at 0.40 in the economic dimension in 2010."
    )
    assert "Of the 4 goalposts 3 rest on Pakistan alone, with no other state to compare." in notices(findings)


def test_a_panel_of_one_state_is_said_at_the_head(tmp_path: Path):
    study = STUDY.replace("panel: [PAK, VNM]", "panel: [PAK]")
    assert (
        "All goalposts rest on Pakistan alone: a tie is measured against its own past, and no other state's."
        in notices(found(write_study(tmp_path, study)))
    )


def test_movement_is_told_by_power(findings):
    assert re.fullmatch(
        "Over what is observed between 1990 and 2025, by one fixed rule, the tie with the United States as a whole (is [a-z]+|has too few years "
        "to say) and the tie with China as a whole (is [a-z]+|has too few years to say)[.]",
        plain_sentences(findings)[3],
    )
    # Trade falls with power a and grows with power b; votes stay; aid to power a's client comes and goes by thirds.
    assert {
        "Of 4 indicators with the United States, 1990-2025, 1 is contracting, 1 fluctuating, 1 steady and 1 too short.",
        "Of 3 indicators with China, 1990-2025, 1 is expanding, 1 steady and 1 too short.",
    } <= set(in_detail(findings))


def test_a_movement_of_the_period_that_is_another_than_that_of_the_window_is_told(tmp_path: Path):
    study = STUDY.replace("period: 1990-2025", "period: 2004-2025").replace(
        "{seed: 7}", "{seed: 7, window: 1990-2025}"
    )
    sentence = plain_sentences(found(write_study(tmp_path, study)))[3]
    assert sentence.startswith("Over what is observed between 1990 and 2025, by one fixed rule, ")
    # Seven years of trade and of aid lie in the period, and the rule asks for eight: trade with either power and aid
    # of one are too short. The arms shares are so in the window too.
    _, over = sentence.split("; over 2004-2025 alone, ")
    assert over == "3 of 7 indicators move otherwise or are too short to judge."


def test_without_data_nothing_is_said_to_have_moved(nothing):
    sentences = plain_sentences(nothing)
    assert sentences[0].startswith("Not known: 28 of 28 cells")
    assert sentences[2] == (
        "How Pakistan stands between the United States and China is not measured: in no dimension and year is a "
        "share of its ties observed."
    )
    assert sentences[3] == "No tie has a series long enough to say how it moved."


def test_what_was_decided_adds_up(findings):
    sentence, detail = plain_sentences(findings)[4], in_detail(findings)[-1]
    numbers = [int(word) for word in detail.split() if word.isdigit()]
    assert numbers[0] == sum(numbers[1:]) == len(findings.debates) + len(findings.claims)
    decided = [answer for answer in findings.claims if answer.finding in JUDGED]
    assert {answer.label: answer.finding for answer in decided} == {
        "R1": "weakened",
        "R2": "supported",
        "R5": "contradicted",
    }
    assert sentence == (
        f"Of the {numbers[0]} debates and claims on this case 1 is supported, 1 weakened and 1 contradicted, and "
        f"{numbers[0] - 3} have no verdict."
    )


def test_few_weighed_claims_are_named(findings):
    moved = tuple(answer for answer in findings.claims if answer.label in ("R1", "R2", "FD2"))
    verdicts = [answer.verdict for answer in moved if isinstance(answer.verdict, Weighing)]
    assert plain_sentences(replace(findings, claims=moved, debates=()))[4] == (
        "Of the 3 debates and claims on this case 1 has no verdict, and "
        f'"Ties with the United States are transactional and cyclical" is weakened (borne out by {verdicts[0].supporting} of '
        f'{verdicts[0].of} indicators) and "Ties with China are steady and growing" is supported (borne out by '
        f"{verdicts[1].supporting} of {verdicts[1].of} indicators)."
    )


def test_of_many_weighed_claims_only_the_number_is_told(tmp_path: Path):
    own = "claims: [{id: V1, kind: relation, text: Ties grow., needs: [movement], expects: [expanding], power: b}]\n"
    assert plain_sentences(found(write_study(tmp_path, STUDY + own)))[4] == (
        "Of the 46 debates and claims on this case 1 is supported, 1 undecided, 1 weakened and 1 contradicted, and 42 have no verdict."
    )


def test_only_what_was_said_of_this_case_is_counted_at_the_head(tmp_path: Path):
    own = "claims: [{id: V1, kind: relation, text: Ties grow., needs: [movement], expects: [expanding], power: b}]\n"
    study = STUDY.replace("state: PAK", "state: VNM")
    assert plain_sentences(found(write_study(tmp_path / "none", study)))[4] == (
        "No debate or claim on this case is stated to be tested; 45 debates and claims said of Pakistan between the "
        "United States and China are put to this case below."
    )
    assert plain_sentences(found(write_study(tmp_path / "own", study + own)))[4] == (
        'Of the 1 debate or claim on this case "Ties grow" is weakened (borne out by 0 of 1 indicator); 45 debates '
        "and claims said of Pakistan between the United States and China are "
        "put to this case below."
    )


def test_one_sidedness_is_said(findings):
    assert "First-hand documents speak for the United States (1) and China (1)." in told(findings)
    assert (
        "This evidence is one-sided: Pakistan does not speak in it first-hand until you add its documents."
        in told(findings)
    )


def test_documents_of_which_nobody_says_who_speaks_are_counted_apart(tmp_path: Path):
    study = STUDY.replace("kind: speech, origin: CHN", "kind: speech")
    one = told(found(write_study(tmp_path, study)))
    assert "First-hand documents speak for the United States (1)." in one
    assert "Of 1 first-hand document the study file does not say who speaks (`origin`)." in one


def test_notices_of_the_study_file_come_first_each_closed_by_one_point(tmp_path: Path, findings):
    ours = "notices: [The speeches were chosen for their length, All figures are made up.]\n"
    noticed = notices(found(write_study(tmp_path, STUDY + ours)))
    assert noticed[:2] == ("The speeches were chosen for their length.", "All figures are made up.")
    assert noticed[2:] == notices(findings)


def test_with_one_power_only_the_others_are_named(tmp_path: Path):
    study = STUDY.replace('  - {path: documents/beijing.txt, kind: speech, origin: CHN, date: "2010"}\n', "")
    one = found(write_study(tmp_path, study))
    assert "This evidence is one-sided: Pakistan and China do not speak in it first-hand" in told(one)


def test_a_second_hand_document_of_a_state_does_not_let_it_speak(tmp_path: Path):
    study = STUDY.replace("kind: speech, origin: CHN", "kind: news, origin: CHN")
    one = found(write_study(tmp_path, study))
    assert "Pakistan and China do not speak in it first-hand" in told(one)


def test_where_all_three_speak_nothing_is_one_sided(tmp_path: Path):
    study = STUDY.replace('kind: paper under test, date: "2024"', 'kind: speech, origin: PAK, date: "2024"')
    assert "one-sided" not in told(found(write_study(tmp_path, study)))


def test_without_documents_it_is_said_that_nobody_speaks(nothing):
    assert notices(nothing)[0] == "Documents: none."
    assert "Pakistan, the United States and China do not speak in it" in told(nothing)


def test_what_a_machine_suggested_and_what_is_not_counted_is_said(findings):
    assert "no person has confirmed them" in told(findings)
    assert "A paper under test is quoted and never counted." in told(findings)


def test_what_people_judged_is_told_in_place_of_that_nobody_did(findings):
    first, second, *others = findings.coded
    judged = replace(
        findings,
        coded=(
            replace(first, coding=replace(first.coding, status="accepted")),
            replace(second, coding=replace(second.coding, coder="Amina", status="accepted")),
            *others,
        ),
        evidence=replace(
            findings.evidence,
            codings=(replace(first.coding, code="energy", status="rejected"),),
            reviewed={"Amina": 3, "Bilal": 2},
            disputes=(Dispute("p", "trade", ("Amina",), ("Bilal",)),),
        ),
    )
    said = told(judged)
    assert "no person has confirmed" not in said
    assert (
        f"they accepted or made 2 of the {len(findings.coded)} codings that count, refused or gave otherwise 1 and left 0"
        in said
    )
    assert "(passages gone through: Amina 3 and Bilal 2)" in said
    assert "On 1 code of passages they are divided; these do not count." in said


def test_documents_outside_the_period_are_told_and_not_counted(tmp_path: Path):
    early = found(
        write_study(tmp_path, STUDY.replace('origin: USA, date: "2005"', 'origin: USA, date: "1985"'))
    )
    assert "1 document is dated outside 1990-2025 and is not coded." in told(early)
    assert "United States (1)" not in told(early)


def test_what_could_not_be_read_is_named(tmp_path: Path):
    write_study(tmp_path)
    (tmp_path / "documents" / "beijing.txt").write_bytes(b"")
    assert "Not read, or not used as it stands: documents/beijing.txt: is empty." in told(found(tmp_path))


def test_where_no_year_has_all_inputs_the_one_with_most_is_told(findings):
    part = findings.scores.alignment.with_columns(inputs=pl.col("inputs") + 1)
    shares = part.filter(state="PAK", construct="alignment_share", dimension="economic").sort(
        "observed", "year"
    )
    last = shares.row(-1, named=True)
    sentence = plain_sentences(replace(findings, scores=replace(findings.scores, alignment=part)))[2]
    assert (
        f"{last['median']:.2f} in the economic dimension in {last['year']}, by {last['observed']} of {last['inputs']} inputs"
        in sentence
    )
    assert sentence.endswith(": in no dimension and year are all inputs observed.")
