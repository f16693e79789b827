from counterpoise.theory.cases import (
    checklist_put_to,
    claims_put_to,
    debates_put_to,
    powers_put_to,
    said_elsewhere,
)
from counterpoise.theory.elements import Theory
from tests.theory.test_reading import SOUND, read

SAID = "claims_from: {work: A. Author (2020), state: PAK, powers: {a: USA, b: CHN}}\n"
DEBATE = "debates:\n  d: {title: On power b, question: Does power b stay?, test: t, needs: [economics], power: b}\n"
CLAIM = "claims:\n  - {id: X1, kind: k, text: Power a and power b differ., needs: [economics], power: a}\n"
HERE = {"a": "USA", "b": "CHN"}
TURNED = {"a": "CHN", "b": "USA"}


def theory() -> Theory:
    return read(SOUND.replace("debates:\n", DEBATE).replace("claims:\n", SAID + CLAIM))


def test_a_claim_and_a_debate_stay_with_the_power_that_they_were_said_of():
    there, turned = claims_put_to(theory(), HERE)[0], claims_put_to(theory(), TURNED)[0]
    assert (there.text, there.power) == ("Power a and power b differ.", "a")
    assert (turned.text, turned.power) == ("Power b and power a differ.", "b")
    debate = debates_put_to(theory(), TURNED)["d"]
    assert (debate.title, debate.question, debate.power) == ("On power a", "Does power a stay?", "a")
    assert debates_put_to(theory(), HERE) == theory().debates


def test_a_power_that_two_cases_share_stands_for_itself_in_both():
    source = theory().claims_from
    assert source is not None
    assert powers_put_to(source, {"a": "CHN", "b": "IND"}) == {"a": "IND", "b": "CHN"}
    assert powers_put_to(source, {"a": "IND", "b": "USA"}) == {"a": "USA", "b": "IND"}
    assert powers_put_to(source, {"a": "IND", "b": "CHN"}) == {"a": "IND", "b": "CHN"}
    assert powers_put_to(source, {"a": "JPN", "b": "IND"}) == {"a": "JPN", "b": "IND"}


def test_another_state_or_power_makes_another_case_and_another_order_does_not():
    assert said_elsewhere(theory(), "PAK", HERE) is None
    assert said_elsewhere(theory(), "PAK", TURNED) is None
    assert said_elsewhere(theory(), "VNM", HERE) == theory().claims_from
    assert said_elsewhere(theory(), "PAK", {"a": "CHN", "b": "IND"}) == theory().claims_from


def test_sentences_of_no_stated_source_are_the_theory_s_own():
    own = read(SOUND)
    assert said_elsewhere(own, "VNM", HERE) is None
    assert claims_put_to(own, TURNED) == own.claims


def test_a_row_of_a_checklist_stays_with_the_power_of_its_source():
    row = "checklist:\n  - {id: A1, text: Ties with power a, lacks: a model of power b}\n"
    listed = read(SOUND.replace("claims:\n", SAID + CLAIM) + row)
    assert checklist_put_to(listed, HERE) == listed.checklist
    (turned,) = checklist_put_to(listed, TURNED)
    assert (turned.text, turned.lacks) == ("Ties with power b", "a model of power a")
