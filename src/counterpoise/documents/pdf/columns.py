"""Columns: the reading order of a page, from where its runs of text stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_DEEPEST = 12
_BINS = 1500
_PLACES_TRIED = 200
_VALLEYS = 6
_SHALLOWEST_VALLEY = 3
_LEVEL = 10
_EMPTY_STRIP = 0.6
_NARROWEST_GUTTER = 0.5
_NARROWEST_COLUMN = 8.0
_FEWEST_ROWS = 3
_LEAST_FILLED = 0.55
_SAME_ROW = 0.5

Row = list[int]
"""The runs of a printed line, from left to right."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where runs stand: arrays of left, bottom, right and top in points, y upwards, in the order of the content.

    `height` is that of a typical run, points.
    """

    left: NDArray[np.float64]
    bottom: NDArray[np.float64]
    right: NDArray[np.float64]
    top: NDArray[np.float64]
    height: float

    @property
    def middle(self) -> NDArray[np.float64]:
        """Half way between bottom and top."""
        return (self.bottom + self.top) / 2


class _Gutter(NamedTuple):
    """A strip from `start` to `stop`, and by how many runs fewer cross it than stand on the emptier of its sides."""

    start: float
    stop: float
    depth: int


def columns(places: Places) -> list[list[Row]]:
    """The columns of a page in reading order, each a list of its rows from top to bottom.

    A gutter is a strip that many runs stand beside and few cross. Runs that cross it, such as a title over two
    columns, part what stands above them from what stands below; between them the left column is read before
    the right one, and each is looked at again. Columns have lines of prose, a dozen letters wide and
    mostly filled, or were written one after the other; cells of a table are neither and are read by rows.
    A table below columns of text is told by the empty strip over the whole page between them.
    """
    if not len(places.left):
        return []
    everything = np.arange(len(places.left))
    return [column for slab in _slabs(places, everything) for column in _columns(places, slab, _DEEPEST)]


def _slabs(places: Places, runs: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Runs from top to bottom, parted at strips empty over the whole width where others of the gutters are crossed."""
    gutters = _gutters(places, runs)
    deep = [gutter for gutter in gutters if 2 * gutter.depth >= gutters[0].depth]
    deep = [gutter for gutter in deep if any(len(band) > 1 for band in _bands(places, runs, gutter))]
    if not deep:
        return [runs]
    down = runs[np.argsort(-places.top[runs], kind="stable")]
    lowest = np.minimum.accumulate(places.bottom[down])
    empty = lowest[:-1] - places.top[down[1:]] > _EMPTY_STRIP * places.height
    slabs: list[NDArray[np.intp]] = []
    last: list[bool] = []
    for part in np.split(down, np.flatnonzero(empty) + 1):
        crossed = [_is_crossed(places, part, gutter) for gutter in deep]
        if slabs and crossed == last:
            slabs[-1] = np.concatenate([slabs[-1], part])
        else:
            slabs.append(part)
        last = crossed
    return [np.sort(slab) for slab in slabs]


def _is_crossed(places: Places, runs: NDArray[np.intp], gutter: _Gutter) -> bool:
    middle = (gutter.start + gutter.stop) / 2
    return bool(((places.left[runs] < middle) & (places.right[runs] > middle)).any())


def _columns(places: Places, runs: NDArray[np.intp], depth: int) -> Iterator[list[Row]]:
    for gutter in _gutters(places, runs) if depth else ():
        bands = _bands(places, runs, gutter)
        if len(bands) > 1 or len(bands[0]) > 1:
            for band in bands:
                for part in band:
                    yield from _columns(places, part, depth - 1)
            return
    yield rows(places, runs)


