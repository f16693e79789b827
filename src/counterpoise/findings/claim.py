"""A claim and the evidence that it cannot be made without."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal, get_args

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.findings.basis import Basis, distinct
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.leaning import CLEAR_MAJORITY
from counterpoise.findings.numbers import Number
from counterpoise.theory.modelled import Decision
from counterpoise.wording import listed, several

NoVerdict = Literal["evidence shown, no verdict"]
Silence = Literal["not testable yet", "not testable with this evidence"]
Judged = Literal["supported", "undecided", "weakened", "contradicted"]
Finding = Judged | NoVerdict | Silence

JUDGED: tuple[Judged, ...] = get_args(Judged)
"""The verdicts of a test that was made, in the order in which they are told.

What is counted comes to one by `Weighing`, what has a probability by `Judgement`. A probability between the thresholds says
only that nothing is decided, *undecided* (Kruschke 2018): which way the evidence moved it depends on where it began. Of what is counted, fewer than half
bearing it out speaks against it and is *weakened*, as a hypothesis is in process tracing that fails a test which does not eliminate
it (Collier 2011, *PS: Political Science and Politics* 44(4): 823-830).
"""

SILENT: tuple[Silence, ...] = get_args(Silence)

NOT_YET, NOT_TESTABLE = SILENT
"""Nothing computes it yet, or the model that would is not estimated; or what it needs is not in the evidence."""

SOUND_DRAWS = "draws of the model that a verdict may rest on: what stands against these is said once, at the head of the section"
UNEQUAL_PRESSURE = "states that feel pressure unequally"
WAITS_FOR_DRAWS = frozenset({SOUND_DRAWS, UNEQUAL_PRESSURE})
"""What an answer lacks where the draws of the model carry no verdict, in a few words: the reasons are told once for all."""

Sides = tuple[tuple[CodedPassage, ...], tuple[CodedPassage, ...]]
"""The passages for something, and those against it."""

NO_SIDES: Sides = ((), ())


@dataclass(frozen=True, slots=True)
class Weighing:
    """How many of the indicators judged moved as a claim has it, contrary to it, and in neither way, by word.

    One that expands is not the contrary of one that fluctuates: it does neither. A word that no indicator has is
    not among those of `contrary` and `neither`; `claimed` holds every word that the claim expects. `judged` says what
    is counted, where it is not indicators. Of an `uncertain` weighing what does neither is too uncertain to be told: it
    may be either.
    """

    claimed: tuple[tuple[str, int], ...]
    contrary: tuple[tuple[str, int], ...] = ()
    neither: tuple[tuple[str, int], ...] = ()
    judged: str = "indicator"
    uncertain: bool = False

    @property
    def finding(self) -> Judged | Silence:
        """Supported or contradicted by two thirds of what is judged; else weakened where fewer than half bear it out, and undecided.

        Where nothing is judged, or what is too uncertain could give another verdict, this evidence cannot test it.
        """
        open_ = self.of - self.supporting - self.opposing if self.uncertain else 0
        most = self._decided(self.supporting + open_, self.opposing)
        least = self._decided(self.supporting, self.opposing + open_)
        return most if self.of and most == least else NOT_TESTABLE

    def _decided(self, supporting: int, opposing: int) -> Judged:
        if supporting >= self.needed:
            return "supported"
        if opposing >= self.needed:
            return "contradicted"
        return "weakened" if 2 * supporting < self.of else "undecided"

    @property
    def needed(self) -> int:
        """How many of what is judged make two thirds of it."""
        return ceil(round(CLEAR_MAJORITY * self.of, 9))

    @property
    def supporting(self) -> int:
        """How many bear the claim out."""
        return sum(times for _, times in self.claimed)

    @property
    def opposing(self) -> int:
        """How many are contrary to it."""
        return sum(times for _, times in self.contrary)

    @property
    def of(self) -> int:
        """How many were judged."""
        return sum(times for _, times in (*self.claimed, *self.contrary, *self.neither))

    def __str__(self) -> str:
        """`2 of 6 indicators fluctuating as claimed; contrary: 1 steady; neither: 3 contracting`."""
        words = " or ".join(word for word, _ in self.claimed)
        told = [f"{self.supporting} of {several(self.of, self.judged)} {words} as claimed"]
        for name, found in (("contrary", self.contrary), ("neither", self.neither)):
            if found:
                told.append(f"{name}: {listed([f'{times} {word}' for word, times in found])}")
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probable it is, by an estimated model, that something is so, and that its contrary is; as `says` puts it.

    Where a probability is not known but between bounds, `probability` and `contrary` are what it is at least, which decides, and
    `at_most` and `contrary_at_most` what it is at most. `contrary_says` puts a contrary in words that is more than that it is
    not so. `decision` has the probabilities that decide, set beforehand in the theory file. What is not `told_apart` decides
    nothing, however probable.
    """

    says: str
    probability: float
    contrary: float
    decision: Decision
    told_apart: bool = True
    at_most: float | None = None
    contrary_at_most: float | None = None
    contrary_says: str = ""

    @property
    def finding(self) -> Judged:
        """What the two probabilities, or the least that they may be, decide (`Decision.of`); undecided where nothing is told apart."""
        return self.decision.of(self.probability, self.contrary) if self.told_apart else "undecided"

    def turned(self) -> tuple[str, ...]:
        """What would turn it: how far it is from either threshold; a difference to be seen, where there is none that tells anything."""
        if not self.told_apart:
            return (
                "Decided, only where what is found is enough to tell anything, by the rule among the reasons.",
            )
        decision = self.decision
        so, against = decision.supported, 1 - decision.contradicted
        contrary = f"its contrary, that {self.contrary_says}," if self.contrary_says else "its contrary"
        one = (
            f"Supported, from a probability of {so:g} on; it is {_between(self.probability, self.at_most)}."
            if self.probability < so
            else f"No longer supported, below a probability of {so:g}; it is {_between(self.probability, self.at_most)}."
        )
        other = (
            f"Contradicted, where {contrary} has a probability of {against:g}; that is {_between(self.contrary, self.contrary_at_most)}."
            if self.contrary < against
            else f"No longer contradicted, where {contrary} has less than {against:g}; that is {_between(self.contrary, self.contrary_at_most)}."
        )
        return one, other

    def __str__(self) -> str:
        """`P(it is so) = 0.93`, or `P(it is so) is at least 0.00 and at most 0.62`; of what is undecided the contrary too, where it has words."""
        told = _probability(self.says, self.probability, self.at_most)
        if not self.contrary_says or self.finding != "undecided":
            return told
        return f"{told}; {_probability(self.contrary_says, self.contrary, self.contrary_at_most)}"


