from counterpoise.coding.decided import HumanCoding
from counterpoise.evidence import Coding, Link, passage_of
from counterpoise.exchange.judged import coding_records, link_records
from counterpoise.exchange.records import CodingRecord, LinkRecord
from tests.exchange.texts import SPEECH

PASSAGE = passage_of(SPEECH.id, SPEECH.text, 0, 17)
MACHINE = Coding(PASSAGE.id, "trade", "a", "weakens", "lexicon/5.ab", 0.5, "said", "rejected", (11, 16))
BY_HAND = Coding(PASSAGE.id, "trade", "b", "none", "Amina", 1.0, "I read it so", "accepted", (3, 9))


def test_machines_and_each_person_have_their_codings_once() -> None:
    judged = HumanCoding("j1", PASSAGE, BY_HAND)
    # What counts holds the person's coding once more.
    found = coding_records({PASSAGE.id: PASSAGE}, [MACHINE, BY_HAND], [judged])
    place = (SPEECH.id, 0, 17)
    assert found == (
        CodingRecord(*place, "trade", "lexicon/5.ab", "a", "weakens", "rejected", "said", "", 0.5, (11, 16)),
        CodingRecord(*place, "trade", "Amina", "b", "none", "accepted", "I read it so", "", None, (3, 9)),
    )


def test_links_have_the_place_of_their_passage() -> None:
    link = Link(PASSAGE.id, "aid", "dependence", "a", -1, "lexicon/5.ab", "why", (3, 9))
    assert link_records({PASSAGE.id: PASSAGE}, [link]) == (
        LinkRecord(SPEECH.id, 0, 17, "aid", "dependence", "lexicon/5.ab", "a", -1, "why", (3, 9)),
    )
