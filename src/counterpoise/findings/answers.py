"""Questions, hypotheses, debates and claims: answered where evidence can, and said to be open where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.findings.aims import by_documents
from counterpoise.findings.asked import Asked, codes_of, passages_of
from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import NOT_TESTABLE, NOT_YET, Answer, Unanswered
from counterpoise.findings.coded_passages import WORD_OF_DIRECTION, CodedPassage, with_codes
from counterpoise.findings.names import PowerNames, case_in_words
from counterpoise.findings.numbers import Number
from counterpoise.findings.tables import TableMaker
from counterpoise.findings.themes import FoundTheme
from counterpoise.findings.thresholds import above_threshold
from counterpoise.findings.turning import NO_RULE
from counterpoise.findings.weighing import (
    by_correlation,
    by_literature,
    by_movement,
    by_passages,
)
from counterpoise.gathering import Evidence
from counterpoise.measurement.scores import Scores
from counterpoise.study import Study
from counterpoise.studyfile import Question
from counterpoise.theory.cases import claims_put_to, debates_put_to, said_elsewhere
from counterpoise.theory.elements import ClaimUnderTest, Construct, Debate, Side, Then
from counterpoise.theory.estimands import ASSOCIATED, BY_MODEL, COMPUTED, ESTIMANDS
from counterpoise.wording import listed, several, within_a_sentence, words_of

if TYPE_CHECKING:
    from counterpoise.findings.by_model import ByModel


@dataclass(frozen=True, slots=True)
class Respondent:
    """Everything that an answer may draw on."""

    study: Study
    scores: Scores
    coded: tuple[CodedPassage, ...]
    themes: tuple[FoundTheme, ...]
    names: PowerNames
    evidence: Evidence
    model: ByModel | None = None

    def questions(self) -> tuple[Answer, ...]:
        """The research questions, each with the cells of its themes that answer it."""
        return tuple(self._asked_of_themes("question", self.study.declared.questions))

    def objectives(self) -> tuple[Answer, ...]:
        """The objectives of the study, answered as its questions are."""
        return tuple(self._asked_of_themes("objective", self.study.declared.objectives))

    def assumptions(self) -> tuple[Answer, ...]:
        """What the theory assumes, each tied to the quantity that tests it."""
        return tuple(
            self._of_estimand("assumption", name, each.text, each.parameter)
            for name, each in self.study.theory.assumptions.items()
        )

    def recommendations(self) -> tuple[Answer, ...]:
        """The levers of policy, each tested by what it would do in a simulation."""
        return tuple(
            self._of_estimand("lever", name, does, "scenarios", name)
            for name, does in self.study.theory.levers.items()
        )

    def _of_estimand(self, kind: str, name: str, text: str, estimand: str, *beside: str) -> Answer:
        """What one quantity decides: not testable before it is computed, nor afterwards before a rule is stated."""
        asked = self._asked(kind, name, words_of(name), text, ESTIMANDS[estimand])
        if self.model is not None and estimand in BY_MODEL:
            return self.model.answer(asked, (estimand, *beside))
        if estimand in COMPUTED:
            needs = (f"a rule of verdict on {ESTIMANDS[estimand]}",)
            return asked.silence(NOT_YET, needs)
        return self._open(asked, (estimand,))

    def hypotheses(self) -> tuple[Answer, ...]:
        """The theory's hypotheses, which the model of the figure decides once it is estimated."""
        answers = []
        for name, hypothesis in self.study.theory.hypotheses.items():
            label = f"Hypothesis {name.removeprefix('h') if name[1:2].isdigit() else name}"
            asked = self._asked("hypothesis", name, label, hypothesis.text, hypothesis.estimand)
            if self.model is not None and self.model.needed((name,)):
                answers.append(self.model.answer(asked, (name,)))
            else:
                numbers = self._measured(hypothesis.needs, None)
                answers.append(self._open(asked, hypothesis.needs, numbers=numbers))
        return tuple(answers)

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

    def _asked_of_themes(self, kind: str, questions: Sequence[Question]) -> Iterator[Answer]:
        by_id = {theme.id: theme for theme in self.themes}
        for number, question in enumerate(questions, start=1):
            asked = [by_id[name] for name in question.themes or tuple(by_id)]
            cells = [cell for theme in asked for cell in theme.table.cells()]
            filled = [cell for cell in cells if cell.missing is None]
            evidence = [name for cell in filled for name in cell.evidence]
            unheard = sum(not cell.first_hand for cell in filled)
            reasons = (
                f"{len(filled)} of the {several(len(cells), 'cell')} that answer it "
                f"{'stands' if len(filled) == 1 else 'stand'} on evidence, {unheard} of them on no first-hand passage.",
            )
            ask = self._asked(kind, str(number), f"{kind.capitalize()} {number}", question.text)
            if evidence:
                yield ask.claim(
                    "evidence shown, no verdict",
                    reasons,
                    evidence,
                    cells=[cell.id for cell in filled],
                    would_change=_cells_missing(len(cells) - len(filled)),
                )
            else:
                missing = [cell.missing for cell in cells if cell.missing]
                yield ask.silence(NOT_TESTABLE, missing, reasons)

    def _asked(self, kind: str, name: str, label: str, text: str, estimand: str = "") -> Asked:
        return Asked(f"{kind}-{name}", label, kind, self.names.bound(text), self.names.bound(estimand))

    def _open(
        self,
        asked: Asked,
        needs: Sequence[str],
        reasons: Sequence[str] = (),
        bearing: Sequence[CodedPassage] = (),
        numbers: Sequence[Number] = (),
    ) -> Unanswered:
        """A question that waits for what this version does not compute."""
        waiting = self._not_computed(needs) or needs
        told = [self._need(need) for need in waiting]
        return asked.silence(NOT_YET, told, reasons, bearing, numbers)

    def _not_computed(self, needs: Sequence[str]) -> tuple[str, ...]:
        """The estimands, and other questions, among some needs that nothing computes yet."""
        theory = self.study.theory
        found: list[str] = []
        for need in needs:
            if need in ESTIMANDS and need not in COMPUTED:
                found += [] if self.model is not None and need in BY_MODEL else [need]
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
        """A debate on what is above a threshold is weighed by years; one on what followed a year waits for a model.

        The latter is testable only in the dimensions whose series reach past that year.
        """
        asked = self._asked("debate", name, debate.title, debate.question, debate.test)
        coded = self._bearing(debate.codes, debate)
        if debate.above is not None and debate.power is not None:
            values, side = self.evidence.values, debate.power
            numbers = self._measured((debate.above,), side)
            return above_threshold(asked, debate.above, side, self.study, self.scores, values, numbers, coded)
        numbers = self._measured(debate.needs, debate.power)
        if debate.after is None or debate.power is None:
            if self.model is not None and self.model.needed((name,)):
                return self.model.answer(asked, (name,), bearing=coded)
            return self._open(asked, debate.needs, (), coded, numbers)
        reasons = self._reach(debate.after, debate.power)
        past = self._dimensions_past(debate.after, debate.power)
        study, scores = self.study, self.scores
        # What is compiled takes a second to load, and few theories ask what followed a year.
        from counterpoise.findings.after_year import after_a_year

        return after_a_year(asked, debate.after, debate.power, study, scores, reasons, past, numbers, coded)

    def _measured(self, needs: Sequence[str], side: Side | None) -> tuple[Number, ...]:
        """The numbers of the constructs among some needs; with `side`, those of one power."""
        constructs = self.study.theory.constructs
        maker = TableMaker(self.study, self.evidence, self.scores, self.coded, self.names)
        return tuple(
            number for need in needs if need in constructs for number in maker.construct_numbers(need, side)
        )

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
            series = ", ".join(f"{within_a_sentence(title)} to {end}" for title, end in ends.items())
            if dimension in past:
                told[dimension] = f"{words_of(dimension)}: observed after {after} ({series})."
            else:
                short = f" ({series})" if series else ""
                told[dimension] = (
                    f"{words_of(dimension)}: not testable with this evidence; no observation lies wholly after {after}{short}."
                )
        return told

    def _bearing(self, codes: Sequence[str], about: Debate | ClaimUnderTest) -> tuple[CodedPassage, ...]:
        found = with_codes(self.coded, self.study.theory.codes_of(tuple(codes)))
        if isinstance(about, ClaimUnderTest) and about.said_by == "state":
            found = tuple(each for each in found if each.document.voice == self.study.state)
        if about.power is None:
            return found
        side = about.power
        return tuple(each for each in found if each.concerns(side))

    def _claim(self, claim: ClaimUnderTest) -> Answer:
        asked = self._asked("claim", claim.id, claim.id, claim.text, self._estimand(claim))
        asked = replace(asked, kind=claim.kind)
        if claim.expects and claim.power is not None:
            of_ties = tuple(code for codes in self.study.theory.dimensions.values() for code in codes)
            coded = self._bearing(of_ties, claim)
            return by_movement(asked, claim.expects, claim.power, self.scores, self.names, self.themes, coded)
        if claim.apart is not None:
            return by_correlation(asked, claim.apart, self.scores, self.study.state)
        if claim.literature is not None:
            return by_literature(asked, claim, self.coded, self.study.theory)
        codes = self._codes(claim)
        coded = self._bearing(codes, claim)
        if claim.then is not None:
            return self._associated(asked, claim, claim.then, coded)
        if claim.at_once is not None:
            aims = {need: self.study.theory.codes_of((need,)) for need in claim.needs}
            return by_documents(asked, aims, claim.at_once, coded, self.names.state)
        numbers = self._measured(claim.needs, claim.power)
        if claim.bears is not None:
            return by_passages(asked, claim, claim.bears, coded, self.names.state, numbers)
        if claim.lacks is not None:
            return self._beyond_evidence(asked, claim, claim.lacks, coded, numbers)
        if self._not_computed(claim.needs):
            return self._open(asked, claim.needs, bearing=coded, numbers=numbers)
        if self.model is not None and (decisive := self.model.needs_of(claim)):
            return self.model.answer(asked, decisive, claim.rival, coded)
        measured = [name for number in numbers for name in number.evidence]
        if not measured and not any(each.counted for each in coded):
            needs = [f"passages on {words_of(code).lower()}" for code in codes]
            return asked.silence(
                NOT_TESTABLE,
                needs or [self._observations(need) for need in claim.needs],
                ("No counted passage bears on it.",),
            )
        return asked.claim(
            "evidence shown, no verdict",
            (counted_sentence(coded),),
            [*passages_of(coded), *measured],
            codes=codes_of(coded),
            numbers=numbers,
            would_change=(NO_RULE,),
        )

    def _observations(self, need: str) -> str:
        """What a claim lacks that passages do not answer: the series of a construct, or what anything else needs."""
        construct = self.study.theory.constructs.get(need)
        if construct is None or not construct.indicators:
            return self._need(need)
        return f"observations of {listed([within_a_sentence(each.title) for each in construct.indicators])}"

    def _associated(
        self, asked: Asked, claim: ClaimUnderTest, then: Then, coded: Sequence[CodedPassage]
    ) -> Answer:
        """How the construct that a claim needs goes with what the association that it needs is with."""
        from counterpoise.findings.associations import Associations, by_association

        construct = next((need for need in claim.needs if need in self.study.theory.constructs), None)
        estimand = next((ASSOCIATED[need] for need in claim.needs if need in ASSOCIATED), None)
        if construct is None or estimand is None:
            needs = (f"a construct and one of {listed([*ASSOCIATED])} among its `needs`",)
            return asked.silence(NOT_TESTABLE, needs, (), coded)
        of = Associations(self.study, self.scores, self.evidence.values)
        return by_association(asked, construct, estimand, then, of, coded)

    def _beyond_evidence(
        self,
        asked: Asked,
        claim: ClaimUnderTest,
        lacks: str,
        coded: Sequence[CodedPassage],
        numbers: Sequence[Number],
    ) -> Unanswered:
        """What no evidence of this kind can test, with the numbers that it is nearest to, by the model too where there is a fit."""
        told = self.model.answer(asked, claim.needs) if self.model is not None else None
        shown = numbers if told is None else (*numbers, *told.numbers)
        reasons = () if told is None else told.reasons
        return asked.silence(NOT_TESTABLE, (self.names.bound(lacks),), reasons, coded, shown)

    def _estimand(self, claim: ClaimUnderTest) -> str:
        """The quantity that decides a claim, in words; that of a hypothesis or debate where it needs one; "" of none."""
        if claim.expects and claim.power is not None:
            return f"the movement words of the ties with power {claim.power}, indicator by indicator"
        if claim.apart is not None:
            return ESTIMANDS["cross_domain_correlation"]
        if claim.literature is not None:
            if claim.literature == "another theory":
                return "the share of second-hand works that name other theories alone, of those that name any"
            as_said = f"from before {claim.before}" if claim.before else f"on {claim.literature}"
            return f"the share of second-hand works {as_said}"
        if claim.at_once is not None:
            return f"the share of the state's own documents that speak of {claim.at_once} aims or more"
        if claim.bears is not None:
            whose = " by the state" if claim.said_by == "state" else ""
            return f"the share of first-hand passages{whose} that speak of {WORD_OF_DIRECTION[claim.bears]}"
        return listed([told for need in claim.needs if (told := self._quantity(need))])

    def _quantity(self, need: str) -> str:
        """The quantity that a need stands for, "" where it stands for passages."""
        theory = self.study.theory
        if need in theory.hypotheses:
            return theory.hypotheses[need].estimand
        if need in theory.debates:
            return theory.debates[need].test
        if need in theory.constructs and theory.constructs[need].estimand is not None:
            return words_of(need).lower()
        return ESTIMANDS.get(need, "")

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


def _cells_missing(number: int) -> tuple[str, ...]:
    """What would answer a question more fully: the cells that have no evidence."""
    if not number:
        return ()
    return (
        f"{several(number, 'cell')} that would answer it {'has' if number == 1 else 'have'} no evidence yet.",
    )