def _probability(says: str, least: float, most: float | None) -> str:
    told = _between(least, most)
    return f"P({says}) {'is' if told.startswith('at') else '='} {told}"


def _between(least: float, most: float | None) -> str:
    """A probability in words, with both bounds where they differ."""
    low, high = f"{least:.2f}", f"{least if most is None else most:.2f}"
    return low if low == high else f"at least {low} and at most {high}"


Verdict = Weighing | Judgement | NoVerdict


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of the state, with a verdict and the ids of the passages and values that it stands on.

    What it shares with others, such as the panel of a model, it stands on by the basis of its numbers. `codes` are those under which its
    passages bear on it; `cells` are the cells of tables that it leans on.
    `said_of` names the case that it was said of, where that is another than the study's. `estimand` is the quantity that
    decides it, `numbers` are the values behind. `sides` are the counted passages for it and those against it, as far as a
    rule tells sides, and `would_change` says what would give it another verdict.

    Raises CounterpoiseError when no evidence is named: a claim without evidence cannot be constructed.
    """

    id: str
    label: str
    kind: str
    text: str
    verdict: Verdict
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    cells: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    said_of: str | None = None
    estimand: str = ""
    numbers: tuple[Number, ...] = ()
    sides: Sides = NO_SIDES
    would_change: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """The verdict in one word of the few that there are."""
        return self.verdict if isinstance(self.verdict, str) else self.verdict.finding

    @property
    def bases(self) -> tuple[Basis, ...]:
        """What its numbers stand on together with others, each once."""
        return tuple(distinct(number.basis for number in self.numbers))

    def __post_init__(self) -> None:
        if not self.evidence and not any(self.bases):
            raise CounterpoiseError(
                Problem(
                    f"claim {self.id}",
                    "names no evidence; a claim stands on passages or values, or is not made",
                )
            )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that this evidence or this version cannot answer, why, and what it would need.

    `evidence` may name passages that bear on it, and `sides` tell for and against; they give it no verdict. All else is as
    in a claim.
    """

    id: str
    label: str
    kind: str
    text: str
    verdict: Silence
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    said_of: str | None = None
    estimand: str = ""
    numbers: tuple[Number, ...] = ()
    sides: Sides = NO_SIDES

    @property
    def finding(self) -> Finding:
        """Why there is no verdict, in the words of `Silence`."""
        return self.verdict

    @property
    def would_change(self) -> tuple[str, ...]:
        """Nothing: what would give it a verdict is what it needs."""
        return ()


Answer = Claim | Unanswered


def verdict_in_words(answer: Answer) -> str:
    """The verdict of an answer, with how many of what was weighed had which word, or how probable the model holds it."""
    return answer.finding if isinstance(answer.verdict, str) else f"{answer.finding}: {answer.verdict}"
