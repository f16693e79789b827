"""Which codes stand near which: every two codings within a window of each other, counted in compiled loops.

Import this module only where there are very many codings: what is compiled takes a third of a second to load.
"""

from __future__ import annotations

import numpy as np

from counterpoise.compiled import njit
from counterpoise.retrieval.codings import Numbers

__all__ = ["neighbours"]


@njit
def neighbours(
    rows: Numbers,
    document: Numbers,
    passage: Numbers,
    code: Numbers,
    low: Numbers,
    high: Numbers,
    group: Numbers,
    shape: tuple[int, int],
    distance: int,
    most: int,
) -> tuple[bool, Numbers]:
    """On how many passages each code stands within a window of another; whether all was counted.

    `rows` are codings by number in order of their documents and of where they begin, each code and span once. `document`, `passage`, `code`,
    `low` and `high` (the first and last unit of its document) have an entry for each coding, and `group` one for each
    document, by which it is counted; `shape` says how many groups and codes there are. Gives groups x codes x codes:
    the passages of the first code that have the second at most `distance` units away. It is given up where more than
    `most` pairs stand near each other.

    A coding is near those that follow until one begins beyond its window. What is marked for each code on a passage is kept for one document at a time, so that it stays near the processor.
    """
    groups, size = shape
    counted = np.zeros((groups, size, size), np.int64)
    pairs = 0
    first = 0
    while first < len(rows):
        here = document[rows[first]]
        last, opening, closing = first, passage[rows[first]], passage[rows[first]]
        while last < len(rows) and document[rows[last]] == here:
            opening, closing = min(opening, passage[rows[last]]), max(closing, passage[rows[last]])
            last += 1
        number = last - first
        # A unit is a code on a passage, numbered as it is met.
        units = np.full((closing - opening + 1) * size, -1, np.int32)
        of_unit, of_code = np.empty(number, np.int32), np.empty(number, np.int32)
        begins, ends = np.empty(number, np.int64), np.empty(number, np.int64)
        met = 0
        for i in range(number):
            row = rows[first + i]
            begins[i], ends[i], of_code[i] = low[row], high[row] + distance, code[row]
            place = (passage[row] - opening) * size + code[row]
            if units[place] < 0:
                units[place] = met
                met += 1
            of_unit[i] = units[place]
        near = np.zeros((met, size), np.bool_)
        of_group = counted[group[here]]
        for i in range(number):
            left, unit = of_code[i], of_unit[i]
            for j in range(i + 1, number):
                if begins[j] > ends[i]:
                    break
                pairs += 1
                right, other = of_code[j], of_unit[j]
                if not near[unit, right]:
                    near[unit, right] = True
                    of_group[left, right] += 1
                if not near[other, left]:
                    near[other, left] = True
                    of_group[right, left] += 1
            if pairs > most:
                return False, counted
        first = last
    return True, counted
