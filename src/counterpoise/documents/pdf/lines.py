"""Lines: the printed lines of a PDF page in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from counterpoise.documents.lines import LIST_MARK
from counterpoise.documents.pdf.columns import Places, columns
from counterpoise.documents.pdf.runs import PageRuns, Run

_BETWEEN_CELLS = 1.4
ITEM_MARK = re.compile(rf"{LIST_MARK.pattern}|\[[^\]\s]{{1,15}}\]\s")
"""What a list item, or an entry of a list of references, begins with."""

_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s")


@dataclass(frozen=True, slots=True)
class Line:
    """Runs on one printed line, and the page (from 0) and column that it stands in.

    `size` is that of most of its type; `cells` holds the left and right edges of what stands clearly apart, as
    the cells of a table do.
    """

    runs: tuple[Run, ...]
    text: str
    page: int
    column: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    begins_raised: bool
    begins_bold: bool
    bold: bool
    cells: tuple[tuple[float, float], ...]

    @property
    def middle(self) -> float:
        """Half way between bottom and top."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Column:
    """Lines from top to bottom; `turned` where they run up or down the page."""

    lines: tuple[Line, ...]
    turned: bool = False


def columns_of(page: PageRuns, number: int) -> list[Column]:
    """The columns of a page in reading order, and at their end what is printed up its margins."""
    runs = page.runs
    found = [
        Column(tuple(_line([runs[n] for n in row], number, column) for row in rows))
        for column, rows in enumerate(columns(_places(runs)))
    ]
    return found + [
        Column((_line([run], number, len(found) + n),), turned=True) for n, run in enumerate(page.turned)
    ]


def _places(runs: Sequence[Run]) -> Places:
    edges = np.array([(run.left, run.bottom, run.right, run.top) for run in runs], np.float64)
    left, bottom, right, top = edges.reshape(-1, 4).T
    return Places(left, bottom, right, top, height=float(np.median(top - bottom)) if len(runs) else 0.0)


def _line(runs: Sequence[Run], page: int, column: int) -> Line:
    main = max(runs, key=lambda run: len(run.text))
    apart = _BETWEEN_CELLS * main.height
    mark = f"{runs[0].text} "
    first = 2 if len(runs) > 1 and (ITEM_MARK.match(mark) or _SECTION.fullmatch(mark)) else 1
    starts = [0, *(n for n in range(first, len(runs)) if runs[n].left - runs[n - 1].right > apart), len(runs)]
    return Line(
        runs=tuple(runs),
        text=" ".join([run.text for run in runs]),
        page=page,
        column=column,
        left=min(run.left for run in runs),
        bottom=main.bottom,
        right=max(run.right for run in runs),
        top=main.top,
        size=main.size,
        begins_raised=runs[0].begins_raised,
        begins_bold=runs[0].begins_bold,
        bold=all(run.bold for run in runs),
        cells=tuple((runs[start].left, runs[end - 1].right) for start, end in pairwise(starts)),
    )


def body_size(runs: Iterable[Run]) -> float:
    """The size of type, in points, in which most characters are set; 0 for none."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.size] += len(run.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0
