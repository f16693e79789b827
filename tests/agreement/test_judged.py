from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from counterpoise.agreement.gold import Gold, GoldPassage, Label, Reading
from counterpoise.agreement.judged import (
    judged_by_reader,
    judged_by_suggester,
    nothing_said,
    state_of,
    units_of,
)
from counterpoise.agreement.ratings import MISSING
from counterpoise.coding.actors import actors_of
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Coding, Link

CODES = ("trade", "energy")
ACTORS = actors_of("PAK", "USA", "CHN")


def passage(at: int, speaker: str | None = "PAK", unit: str = "u", *labels: Label, **readers) -> GoldPassage:
    text = f"passage {at}"
    return GoldPassage(
        f"p{at}", "d", unit, "speech", speaker, 2001, text, Reading(labels, frozenset()), readers
    )


@dataclass
class Echo:
    """Suggests trade of every passage, of each power, and remembers what it was shown."""

    state: str
    shown: list[Seen] = field(default_factory=list)

    @property
    def coder(self) -> str:
        return "echo/1"

    def suggest(self, seen: Sequence[Seen]):
        self.shown += seen
        for each in seen:
            for power, direction, score in (("a", "strengthens", 0.5), ("b", "none", 0.75)):
                yield Coding(each.passage.id, "trade", power, direction, self.coder, score, "")
            yield Link(each.passage.id, "trade", "stronger_ties", "a", 1, self.coder, "")


def test_each_passage_is_read_within_the_case_that_it_belongs_to() -> None:
    gold = Gold(tuple(passage(at, who) for at, who in enumerate(["PAK", "USA", "IDN", None, "CHN"])), ())
    made: dict[str, Echo] = {}

    def echo(state: str) -> Echo:
        return made.setdefault(state, Echo(state))

    judged_by_suggester(gold, CODES, echo, ACTORS)
    assert {state: [each.origin for each in told.shown] for state, told in made.items()} == {
        "PAK": ["PAK", "USA", None, "CHN"],
        "IDN": ["IDN"],
    }
    assert state_of(gold.passages[2], ACTORS) == "IDN"


def test_codings_of_both_powers_are_one_judgement() -> None:
    gold = Gold((passage(0), passage(1)), ())
    found = judged_by_suggester(gold, CODES, Echo, ACTORS)
    assert found.coder == "echo/1"
    assert found.given.tolist() == [[True, False], [True, False]]
    assert found.powers.tolist() == [[3, MISSING], [3, MISSING]]
    assert found.directions[:, 0].tolist() == [1, 1]
    assert found.scores[:, 0].tolist() == [0.75, 0.75]
    assert found.links == (frozenset({("trade", "stronger_ties")}),) * 2
    assert (found.says_power, found.weighs, found.chances) == (True, False, False)


class Weighing(Echo):
    codes = ("energy", "trade")

    def scores(self, seen: Sequence[Seen]):
        return np.array([[0.1 * len(each.passage.quotation) - 0.9, 0.2] for each in seen])


def test_weights_are_scores_and_chances_where_they_lie_between_0_and_1() -> None:
    gold = Gold((passage(0), passage(10)), ())
    found = judged_by_suggester(gold, CODES, Weighing, ACTORS)
    assert np.allclose(found.scores, [[0.2, 0.0], [0.2, 0.1]])
    assert found.weighs
    assert found.chances


def test_a_reader_who_did_not_go_through_a_passage_is_missing_there() -> None:
    read = Reading((Label("trade", "both", "weakens"),), frozenset({("trade", "weaker_ties")}))
    gold = Gold((passage(0, reader_1=read), passage(1)), ("reader_1",))
    found = judged_by_reader(gold, CODES, "reader_1")
    assert found.read.tolist() == [True, False]
    assert found.given.tolist() == [[True, False], [False, False]]
    assert (found.powers[0, 0], found.directions[0, 0]) == (3, 2)
    assert found.links == (read.links, frozenset())
    some = found.rows(np.array([0]))
    assert (some.given.tolist(), some.read.tolist(), some.links) == ([[True, False]], [True], (read.links,))


def test_nothing_said_is_of_all_passages() -> None:
    nothing = nothing_said("x", 3, 2)
    assert not nothing.given.any()
    assert nothing.read.all()
    assert (nothing.powers == MISSING).all()


def test_documents_are_numbered_in_their_order() -> None:
    gold = Gold((passage(0, unit="y"), passage(1, unit="x"), passage(2, unit="y")), ())
    places, names = units_of(gold)
    assert (places.tolist(), names) == ([0, 1, 0], ("y", "x"))
