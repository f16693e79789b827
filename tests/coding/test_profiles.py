import numpy as np

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.profiles import CodeProfiles

BOOK = Codebook(
    {
        "energy": CodeTerms("Power plants, pipelines; military pipelines go to defence.", "g"),
        "trade": CodeTerms("Exports and imports.", "g", examples=("Tariffs on our exports fell.",)),
        "defence": CodeTerms("Arms and exports of arms.", "g"),
    },
    {},
    Cues(),
)


def test_a_word_of_fewer_codes_weighs_more_and_examples_count():
    arms, exports, tariffs = CodeProfiles(BOOK).scores(["the arms", "the exports", "a Tariff"])
    assert arms.argmax() == 2
    assert tariffs.argmax() == 1
    assert arms[2] > exports[1] > exports[2] > exports[0]


def test_what_a_definition_says_the_code_is_not_does_not_count():
    (scores,) = CodeProfiles(BOOK).scores(["the military"])
    np.testing.assert_array_equal(scores, 0)


def test_a_passage_is_weighed_for_itself():
    texts = ["arms and tariffs", "exports", "nothing here"]
    together = CodeProfiles(BOOK).scores(texts)
    np.testing.assert_allclose(
        together, np.concatenate([CodeProfiles(BOOK).scores([text]) for text in texts])
    )
    assert not together[2].any()


def test_the_heaviest_words_are_told_as_the_text_spells_them():
    assert CodeProfiles(BOOK).heaviest("EXPORTS of Tariffs", 1) == ("EXPORTS", "Tariffs") or CodeProfiles(
        BOOK
    ).heaviest("EXPORTS of Tariffs", 1) == ("Tariffs", "EXPORTS")
    assert CodeProfiles(BOOK).heaviest("peace", 1) == ()


def test_a_codebook_without_codes_weighs_nothing():
    assert CodeProfiles(Codebook({}, {}, Cues())).scores(["arms"]).shape == (1, 0)
