"""Simple machines, to measure others by: what they reach takes no knowledge of the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.coefficient import Floats
from counterpoise.agreement.continuum import Ints
from counterpoise.agreement.folds import Teller, Told, out_of_fold
from counterpoise.agreement.gold import Gold
from counterpoise.agreement.judged import Judged, judged_by_suggester, nothing_said, seen_of
from counterpoise.coding.bm25 import BM25Coder, stem, words_of_code
from counterpoise.coding.case import Case
from counterpoise.coding.suggester import Seen
from counterpoise.coding.words import Words

MAJORITY = "majority"
KEYWORD = "keyword"
TFIDF = "TF-IDF + logistic regression"

NO_SKLEARN = f"{TFIDF} is left out: it needs scikit-learn, which is not installed."


def baselines(gold: Gold, case: Case, settled: Judged, places: Ints) -> Iterator[Judged]:
    """The simple machines on the passages of a file; those that learn do so from the other folds of documents.

    TF-IDF with logistic regression is among them where scikit-learn is installed.
    """
    codes = tuple(case.codebook.codes)
    seen = [seen_of(passage) for passage in gold.passages]
    yield _learned(MAJORITY, out_of_fold(_most_frequent, seen, settled.given, places))
    yield _by_name(seen, codes)
    bm25 = BM25Coder(case.codebook)
    yield replace(judged_by_suggester(gold, codes, lambda _: bm25, case.actors), coder="BM25")
    if find_spec("sklearn") is not None:
        yield _learned(TFIDF, out_of_fold(_tfidf, seen, settled.given, places))


def _learned(coder: str, told: Told) -> Judged:
    scores, given = told
    found = nothing_said(coder, *scores.shape)
    return replace(found, scores=scores, given=given, weighs=True, chances=True, says_power=False)


def _most_frequent(seen: Sequence[Seen], given: NDArray[np.bool_], _: Ints) -> Teller:
    """Whatever the passage, each code's prevalence, and the most frequent code."""
    prevalence = given.mean(axis=0) if len(seen) else np.zeros(given.shape[1])

    def tell(held: Sequence[Seen]) -> Told:
        most = np.arange(len(prevalence)) == prevalence.argmax()
        return np.tile(prevalence, (len(held), 1)), np.tile(most, (len(held), 1))

    return tell


def _by_name(seen: Sequence[Seen], codes: Sequence[str]) -> Judged:
    """A code is given where all words of its name stand in the passage; the score is the share that does."""
    found = nothing_said(KEYWORD, len(seen), len(codes))
    names = [set(words_of_code(code, "")) for code in codes]
    for row, each in enumerate(seen):
        there = {stem(word) for word in Words(each.passage.quotation).folded}
        shares = [len(name & there) / max(len(name), 1) for name in names]
        found.scores[row] = shares
        found.given[row] = [share == 1 for share in shares]
    return replace(found, says_power=False)


def _tfidf(seen: Sequence[Seen], given: NDArray[np.bool_], places: Ints) -> Teller:
    """Logistic regression on the words of passages; codes are given above one threshold, chosen in folds within."""
    inner, _ = out_of_fold(_regressions, seen, given, places)
    threshold = _best_threshold(inner, given)
    fitted = _regressions(seen, given, places)

    def tell(held: Sequence[Seen]) -> Told:
        scores, _ = fitted(held)
        return scores, scores >= threshold

    return tell


def _best_threshold(scores: Floats, given: NDArray[np.bool_]) -> float:
    """The score from which on giving codes has the highest micro-F1."""
    order = np.argsort(-scores, axis=None, kind="stable")
    hits = given.ravel()[order].cumsum()
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + max(int(given.sum()), 1))
    return float(scores.ravel()[order][f1.argmax()]) if len(f1) else 1.0


@cache
def _words_and_pairs() -> Callable[[str], list[str]]:
    """Gives the words of a text and each two that stand together; a text is read once, though it is in many folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    found: Callable[[str], list[str]] = TfidfVectorizer(ngram_range=(1, 2)).build_analyzer()
    return lru_cache(maxsize=1 << 12)(found)


def _balanced(given: NDArray[np.bool_]) -> dict[bool, float]:
    """The weights that scikit-learn calls balanced, which takes longer over them than over the regression."""
    return {value: len(given) / (2.0 * (given == value).sum()) for value in (False, True)}


def _regressions(seen: Sequence[Seen], given: NDArray[np.bool_], _: Ints) -> Teller:
    """One regression for each code; a code that is never or always given is told by that."""
    from sklearn import config_context
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(analyzer=_words_and_pairs(), sublinear_tf=True)
    learned = words.fit_transform([each.passage.quotation for each in seen])
    # What a ridge penalty lets a regression learn lies in the span of the passages, which are far fewer than their words:
    # turned into it, the same regression is fitted many times faster.
    sizes, axes = np.linalg.eigh((learned @ learned.T).toarray())
    spans = sizes > sizes.max() * 1e-12
    turn = axes[:, spans] / np.sqrt(sizes[spans])
    features = axes[:, spans] * np.sqrt(sizes[spans])
    with config_context(assume_finite=True, skip_parameter_validation=True):
        models = [
            float(column.any())
            if column.all() or not column.any()
            else LogisticRegression(C=10.0, class_weight=_balanced(column), solver="liblinear").fit(
                features, column
            )
            for column in given.T
        ]

    def tell(held: Sequence[Seen]) -> Told:
        of_held = (words.transform([each.passage.quotation for each in held]) @ learned.T).toarray() @ turn
        scores = np.column_stack(
            [
                np.full(len(held), model) if isinstance(model, float) else model.predict_proba(of_held)[:, 1]
                for model in models
            ]
        )
        return scores, scores > 0.5

    return tell
