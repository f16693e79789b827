"""What a query of codings may name: codes and their groups, and the values of each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from counterpoise.coding.suggester import is_machine
from counterpoise.documents.document import Document
from counterpoise.errors import did_you_mean
from counterpoise.evidence import Direction, Power, Status
from counterpoise.standing import STANDING_OF_KIND, Standing
from counterpoise.study import Study
from counterpoise.wording import listed

__all__ = ["Vocabulary", "vocabulary_of"]

Meanings = Mapping[str, frozenset[str]]
"""What each value that a query may write stands for, as the codings and documents have it."""

_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Codes in the order of the codebook, groups with their codes, and fields with the values that they may have.

    `known_as` leads from other names of codes, such as those that people gave them, to the names that codings bear.
    """

    codes: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, Meanings]
    known_as: Mapping[str, str] = field(default_factory=dict)

    def codes_meant(self, name: str) -> frozenset[str] | None:
        """The codes that a name stands for; None for all of them. Raises ValueError for a name that there is not."""
        if name == "*":
            return None
        group, stroke, rest = name.partition("/")
        if stroke and rest == "*" and group in self.groups:
            return frozenset(self.groups[group])
        if stroke and rest in self.groups.get(group, ()):
            return frozenset({rest})
        if name in self.codes:
            return frozenset({name})
        if name in self.known_as:
            return frozenset({self.known_as[name]})
        if name in self.groups:
            raise ValueError(f"'{name}' is a group of codes; write {name}/* for all of them")
        if stroke:
            known = [f"{each}/{code}" for each, codes in self.groups.items() for code in ("*", *codes)]
            raise ValueError(f"there is no '{name}'{did_you_mean(name, known)}")
        near = did_you_mean(name, [*self.codes, *self.known_as])
        near = near or did_you_mean(name.casefold(), [*self.codes, *(f"{each}/*" for each in self.groups)])
        raise ValueError(f"there is no code '{name}'{near}")

    def values_meant(self, field: str, told: Iterable[str]) -> frozenset[str]:
        """What some values of a field stand for. Raises ValueError for a field or a value that there is not."""
        if field not in self.fields:
            known = [*self.fields, "since", "until", "date", "period"]
            near = did_you_mean(field, known) or f"; there are {listed(known)}"
            raise ValueError(f"there is no filter '{field}'{near}")
        meanings = self.fields[field]
        folded = {value.casefold(): value for value in meanings}
        faults, meant = [], set[str]()
        values = tuple(told)
        for value in values:
            if (found := folded.get(value.casefold())) is not None:
                meant |= meanings[found]
                continue
            near = did_you_mean(value, meanings)
            if not near and len(meanings) <= _MOST_LISTED:
                near = f"; there are {listed(tuple(meanings))}" if meanings else "; there are none"
            faults.append(f"no {field} is '{value}'{near}")
        if not values:
            faults.append(f"'{field}:' names nothing; expected a value right after the colon")
        if faults:
            raise ValueError("; ".join(faults))
        return frozenset(meant)


def vocabulary_of(
    study: Study,
    codes: Iterable[str],
    coders: Iterable[str],
    documents: Iterable[Document],
    known_as: Mapping[str, str] | None = None,
) -> Vocabulary:
    """What may be named of a study's codings: what its theory declares, and what they bear themselves.

    `known_as` leads from other names of codes to those.
    """
    theory = study.theory
    held = tuple(documents)
    powers = {power: frozenset({power}) for power in get_args(Power)}
    origins = sorted({each.origin for each in held if each.origin is not None})
    return Vocabulary(
        codes=tuple(dict.fromkeys([*theory.definitions, *codes])),
        groups={group: tuple(found) for group, found in theory.codes.items()},
        fields={
            "power": powers | {iso3: frozenset({side}) for side, iso3 in study.powers.items()},
            "direction": _as_written(get_args(Direction)),
            "status": _as_written(get_args(Status)),
            "coder": _coders(coders),
            "kind": _as_written(STANDING_OF_KIND),
            "standing": _as_written(get_args(Standing)),
            "origin": _as_written(origins),
            "document": _documents(held),
        },
        known_as=known_as or {},
    )


def _as_written(values: Iterable[str]) -> Meanings:
    return {value: frozenset({value}) for value in values}


def _coders(coders: Iterable[str]) -> Meanings:
    """Coders by their names, and machines by their kind in all versions too."""
    found: dict[str, frozenset[str]] = {}
    for coder in coders:
        kind = coder.partition("/")[0] if is_machine(coder) else coder
        for name in (kind, coder):
            found[name] = found.get(name, frozenset()) | {coder}
    return found


def _documents(documents: Iterable[Document]) -> Meanings:
    """Documents by id and path, and by title; several of one title are all meant."""
    found: dict[str, frozenset[str]] = {}
    for each in documents:
        for name in {each.id, each.path, each.title}:
            found[name] = found.get(name, frozenset()) | {each.id}
    return found
