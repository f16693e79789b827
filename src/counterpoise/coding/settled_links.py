"""What links count once people have spoken: suggested ones, but those that people refused, and people's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterpoise.coding.linked import HumanLink
from counterpoise.coding.places import Places
from counterpoise.evidence import Link, Passage

__all__ = ["settle_links"]


def settle_links(
    passages: Mapping[str, Passage], suggested: Sequence[Link], judged: Iterable[HumanLink]
) -> tuple[Mapping[str, Passage], tuple[Link, ...]]:
    """The passages by id, with those of people's links among them, and the links that count.

    A link is of a passage, a factor and an effect. Who adjudicates decides alone; otherwise it counts where more people
    found it than refused it, as the last of them has its power and sign. What nobody spoke of stays suggested. A link on a
    stretch of text belongs to the passage that it shares half of the shorter with, if there is one.
    """
    units = dict(passages)
    place = Places(passages.values())
    said: defaultdict[tuple[str, str, str], list[HumanLink]] = defaultdict(list)
    for each in judged:
        unit = place.unit_of(each.passage)
        units.setdefault(unit.id, unit)
        said[unit.id, each.link.factor, each.link.effect].append(each)
    links = [link for link in suggested if (link.passage, link.factor, link.effect) not in said]
    for (unit_id, _, _), voices in said.items():
        speaking = [each for each in voices if each.adjudicates] or voices
        found = [each for each in speaking if each.status == "accepted"]
        if 2 * len(found) > len(speaking):
            links.append(replace(found[-1].link, passage=unit_id))
    named = {link.passage for link in links}
    return {name: each for name, each in units.items() if name in passages or name in named}, tuple(links)
