"""Runs: stretches of glyphs that stand one after another on one line of a PDF page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from counterpoise.documents.pdf.glyphs import PageGlyphs, Types

_SAME_LINE = 0.4
_WIDEST_SPACE = 0.9
_ANGLES_LOOKED_AT = 16
_QUARTER = math.pi / 2
_LONG_RUN = 15
_LEAST_LONG_RUNS = 5
_FULL_HEIGHT = 0.95
_RAISED = 0.8
_LEAST_SKEW, _MOST_SKEW = 0.002, 0.2
_MOST_BETWEEN = 3
_HYPHEN = 0x02
_HYPHENS = dict.fromkeys((_HYPHEN, 0xAD, 0xFFFE), "-")
"""What the library, and some programs, write for a hyphen at the end of a line."""

_NO_INK = np.array(
    [*range(0x7F, 0xA1), 0x1680, *range(0x2000, 0x200C), *range(0x2028, 0x2030), 0x205F, 0x3000, 0xFEFF]
)
_BLANKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_OF_RUN = {**_HYPHENS, **_BLANKS}
_RIGHT_TO_LEFT = ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs from `start` up to `end` of a page's content and their text, code point for code point.

    `left`, `bottom`, `right` and `top` are points of a page turned, straightened and mirrored so that its lines
    run level and from left to right, y upwards; `size` is that of the type, in points. Where `bold` it begins
    and ends in bold type; it begins raised where a smaller glyph comes first, such as the mark of a footnote.
    """

    text: str
    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    begins_raised: bool
    begins_bold: bool
    bold: bool

    @property
    def middle(self) -> float:
        """Half way between bottom and top."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """The height of the type, points."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class PageRuns:
    """The runs of a page in the order of its content, and those that are turned against the rest of it.

    They are `unseen` where text recognised on a scan lies over it.
    """

    runs: tuple[Run, ...] = ()
    turned: tuple[Run, ...] = ()
    unseen: bool = False


