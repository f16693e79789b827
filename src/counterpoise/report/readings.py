"""What the marks of a chart say where they are pointed at: value with interval, when, and from where.

The script of a page finds each by the scales of its plot, so that they stand once beside a chart that is drawn twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counterpoise.findings.numbers import years_of
from counterpoise.report import stacks, strips
from counterpoise.report.dated import numbered, time_of
from counterpoise.report.marks import number
from counterpoise.report.plain import observed, printable
from counterpoise.report.plots import Chart, LineChart, Network, Place, Plane, Spans, Stacks, Strips, Timeline


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mark says, and where it stands: across by the axis, up by the axis or as which row of rows."""

    x: float
    y: float
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The readings of one series or row of a plot, which has that name."""

    name: str
    readings: tuple[Reading, ...]


def readings(chart: Chart) -> str:
    """Every reading of a chart as lines: a plot begins with `#`, a series with `=` and its name, a source with `~`.

    All other lines are readings: across, up, and what is said, parted by tabs. No name, source or saying holds a tab or breaks a line.
    """
    return "\n".join(line for plot in _plots(chart) for line in ("#", *_lines(plot)))


def _lines(plot: Iterable[Told]) -> Iterator[str]:
    for told in plot:
        yield f"={_line(told.name)}"
        source = ""
        for each in told.readings:
            if each.source != source:
                source = each.source
                yield f"~{_line(source)}"
            yield f"{number(each.x)}\t{number(each.y, 4)}\t{_line(each.text)}"


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _plots(chart: Chart) -> Iterator[tuple[Told, ...]]:
    """The readings of each plot that has an axis across, in their order."""
    match chart:
        case LineChart():
            yield from _of_lines(chart)
        case Timeline():
            yield _of_events(chart)
        case Strips():
            yield tuple(
                Told(
                    strip.label,
                    tuple(
                        Reading((first + last) / 2, row, f"{years_of(first, last)}: {word}")
                        for word, first, last in strips.runs(strip, chart.first)
                    ),
                )
                for row, strip in enumerate(chart.strips)
            )
        case Plane():
            yield _of_plane(chart)
        case Stacks():
            names = [name.partition(":")[0] for name in chart.key]
            yield tuple(
                Told(
                    stack.label,
                    tuple(
                        Reading((first + last) / 2, row, f"{years_of(first, last)}: {_parts(names, parts)}")
                        for first, last, parts in stacks.runs(stack, chart.first)
                    ),
                )
                for row, stack in enumerate(chart.stacks)
            )
        case Network():
            yield _of_network(chart)
        case Spans():
            for panel in chart.panels:
                yield tuple(
                    Told(
                        span.label,
                        (
                            Reading(
                                (span.low + span.high) / 2 if span.at is None else span.at,
                                row,
                                _reach(span.low, span.high, span.at),
                            ),
                        ),
                    )
                    for row, span in enumerate(panel.spans)
                )


def _of_lines(chart: LineChart) -> Iterator[tuple[Told, ...]]:
    for panel in chart.panels:
        yield tuple(
            Told(
                series.label,
                tuple(
                    Reading(
                        (each.start + each.end) / 2,
                        each.value,
                        f"{years_of(each.start, each.end)}: {_with_interval(each.value, each.low, each.high)}",
                        each.source,
                    )
                    for each in series.observations
                ),
            )
            for series in panel.series
        )


def _of_events(chart: Timeline) -> tuple[Told, ...]:
    events = numbered(chart)
    return tuple(
        Told(
            lane,
            tuple(
                Reading(time_of(event.date), place - 1, f"{place}, {event.date}: {event.label}")
                for place, event in events
                if event.lane == lane
            ),
        )
        for lane in dict.fromkeys(event.lane for _, event in events)
    )


def _of_plane(chart: Plane) -> tuple[Told, ...]:
    def said(place: Place) -> Reading:
        x, y = (
            f"{title} {_with_interval(value, *(reach or (None, None)))}"
            for title, value, reach in (
                (chart.x_title, place.x, place.x_range),
                (chart.y_title, place.y, place.y_range),
            )
        )
        return Reading(place.x, place.y, f"{place.told}: {x}; {y}" if place.told else f"{x}; {y}")

    on_paths = Told("", tuple(said(place) for path in chart.paths for place in path.places))
    return (on_paths, *(Told(place.label, (said(place),)) for place in chart.points))


def _of_network(chart: Network) -> tuple[Told, ...]:
    return tuple(
        Told(node.label, (Reading(node.x, node.y, node.told),)) for place, node in enumerate(chart.nodes)
    )


def _parts(names: Iterable[str], parts: Iterable[float]) -> str:
    return "; ".join(f"{name} {part:.2f}" for name, part in zip(names, parts, strict=False) if part)


def _with_interval(value: float, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return _short(value)
    return f"{_short(value)}, interval {_short(low)} to {_short(high)}"


def _reach(low: float, high: float, at: float | None) -> str:
    return f"{_short(low)} to {_short(high)}" + ("" if at is None else f", at {_short(at)}")


def _short(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else observed(float(value))
