"""Agreement of the lexicon coder with passages coded by readers, and what it costs.

    python benchmarks/lexicon_agreement.py SHARED

SHARED holds `gold/ncr/passages.jsonl` and `gold/cap_sotu/cap_sotu.csv.gz`. The peers are those that its README publishes for the same passages: a
zero-shot encoder (micro-F1 .21-.25), TF-IDF with logistic regression (.46) and an encoder with logistic
regression (.50), both trained on these passages in five folds, and a second human-like reading (.78).
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from counterpoise.coding.actors import Name, actors_of
from counterpoise.coding.codebook import Codebook, codebook_of
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.scope import Hearing
from counterpoise.coding.words import Words
from counterpoise.evidence import Coding, Link, Passage
from counterpoise.theory.reading import read_theory

POWERS = {"a": "USA", "b": "CHN"}
STATE = "PAK"
FEWEST = 5
"""Codes with fewer positives than this say nothing alone, so the macro average leaves them out."""

DICTIONARIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "PAK": {
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
    },
}
"""The case's own names; states without an entry get the names that belong to no country."""

NEUTRAL: Mapping[str, tuple[str, ...]] = {
    name: DICTIONARIES["PAK"][name] for name in ("multilateral_lenders", "rival_initiatives")
}

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


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits, false alarms and misses."""

    hits: int
    alarms: int
    misses: int

    @property
    def precision(self) -> float:
        """Share of what was coded that the readers coded."""
        return self.hits / max(self.hits + self.alarms, 1)

    @property
    def recall(self) -> float:
        """Share of what the readers coded that was coded."""
        return self.hits / max(self.hits + self.misses, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(2 * self.hits + self.alarms + self.misses, 1)


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold passage with what the coder made of it."""

    gold: Mapping[str, object]
    codings: tuple[Coding, ...]
    links: tuple[Link, ...]

    @property
    def kind(self) -> str:
        """Speech, statute or paper, by the document's name."""
        return {"ungdc": "speech", "uscode": "statute"}.get(self.source, "paper")

    @property
    def source(self) -> str:
        """The corpus of the document."""
        return str(self.gold["document"]).partition(":")[0]

    @property
    def unit(self) -> str:
        """The document for resampling: the paper is one, the US Code goes by chapter."""
        return "paper" if self.source == "paper" else str(self.gold["document"])

    def labels(self) -> dict[str, Mapping[str, str]]:
        """The adjudicated codes."""
        return {label["code"]: label for label in self.gold["gold"]["codes"]}  # type: ignore[index]


def code_gold(
    passages: Iterable[Mapping[str, object]], codebook: Codebook, hearing: Hearing = "case"
) -> list[Judged]:
    """Code the gold passages, each within the study of the state that it belongs to.

    The readers coded whatever the powers said. `hearing` tells whether the coder does (see `scope`).
    """
    coders: dict[str, LexiconCoder] = {}
    judged = []
    for gold in passages:
        speaker, text = str(gold["speaker"]), str(gold["text"])
        state = STATE if speaker in POWERS.values() else speaker
        if state not in coders:
            actors = actors_of(state, POWERS["a"], POWERS["b"], FURTHER)
            coders[state] = LexiconCoder(codebook, actors, DICTIONARIES.get(state, NEUTRAL), hearing)
        passage = Passage(str(gold["document"]), 0, len(text), text, "", "")
        year = gold["year"]
        codings, links = coders[state].code_passage(
            passage, origin=speaker, year=year if isinstance(year, int) else None
        )
        judged.append(Judged(gold, codings, links))
    return judged


def without_lone_terms(passages: Iterable[Mapping[str, object]], codebook: Codebook) -> Codebook:
    """The codebook without the code terms that match one gold passage only.

    The terms were written and tuned on these very passages. A term that no other passage bears out may have been
    made for the one it matches, so agreement without such terms is nearer to what new passages would give.
    """
    terms = {term for entry in codebook.codes.values() for term in (*entry.terms, *entry.between_powers)}
    indices: dict[str, TermIndex] = {}
    matched: Counter[str] = Counter()
    for gold in passages:
        state = STATE if str(gold["speaker"]) in POWERS.values() else str(gold["speaker"])
        if state not in indices:
            names = {
                name: tuple(map(Name, texts)) for name, texts in DICTIONARIES.get(state, NEUTRAL).items()
            }
            actors = actors_of(state, POWERS["a"], POWERS["b"], FURTHER)
            indices[state] = TermIndex(sorted(terms), {**names, **actors.lists()})
        year = gold["year"]
        found = indices[state].matches(Words(str(gold["text"])), year if isinstance(year, int) else None)
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


