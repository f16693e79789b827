"""Preambles: what a table exported from a website says of itself above the names of its columns."""

from __future__ import annotations

import csv
from collections.abc import Sequence

LINES_SEEN = 30
"""The names of the columns stand within so many lines, or on the first."""


def separator_of(line: str) -> str:
    """The character that separates the cells of a line: comma, semicolon or tab."""
    return max(",;\t", key=line.count)


def lines_of_preamble(lines: Sequence[str]) -> int:
    """How many lines stand above the names of the columns: prose has few cells, and a table has many in each line.

    The names are on the first line with more than half of the cells of the widest, which is the first of all where
    nothing stands above them.

    >>> lines_of_preamble(["Volume of transfers", "In millions, rounded", "", "Supplier,2023,2024,Sum,Share", "Norway,1,2,3,4"])
    3
    >>> lines_of_preamble(["tree,height", "oak,12"])
    0
    """
    widths = [_cells(line) for line in lines[:LINES_SEEN]]
    return next((place for place, width in enumerate(widths) if 2 * width > max(widths)), 0)


def _cells(line: str) -> int:
    separator = separator_of(line)
    try:
        return sum(len(row) for row in csv.reader([line], delimiter=separator))
    except csv.Error:  # a carriage return within the line, or a cell without end
        return line.count(separator) + 1
