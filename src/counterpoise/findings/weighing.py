"""The ways in which a claim is weighed: by movement, by correlations, by the direction of passages, by the literature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from counterpoise.findings.asked import Asked, codes_of, passages_of
from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import NO_SIDES, NOT_TESTABLE, Answer, Sides, Weighing
from counterpoise.findings.coded_passages import (
    WORD_OF_DIRECTION,
    CodedPassage,
    one_for_each_passage,
    tally,
)
from counterpoise.findings.correlations import (
    correlation_number,
    pairs_with,
    rule_in_words,
    sentence_on,
    values_behind,
    weighed_apart,
)
from counterpoise.findings.leaning import CONTRARY_WAY, FEWEST_TO_WEIGH
from counterpoise.findings.literature import literature_rule, weighed_literature, works_in
from counterpoise.findings.names import PowerNames
from counterpoise.findings.numbers import Number, by_word, crossing, movement_number
from counterpoise.findings.proportion import share_number
from counterpoise.findings.themes import FoundTheme
from counterpoise.findings.turning import nearest_to_turning, turned_by
from counterpoise.measurement.movement import FEWEST_POINTS
from counterpoise.measurement.scores import IndicatorMovement, Scores
from counterpoise.theory.elements import ClaimUnderTest, Movement, Side, Theory, Way
from counterpoise.wording import several

CONTRARY: dict[Movement, Movement] = {
    "expanding": "contracting",
    "contracting": "expanding",
    "steady": "fluctuating",
    "fluctuating": "steady",
}
"""The word of the movement rule that contradicts each of its words."""


def by_movement(
    asked: Asked,
    expects: Sequence[Movement],
    power: Side,
    scores: Scores,
    names: PowerNames,
    themes: Sequence[FoundTheme],
    coded: Sequence[CodedPassage],
) -> Answer:
    """Weigh a claim of movement: each indicator whose word is one of those expected bears it out.

    One whose word is the contrary of an expected one, and not itself expected, contradicts it. The passages on the tie
    with the power, `coded`, stand beside for and against where the claim expects a direction; they decide nothing.
    """
    judged = [each for each in scores.movements if each.side == power and each.result.change is not None]
    sides = _sides_of_movement(expects, coded)
    beside = (_beside(sides),) if any(sides) else ()
    if not judged:
        return asked.silence(
            NOT_TESTABLE,
            ("longer series of the tie",),
            (
                f"No indicator of the tie has the {FEWEST_POINTS} points that the movement rule asks for.",
                *beside,
            ),
            sides=sides,
        )
    contrary = {CONTRARY[word] for word in expects} - set(expects)
    words = by_word({each.title: each.result.word for each in judged})
    reasons = [
        f"The claim expects ties that are {' or '.join(expects)}"
        + (f"; its contrary is {' or '.join(sorted(contrary))}." if contrary else "."),
        f"By indicator, {words}.",
    ]
    whole = scores.whole_ties[power].result
    if whole.change is not None:
        reasons.append(f"The tie with {names.of(power)} as a whole: {whole.word}.")
    if "fluctuating" in expects:
        reasons.append("To fluctuate is to stray from the trend: no rule here looks for cycles.")
    weighing = _weighed(judged, expects, contrary)
    near = nearest_to_turning(judged)
    return asked.claim(
        weighing,
        (*reasons, *beside),
        [name for each in judged for name in each.evidence],
        cells=[
            cell.id
            for theme in themes
            for cell in theme.table.cells()
            if cell.movement and cell.side == power and cell.numbers
        ],
        numbers=[movement_number(each.title, each.result, each.evidence, crossing(each)) for each in judged],
        sides=sides,
        would_change=(*turned_by(weighing), *([near] if near else [])),
    )


def by_correlation(asked: Asked, dimension: str, scores: Scores, state: str) -> Answer:
    """Weigh a claim that one dimension is kept apart: by how its alignment goes with that of each other."""
    pairs = pairs_with(scores.correlations, state, dimension)
    told = [pair for pair in pairs if pair.high is not None]
    reasons = [rule_in_words(dimension), *(sentence_on(pair) for pair in pairs)]
    if not told:
        needs = (f"at least {FEWEST_POINTS} years in which shares of two dimensions are observed",)
        return asked.silence(NOT_TESTABLE, needs, reasons)
    weighing = weighed_apart(told)
    return asked.claim(
        weighing,
        reasons,
        values_behind(told, scores.ties, state),
        numbers=[correlation_number(pair, values_behind([pair], scores.ties, state)) for pair in told],
        would_change=turned_by(weighing),
    )


def by_passages(
    asked: Asked,
    claim: ClaimUnderTest,
    bears: Way,
    coded: Sequence[CodedPassage],
    state: str,
    numbers: Sequence[Number] = (),
) -> Answer:
    """Weigh a claim by the direction of the first-hand passages that bear on it; too few decide nothing.

    Passages of other kinds of source stand beside on either side, as do `numbers`, and are not judged. `state` is what the
    state is called.
    """
    sides = sides_of(coded, bears)
    judged = [[each for each in side if each.standing == "first-hand"] for side in sides]
    for_it, against = map(len, judged)
    towards = WORD_OF_DIRECTION[bears]
    away = WORD_OF_DIRECTION[CONTRARY_WAY[bears]]
    rule = (
        f"Passages of {towards} bear it out and those of {away} are contrary to it; only first-hand ones with a direction "
        f"are judged, and {FEWEST_TO_WEIGH} at least."
    )
    whose = f" in which {state} itself speaks" if claim.said_by == "state" else ""
    heard = (f"Only passages{whose} are heard.",) if whose else ()
    reasons = (rule, *heard)
    if for_it + against < FEWEST_TO_WEIGH:
        more = several(FEWEST_TO_WEIGH - for_it - against, "further first-hand passage")
        needs = (f"{more} on it{whose}, strengthening or weakening",)
        return asked.silence(NOT_TESTABLE, needs, reasons, coded, numbers, sides)
    weighing = Weighing(
        ((f"of {towards}", for_it),), ((f"of {away}", against),) if against else (), judged="passage"
    )
    of = [each for side in judged for each in side]
    share = share_number(weighing, [each.document for each in of], passages_of(of))
    return asked.claim(
        weighing,
        (*reasons, counted_sentence(coded)),
        passages_of([each for each in coded if each.counted]),
        codes=codes_of(coded),
        numbers=(share, *numbers),
        sides=sides,
        would_change=turned_by(weighing),
    )


def by_literature(
    asked: Asked,
    claim: ClaimUnderTest,
    coded: Sequence[CodedPassage],
    theory: Theory,
) -> Answer:
    """Weigh a claim on the literature by counting the second-hand works of the study."""
    works = works_in(coded)
    named = {theory.theory: theory.named} | {name: rival.named for name, rival in theory.rivals.items()}
    weighing, judged = weighed_literature(claim, works, theory.dimensions, named)
    digests = sum(works[name][0].document.kind == "literature digest" for name in judged)
    reasons = [literature_rule(claim)]
    if digests:
        verb = "is" if digests == 1 else "are"
        reasons.append(
            f"Of {several(weighing.of, 'work')} judged {digests} {verb} known by a digest alone, which tells what a work "
            "argues at second hand and holds few passages."
        )
    if weighing.of < FEWEST_TO_WEIGH:
        needs = (
            f"{several(FEWEST_TO_WEIGH - weighing.of, 'further work')} of the literature that can be judged",
        )
        told = f"{several(weighing.of, 'work')} can be judged; {FEWEST_TO_WEIGH} are asked for."
        return asked.silence(NOT_TESTABLE, needs, (*reasons, told))
    evidence = passages_of([each for name in judged for each in works[name]])
    documents = [works[name][0].document for name in judged]
    return asked.claim(
        weighing,
        reasons,
        evidence,
        numbers=(share_number(weighing, documents, evidence),),
        would_change=turned_by(weighing),
    )


def sides_of(coded: Sequence[CodedPassage], bears: Way) -> Sides:
    """The counted passages for something that passages of a direction bear out, and those against it, each once."""
    directed = [
        each for each in one_for_each_passage(coded) if each.counted and each.coding.direction != "none"
    ]
    return (
        tuple(each for each in directed if each.coding.direction == bears),
        tuple(each for each in directed if each.coding.direction != bears),
    )


def _sides_of_movement(expects: Sequence[Movement], coded: Sequence[CodedPassage]) -> Sides:
    """Passages on a tie for and against a claim of its movement; none where it expects no direction, or both."""
    if ("expanding" in expects) == ("contracting" in expects):
        return NO_SIDES
    return sides_of(coded, "strengthens" if "expanding" in expects else "weakens")


def _beside(sides: Sides) -> str:
    """How many passages stand beside numbers on either side, by first-hand ones and all."""
    first_hand = [sum(tally(side)["first-hand"].values()) for side in sides]
    return (
        f"Beside the numbers stand passages on the tie, {len(sides[0])} for it and {len(sides[1])} against it "
        f"({first_hand[0]} and {first_hand[1]} first-hand); they decide nothing here."
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
