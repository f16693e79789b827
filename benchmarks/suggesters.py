"""Agreement and cost of the coders that suggest: by definitions, combined, and learned from decisions.

    python benchmarks/suggesters.py SHARED [ncr|cap|stance|cost ...]

SHARED holds `gold/ncr`, `gold/cap_sotu` and `gold/unscon_sentences`. Every fold is made of whole documents: the paper is one, the US
Code goes by its chapters. THE LEXICON WAS TUNED WHILE THE 172 PASSAGES OF gold/ncr WERE IN VIEW, so the rows with it are upper
bounds; the rows "no lexicon" owe nothing to it, and the rows "lone terms left out" drop every term that only one
passage bears out. Peers of the README there: zero-shot MiniLM .25, TF-IDF with logistic regression .46, MiniLM with
logistic regression .50, both trained in folds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import polars as pl
from lexicon_agreement import development, without_lone_terms
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import rankdata
from topics import EXTERNAL, STANCE, TOPICS

from counterpoise.agreement.judged import Judged, judged_by_reader, judged_by_suggester
from counterpoise.agreement.quality import lexicon_of
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues, codebook_of
from counterpoise.coding.definition import DefinitionCoder
from counterpoise.coding.embedding import Embedder, SentenceEmbedder
from counterpoise.coding.embedding_cache import KeptEmbeddings
from counterpoise.coding.grounds import GROUNDS, PRIOR, Grounds, GroundsReader
from counterpoise.coding.learned import folds_of, learn
from counterpoise.coding.learning_curve import learning_curve
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage
from counterpoise.theory.reading import read_theory

Matrix = NDArray[np.float64]
DRAWS, SEED = 1000, 20260311


def seen_as(texts: Sequence[str], documents: Sequence[str], previous: Sequence[str | None]) -> list[Seen]:
    """Texts as passages of their documents, each at a place of its own."""
    return [
        Seen(Passage(document, number, number + len(text), text, "", ""), before)
        for number, (text, document, before) in enumerate(zip(texts, documents, previous, strict=True))
    ]


def micro_f1(made: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    """Micro-F1 over all codes."""
    return float(2 * (made & given).sum() / max(made.sum() + given.sum(), 1))


def recall_at_3(scores: Matrix, given: NDArray[np.bool_]) -> float:
    """Share of the codes given that are among the three best of their passage."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    return float(np.take_along_axis(given, top, axis=1).sum() / given.sum())


