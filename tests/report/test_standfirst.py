from pathlib import Path

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.standfirst import notices, plain_sentences
from tests.study_in_miniature import STUDY, found, write_study


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return found(write_study(tmp_path_factory.mktemp("miniature")))


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
        assert all(sentence.endswith(".") for sentence in sentences)


def test_what_is_not_known_is_counted(findings):
    cells = [cell for table in findings.tables for cell in table.cells()]
    empty = sum(not cell.evidence for cell in cells)
    assert plain_sentences(findings)[0] == (
        f"Not known: {empty} of 28 cells of the tables have no evidence, and 4 of 4 hypotheses cannot be tested "
        "before a model is estimated."
    )


def test_where_the_data_stop_is_said_by_year(findings):
    assert plain_sentences(findings)[1] == (
        "Not known: what happened after the data stop (aid obligations, share of trade end in 2010; "
        "closeness of UN ideal points, share of arms imports end in 2024); nothing is carried forward."
    )


def test_alignment_is_that_of_the_last_year_that_is_fully_observed(findings):
    sentence = plain_sentences(findings)[2]
    # Trade in 2010: 10 % with the United States and 15 % with China, between one pair of goalposts.
    assert "0.40 in the economic dimension (2010, 2 of 2 inputs)" in sentence
    assert "from 0 (wholly with China) to 1 (wholly with the United States)" in sentence


def test_movement_is_told_by_power(findings):
    sentence = plain_sentences(findings)[3]
    assert sentence.startswith("Between 1990 and 2025, by one fixed rule, ")
    of_a, of_b = sentence.split("with China", 1)
    assert "contracting: share of trade" in of_a
    assert "expanding: share of trade" in of_b


def test_without_data_nothing_is_said_to_have_moved(nothing):
    sentences = plain_sentences(nothing)
    assert sentences[0].startswith("Not known: 28 of 28 cells")
    assert sentences[2] == (
        "How Pakistan stands between the United States and China is not measured with this evidence."
    )
    assert sentences[3] == "No tie has a series long enough to say how it moved."


def test_what_was_decided_adds_up(findings):
    sentence = plain_sentences(findings)[4]
    numbers = [int(word) for word in sentence.replace(",", " ").replace(".", " ").split() if word.isdigit()]
    assert numbers[0] == sum(numbers[1:]) == len(findings.debates) + len(findings.claims)


def test_one_sidedness_is_said(findings):
    assert "First-hand documents speak for: " in told(findings)
    assert "United States (1)" in told(findings)
    assert "China (1)" in told(findings)
    assert "This evidence is one-sided: Pakistan does not speak in it first-hand" in told(findings)


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
    assert "Pakistan, United States and China do not speak in it" in told(nothing)


def test_what_a_machine_suggested_and_what_is_not_counted_is_said(findings):
    assert "no person has confirmed them" in told(findings)
    assert "A paper under test is quoted and never counted." in told(findings)


def test_documents_outside_the_period_are_told_and_not_counted(tmp_path: Path):
    early = found(
        write_study(tmp_path, STUDY.replace('origin: USA, date: "2005"', 'origin: USA, date: "1985"'))
    )
    assert "1 document is dated outside 1990-2025 and is not coded." in told(early)
    assert "United States (1)" not in told(early)


def test_what_could_not_be_read_is_named(tmp_path: Path):
    write_study(tmp_path)
    (tmp_path / "documents" / "beijing.txt").write_bytes(b"")
    assert "Left out, because it could not be read: documents/beijing.txt: is empty." in told(found(tmp_path))
