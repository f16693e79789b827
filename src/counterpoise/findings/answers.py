"""Questions, hypotheses, debates and claims: answered where evidence can, and said to be open where not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import Answer, Claim, Silence, Unanswered, Verdict, Weighing
from counterpoise.findings.coded_passages import CodedPassage, with_codes
from counterpoise.findings.correlations import (
    pairs_with,
    rule_in_words,
    sentence_on,
    values_behind,
    weighed_apart,
)
from counterpoise.findings.names import PowerNames, case_in_words
from counterpoise.findings.numbers import by_word
from counterpoise.findings.themes import FoundTheme
from counterpoise.measurement.movement import FEWEST_POINTS
from counterpoise.measurement.scores import IndicatorMovement, Scores
from counterpoise.study import Study
from counterpoise.theory.cases import claims_put_to, debates_put_to, said_elsewhere
from counterpoise.theory.elements import ClaimUnderTest, Construct, Debate, Movement, Side
from counterpoise.theory.estimands import COMPUTED, ESTIMANDS
from counterpoise.wording import several, within_a_sentence, words_of

CONTRARY: dict[Movement, Movement] = {
    "expanding": "contracting",
    "contracting": "expanding",
    "steady": "fluctuating",
    "fluctuating": "steady",
}
"""The word of the movement rule that contradicts each of its words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the name and label that an answer goes by, what kind of sentence it is, and the sentence."""

    id: str
    label: str
    kind: str
    text: str

    def silence(
        self,
        verdict: Silence,
        needs: Sequence[str],
        reasons: Sequence[str] = (),
        bearing: Sequence[CodedPassage] = (),
    ) -> Unanswered:
        """Leave it open: why, what it would need, and the passages that bear on it all the same."""
        return Unanswered(
            id=self.id,
            label=self.label,
            kind=self.kind,
            text=self.text,
            verdict=verdict,
            reasons=(*reasons, *((counted_sentence(bearing),) if bearing else ())),
            needs=tuple(dict.fromkeys(needs)),
            evidence=_passages_of(bearing),
            codes=_codes_of(bearing),
        )

    def claim(
        self,
        verdict: Verdict,
        reasons: Sequence[str],
        evidence: Sequence[str],
        cells: Sequence[str] = (),
        codes: Sequence[str] = (),
    ) -> Claim:
        """Answer it on evidence."""
        return Claim(
            id=self.id,
            label=self.label,
            kind=self.kind,
            text=self.text,
            verdict=verdict,
            reasons=tuple(reasons),
            evidence=tuple(dict.fromkeys(evidence)),
            cells=tuple(cells),
            codes=tuple(codes),
        )


@dataclass(frozen=True, slots=True)
class Respondent:
    """Everything that an answer may draw on."""

    study: Study
    scores: Scores
    coded: tuple[CodedPassage, ...]
    themes: tuple[FoundTheme, ...]
    names: PowerNames

    def questions(self) -> tuple[Answer, ...]:
        """The research questions, each with the cells of its themes that answer it."""
        return tuple(self._questions())

    def hypotheses(self) -> tuple[Answer, ...]:
        """The theory's hypotheses. All of them need the model of the figure."""
        return tuple(
            self._open(
                self._asked(
                    "hypothesis",
                    name,
                    f"Hypothesis {name.removeprefix('h') if name[1:2].isdigit() else name}",
                    hypothesis.text,
                ),
                hypothesis.needs,
                (f"It is decided by {hypothesis.estimand}.",),
            )
            for name, hypothesis in self.study.theory.hypotheses.items()
        )

    def debates(self) -> tuple[Answer, ...]:
        """The literature's debates, with the passages of both sides and how far the data reach."""
        debates = debates_put_to(self.study.theory, self.study.powers)
        return tuple(self._from_elsewhere(self._debate(name, debate)) for name, debate in debates.items())

    def claims(self) -> tuple[Answer, ...]:
        """The sentences under test: the theory's, then the study's own."""
        of_theory = claims_put_to(self.study.theory, self.study.powers)
        return (
            *(self._from_elsewhere(self._claim(claim)) for claim in of_theory),
            *(self._claim(claim) for claim in self.study.declared.claims),
        )

    def _from_elsewhere(self, answer: Answer) -> Answer:
        """An answer to what the theory's source said, which names its case where that is not the study's."""
        source = said_elsewhere(self.study.theory, self.study.state, self.study.powers)
        return (
            answer if source is None else replace(answer, said_of=case_in_words(source.state, source.powers))
        )

    def _questions(self) -> Iterator[Answer]:
        by_id = {theme.id: theme for theme in self.themes}
        for number, question in enumerate(self.study.declared.questions, start=1):
            asked = [by_id[name] for name in question.themes or tuple(by_id)]
            cells = [cell for theme in asked for cell in theme.table.cells()]
            filled = [cell for cell in cells if cell.missing is None]
            evidence = [name for cell in filled for name in cell.evidence]
            unheard = sum(not cell.first_hand for cell in filled)
            reasons = (
                f"{len(filled)} of the {several(len(cells), 'cell')} that answer it "
                f"{'stands' if len(filled) == 1 else 'stand'} on evidence, {unheard} of them on no first-hand passage.",
            )
            ask = self._asked("question", str(number), f"Question {number}", question.text)
            if evidence:
                yield ask.claim(
                    "evidence shown, no verdict", reasons, evidence, cells=[cell.id for cell in filled]
                )
            else:
                missing = [cell.missing for cell in cells if cell.missing]
                yield ask.silence("not testable with this evidence", missing, reasons)

    def _asked(self, kind: str, name: str, label: str, text: str) -> Asked:
        return Asked(f"{kind}-{name}", label, kind, self.names.bound(text))

    def _open(
        self,
        asked: Asked,
        needs: Sequence[str],
        reasons: Sequence[str] = (),
        bearing: Sequence[CodedPassage] = (),
    ) -> Unanswered:
        """A question that waits for what this version does not compute."""
        waiting = self._not_computed(needs) or needs
        return asked.silence("not testable yet", [self._need(need) for need in waiting], reasons, bearing)

    def _not_computed(self, needs: Sequence[str]) -> tuple[str, ...]:
        """The estimands, and other questions, among some needs that nothing computes yet."""
        theory = self.study.theory
        found: list[str] = []
        for need in needs:
            if need in ESTIMANDS and need not in COMPUTED:
                found.append(need)
            elif need in theory.hypotheses:
                found += self._not_computed(theory.hypotheses[need].needs)
            elif need in theory.debates:
                found += self._not_computed(theory.debates[need].needs)
            elif need in theory.constructs and self._waits(theory.constructs[need]):
                found.append(need)
        return tuple(dict.fromkeys(found))

    def _waits(self, construct: Construct) -> bool:
        """Whether a construct is an outcome that nothing is observed for and no rule measures."""
        return construct.role == "outcome" and construct.estimand is None and not construct.indicators

    def _need(self, need: str) -> str:
        if need in ESTIMANDS:
            return ESTIMANDS[need]
        told = f"the construct '{words_of(need).lower()}'"
        if need in self.study.theory.constructs and not self._waits(self.study.theory.constructs[need]):
            return f"a rule of verdict on {told}, which is measured"
        return f"{told}, which is not computed yet"

    def _debate(self, name: str, debate: Debate) -> Answer:
        """A debate on what followed a year is testable only in the dimensions whose series reach past it."""
        asked = self._asked("debate", name, debate.title, debate.question)
        coded = self._bearing(debate.codes, debate)
        test = f"Its test: {self.names.bound(debate.test)}."
        if debate.after is None:
            return self._open(asked, debate.needs, (test,), coded)
        reasons = (test, *self._reach(debate.after, debate.power).values())
        if self._dimensions_past(debate.after, debate.power):
            return self._open(asked, debate.needs, reasons, coded)
        needs = (f"series of the tie that begin after {debate.after}",)
        return asked.silence("not testable with this evidence", needs, reasons, coded)

    def _ties(self, power: Side | None) -> pl.DataFrame:
        """The state's ties with one power, or with both."""
        ties = self.scores.ties.filter(state=self.study.state)
        return ties if power is None else ties.filter(side=power)

    def _dimensions_past(self, after: int, power: Side | None) -> frozenset[str]:
        """The dimensions with an observation that lies wholly after a year."""
        rows = self._ties(power).iter_rows(named=True)
        return frozenset(row["dimension"] for row in rows if row["start"] > after)

    def _reach(self, after: int, power: Side | None) -> Mapping[str, str]:
        """For each dimension, whether any observation lies wholly after a year, in words."""
        past = self._dimensions_past(after, power)
        ties = self._ties(power)
        told: dict[str, str] = {}
        for dimension in self.study.theory.dimensions:
            ends: dict[str, int] = {}
            for row in ties.filter(dimension=dimension).iter_rows(named=True):
                reaches = row["start"] > after if dimension in past else True
                if reaches:
                    ends[row["title"]] = max(ends.get(row["title"], 0), row["end"])
            listed = ", ".join(f"{within_a_sentence(title)} to {end}" for title, end in ends.items())
            if dimension in past:
                told[dimension] = f"{words_of(dimension)}: observed after {after} ({listed})."
            else:
                short = f" ({listed})" if listed else ""
                told[dimension] = (
                    f"{words_of(dimension)}: not testable with this evidence; no observation lies wholly after {after}{short}."
                )
        return told

    def _bearing(self, codes: Sequence[str], about: Debate | ClaimUnderTest) -> tuple[CodedPassage, ...]:
        found = with_codes(self.coded, self.study.theory.codes_of(tuple(codes)))
        if about.power is None:
            return found
        side = about.power
        return tuple(each for each in found if each.concerns(side))

    def _claim(self, claim: ClaimUnderTest) -> Answer:
        asked = Asked(f"claim-{claim.id}", claim.id, claim.kind, self.names.bound(claim.text))
        if claim.expects and claim.power is not None:
            return self._movement_claim(asked, claim.expects, claim.power)
        if claim.apart is not None:
            return self._correlation_claim(asked, claim.apart)
        codes = self._codes(claim)
        coded = self._bearing(codes, claim)
        if self._not_computed(claim.needs):
            return self._open(asked, claim.needs, bearing=coded)
        if not any(each.counted for each in coded):
            needs = [f"passages on {words_of(code).lower()}" for code in codes]
            return asked.silence(
                "not testable with this evidence", needs, ("No counted passage bears on it.",)
            )
        return asked.claim(
            "evidence shown, no verdict",
            (counted_sentence(coded),),
            _passages_of(coded),
            codes=_codes_of(coded),
        )

    def _codes(self, claim: ClaimUnderTest) -> tuple[str, ...]:
        """The codes that a claim needs, itself or through a theme."""
        theory = self.study.theory
        found: list[str] = []
        for need in claim.needs:
            if need in theory.definitions or need in theory.codes:
                found += theory.codes_of((need,))
            elif need in theory.themes and len(claim.needs) == 1:
                found += theory.codes_of_table(theory.themes[need].table)
        return tuple(dict.fromkeys(found))

    def _movement_claim(self, asked: Asked, expects: Sequence[Movement], power: Side) -> Answer:
        """Weigh a claim of movement: each indicator whose word is one of those expected bears it out.

        One whose word is the contrary of an expected one, and not itself expected, contradicts it.
        """
        judged = [
            each for each in self.scores.movements if each.side == power and each.result.change is not None
        ]
        if not judged:
            return asked.silence(
                "not testable with this evidence",
                ("longer series of the tie",),
                ("No indicator of the tie has the eight points that the movement rule asks for.",),
            )
        contrary = {CONTRARY[word] for word in expects} - set(expects)
        words = by_word({each.title: each.result.word for each in judged})
        reasons = [
            f"The claim expects ties that are {' or '.join(expects)}"
            + (f"; its contrary is {' or '.join(sorted(contrary))}." if contrary else "."),
            f"By indicator, {words}.",
        ]
        whole = self.scores.whole_ties[power].result
        if whole.change is not None:
            reasons.append(f"The tie with {self.names.of(power)} as a whole: {whole.word}.")
        if "fluctuating" in expects:
            reasons.append("To fluctuate is to stray from the trend: no rule here looks for cycles.")
        return asked.claim(
            _weighed(judged, expects, contrary),
            reasons,
            [name for each in judged for name in each.evidence],
            cells=[
                cell.id
                for theme in self.themes
                for cell in theme.table.cells()
                if cell.movement and cell.side == power and cell.numbers
            ],
        )

    def _correlation_claim(self, asked: Asked, dimension: str) -> Answer:
        """Weigh a claim that one dimension is kept apart: by how its alignment goes with that of each other."""
        pairs = pairs_with(self.scores.correlations, self.study.state, dimension)
        told = [pair for pair in pairs if pair.high is not None]
        reasons = [rule_in_words(dimension), *(sentence_on(pair) for pair in pairs)]
        if not told:
            needs = (f"at least {FEWEST_POINTS} years in which shares of two dimensions are observed",)
            return asked.silence("not testable with this evidence", needs, reasons)
        return asked.claim(
            weighed_apart(told), reasons, values_behind(told, self.scores.ties, self.study.state)
        )


def _weighed(
    judged: Sequence[IndicatorMovement], expects: Sequence[Movement], contrary: Collection[Movement]
) -> Weighing:
    """Count the words of the indicators: those expected, those contrary to them, and the others."""
    times = Counter(each.result.word for each in judged)
    others: list[Movement] = [word for word in CONTRARY if times[word] and word not in expects]
    found = sorted(others, key=lambda word: -times[word])
    return Weighing(
        claimed=tuple((word, times[word]) for word in expects),
        contrary=tuple((word, times[word]) for word in found if word in contrary),
        neither=tuple((word, times[word]) for word in found if word not in contrary),
    )


def _passages_of(coded: Sequence[CodedPassage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.passage.id for each in coded))


def _codes_of(coded: Sequence[CodedPassage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.coding.code for each in coded))
