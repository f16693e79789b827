"""Claims that a state has several aims at once: what its own documents speak of together, document by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from counterpoise.findings.asked import Asked, codes_of, passages_of
from counterpoise.findings.cells import counted_sentence
from counterpoise.findings.claim import NOT_TESTABLE, Answer, Weighing
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.leaning import FEWEST_TO_WEIGH
from counterpoise.findings.proportion import share_number
from counterpoise.findings.turning import turned_by
from counterpoise.wording import listed, several, words_of


def by_documents(
    asked: Asked,
    aims: Mapping[str, Sequence[str]],
    at_once: int,
    coded: Sequence[CodedPassage],
    state: str,
) -> Answer:
    """Weigh whether a state has `at_once` of some aims, each of them some codes, at once: what it says of them in one document.

    Judged is each first-hand document among those of `coded` that speaks of any of the aims; five are asked for.
    """
    of_code = {code: aim for aim, codes in aims.items() for code in codes}
    spoken: dict[str, set[str]] = defaultdict(set)
    documents = {}
    for each in coded:
        if each.standing == "first-hand" and each.coding.code in of_code:
            spoken[each.document.id].add(of_code[each.coding.code])
            documents[each.document.id] = each.document
    several_at_once = sum(len(found) >= at_once for found in spoken.values())
    reasons = (
        f"What is sought at once is what is spoken of at once: a document in which {state} speaks of {at_once} or more of "
        f"{listed([words_of(aim).lower() for aim in aims])} bears it out, one that speaks of fewer is contrary to it.",
    )
    if len(spoken) < FEWEST_TO_WEIGH:
        more = several(FEWEST_TO_WEIGH - len(spoken), "further document")
        needs = (f"{more} in which {state} itself speaks of any of its aims",)
        return asked.silence(NOT_TESTABLE, needs, reasons, coded)
    alone = len(spoken) - several_at_once
    weighing = Weighing(
        ((f"on {at_once} aims or more", several_at_once),),
        (("on fewer", alone),) if alone else (),
        judged="document",
    )
    judged = [each for each in coded if each.document.id in spoken and each.coding.code in of_code]
    evidence = passages_of(judged)
    return asked.claim(
        weighing,
        (*reasons, counted_sentence(judged)),
        evidence,
        codes=codes_of(judged),
        numbers=(share_number(weighing, documents.values(), evidence),),
        would_change=turned_by(weighing),
    )