def _gutters(places: Places, runs: NDArray[np.intp]) -> list[_Gutter]:
    """Strips between runs that fewer cross than stand on either side, the deepest valleys first."""
    if len(runs) < 2 * _FEWEST_ROWS - 2:
        return []
    left, right = places.left[runs], places.right[runs]
    begin, finish = float(left.min()), float(right.max())
    unit = max((finish - begin) / _BINS, 0.5)
    count = int((finish - begin) / unit) + 3
    rising = np.bincount(((left - begin) / unit).astype(int), minlength=count)
    falling = np.bincount(np.ceil((right - begin) / unit).astype(int), minlength=count)
    cover = np.cumsum(rising - falling)
    highest = np.maximum.accumulate(cover), np.maximum.accumulate(cover[::-1])[::-1]
    depth = np.minimum(*highest) - cover
    steps, deep = cover.tolist(), depth.tolist()
    tried = bytearray(len(steps))
    found: list[_Gutter] = []
    for place in np.argsort(-depth, kind="stable")[:_PLACES_TRIED].tolist():
        if deep[place] < _SHALLOWEST_VALLEY or len(found) == _VALLEYS:
            break
        if tried[place]:
            continue
        # A ragged line or two may stand in a gutter, so that its floor is not level.
        floor = steps[place] + max(1, deep[place] // _LEVEL)
        first = last = place
        while first > 0 and steps[first - 1] <= floor:
            first -= 1
        while last < len(steps) - 1 and steps[last] <= floor:
            last += 1
        new = not any(tried[first:last])
        tried[first : last + 1] = b"\x01" * (last + 1 - first)
        if new and (last - first) * unit >= _NARROWEST_GUTTER * places.height:
            found.append(_Gutter(begin + first * unit, begin + last * unit, deep[place]))
    return found


def _bands(places: Places, runs: NDArray[np.intp], gutter: _Gutter) -> list[tuple[NDArray[np.intp], ...]]:
    """Runs from top to bottom: in bands of a left and a right part, and in bands across the gutter."""
    slack = (gutter.stop - gutter.start) / 2
    beside_left = places.right[runs] <= gutter.start + slack
    beside_right = places.left[runs] >= gutter.stop - slack
    crossing = ~(beside_left | beside_right)
    order = np.argsort(-places.middle[runs], kind="stable")
    changes = np.flatnonzero(np.diff(crossing[order].astype(np.int8))) + 1
    bands: list[tuple[NDArray[np.intp], ...]] = []
    whole: list[NDArray[np.intp]] = []
    for stretch in np.split(order, changes):
        stretch = np.sort(stretch)
        first, second = runs[stretch[beside_left[stretch]]], runs[stretch[beside_right[stretch]]]
        if crossing[stretch[0]] or not _are_columns(places, first, second):
            whole.append(runs[stretch])
            continue
        if whole:
            bands.append((np.sort(np.concatenate(whole)),))
            whole = []
        bands.append((first, second))
    if whole:
        bands.append((np.sort(np.concatenate(whole)),))
    return bands


def _are_columns(places: Places, first: NDArray[np.intp], second: NDArray[np.intp]) -> bool:
    """Whether what stands on the two sides of a gutter is read one after the other."""
    if not len(first) or not len(second):
        return False
    one, other = _filled_rows(places, first), _filled_rows(places, second)
    fewest = min(one[0], other[0])
    if first.max() < second.min() and fewest >= _FEWEST_ROWS - 1:
        return True
    return fewest >= _FEWEST_ROWS and min(one[1], other[1]) >= _LEAST_FILLED


def _filled_rows(places: Places, runs: NDArray[np.intp]) -> tuple[int, float]:
    """How many rows runs stand in, and what share of the width the runs fill; 0 where it is too narrow for prose."""
    middle = np.sort(places.middle[runs])
    count = 1 + int(np.count_nonzero(np.diff(middle) > _SAME_ROW * places.height))
    width = float(places.right[runs].max() - places.left[runs].min())
    if width < _NARROWEST_COLUMN * places.height:
        return count, 0.0
    return count, float((places.right[runs] - places.left[runs]).sum()) / (count * width)


def rows(places: Places, runs: NDArray[np.intp]) -> list[Row]:
    """Runs that stand on one line, from top to bottom and each from left to right."""
    down = runs[np.argsort(-places.middle[runs], kind="stable")]
    found: list[list[tuple[float, int]]] = []
    low = high = 0.0
    edges = (places.bottom[down].tolist(), places.top[down].tolist(), places.left[down].tolist())
    for run, bottom, top, left in zip(down.tolist(), *edges, strict=True):
        if found and min(high, top) - max(low, bottom) >= _SAME_ROW * min(high - low, top - bottom):
            found[-1].append((left, run))
        else:
            found.append([(left, run)])
            low, high = bottom, top
    return [[run for _, run in sorted(row)] for row in found]
