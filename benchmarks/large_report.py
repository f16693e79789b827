"""Writing a report of 200 figures and 10,000 coded passages: seconds and mebibytes by format, beside drawing by Vega-Lite.

Run: python benchmarks/large_report.py [HTML DOCX PDF]

The outline is made up: 200 figures of seven kinds in turn, each with its numbers, and 100 cells that quote 20 passages
each and leave out 80. What is drawn is timed on every tenth figure, and beside it Vega-Lite (vl-convert) on the same.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import vl_convert

from counterpoise.report import charts
from counterpoise.report.outline import (
    Cell,
    CellRow,
    CellTable,
    Count,
    DataTable,
    Figure,
    Outline,
    Quotation,
    Section,
)
from counterpoise.report.plots import (
    Chart,
    Event,
    LineChart,
    Observation,
    Panel,
    Place,
    Plane,
    Series,
    Span,
    SpanPanel,
    Spans,
    Stack,
    Stacks,
    Strip,
    Strips,
    Timeline,
)
from counterpoise.report.plots import Path as Way
from counterpoise.report.svg import svg_of
from counterpoise.report.vegalite import CONFIG, NARROW, WIDE, Json
from counterpoise.report.writers import WRITERS

FIGURES, CELLS, QUOTED, OMITTED = 200, 100, 20, 80
FIRST, LAST = 1990, 2025
EVENTS = tuple(Event(f"{year}-05", f"Something of {year}") for year in range(FIRST, LAST, 3))


def chart(number: int) -> Chart:
    """A made-up chart, the kinds in turn."""
    drawn = np.random.default_rng(number).uniform(0.2, 0.8, (4, LAST - FIRST + 1))
    kinds: tuple[Callable[[], Chart], ...] = (
        lambda: LineChart(
            tuple(
                Panel(
                    title,
                    tuple(map(series, ("United States", "China"), drawn[place : place + 2])),
                    "Tie",
                    (0, 1),
                )
                for place, title in enumerate(("Trade", "Arms", "Aid"))
            ),
            FIRST,
            LAST,
            EVENTS,
        ),
        lambda: LineChart(
            (Panel("", (series("Pakistan", drawn[0]),), "Share", (0, 1), (0.5, "even")),), FIRST, LAST
        ),
        lambda: Spans(
            tuple(
                SpanPanel(
                    title, tuple(Span(f"State {k}", *sorted(drawn[k % 4, k : k + 2])) for k in range(7))
                )
                for title in ("Share", "Engagement")
            ),
            (0.0, 1.0),
        ),
        lambda: Timeline(EVENTS, FIRST, LAST),
        lambda: Strips(
            tuple(
                Strip(f"Series {k}", tuple("observed" if each > 0.4 else "missing" for each in drawn[k % 4]))
                for k in range(8)
            ),
            (("observed", "there is a value"), ("missing", "there is none")),
            FIRST,
            LAST,
        ),
        lambda: Stacks(
            tuple(
                Stack(f"State {k}", tuple((round(p, 2), 1 - round(p, 2)) for p in drawn[k % 4]))
                for k in range(5)
            ),
            ("hedging", "aligned"),
            FIRST,
            LAST,
        ),
        lambda: Plane(
            (Way(tuple(Place("", *pair) for pair in drawn[:2].T)),),
            tuple(Place(f"State {k}", *drawn[2:, k]) for k in range(6)),
            (),
            "share",
            "Engagement",
            ("China", "United States"),
            (0.0, 1.0),
            (0.0, 1.0),
        ),
    )
    return kinds[number % len(kinds)]()


def series(label: str, values: np.ndarray) -> Series:
    """A line with its interval."""
    return Series(
        label,
        tuple(
            Observation(year, year, value, value - 0.1, value + 0.1)
            for year, value in enumerate(values.tolist(), start=FIRST)
        ),
    )


def outline() -> Outline:
    """The made-up report."""
    rows = tuple((year, round(year / 3, 3), "a source") for year in range(FIRST, LAST + 1))
    figures = tuple(
        Figure(
            f"figure-{n}", f"Figure {n}", "What is seen, and what is not.", "In words.", chart(n),
            DataTable(f"numbers-{n}", f"Numbers of figure {n}", ("Year", "Value", "Source"), rows),
        )
        for n in range(FIGURES)
    )  # fmt: skip
    cells = [
        Cell(
            f"cell-{n}",
            "The tie is strengthened by trade and by aid.",
            counts=(Count("first-hand", 15, 5, 0),),
            quotations=tuple(
                Quotation(
                    f"{n:04d}{k:02d}", "as was said before,", f"We trade with them in passage {k} of cell {n}.", "and so on",
                    "Address on trade", "speech", "first-hand", "documents/trade.md", "lexicon", "trade: a term", "strengthens",
                )
                for k in range(QUOTED)
            ),
            omitted=OMITTED,
        )
        for n in range(CELLS)
    ]  # fmt: skip
    tables = tuple(
        CellTable(
            f"table-{n}", f"Table {n}", "Dimension", ("United States", "China"),
            tuple(CellRow(f"Row {k}", tuple(cells[at : at + 2])) for k, at in enumerate(range(n, n + 10, 2))),
        )
        for n in range(0, CELLS, 10)
    )  # fmt: skip
    return Outline(
        "A large report", "Made up", ("A sentence.",), (),
        (Section("numbers", "Numbers", figures), Section("tables", "Tables", tables)), (),
    )  # fmt: skip


def drawn(made: Outline) -> tuple[float, float]:
    """CPU seconds for the drawings of a page, ours and those of vl-convert, from every tenth figure."""
    every = [block for block in made.blocks() if isinstance(block, Figure)][::10]
    caught: list[Json] = []
    begun = time.process_time()
    with patch.object(
        charts, "svg_of", lambda drawing, *more: (caught.append(drawing), svg_of(drawing, *more))[1]
    ):
        for figure in every:
            for width in (WIDE, NARROW):
                charts.draw(figure, width)
    ours = time.process_time() - begun
    vl_convert.vegalite_to_svg(caught[0] | {"config": CONFIG}, vl_version="6.4")  # which starts it
    begun = time.process_time()
    for drawing in caught:
        vl_convert.vegalite_to_svg(drawing | {"config": CONFIG}, vl_version="6.4")
    theirs = time.process_time() - begun
    return ours * FIGURES / len(every), theirs * FIGURES / len(every)


def main() -> None:
    """Write the report in each format, and tell CPU seconds, wall seconds and size."""
    made = outline()
    wanted = [f".{each.lower()}" for each in sys.argv[1:]] or list(WRITERS)
    print(
        f"{FIGURES} figures, {CELLS * (QUOTED + OMITTED):,} coded passages, {CELLS * QUOTED:,} of them quoted"
    )
    with TemporaryDirectory() as folder:
        for ending in wanted:
            path = Path(folder) / f"report{ending}"
            cpu, wall = time.process_time(), time.perf_counter()
            WRITERS[ending](made, path)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            print(f"{ending[1:]:5} {cpu:6.1f} s CPU {wall:6.1f} s {path.stat().st_size / 2**20:6.1f} MiB")
    ours, theirs = drawn(made)
    told = f"{2 * FIGURES} drawings of the page: {ours:.1f} s CPU; by Vega-Lite {theirs:.1f} s"
    print(f"{told}, {theirs / ours:.0f} times as long")


if __name__ == "__main__":
    main()
