"""Agreement of the lexicon coder with passages coded by readers, and what it costs.

    python benchmarks/lexicon_agreement.py SHARED

SHARED holds `gold/ncr/passages.jsonl` and `gold/cap_sotu/cap_sotu.csv.gz`. The peers are those that its README publishes for the same passages: a
zero-shot encoder (micro-F1 .21-.25), TF-IDF with logistic regression (.46) and an encoder with logistic
regression (.50), both trained on these passages in five folds, and a second human-like reading (.78). The simple machines
of the quality report stand beside it in the same run, with whole documents in one fold.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from counterpoise.agreement.accuracy import Found, found_of, links_found, tallied
from counterpoise.agreement.gold import Gold, read_gold
from counterpoise.agreement.judged import (
    judged_by_reader,
    judged_by_suggester,
    nothing_said,
    state_of,
    units_of,
)
from counterpoise.agreement.quality import case_of_state, lexicon_of, quality_report
from counterpoise.cli.agreement_tables import number, told_quality
from counterpoise.coding.actors import Name, actors_of
from counterpoise.coding.case import Case
from counterpoise.coding.codebook import Codebook, codebook_of
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.suggester import Seen
from counterpoise.coding.words import Words
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.theory.reading import read_theory

POWERS = {"a": "USA", "b": "CHN"}
STATE = "PAK"
SEED = 20260311

DICTIONARIES: Mapping[str, tuple[str, ...]] = {
    "flagship_programmes": ("CPEC", "China-Pakistan Economic Corridor", "Gwadar"),
    "multilateral_lenders": (
        "IMF",
        "International Monetary Fund",
        "World Bank",
        "Asian Development Bank",
    ),
    "market_access": ("GSP+", "generalized system of preferences"),
    "exports": ("textile*", "exports"),
    "neighbourhood": ("Afghanistan", "Afghan*", "South Asia", "Kashmir", "Jammu and Kashmir", "Kabul"),
    "neighbours": ("India", "Indian", "New Delhi"),
    "rival_initiatives": (
        "Indo-Pacific Strategy",
        "Belt and Road",
        "BRI",
        "Quad",
        "AUKUS",
        "Global Security Initiative",
        "Global Development Initiative",
        "Global Civilization Initiative",
        "Partnership for Global Infrastructure",
        "Build Back Better World",
    ),
    "expectations": ("do more",),
    "government_bodies": ("Planning Commission", "Board of Investment"),
    "militant_groups": ("Taliban", "Al-Qaida", "Al-Qaeda", "TTP", "Haqqani network"),
}
"""The case's own names, and those that hold for any state."""

OF_ANY_STATE = ("multilateral_lenders", "rival_initiatives")

SPEAKER = "USA"
"""Who speaks in the State of the Union; the codes are those of a study of the speaker, so all bear on the case."""

OTHERS = ("RUS", "CHN")

TOPICS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Foreign Trade": (frozenset({"Foreign Trade"}), frozenset({"trade"})),
    "Energy": (frozenset({"Energy"}), frozenset({"energy"})),
    "Transportation": (frozenset({"Transportation"}), frozenset({"infrastructure"})),
    "Defense": (
        frozenset({"Defense"}),
        frozenset(
            {
                "military_modernisation",
                "defence_cooperation",
                "counterterrorism",
                "strategic_deterrence",
                "security_partnership",
                "military_institutions",
            }
        ),
    ),
    "Affairs abroad": (frozenset({"International Affairs", "Defense", "Foreign Trade"}), frozenset()),
}
"""Topics of the Comparative Agendas Project with the codes whose definitions speak of them; no codes: any code.

Set down from the definitions before any result was seen, and not changed since.
"""

FURTHER = {"a": (Name("Obama", 2009, 2017), Name("Trump", 2017, 2021)), "b": (Name("Xi"),)}


def development(shared: Path) -> tuple[Gold, Case, tuple[str, ...]]:
    """The development passages, the case that they are read by, and its dictionaries that hold for any state."""
    theory = read_theory("neoclassical-realism", Path())
    file = shared / "gold" / "ncr" / "passages.jsonl"
    gold = read_gold(file, tuple(theory.definitions), tuple(theory.effects))
    actors = actors_of(STATE, POWERS["a"], POWERS["b"], FURTHER)
    dictionaries = {name: list(words) for name, words in DICTIONARIES.items()}
    return gold, Case(codebook_of(theory), actors, dictionaries), theory.of_any_state


@dataclass(frozen=True, slots=True)
class Joined:
    """A coder whose links are only those that a connective or a verb joins."""

    coder_of_all: LexiconCoder

    @property
    def coder(self) -> str:
        """The name of the coder."""
        return self.coder_of_all.coder

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding | Link]:
        """Its codings and those links."""
        for each in self.coder_of_all.suggest(seen):
            if isinstance(each, Coding) or ", joined by " in each.reason:
                yield each


