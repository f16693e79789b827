"""Furniture: what is printed on page after page and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from counterpoise.documents.pdf.runs import PageRuns, Run

_EDGE_ROWS = 4
_EDGE_RUNS = 40
_LEAST_PAGES = 3
_LEAST_DENSITY = 0.3
_LEAST_NUMBERED_LINES = 8
_EVENLY = 0.25
_LONGEST_NUMBER = 5
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b")
_LETTERS = re.compile(r"[^\W\d_]")


def without_furniture(pages: Sequence[PageRuns], body_size: float) -> list[PageRuns]:
    """Leave out running heads, running feet, page numbers and the numbers of numbered lines.

    A row within four of the head or foot of a page is furniture where all of it repeats, but for its numbers, on
    three pages or more and on three in ten of those from the first of them to the last; so is the number of the
    page. A heading of a chapter repeats so too, and is told apart by type larger than `body_size`.
    """
    pages = [replace(page, runs=tuple(_without_line_numbers(page.runs))) for page in pages]
    edges = [(_edge(page.runs, 1), _edge(page.runs, -1)) for page in pages]
    repeated = [_repeated(rows, body_size) for rows in zip(*edges, strict=True)] if edges else []
    first = _first_number(edges)
    kept = []
    for number, (page, sides) in enumerate(zip(pages, edges, strict=True)):
        gone = {
            run.start
            for rows, keys in zip(sides, repeated, strict=True)
            for row in _furniture(rows, keys, body_size, None if first is None else str(first + number))
            for run in row
        }
        runs = tuple(run for run in page.runs if run.start not in gone) if gone else page.runs
        kept.append(replace(page, runs=runs))
    return _without_repeated_margins(kept)


def _first_number(edges: Sequence[tuple[list[list[Run]], ...]]) -> int | None:
    """The number that the first page bears or would bear, where three pages or more are numbered accordingly."""
    firsts = Counter(
        int(rows[0][0].text) - number
        for number, sides in enumerate(edges)
        for rows in sides
        if rows
        and len(rows[0]) == 1
        and rows[0][0].text.isdecimal()
        and len(rows[0][0].text) <= _LONGEST_NUMBER
    )
    best, times = firsts.most_common(1)[0] if firsts else (None, 0)
    return best if times >= _LEAST_PAGES else None


def _edge(runs: Sequence[Run], direction: int) -> list[list[Run]]:
    """The rows nearest the head (1) or the foot (-1) of a page, from the edge inwards."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -direction * run.middle)[:_EDGE_RUNS]:
        first = rows[-1][0] if rows else None
        if first is not None and abs(run.middle - first.middle) < min(run.height, first.height) / 2:
            rows[-1].append(run)
        elif len(rows) == _EDGE_ROWS:
            break
        else:
            rows.append([run])
    return rows


def _key(run: Run) -> str:
    """The text of a run with its numbers left open."""
    return _NUMBERS.sub("#", " ".join(run.text.lower().split()))


def _repeated(pages: Sequence[list[list[Run]]], body_size: float) -> frozenset[str]:
    """The keys that stand at one edge of page after page."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for number, rows in enumerate(pages):
        for key in {_key(run) for row in rows for run in row if not _is_larger(run, body_size)}:
            at[key].append(number)
    return frozenset(
        key
        for key, found in at.items()
        if len(found) >= _LEAST_PAGES and len(found) >= _LEAST_DENSITY * (found[-1] - found[0] + 1)
    )


def _is_larger(run: Run, body_size: float) -> bool:
    return run.size >= 1.12 * body_size and _LETTERS.search(run.text) is not None


def _furniture(
    rows: list[list[Run]], keys: frozenset[str], body_size: float, number: str | None
) -> Iterator[list[Run]]:
    for place, row in enumerate(rows):
        # A row of several figures is one of a table.
        told = len(row) == 1 or any(_LETTERS.search(run.text) for run in row)
        repeats = told and all(_key(run) in keys and not _is_larger(run, body_size) for run in row)
        if not repeats and not (place == 0 and len(row) == 1 and row[0].text == number):
            return
        yield row


def _without_line_numbers(runs: Sequence[Run]) -> Iterator[Run]:
    """Leave out a column of numbers that count up by one, evenly spaced, at either side of all other text."""
    numbers = [run for run in runs if run.text.isdecimal()]
    gone: set[int] = set()
    if len(numbers) >= _LEAST_NUMBERED_LINES:
        others = [run for run in runs if not run.text.isdecimal()]
        inner_left = min((run.left for run in others), default=0.0)
        inner_right = max((run.right for run in others), default=0.0)
        for side in (
            [run for run in numbers if run.right <= inner_left],
            [run for run in numbers if run.left >= inner_right],
        ):
            gone.update(run.start for run in _counting(side))
    return (run for run in runs if run.start not in gone)


def _counting(numbers: list[Run]) -> list[Run]:
    down = sorted(numbers, key=lambda run: -run.middle)
    if len(down) < _LEAST_NUMBERED_LINES:
        return []
    pairs = list(pairwise(down))
    counted = [int(after.text[-9:]) - int(before.text[-9:]) == 1 for before, after in pairs]
    gaps = sorted(before.middle - after.middle for before, after in pairs)
    typical = gaps[len(gaps) // 2]
    even = sum(abs(gap - typical) <= _EVENLY * typical for gap in gaps)
    # The page number may stand in the same column.
    return down if counted.count(False) <= 1 and even >= len(gaps) - 2 else []


def _without_repeated_margins(pages: Sequence[PageRuns]) -> list[PageRuns]:
    """Leave out what is printed up the margin of page after page."""
    times = Counter(_key(run) for page in pages for run in page.turned)
    return [
        replace(page, turned=tuple(run for run in page.turned if times[_key(run)] < _LEAST_PAGES))
        for page in pages
    ]
