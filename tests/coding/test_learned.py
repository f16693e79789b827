from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.grounds import GroundsReader
from counterpoise.coding.learned import ask_next, folds_of, learn
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage
from tests.coding.embedders import packaged

BOOK = Codebook(
    {"energy": CodeTerms("Power plants, electricity.", "g"), "football": CodeTerms("A game.", "g")},
    {},
    Cues(),
)
SAID = {
    "energy": [
        "The dam makes power.",
        "Pipelines bring gas.",
        "Coal is burnt.",
        "Solar panels help.",
        "Lights went out.",
    ],
    "football": [
        "The striker scored.",
        "Our goalkeeper fell.",
        "The cup was won.",
        "A penalty was given.",
        "Fans sang.",
    ],
}


def seen(text: str, document: str = "d", start: int = 0) -> Seen:
    return Seen(Passage(document, start, start + len(text), text, "", ""))


DECISIONS = [
    (seen(text, f"d{number % 4}", 100 * number), [code])
    for code, texts in SAID.items()
    for number, text in enumerate(texts * 2, start=10 * list(SAID).index(code))
]


@pytest.fixture(scope="module")
def reader() -> GroundsReader:
    return GroundsReader(BOOK, None, DefinitionCoder(BOOK, packaged()))


NEW = [seen("The referee blew his whistle after the goal."), seen("The reactor feeds the grid.")]


def test_decisions_teach_what_the_definition_does_not_say(reader):
    grounds = reader.read(NEW)
    taught = expit(learn(DECISIONS, reader).log_odds(grounds))
    untaught = expit(grounds.log_odds)
    assert taught[0, 1] > untaught[0, 1]
    assert taught[0, 1] > taught[0, 0]
    assert taught[1, 0] > taught[1, 1]


def test_with_one_decision_the_definitions_still_speak(reader):
    learned = learn([(seen("The striker scored."), ["football"])], reader)
    grounds = reader.read([seen("Power plants make electricity.")])
    odds = learned.log_odds(grounds)[0]
    assert odds[0] > odds[1] + 1
    np.testing.assert_allclose(learned.coefficients.shared, [-5, 4, 2, 10, 0.6], atol=1.0)
    assert (learned.slope, learned.offset) == (1, 0)


def test_what_was_read_before_is_not_read_again(reader):
    grounds = reader.read([each for each, _ in DECISIONS])
    given = learn(DECISIONS, replace_reader(reader), grounds)
    np.testing.assert_allclose(given.coefficients.own, learn(DECISIONS, reader).coefficients.own, atol=1e-6)


def replace_reader(reader: GroundsReader) -> GroundsReader:
    """A reader that fails when it is asked to read."""
    other = GroundsReader(BOOK, None, reader.definition)
    other.read = None  # type: ignore[assignment, method-assign]
    return other


def test_what_was_learned_is_named_by_the_decisions(reader):
    once, changed = learn(DECISIONS, reader), learn([*DECISIONS[1:], (DECISIONS[0][0], [])], reader)
    assert once.name == learn(DECISIONS[::-1], reader).name != changed.name


def test_what_was_learned_is_named_by_all_that_was_seen(reader):
    # Who speaks and what stands before decide what the coders found there, and may be told anew.
    (first, codes), *others = DECISIONS
    name = learn(DECISIONS, reader).name
    for changes in ({"previous": "It was dark."}, {"origin": "PAK"}, {"year": 1990}):
        assert learn([(replace(first, **changes), codes), *others], reader).name != name


def test_codes_that_the_codebook_does_not_have_are_passed_over(reader):
    renamed = [(each, [*codes, "gone"]) for each, codes in DECISIONS]
    np.testing.assert_allclose(
        learn(renamed, reader).coefficients.own, learn(DECISIONS, reader).coefficients.own
    )


def test_without_decisions_there_is_nothing_to_learn(reader):
    with pytest.raises(ValueError, match="no decisions"):
        learn([], reader)


def test_without_embeddings_it_learns_from_words_alone():
    reader = GroundsReader(BOOK, None)
    learned = learn(DECISIONS, reader)
    assert learned.log_odds(reader.read(NEW)).shape == (2, 2)


def test_no_document_stands_in_two_folds_and_folds_are_of_like_size():
    documents = ["a"] * 6 + ["b"] * 3 + ["c"] * 3 + ["d"]
    fold = folds_of(documents, 2)
    assert len({(d, f) for d, f in zip(documents, fold.tolist(), strict=True)}) == 4
    assert sorted(np.bincount(fold).tolist()) == [6, 7]


def test_asked_first_are_the_unsure_and_then_those_unlike_them():
    points = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    probabilities = np.array([[0.5], [0.49], [0.3], [0.02]])
    assert ask_next(probabilities, points, 3) == [0, 2, 1]
    assert ask_next(probabilities, points, 1, asked=[1]) == [2]
    assert ask_next(probabilities, np.zeros((4, 0)), 2) == [0, 1]
    assert sorted(ask_next(probabilities, points, 9)) == [0, 1, 2, 3]