def judged_links(
    gold: Gold, case: Case, of_any_state: Collection[str], *, joined: bool
) -> tuple[int, int, int]:
    """Links of the readers, those found, and those made beside; only those joined by a word, if asked."""
    codes, lexicon = tuple(case.codebook.codes), lexicon_of(case, of_any_state)
    made = judged_by_suggester(
        gold, codes, (lambda state: Joined(lexicon(state))) if joined else lexicon, case.actors
    )
    return links_found(judged_by_reader(gold, codes), made)


def overall(gold: Gold, case: Case, of_any_state: Collection[str]) -> Found:
    """What the lexicon coder finds of all codes in all passages."""
    codes = tuple(case.codebook.codes)
    made = judged_by_suggester(gold, codes, lexicon_of(case, of_any_state), case.actors)
    places, documents = units_of(gold)
    return found_of(tallied(judged_by_reader(gold, codes), made, places, len(documents)), SEED)


def without_lone_terms(gold: Gold, case: Case, of_any_state: Collection[str]) -> Codebook:
    """The codebook without the code terms that match one gold passage only.

    The terms were written and tuned on these very passages. A term that no other passage bears out may have been
    made for the one it matches, so agreement without such terms is nearer to what new passages would give.
    """
    codebook = case.codebook
    terms = {term for entry in codebook.codes.values() for term in (*entry.terms, *entry.between_powers)}
    indices: dict[str, TermIndex] = {}
    matched: Counter[str] = Counter()
    for passage in gold.passages:
        state = state_of(passage, case.actors)
        if state not in indices:
            here = case_of_state(case, state, of_any_state)
            names = {name: tuple(map(Name, here.dictionaries.get(name, ()))) for name in DICTIONARIES}
            indices[state] = TermIndex(sorted(terms), {**names, **here.actors.lists()})
        found = indices[state].matches(Words(passage.text), passage.year)
        matched.update(term for term, places in found.items() if places)
    codes = {
        code: replace(
            entry,
            terms=tuple(term for term in entry.terms if matched[term] != 1),
            between_powers=tuple(term for term in entry.between_powers if matched[term] != 1),
        )
        for code, entry in codebook.codes.items()
    }
    return replace(codebook, codes=codes)


def topics_found(shared: Path, codebook: Codebook) -> dict[str, Found]:
    """How far codes find the sentences of other people's topics, in labels by which no term was ever chosen.

    Sentences of State of the Union addresses, each labelled with one topic. A topic is wider and narrower than a code,
    so these are agreement on the subject only, neither on codes nor on powers or directions.
    """
    rows = pl.read_csv(shared / "gold" / "cap_sotu" / "cap_sotu.csv.gz")
    coder = LexiconCoder(
        codebook, actors_of(SPEAKER, *OTHERS), {name: DICTIONARIES[name] for name in OF_ANY_STATE}
    )
    made = []
    for text, year in rows.select("text_original", "year").iter_rows():
        codings, _ = coder.code_passage(Passage("d", 0, len(text), text, "", ""), origin=SPEAKER, year=year)
        made.append({coding.code for coding in codings})
    labels = rows["label_text"].to_list()
    nobody = nothing_said("", len(made), len(TOPICS))
    settled = np.array([[label in topics for topics, _ in TOPICS.values()] for label in labels])
    given = np.array(
        [[bool(found & codes if codes else found) for _, codes in TOPICS.values()] for found in made]
    )
    places = np.zeros(len(made), dtype=np.int64)
    tallies = tallied(replace(nobody, given=settled), replace(nobody, given=given), places, 1)
    return {name: found_of(tallies.of([at]), SEED) for at, name in enumerate(TOPICS)}


def main(shared: Path) -> None:
    """Print the quality report, and what it leaves out."""
    gold, case, of_any_state = development(shared)
    codes = tuple(case.codebook.codes)
    print(told_quality(quality_report(gold, case, [lexicon_of(case, of_any_state)], SEED)))
    start = time.process_time()
    judged_by_suggester(gold, codes, lexicon_of(case, of_any_state), case.actors)
    print(
        f"\n{len(gold.passages)} passages in {time.process_time() - start:.3f} CPU s, compiling the lexicon for each "
        "state included"
    )
    for name, joined in (("links", False), ("joined by a word", True)):
        told, found, beside = judged_links(gold, case, of_any_state, joined=joined)
        print(f"{name}: {found} of {told} found, {beside} beside")
    fewer = replace(case, codebook=without_lone_terms(gold, case, of_any_state))
    settings = {
        "powers heard in full": overall(gold, replace(case, hearing="powers"), of_any_state),
        "lone terms left out": overall(gold, fewer, of_any_state),
        "  powers heard in full": overall(gold, replace(fewer, hearing="powers"), of_any_state),
    }
    print(
        "\nother settings, and sentences of State of the Union addresses by topic, where no term was chosen"
    )
    print(f"{'':24}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}")
    for name, each in {
        **settings,
        **topics_found(shared, case.codebook),
    }.items():
        shares = "".join(f"{number(share.value):>7}" for share in (each.precision, each.recall, each.f1))
        print(f"{name:24}{each.labels:5}{shares}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
