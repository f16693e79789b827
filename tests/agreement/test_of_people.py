from counterpoise.agreement.of_people import agreement_of_people
from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.evidence import Coding, Passage
from counterpoise.ledger.projections import EMPTY
from counterpoise.review.codebook import codebook_now
from counterpoise.study import read_study
from tests.study_in_miniature import write_study


def passage(at: int) -> Passage:
    return Passage(f"d{at}", 0, 10, "ten letters", "", "")


def judged(at: int, coder: str) -> HumanCoding:
    coding = Coding(passage(at).id, "trade", "a", "none", coder, 1.0, "", "accepted")
    return HumanCoding(f"{coder}{at}", passage(at), coding, None, False)


def test_people_are_compared_and_where_nobody_coded_there_is_nothing(tmp_path):
    study = read_study(write_study(tmp_path))
    codebook = codebook_now(study.theory, EMPTY)
    assert agreement_of_people(study, codebook, (), ()) is None
    coders = ("Amina", "Bilal")
    seen = [Reviewed(passage(at), coder, "2026-03-01", False) for coder in coders for at in range(6)]
    found = agreement_of_people(
        study, codebook, [judged(at, coder) for coder in coders for at in (0, 1)], seen
    )
    (compared,) = found.compared
    assert compared.section.coders == coders
    assert {line.name: line for line in compared.section.lines}["trade"].estimates["alpha"].value == 1
    alone = agreement_of_people(study, codebook, [judged(0, "Amina")], seen[:6])
    assert alone.compared == ()
    assert "only Amina has coded" in alone.missing[0]
