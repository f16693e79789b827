import numpy as np
import pytest

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.definition import LEAST, DefinitionCoder
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage
from tests.coding.embedders import Counting, packaged

BOOK = Codebook(
    {
        "energy": CodeTerms("Power plants, pipelines, electricity.", "needs"),
        "counterterrorism": CodeTerms(
            "Action against terrorism and militancy.",
            "security",
            examples=("Operations against militants go on.",),
        ),
        "trade": CodeTerms("Exports, imports, market access.", "needs"),
    },
    {},
    Cues(),
)


def seen(text: str, previous: str | None = None, start: int = 0) -> Seen:
    return Seen(Passage("d", start, start + len(text), text, "", ""), previous)


DAMS = "New dams light the villages. The army chased the bombers from their hideouts."


def test_a_passage_is_coded_by_what_it_means_though_it_shares_no_word_with_the_definition():
    coder = DefinitionCoder(BOOK, packaged())
    scores = coder.scores([seen("The army chased the bombers and their cells from the hideouts.")])[0]
    assert coder.codes[scores.argmax()] == "counterterrorism"
    assert not coder.likeness([seen("The army chased the bombers from their hideouts.")]).words.any()


def test_a_coding_says_which_sentence_was_nearest_to_what_and_which_words_they_share():
    text = "The weather was fine. Our exports and imports grow with access to the market."
    coder = DefinitionCoder(BOOK, packaged())
    (coding,) = coder.suggest([seen(text, start=100)])
    assert coding.code == "trade"
    assert coding.score >= LEAST
    assert 'sentence 2 is nearest to "trade: Exports, imports, market access."' in coding.reason
    assert '"exports"' in coding.reason
    assert text[coding.span[0] - 100 : coding.span[1] - 100].startswith("Our exports")


def test_the_sentence_before_is_read_as_context():
    coder = DefinitionCoder(BOOK, packaged())
    alone, told = coder.scores(
        [seen("It will be finished soon."), seen("It will be finished soon.", "We build a power plant.")]
    )
    assert told[0] > alone[0]


def test_each_passage_is_judged_for_itself():
    coder = DefinitionCoder(BOOK, packaged())
    texts = [DAMS, "Tariffs fell.", "Nothing of the kind"]
    together = coder.scores([seen(text) for text in texts])
    np.testing.assert_allclose(
        together, np.concatenate([coder.scores([seen(text)]) for text in texts]), atol=1e-4
    )


def test_examples_move_a_code_and_its_name():
    plain = Codebook({code: CodeTerms(e.definition, e.group) for code, e in BOOK.codes.items()}, {}, Cues())
    with_examples, without = (DefinitionCoder(book, packaged()) for book in (BOOK, plain))
    passage = [seen("Operations against the militants in the mountains go on.")]
    assert with_examples.scores(passage)[0, 1] > without.scores(passage)[0, 1]
    assert with_examples.coder != without.coder


def test_another_model_is_another_coder():
    assert DefinitionCoder(BOOK, packaged()).coder != DefinitionCoder(BOOK, Counting()).coder


@pytest.mark.parametrize("text", ["", " ", "…"])
def test_a_passage_without_a_sentence_is_weighed(text):
    assert DefinitionCoder(BOOK, Counting()).scores([seen(text)]).shape == (1, 3)


def test_no_passages_give_no_codings():
    coder = DefinitionCoder(BOOK, Counting())
    assert list(coder.suggest([])) == []
    assert coder.scores([]).shape == (0, 3)


def test_pseudo_examples_are_what_is_said_of_each_code():
    points, owner = DefinitionCoder(BOOK, Counting()).pseudo_examples()
    assert owner.tolist() == [0, 1, 1, 2]
    assert points.shape == (4, 8)
