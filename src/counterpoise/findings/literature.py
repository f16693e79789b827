"""What a literature is like: works that treat one power or one field alone, and works before a year, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterpoise.coding.matching import TermIndex
from counterpoise.coding.words import Words as TextWords
from counterpoise.findings.claim import Weighing
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.leaning import CLEAR_MAJORITY
from counterpoise.theory.elements import ClaimUnderTest
from counterpoise.wording import several

FEWEST_CODINGS = 3
"""Of fewer codings on a power, or in a dimension, nothing is told of how a work spreads them."""


def works_in(coded: Iterable[CodedPassage]) -> Mapping[str, tuple[CodedPassage, ...]]:
    """The codings of each second-hand work, by its document: data notes and what is under test are no literature."""
    works: dict[str, list[CodedPassage]] = defaultdict(list)
    for each in coded:
        if each.standing == "second-hand":
            works[each.document.id].append(each)
    return {name: tuple(found) for name, found in works.items()}


def weighed_literature(
    claim: ClaimUnderTest,
    works: Mapping[str, Sequence[CodedPassage]],
    dimensions: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[str]],
) -> tuple[Weighing, tuple[str, ...]]:
    """Count the works that are as a claim says and those that are not, with the documents that were judged.

    `works` are as `works_in` gives them, `dimensions` the codes of each dimension, `named` the terms by which a work names each
    theory, the main one first. A work uses what it names; one that names no theory is not judged. A work treats one power, or one
    dimension, where two thirds or more of its codings that are of any are of that one. One with fewer than three such
    codings, or without a date where a date is asked for, is not judged.
    """
    as_claimed: dict[str, bool] = {}
    for name, codings in works.items():
        if claim.before is not None:
            date = codings[0].document.date
            if date is not None and date[:4].isdecimal():
                as_claimed[name] = int(date[:4]) < claim.before
            continue
        if claim.literature == "another theory":
            if theories := theories_in(codings[0].document.text, named):
                as_claimed[name] = next(iter(named)) not in theories
            continue
        spread = _powers(codings) if claim.literature == "one power" else _fields(codings, dimensions)
        if spread.total() >= FEWEST_CODINGS:
            as_claimed[name] = max(spread.values()) / spread.total() >= CLEAR_MAJORITY
    claimed, contrary = _words(claim)
    true = sum(as_claimed.values())
    false = len(as_claimed) - true
    weighing = Weighing(((claimed, true),), ((contrary, false),) if false else (), judged="work")
    return weighing, tuple(as_claimed)


def theories_in(text: str, named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The theories that a text names by any of their terms, in the order of `named`."""
    found = TermIndex([term for terms in named.values() for term in terms], {}).matches(TextWords(text))
    return tuple(theory for theory, terms in named.items() if any(term in found for term in terms))


def literature_rule(claim: ClaimUnderTest) -> str:
    """By what works are counted as a claim on the literature has it."""
    if claim.before is not None:
        return (
            "Each dated second-hand work of this study counts once that has a coded passage, and so bears on the case; what the "
            "study does not hold is not counted."
        )
    if claim.literature == "another theory":
        return (
            "A second-hand work uses each theory that its text names by the terms of the theory file; one that names none is not "
            "judged, and what this study does not hold is not counted."
        )
    one = "power" if claim.literature == "one power" else "dimension"
    return (
        f"A second-hand work is on one {one} where two thirds of its codings that are of any {one} are of that one; with fewer "
        f"than {several(FEWEST_CODINGS, 'such coding')} it is not judged, and what this study does not hold is not counted."
    )


def _words(claim: ClaimUnderTest) -> tuple[str, str]:
    """What a work that bears a claim out is called, and one that is contrary to it."""
    if claim.before is not None:
        return f"from before {claim.before}", f"of {claim.before} or later"
    if claim.literature == "another theory":
        return "that name others alone", "that name the theory"
    one = "power" if claim.literature == "one power" else "dimension"
    return f"on one {one}", f"on more than one {one}"


def _powers(codings: Sequence[CodedPassage]) -> Counter[str]:
    """Codings by power; one of both powers counts for each."""
    return Counter(
        side
        for each in codings
        if each.coding.power != "none"
        for side in (("a", "b") if each.coding.power == "both" else (each.coding.power,))
    )


def _fields(codings: Sequence[CodedPassage], dimensions: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Codings by dimension of the theory; a code of no dimension counts for none."""
    of_code = {code: name for name, codes in dimensions.items() for code in codes}
    return Counter(of_code[each.coding.code] for each in codings if each.coding.code in of_code)
