"""What a reader or a suggester says of passages that were coded beforehand, as arrays of passages and codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.agreement.coefficient import Floats
from counterpoise.agreement.comparison import DIRECTIONS, POWERS
from counterpoise.agreement.continuum import Ints
from counterpoise.agreement.gold import GOLD, Gold, GoldPassage, Reading
from counterpoise.agreement.ratings import MISSING
from counterpoise.coding.actors import Actors
from counterpoise.coding.suggester import Seen, Suggester
from counterpoise.evidence import Link, Passage

SuggesterOf = Callable[[str], Suggester]
"""The suggester for the case of a state, by ISO3 code."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One coder's judgements of passages.

    `given` (passages, codes) says which codes; `scores`, of the same shape, how sure, 0 where nothing was said;
    `powers` and `directions` the places in `POWERS` and `DIRECTIONS`, -1 where the code was not given. `read` (passages,)
    says which passages the coder went through. `links` are None where the coder never says any. `says_power` is False
    of coders that tell codes only; `weighs` says that every code has a score, `chances` that scores are probabilities.
    """

    coder: str
    given: NDArray[np.bool_]
    scores: Floats
    powers: Ints
    directions: Ints
    read: NDArray[np.bool_]
    links: tuple[frozenset[tuple[str, str]], ...] | None = None
    says_power: bool = True
    weighs: bool = False
    chances: bool = False

    def rows(self, rows: Ints) -> Judged:
        """The judgements of some passages, by their places."""
        return replace(
            self,
            given=self.given[rows],
            scores=self.scores[rows],
            powers=self.powers[rows],
            directions=self.directions[rows],
            read=self.read[rows],
            links=None if self.links is None else tuple(self.links[row] for row in rows.tolist()),
        )


def nothing_said(coder: str, passages: int, codes: int) -> Judged:
    """A coder who went through all passages and gave no code."""
    shape = (passages, codes)
    missing = np.full(shape, MISSING, dtype=np.int64)
    return Judged(
        coder,
        np.zeros(shape, dtype=bool),
        np.zeros(shape),
        missing,
        missing.copy(),
        np.ones(passages, dtype=bool),
    )


def judged_by_reader(gold: Gold, codes: Sequence[str], reader: str = GOLD) -> Judged:
    """What was settled of the passages, or what one reader said."""
    found = nothing_said(reader, len(gold.passages), len(codes))
    column = {code: at for at, code in enumerate(codes)}
    links = []
    for row, passage in enumerate(gold.passages):
        reading = passage.settled if reader == GOLD else passage.readers.get(reader)
        found.read[row] = reading is not None
        for label in (reading or Reading((), frozenset())).labels:
            at = row, column[label.code]
            found.given[at] = True
            found.scores[at] = 1.0
            found.powers[at] = POWERS.index(label.power)
            found.directions[at] = DIRECTIONS.index(label.direction)
        links.append(reading.links if reading else frozenset())
    return replace(found, links=tuple(links))


def seen_of(passage: GoldPassage) -> Seen:
    """A passage as suggesters see it; it stands alone, so there is no sentence before it."""
    text = passage.text
    return Seen(Passage(passage.id, 0, len(text), text, "", ""), origin=passage.speaker, year=passage.year)


def state_of(passage: GoldPassage, actors: Actors) -> str:
    """The state whose case a passage is read as: the study's own, or the speaker's where another middle power speaks."""
    return actors.state if passage.speaker in (None, actors.a, actors.b) else str(passage.speaker)


def judged_by_suggester(
    gold: Gold, codes: Sequence[str], suggester_of: SuggesterOf, actors: Actors
) -> Judged:
    """What a suggester says of the passages, each read within the case that it belongs to.

    Where it weighs codes, its weights are the scores, and stand for probabilities if all lie in [0, 1]; else the
    scores of its codings are. Codings of one code and passage are one judgement, of which power is `both` where there
    is a and b.
    """
    by_case: defaultdict[str, list[int]] = defaultdict(list)
    for row, passage in enumerate(gold.passages):
        by_case[state_of(passage, actors)].append(row)
    found = nothing_said("", len(gold.passages), len(codes))
    column = {code: at for at, code in enumerate(codes)}
    links: list[set[tuple[str, str]]] = [set() for _ in gold.passages]
    weighs = False
    for case, rows in by_case.items():
        suggester = suggester_of(case)
        found = replace(found, coder=suggester.coder)
        seen = [seen_of(gold.passages[row]) for row in rows]
        row_of = {each.passage.id: row for each, row in zip(seen, rows, strict=True)}
        for judgement in suggester.suggest(seen):
            row = row_of[judgement.passage]
            if isinstance(judgement, Link):
                links[row].add((judgement.factor, judgement.effect))
                continue
            at = row, column[judgement.code]
            found.given[at] = True
            found.scores[at] = max(found.scores[at], judgement.score)
            for values, names, said in (
                (found.powers, POWERS, judgement.power),
                (found.directions, DIRECTIONS, judgement.direction),
            ):
                values[at] = max(values[at], 0) | names.index(said)
        weigh = getattr(suggester, "scores", None)
        if weigh is not None:
            weighs = True
            weights = np.asarray(weigh(seen), dtype=float)
            columns = [column[code] for code in suggester.codes]  # type: ignore[attr-defined]
            found.scores[np.ix_(rows, columns)] = weights
    chances = weighs and bool(((found.scores >= 0) & (found.scores <= 1)).all())
    return replace(
        found,
        links=tuple(map(frozenset, links)) if any(links) else None,
        says_power=bool((found.powers > 0).any()),
        weighs=weighs,
        chances=chances,
    )


def units_of(gold: Gold) -> tuple[Ints, tuple[str, ...]]:
    """In which document each passage stands, (passages,), and the documents."""
    names = tuple(dict.fromkeys(passage.unit for passage in gold.passages))
    place: Mapping[str, int] = {name: at for at, name in enumerate(names)}
    return np.array([place[passage.unit] for passage in gold.passages], dtype=np.int64), names
