"""The codebook of a study as it is now: the theory's codes, and what people made of them since, version by version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from counterpoise.errors import Problem, UsageError, did_you_mean, nearest
from counterpoise.ledger.decisions import State, standing
from counterpoise.ledger.events import Event
from counterpoise.ledger.projections import Projection
from counterpoise.ledger.vocabulary import KINDS
from counterpoise.theory.elements import Theory

__all__ = ["CodeEntry", "CodebookVersion", "codebook_now", "state_of_code"]

FIRST_VERSION = 1
"""The version of a codebook that is what the theory says."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code as it is called and defined now.

    `id` is the name under which the ledger keeps it, which is its first; `formerly` holds every other name that it
    had, and those of the codes that became part of it. `in_theory` is its name in the theory file, None for a code
    that people added.
    """

    id: str
    name: str
    definition: str
    group: str
    formerly: tuple[str, ...] = ()
    in_theory: str | None = None


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """The codes by their names now, the number of this version, and the codes that were divided, by their names.

    `known_as` leads from every name that a code had to its name now.
    """

    version: int
    codes: Mapping[str, CodeEntry]
    divided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known_as: Mapping[str, str] = field(default_factory=dict)

    def name_now(self, code: str) -> str | None:
        """What a code of any earlier name is called now; None for one that was divided, and for one that is unknown."""
        return code if code in self.codes else self.known_as.get(code)

    def name_in_theory(self, code: str) -> str | None:
        """What the theory file calls a code of any name; None where it has no such code."""
        name = self.name_now(code)
        return None if name is None else self.codes[name].in_theory

    def what_is_wrong(self, code: str) -> str:
        """Why there is no such code now, with the nearest that there is."""
        if code in self.divided:
            return f"the code '{code}' was divided into {', '.join(self.divided[code])}"
        return f"the codebook has no code '{code}'{did_you_mean(code, self.codes)}"

    def meant(self, named: str, place: str = "code") -> CodeEntry:
        """The code of that name, now or formerly, or the only one that begins so.

        Raises CounterpoiseError at `place` where there is none, with the nearest, or where several begin so.
        """
        typed = named.strip()
        name = self.name_now(typed)
        begin = [code for code in self.codes if typed and code.startswith(typed)]
        if name is None and len(begin) == 1:
            (name,) = begin
        if name is not None:
            return self.codes[name]
        told = self.what_is_wrong(typed)
        if begin:
            told = f"several codes begin with '{typed}': {', '.join(begin[:8])}"
        raise UsageError(Problem(place, told))

    def nearest_to(self, code: str) -> str | None:
        """The name that is nearest to one that is unknown, if one is near."""
        return nearest(code, self.codes)


def state_of_code(entry: CodeEntry, definition: str | None = None) -> State:
    """What the ledger keeps of a code, whole; `definition` is None while the theory's own holds."""
    return {
        "name": entry.name,
        "definition": definition,
        "group": entry.group,
        "formerly": list(entry.formerly),
    }


def codebook_now(theory: Theory, now: Projection) -> CodebookVersion:
    """The codebook that holds in a state of the ledger: the theory's codes, renamed, redefined, merged and divided.

    A name that the theory has is that code, whatever else was called so once. A code that was renamed in the ledger
    and in the theory file alike is one code.
    """
    states = dict(_states(now))
    codes: dict[str, CodeEntry] = {}
    for name, state in states.items():
        own = (name, state["name"], *state["formerly"])
        in_theory = next((each for each in own if each in theory.definitions), None)
        says = theory.definitions.get(in_theory or "", "")
        entry = CodeEntry(
            id=name,
            name=state["name"],
            definition=says if state["definition"] is None else state["definition"],
            group=theory.group_of.get(in_theory or "") or str(state["group"]),
            formerly=tuple(dict.fromkeys(each for each in own if each != state["name"])),
            in_theory=in_theory,
        )
        one = codes.get(entry.name)
        if one is not None:
            # A name was led over to this one: what is said of the code itself holds, whichever was said last.
            itself, other = sorted(
                (one, entry),
                key=lambda each: (
                    states[each.id]["definition"] is None,
                    each.id not in theory.definitions,
                    each.id,
                ),
            )
            formerly = tuple(dict.fromkeys((*itself.formerly, *other.formerly)))
            entry = replace(itself, formerly=formerly, in_theory=itself.in_theory or other.in_theory)
        codes[entry.name] = entry
    merged = {name for name, event in _events(now) if event.subject != name}
    divided = dict(_divided(now))
    taken = {each.in_theory for each in codes.values()}
    for name, says in theory.definitions.items():
        if name not in taken and name not in codes and name not in merged and name not in divided:
            codes[name] = CodeEntry(name, name, says, theory.group_of[name], (), name)
    known_as = {old: entry.name for entry in codes.values() for old in entry.formerly if old not in codes}
    return CodebookVersion(version_now(now), codes, divided, known_as)


def version_now(now: Projection) -> int:
    """The number of the codebook's version: 1 as the theory has it, and one more with each change."""
    return max((int(event.body["version"]) for _, event in _events(now)), default=FIRST_VERSION)


def _events(now: Projection) -> Iterator[tuple[str, Event]]:
    for (thing, name), event in now.decisions.items():
        if thing == "code":
            yield name, event


def _states(now: Projection) -> Iterator[tuple[str, State]]:
    for name, _ in sorted(_events(now), key=lambda each: each[1].seq):
        state = standing(now, "code", name)
        if state is not None:
            yield name, state


def _divided(now: Projection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name of each code that was divided, with the codes that it was divided into."""
    for name, event in _events(now):
        if event.subject == name and KINDS[event.kind].change == "end":
            before = event.body["before"]
            for each in (name, before["name"], *before["formerly"]):
                yield each, tuple(event.body["into"])