def runs_of(text_page: pypdfium2.PdfTextPage, glyphs: PageGlyphs, page: Sequence[float]) -> PageRuns:
    """Runs of a page whose own space reaches over `page` (left, bottom, right, top); what stands outside is left out."""
    codes = glyphs.codes
    printed = _printed(codes, glyphs.boxes, page)
    if not len(printed):
        return PageRuns()
    types = Types(text_page)
    quarters = _quarters(types, printed)
    left, bottom, right, top = _turned(glyphs.boxes[printed].astype(np.float64).T, quarters)
    if _mostly_right_to_left(codes[printed]):
        left, right = -right, -left
    starts = _starts(left, bottom, right, top)
    ends = np.append(starts[1:], len(printed))
    left, bottom, right, top = _straightened(left, bottom, right, top, starts, ends)
    # Raised figures and small capitals stand lower than the type that a run is set in.
    height = top - bottom
    full = height >= _FULL_HEIGHT * np.repeat(np.maximum.reduceat(height, starts), ends - starts)
    count = np.add.reduceat(full, starts, dtype=np.intp)
    columns = (
        printed[starts].tolist(),
        (printed[ends - 1] + 1).tolist(),
        np.minimum.reduceat(left, starts).tolist(),
        (np.add.reduceat(bottom * full, starts) / count).tolist(),
        np.maximum.reduceat(right, starts).tolist(),
        (np.add.reduceat(top * full, starts) / count).tolist(),
        printed[np.flatnonzero(full)[np.cumsum(count) - count]].tolist(),
    )
    text = glyphs.text
    upright: list[Run] = []
    turned: list[Run] = []
    for start, end, x0, y0, x1, y1, sample in zip(*columns, strict=True):
        size, bold = types.size_and_weight(sample)
        first_size, begins_bold = (size, bold) if start == sample else types.size_and_weight(start)
        run = Run(
            text=text[start:end].translate(_OF_RUN),
            start=start,
            end=end,
            left=x0,
            bottom=y0,
            right=x1,
            top=y1,
            size=size or y1 - y0,
            begins_raised=first_size < _RAISED * size,
            begins_bold=begins_bold,
            bold=bold and begins_bold and types.size_and_weight(end - 1)[1],
        )
        if end - start == 1 and _against(types.angle(start), quarters):
            _stack(turned, run)
        else:
            upright.append(run)
    middle = int(printed[len(printed) // 2])
    return PageRuns(tuple(upright), tuple(turned), types.is_unseen(middle))


def _printed(
    codes: NDArray[np.uint32], boxes: NDArray[np.float32], page: Sequence[float]
) -> NDArray[np.intp]:
    """The numbers of the glyphs that leave ink on the page."""
    inked = ((codes > 32) | (codes == _HYPHEN)) & ~np.isin(codes, _NO_INK)
    across, upward = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (across >= page[0]) & (across <= page[2]) & (upward >= page[1]) & (upward <= page[3])
    return np.flatnonzero(inked & inside)


def _quarters(types: Types, printed: NDArray[np.intp]) -> int:
    """By how many right angles, clockwise, most of the page's glyphs are turned."""
    looked_at = printed[:: max(len(printed) // _ANGLES_LOOKED_AT, 1)].tolist()
    found = [round(types.angle(index) / _QUARTER) % 4 for index in looked_at]
    return max(set(found), key=found.count)


def _turned(
    boxes: NDArray[np.float64], quarters: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Boxes on the page turned back, so that its lines run from left to right."""
    left, bottom, right, top = boxes
    if quarters == 1:
        return -top, left, -bottom, right
    if quarters == 2:
        return -right, -top, -left, -bottom
    if quarters == 3:
        return bottom, -right, top, -left
    return left, bottom, right, top


def _mostly_right_to_left(codes: NDArray[np.uint32]) -> bool:
    count = sum(int(np.count_nonzero((codes >= low) & (codes <= high))) for low, high in _RIGHT_TO_LEFT)
    return 2 * count > len(codes)


def _starts(
    left: NDArray[np.float64],
    bottom: NDArray[np.float64],
    right: NDArray[np.float64],
    top: NDArray[np.float64],
) -> NDArray[np.intp]:
    """Where runs start: a glyph that does not stand beside the one before it.

    The distance counts in either direction, as figures in a line from right to left go from left to right.
    """
    height = top - bottom
    shared = np.minimum(top[1:], top[:-1]) - np.maximum(bottom[1:], bottom[:-1])
    apart = np.maximum(left[1:] - right[:-1], left[:-1] - right[1:])
    breaks = shared < _SAME_LINE * np.minimum(height[1:], height[:-1])
    breaks |= apart > _WIDEST_SPACE * np.maximum(height[1:], height[:-1])
    return np.concatenate([[0], np.flatnonzero(breaks) + 1])


def _straightened(
    left: NDArray[np.float64],
    bottom: NDArray[np.float64],
    right: NDArray[np.float64],
    top: NDArray[np.float64],
    starts: NDArray[np.intp],
    ends: NDArray[np.intp],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Boxes on a page whose lines are level: a scan lies askew, and its lines rise or fall by the median slope."""
    long = ends - starts >= _LONG_RUN
    if np.count_nonzero(long) >= _LEAST_LONG_RUNS:
        first, last = starts[long], ends[long] - 1
        rise = (bottom[last] - bottom[first] + top[last] - top[first]) / 2
        span = left[last] - left[first]
        slope = float(np.median(rise[span > 0] / span[span > 0])) if (span > 0).any() else 0.0
        if _LEAST_SKEW < abs(slope) < _MOST_SKEW:
            across, upward = (left + right) / 2, (bottom + top) / 2
            left, right = left + slope * upward, right + slope * upward
            bottom, top = bottom - slope * across, top - slope * across
    return left, bottom, right, top


def _against(angle: float, quarters: int) -> bool:
    return round(angle / _QUARTER) % 4 != quarters


def _stack(turned: list[Run], run: Run) -> None:
    """Add a glyph to the turned run that it goes on with, or begin one."""
    last = turned[-1] if turned else None
    if (
        last is None
        or run.start - last.end > _MOST_BETWEEN
        or min(run.right, last.right) <= max(run.left, last.left)
    ):
        turned.append(run)
        return
    space = " " * (run.start - last.end)
    turned[-1] = replace(
        last,
        text=last.text + space + run.text,
        end=run.end,
        left=min(run.left, last.left),
        bottom=min(run.bottom, last.bottom),
        right=max(run.right, last.right),
        top=max(run.top, last.top),
    )