def interval(
    made: NDArray[np.bool_], given: NDArray[np.bool_], unit: NDArray[np.str_]
) -> tuple[float, float]:
    """90 % bootstrap interval of micro-F1 over documents."""
    units = np.unique(unit)
    both = np.array([(made & given)[unit == u].sum() for u in units])
    either = np.array([made[unit == u].sum() + given[unit == u].sum() for u in units])
    drawn = np.random.default_rng(SEED).integers(len(units), size=(DRAWS, len(units)))
    found = np.sort(2 * both[drawn].sum(axis=1) / np.maximum(either[drawn].sum(axis=1), 1))
    return float(found[DRAWS // 20]), float(found[-DRAWS // 20])


def out_of_fold(train: Callable[[NDArray[np.bool_]], Matrix], unit: Sequence[str], folds: int) -> Matrix:
    """Log-odds of each passage from what was learned on the other folds; `train` takes the rows to learn from."""
    fold = folds_of(unit, folds)
    told = [train(fold != part) for part in range(folds)]
    return np.stack([told[part][row] for row, part in enumerate(fold)])


def threshold(scores: Matrix, given: NDArray[np.bool_]) -> float:
    """The one threshold, for all codes, of the best micro-F1."""
    tried = np.quantile(scores, np.linspace(0.85, 0.995, 60))
    return float(max(tried, key=lambda each: micro_f1(scores >= each, given)))


def by_document(scores: Matrix, given: NDArray[np.bool_], unit: NDArray[np.str_]) -> NDArray[np.bool_]:
    """What is suggested when the one threshold is chosen, for each document, on all others."""
    made = np.zeros(given.shape, dtype=bool)
    for each in np.unique(unit):
        here = unit == each
        made[here] = scores[here] >= threshold(scores[~here], given[~here])
    return made


def print_row(
    name: str,
    made: NDArray[np.bool_],
    scores: Matrix,
    given: NDArray[np.bool_],
    unit: NDArray[np.str_],
    kind: NDArray[np.str_],
) -> None:
    """One coder: micro-F1 over all, with its interval, and by kind of source; recall at three."""
    low, high = interval(made, given, unit)
    kinds = [micro_f1(made[kind == each], given[kind == each]) for each in ("speech", "statute", "paper")]
    precision = (made & given).sum() / max(made.sum(), 1)
    print(
        f"{name:44}{micro_f1(made, given):6.3f} [{low:.2f}, {high:.2f}] P {precision:.2f}  "
        + " ".join(f"{each:.3f}" for each in kinds)
        + f"  recall@3 {recall_at_3(scores, given):.3f}, speeches {recall_at_3(scores[kind == 'speech'], given[kind == 'speech']):.3f}",
        flush=True,
    )


def ncr(shared: Path, embedder: Embedder) -> None:
    """The passages coded with the theory's own codebook."""
    gold, case, of_any_state = development(shared)
    codebook = case.codebook
    codes = tuple(codebook.codes)
    given = judged_by_reader(gold, codes).given
    unit = np.array([each.unit for each in gold.passages])
    kind = np.array([each.kind for each in gold.passages])
    units = unit.tolist()
    definition = DefinitionCoder(codebook, embedder)
    reader = GroundsReader(codebook, None, definition)
    seen = seen_as([each.text for each in gold.passages], units, [None] * len(gold.passages))
    read = reader.read(seen)

    def by_lexicon(book: Codebook) -> Judged:
        return judged_by_suggester(
            gold, codes, lexicon_of(replace(case, codebook=book), of_any_state), case.actors
        )

    print("172 passages, 245 labels; the lexicon was tuned with them in view")
    print(f"{'':44}micro-F1, 90 % interval      speech statute paper")
    plain = DefinitionCoder(without_examples(codebook), embedder).likeness(seen)
    for name, scores in (
        ("no lexicon: definitions without examples", plain.meaning),
        ("no lexicon: definition coder, meaning only", read.values[..., 3]),
        ("no lexicon: definition coder", definition.likeness(seen).log_odds),
    ):
        print_row(f"{name} *", by_document(scores, given, unit), scores, given, unit, kind)
    for name, book in (
        ("tuned lexicon", codebook),
        ("lone terms left out", without_lone_terms(gold, case, of_any_state)),
        ("no lexicon", None),
    ):
        grounds = read if book is None else with_lexicon(read, by_lexicon(book))
        if book is not None:
            only = grounds.values[..., 2] > 0
            print_row(f"{name}: lexicon alone", only, grounds.values[..., 2], given, unit, kind)
        odds = grounds.log_odds
        print_row(f"{name}: combination, no labels", odds >= 0, odds, given, unit, kind)
        decisions = [
            (each, [codes[j] for j in np.flatnonzero(row)]) for each, row in zip(seen, given, strict=True)
        ]

        def train(rows: NDArray[np.bool_], grounds: Grounds = grounds, decisions: list = decisions) -> Matrix:
            kept = [each for each, keep in zip(decisions, rows, strict=True) if keep]
            some = replace(grounds, values=grounds.values[rows], points=grounds.points[rows])
            return learn(kept, reader, some).log_odds(grounds)

        odds = out_of_fold(train, units, 5)
        print_row(f"{name}: learned, labels of other folds", odds >= 0, odds, given, unit, kind)
        print_row(
            f"{name}: learned, threshold by document *",
            by_document(odds, given, unit),
            odds,
            given,
            unit,
            kind,
        )
        sure = expit(odds)
        print(f"{'':44}expected calibration error {calibration_error(sure, given):.3f}; ", end="")
        open_ = (sure > 0.2) & (sure < 0.8)
        wrong = ((sure >= 0.5) != given) & ~open_
        print(
            f"at .2 to a person {open_.any(axis=1).mean():.2f} of passages; wrong of codes suggested alone "
            f"{(wrong & (sure >= 0.8)).sum() / max((sure >= 0.8).sum(), 1):.3f}"
        )
        curve = learning_curve(decisions, cast(GroundsReader, Reread(reader, grounds)), (0, 25, 50, 100, 172))
        print("    learning curve: " + ", ".join(f"{each.decisions}: {each.f1:.2f}" for each in curve))
    print("* one threshold for all codes, chosen for each document on the others")


@dataclass(frozen=True, slots=True)
class Reread:
    """A reader of passages whose grounds were read before, with what a lexicon found."""

    reader: GroundsReader
    grounds: Grounds

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reader."""
        return self.reader.codes

    @property
    def definition(self) -> DefinitionCoder | None:
        """The definition coder of the reader."""
        return self.reader.definition

    @property
    def name(self) -> str:
        """The name of the reader."""
        return self.reader.name

    def read(self, _: Sequence[Seen]) -> Grounds:
        """The grounds that were read."""
        return self.grounds


def without_examples(codebook: Codebook) -> Codebook:
    """The codebook with definitions alone."""
    return replace(
        codebook, codes={code: replace(each, examples=()) for code, each in codebook.codes.items()}
    )


def with_lexicon(read: Grounds, judged: Judged) -> Grounds:
    """Grounds with what a lexicon found."""
    values = read.values.copy()
    values[..., 1], values[..., 2] = judged.given, judged.scores
    return replace(read, values=values)


def calibration_error(probabilities: Matrix, given: NDArray[np.bool_]) -> float:
    """Expected calibration error in ten bins of equal width."""
    bins = np.minimum((probabilities * 10).astype(int), 9)
    parts = [(bins == b) for b in range(10) if (bins == b).any()]
    return float(sum(abs(probabilities[p].mean() - given[p].mean()) * p.mean() for p in parts))


def macro_f1(made: NDArray[np.intp], given: NDArray[np.intp], classes: int) -> float:
    """Mean F1 over the classes that occur."""
    return float(
        np.mean(
            [
                2 * ((made == c) & (given == c)).sum() / max((made == c).sum() + (given == c).sum(), 1)
                for c in range(classes)
                if (given == c).any()
            ]
        )
    )


def cap(shared: Path, embedder: Embedder) -> None:
    """One topic for each sentence of State of the Union addresses; folds by address."""
    rows = pl.read_csv(shared / "gold" / "cap_sotu" / "cap_sotu.csv.gz")
    names = list(TOPICS)
    given = np.array([names.index(each) for each in rows["label_text"]])
    documents = rows["doc"].to_list()
    seen = seen_as(rows["text_original"].to_list(), documents, rows["text_preceding"].to_list())
    reader = GroundsReader(book_of(TOPICS), None, DefinitionCoder(book_of(TOPICS), embedder))
    grounds = reader.read(seen)
    odds = grounds.values @ np.array([PRIOR[each] for each in GROUNDS])
    print_topics("zero-shot", odds.argmax(axis=1), given, names)
    chance = np.random.default_rng(SEED)

    def train(rows_: NDArray[np.bool_]) -> Matrix:
        chosen = np.concatenate(
            [chance.permutation(np.flatnonzero(rows_ & (given == c)))[:128] for c in range(len(names))]
        )
        kept = [(seen[i], [names[given[i]]]) for i in chosen]
        return learn(
            kept, reader, replace(grounds, values=grounds.values[chosen], points=grounds.points[chosen])
        ).log_odds(grounds)

    print_topics("at most 128 of each topic", out_of_fold(train, documents, 5).argmax(axis=1), given, names)


def book_of(said: Mapping[str, tuple[str, ...]]) -> Codebook:
    """A codebook of definitions, each followed by examples."""
    return Codebook(
        {name: CodeTerms(each[0], "all", examples=each[1:]) for name, each in said.items()}, {}, Cues()
    )


def print_topics(name: str, made: NDArray[np.intp], given: NDArray[np.intp], names: list[str]) -> None:
    """Macro-F1 over all topics, and F1 of what is external: affairs abroad, defence and foreign trade."""
    outer = [names.index(each) for each in EXTERNAL]
    external = macro_f1(np.isin(made, outer).astype(int) ^ 1, np.isin(given, outer).astype(int) ^ 1, 1)
    print(
        f"{name:30} macro-F1 {macro_f1(made, given, len(names)):.3f}  external F1 {external:.3f}", flush=True
    )


def stance(shared: Path, embedder: Embedder) -> None:
    """Negative evaluation in speeches of the Security Council; folds by speech. Assistive only."""
    rows = pl.read_csv(shared / "gold" / "unscon_sentences" / "unscon_sentences.csv.gz")
    texts, documents = rows["sentence_text"].to_list(), rows["speech"].to_list()
    given = np.array([each.endswith("NegEval") for each in rows["A0"]])
    previous = [
        b if d == e else None
        for b, d, e in zip([None, *texts[:-1]], [None, *documents[:-1]], documents, strict=True)
    ]
    reader = GroundsReader(book_of(STANCE), None, DefinitionCoder(book_of(STANCE), embedder))
    seen = seen_as(texts, documents, previous)
    grounds = reader.read(seen)
    column = list(STANCE).index("negative_evaluation")
    print(
        f"stance, zero-shot: AUC {auc(grounds.values[..., 3][:, column] - grounds.values[..., 3].mean(axis=1), given):.3f}"
    )
    decisions = [
        (each, [list(STANCE)[column]] if told else []) for each, told in zip(seen, given, strict=True)
    ]

    def train(rows_: NDArray[np.bool_]) -> Matrix:
        kept = [each for each, keep in zip(decisions, rows_, strict=True) if keep]
        return learn(
            kept, reader, replace(grounds, values=grounds.values[rows_], points=grounds.points[rows_])
        ).log_odds(grounds)

    print(
        f"stance, learned, 5 folds by speech: AUC {auc(out_of_fold(train, documents, 5)[:, column], given):.3f}"
    )


def auc(scores: Matrix, given: NDArray[np.bool_]) -> float:
    """Area under the curve of receiver operating characteristics, by ranks."""
    ranks = rankdata(scores)[given]
    return float((ranks.sum() - len(ranks) * (len(ranks) + 1) / 2) / (len(ranks) * (len(given) - len(ranks))))


def cost(shared: Path, embedder: Embedder) -> None:
    """Sentences embedded in a core-second, in batches by length and one at a time; and the time of learning."""
    texts = pl.read_csv(shared / "gold" / "cap_sotu" / "cap_sotu.csv.gz")["text_original"].to_list()[:800]
    embedder.embed(texts[:2])
    batched = spent(lambda: embedder.embed(texts))
    alone = spent(lambda: [embedder.embed([text]) for text in texts])
    print(
        f"embeddings: {len(texts) / batched:.0f} sentences per core-second; one at a time {len(texts) / alone:.0f}"
    )
    codebook = codebook_of(read_theory("neoclassical-realism", Path()))
    reader = GroundsReader(codebook, None, DefinitionCoder(codebook, embedder))
    chance = np.random.default_rng(SEED)
    n = 2000
    # Speed hangs on the shape and not on what is said: points are drawn about the codes' own.
    said, owner = reader.definition.pseudo_examples()
    near = chance.integers(len(said), size=n)
    points = said[near] + chance.normal(0, 0.05, (n, said.shape[1]))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    values = np.concatenate(
        [np.ones((n, len(codebook.codes), 1)), chance.random((n, len(codebook.codes), 4))], axis=2
    )
    decisions = [
        (Seen(Passage(f"d{i % 40}", i, i + 1, "", "", "")), [reader.codes[owner[near[i]]]]) for i in range(n)
    ]
    grounds = Grounds(values, points, {}, None)
    start = time.perf_counter()
    burnt = spent(lambda: learn(decisions, reader, grounds))
    print(f"learning from {n} decisions: {burnt:.2f} CPU s, {time.perf_counter() - start:.2f} s by the clock")


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


PARTS = {"ncr": ncr, "cap": cap, "stance": stance, "cost": cost}

if __name__ == "__main__":
    for part in sys.argv[2:] or PARTS:
        plain = SentenceEmbedder()
        kept = KeptEmbeddings(plain, Path(tempfile.gettempdir()) / "counterpoise-benchmarks")
        PARTS[part](Path(sys.argv[1]), plain if part == "cost" else kept)
