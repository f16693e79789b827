import sys

import numpy as np
import pytest

from counterpoise.agreement import baselines as module
from counterpoise.agreement.baselines import KEYWORD, MAJORITY, TFIDF, baselines
from counterpoise.agreement.gold import Gold, GoldPassage, Label, Reading
from counterpoise.agreement.judged import judged_by_reader, units_of
from counterpoise.coding.actors import actors_of
from counterpoise.coding.case import Case
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues

BOOK = Codebook(
    codes={
        "trade": CodeTerms("Exports, imports, tariffs.", "economic"),
        "defence_cooperation": CodeTerms("Arms, training, exercises.", "security"),
    },
    effects={},
    cues=Cues(),
)

CASE = Case(BOOK, actors_of("PAK", "USA", "CHN"), {})

TEXTS = {
    "trade": ("exports grew and tariffs fell", "our imports and exports and tariffs", "tariffs on exports"),
    "defence_cooperation": (
        "arms and training for soldiers",
        "exercises with arms",
        "training and exercises",
    ),
    "": ("a garden in the spring", "the weather was mild", "poetry and song"),
}


def gold() -> Gold:
    found = []
    for at in range(30):
        code = list(TEXTS)[at % 3]
        text = f"{TEXTS[code][at // 3 % 3]} in year {at}"
        labels = (Label(code, "a", "none"),) if code else ()
        found.append(
            GoldPassage(
                f"p{at}",
                f"d{at // 3}",
                f"d{at // 3}",
                "speech",
                None,
                None,
                text,
                Reading(labels, frozenset()),
                {},
            )
        )
    return Gold(tuple(found), ())


def told() -> dict[str, object]:
    passages = gold()
    settled = judged_by_reader(passages, tuple(BOOK.codes))
    return {each.coder: each for each in baselines(passages, CASE, settled, units_of(passages)[0])}


def test_each_machine_tells_what_it_can() -> None:
    found = told()
    assert list(found) == [MAJORITY, KEYWORD, "BM25", TFIDF]
    settled = judged_by_reader(gold(), tuple(BOOK.codes)).given
    # The words of each code recur in other documents, so that a regression finds them all.
    assert (found[TFIDF].given == settled).mean() > 0.95
    # The majority machine gives every passage one code: right for a third of them.
    assert (found[MAJORITY].given.sum(axis=1) == 1).all()
    # No passage holds the name of a code.
    assert not found[KEYWORD].given.any()
    # A code stands out for BM25 where two words of its definition are found, and never where it was not settled here.
    assert found["BM25"].given.any()
    assert not (found["BM25"].given & ~settled).any()
    assert not any(each.says_power for each in found.values())


def test_a_keyword_is_the_whole_name_of_a_code() -> None:
    passages = gold()
    named = [
        GoldPassage("x", "d", "d", "speech", None, None, text, Reading((), frozenset()), {})
        for text in ("Trade and cooperation.", "Defence cooperation, and trades.")
    ]
    both = Gold((*passages.passages, *named), ())
    settled = judged_by_reader(both, tuple(BOOK.codes))
    found = {each.coder: each for each in baselines(both, CASE, settled, units_of(both)[0])}[KEYWORD]
    assert found.given[-2:].tolist() == [[True, False], [True, True]]
    assert found.scores[-2:].tolist() == [[1, 0.5], [1, 1]]


def test_without_the_library_the_regression_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "sklearn" else sys.modules)
    assert TFIDF not in told()


def test_the_best_threshold_is_where_f1_is_highest() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.7], [0.2, 0.6]])
    labels = np.array([[True, False], [True, False], [False, True]])
    assert module._best_threshold(scores, labels) == 0.6
    assert module._best_threshold(np.zeros((0, 2)), np.zeros((0, 2), dtype=bool)) == 1.0