def tallies(judged: Iterable[Judged]) -> dict[str, Tally]:
    """Hits, false alarms and misses of each code."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        told, made = set(each.labels()), {coding.code for coding in each.codings}
        for code in told | made:
            counts[code]["hits" if code in told & made else "alarms" if code in made else "misses"] += 1
    return {code: Tally(n["hits"], n["alarms"], n["misses"]) for code, n in sorted(counts.items())}


def micro(judged: Iterable[Judged]) -> Tally:
    """All codes together."""
    each = tallies(judged).values()
    return Tally(sum(t.hits for t in each), sum(t.alarms for t in each), sum(t.misses for t in each))


def macro_f1(judged: Iterable[Judged]) -> float:
    """Mean F1 of the codes with at least `FEWEST` positives."""
    scores = [tally.f1 for tally in tallies(judged).values() if tally.hits + tally.misses >= FEWEST]
    return sum(scores) / max(len(scores), 1)


def _as_one(codings: Sequence[Coding], field: str) -> str:
    """The power or direction of codings of one code, as one reader would label it; "parted" for two directions."""
    told = {getattr(coding, field) for coding in codings} - {"none"}
    if len(told) > 1:
        return "both" if field == "power" else "parted"
    return next(iter(told), "none")


def accuracy(judged: Iterable[Judged], field: str) -> tuple[float, int]:
    """Share of agreed codes whose `field` (power or direction) agrees too, and their number.

    A reader gives a code once in a passage; the coder once for each power. So codings of power a and b agree with a
    reader's "both", and those with different directions with none.
    """
    pairs = [
        (_as_one([coding for coding in each.codings if coding.code == code], field), label[field])
        for each in judged
        for code, label in each.labels().items()
        if any(coding.code == code for coding in each.codings)
    ]
    return sum(made == told for made, told in pairs) / max(len(pairs), 1), len(pairs)


def links_found(judged: Iterable[Judged], *, joined: bool = False) -> Tally:
    """Links by factor and effect, whatever their power; only those that a connective or a verb joins, if asked."""
    pairs = [
        (
            {(link["factor"], link["effect"]) for link in each.gold["gold"]["links"]},  # type: ignore[index]
            {
                (link.factor, link.effect)
                for link in each.links
                if not joined or ", joined by " in link.reason
            },
        )
        for each in judged
    ]
    return Tally(
        sum(len(told & made) for told, made in pairs),
        sum(len(made - told) for told, made in pairs),
        sum(len(told - made) for told, made in pairs),
    )


def interval(judged: Sequence[Judged], draws: int = 1000) -> tuple[float, float]:
    """90 % bootstrap interval of micro-F1 over documents."""
    units: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        units[each.unit].append(each)
    chance = random.Random(20260311)
    counts = [micro(group) for group in units.values()]
    scores = []
    for _ in range(draws):
        drawn = chance.choices(counts, k=len(counts))
        scores.append(
            Tally(sum(t.hits for t in drawn), sum(t.alarms for t in drawn), sum(t.misses for t in drawn)).f1
        )
    scores.sort()
    return scores[draws // 20], scores[-draws // 20]


def read_gold(shared: Path) -> list[dict[str, object]]:
    """The development passages."""
    lines = (shared / "gold" / "ncr" / "passages.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def topics_found(shared: Path, codebook: Codebook) -> dict[str, Tally]:
    """How far codes find the sentences of other people's topics, in labels by which no term was ever chosen.

    Sentences of State of the Union addresses, each labelled with one topic. A topic is wider and narrower than a code,
    so these are agreement on the subject only, neither on codes nor on powers or directions.
    """
    rows = pl.read_csv(shared / "gold" / "cap_sotu" / "cap_sotu.csv.gz")
    coder = LexiconCoder(codebook, actors_of(SPEAKER, *OTHERS), NEUTRAL)
    made = []
    for text, year, topic in rows.select("text_original", "year", "label_text").iter_rows():
        codings, _ = coder.code_passage(Passage("d", 0, len(text), text, "", ""), origin=SPEAKER, year=year)
        made.append((topic, {coding.code for coding in codings}))
    return {
        name: Tally(
            sum(topic in topics and bool(found & codes if codes else found) for topic, found in made),
            sum(topic not in topics and bool(found & codes if codes else found) for topic, found in made),
            sum(topic in topics and not (found & codes if codes else found) for topic, found in made),
        )
        for name, (topics, codes) in TOPICS.items()
    }


def main(shared: Path) -> None:
    """Print the agreement table."""
    passages = read_gold(shared)
    codebook = codebook_of(read_theory("neoclassical-realism", Path()))
    code_gold(passages[:3], codebook)
    start = time.process_time()
    judged = code_gold(passages, codebook)
    spent = time.process_time() - start
    print(f"{'':24}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}")
    kinds = {
        "all": judged,
        **{kind: [j for j in judged if j.kind == kind] for kind in ("speech", "statute", "paper")},
    }
    for kind, group in kinds.items():
        tally = micro(group)
        low, high = interval(group)
        print(
            f"{kind:24}{tally.hits + tally.misses:5}{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}"
            f"  [{low:.3f}, {high:.3f}]"
        )
    in_full = code_gold(passages, codebook, "powers")
    borne_out = without_lone_terms(passages, codebook)
    for name, group in {
        "powers heard in full": in_full,
        "  speeches": [j for j in in_full if j.kind == "speech"],
        "lone terms left out": code_gold(passages, borne_out),
        "  powers heard in full": code_gold(passages, borne_out, "powers"),
    }.items():
        tally = micro(group)
        print(f"{name:24}{'':5}{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}")
    print(f"macro-F1 over codes with at least {FEWEST} positives: {macro_f1(judged):.3f}")
    for field in ("power", "direction"):
        share, n = accuracy(judged, field)
        print(f"{field} agrees where the code does: {share:.3f} of {n}")
    for name, links in (
        ("links", links_found(judged)),
        ("joined by a word", links_found(judged, joined=True)),
    ):
        print(f"{name}: {links.hits} found, {links.alarms} more, {links.misses} missed")
    print(f"{len(passages)} passages in {spent:.3f} CPU s, compiling the lexicon for each state included\n")
    print("sentences of State of the Union addresses, by topic; no term was chosen with these in view")
    for name, tally in topics_found(shared, codebook).items():
        n = tally.hits + tally.misses
        print(f"{name:24}{n:5}{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}")
    print()
    for code, tally in tallies(judged).items():
        n = tally.hits + tally.misses
        print(f"{code:26}{n:3}{tally.precision:7.2f}{tally.recall:7.2f}{tally.f1:7.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
