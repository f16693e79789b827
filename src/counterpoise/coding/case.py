"""The case of a study as coders need it: the codebook, who the actors are, and the names of the study's dictionaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from counterpoise.coding.actors import Actors, Name, actors_of
from counterpoise.coding.codebook import Codebook, codebook_of
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.scope import Hearing
from counterpoise.study import Study
from counterpoise.studyfile import Actor

__all__ = ["Case", "case_of", "case_of_state"]


@dataclass(frozen=True)
class Case:
    """What a study's coders go by."""

    codebook: Codebook
    actors: Actors
    dictionaries: Mapping[str, list[str]]
    hearing: Hearing = "case"

    @cached_property
    def lexicon(self) -> LexiconCoder:
        """The lexicon coder of the case, compiled once."""
        return LexiconCoder(self.codebook, self.actors, self.dictionaries, self.hearing)

    @property
    def settings(self) -> dict[str, object]:
        """What decides a coding beside the codebook."""
        return {
            "actors": asdict(self.actors),
            "dictionaries": dict(self.dictionaries),
            "hearing": self.hearing,
        }


def case_of(study: Study) -> Case:
    """The case of a study, from its theory, its actors and its dictionaries."""
    told = study.declared.actors
    further = {"state": _names(told.state), "a": _names(told.a), "b": _names(told.b)}
    return Case(
        codebook_of(study.theory),
        actors_of(study.state, study.powers["a"], study.powers["b"], further),
        {name: list(words) for name, words in study.declared.dictionaries.items()},
        study.declared.coding.hearing,
    )


def case_of_state(case: Case, state: str, of_any_state: Collection[str]) -> Case:
    """The case of a state between the same powers: for another than the study's own, only names that hold of any."""
    if state == case.actors.state:
        return case
    own, other = case.actors, actors_of(state, case.actors.a, case.actors.b)
    return replace(
        case,
        actors=replace(own, state=state, names_state=other.names_state),
        dictionaries={name: words for name, words in case.dictionaries.items() if name in of_any_state},
    )


def _names(actors: Iterable[Actor]) -> tuple[Name, ...]:
    return tuple(
        Name(actor.name, actor.from_year, actor.to_year, of_a_programme=actor.programme) for actor in actors
    )
