import numpy as np

from counterpoise.retrieval.nearness import Nearness
from tests.retrieval.few import laid_out, row, told


def test_a_code_is_not_near_itself_but_near_its_next_naming() -> None:
    codings = laid_out((row("first", 0, "trade", "a", "two"), row("first", 0, "trade", "b", "two")))
    everything = np.ones(2, bool)
    assert not Nearness(codings).near(everything, everything, 50, "words").any()
    codings = laid_out((row("first", 0, "trade", "a", "two"), row("first", 0, "trade", "a", "four")))
    nearness = Nearness(codings)
    assert nearness.near(everything, everything, 1, "words").all()
    assert not nearness.near(everything, everything, 0, "words").any()


def test_nothing_is_near_across_documents() -> None:
    codings = laid_out((row("first", 2, "trade", "a", "sixteen"), row("second", 0, "arms", "a", "One")))
    rows = codings.facts["code"].among(frozenset({"trade"}))
    assert not Nearness(codings).near(rows, ~rows, 10**6, "words").any()


def test_sentences_and_passages_are_counted_from_one_to_the_other() -> None:
    codings = laid_out((row("first", 0, "trade"), row("first", 1, "arms"), row("first", 2, "energy")))
    rows = {name: codings.facts["code"].among(frozenset({name})) for name in ("trade", "arms", "energy")}
    nearness = Nearness(codings)
    assert not nearness.near(rows["trade"], rows["arms"], 0, "sentences").any()
    assert told(codings, nearness.near(rows["trade"], rows["arms"], 1, "sentences")) == [
        ("first", 0, "trade", "a")
    ]
    assert not nearness.near(rows["trade"], rows["energy"], 1, "sentences").any()
    # The three sentences are so short that they make one passage.
    assert nearness.near(rows["trade"], rows["energy"], 0, "passages").any()
