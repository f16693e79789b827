"""The charts of a report before they are drawn: frozen values that hold numbers and plain text only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Observation:
    """A value over the years `start`..`end` inclusive, with an interval where there is one.

    A yearly observation has `start == end`; a five-year share is one observation over five years. `inputs` names what
    it was measured from, where that changes: only observations of the same inputs are joined. `source` is told where
    the observation is pointed at.
    """

    start: int
    end: int
    value: float
    low: float | None = None
    high: float | None = None
    inputs: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one thing in the order of time; a year that is not there is a gap and stays one."""

    label: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event (`2013`, `2013-05` or `2013-05-22`); `lane` names the dimension it belongs to."""

    date: str
    label: str
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """When the series of that label broke: the likeliest year that begins a new level, and how far about it others are likely."""

    label: str
    date: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: its series share a scale. `domain` None: the data set it; `reference` is (value, words)."""

    title: str
    series: tuple[Series, ...]
    y_title: str
    domain: tuple[float, float] | None = None
    reference: tuple[float, str] | None = None
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChart:
    """Panels stacked over one axis of years `first`..`last`, with events as numbered rules through them.

    A label keeps its colour, dash and mark through all panels of the chart. The axis may count something else than years,
    such as documents.
    """

    panels: tuple[Panel, ...]
    first: int
    last: int
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated events as numbered marks, one lane per dimension, over years `first`..`last`."""

    events: tuple[Event, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of a chart of strips: what it is about, and a word for each year, None where there is nothing to say."""

    label: str
    words: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """Rows of years `first`..`last`, each year filled by its word; `key` says what each word means, in order."""

    strips: tuple[Strip, ...]
    key: tuple[tuple[str, str], ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a plane with its intervals, `x_range` and `y_range` (low, high); it is named where it has a label.

    `told` is what it is called where it is pointed at.
    """

    label: str
    x: float
    y: float
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """Places joined in their order; a path that is not `whole` rests on fewer inputs and is drawn broken.

    Paths of one `label` are of one thing, and have a colour of their own.
    """

    places: tuple[Place, ...]
    whole: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle of a plane that has a meaning, `x` and `y` from and to."""

    label: str
    x: tuple[float, float]
    y: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plane:
    """Two quantities against each other: paths of one thing or several, single points of others, and zones behind them.

    `x_ends` say what the left and the right end of the axis mean.
    """

    paths: tuple[Path, ...]
    points: tuple[Place, ...]
    zones: tuple[Zone, ...]
    x_title: str
    y_title: str
    x_ends: tuple[str, str]
    x_domain: tuple[float, float]
    y_domain: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stack:
    """A row of stacked parts: for each year the parts in the order of the key, which sum to 1; None where none is known."""

    label: str
    years: tuple[tuple[float, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Stacks:
    """Rows of stacked parts over years `first`..`last`; `key` names the parts from the foot of each row up."""

    stacks: tuple[Stack, ...]
    key: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where something reaches, `low` to `high`, and where it stands most, `at`, if that is told.

    `words` stand beneath it; what the chart is about is `own`.
    """

    label: str
    low: float
    high: float
    at: float | None = None
    words: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class SpanPanel:
    """Spans of one quantity from the top down; `reference` is (value, words)."""

    title: str
    spans: tuple[Span, ...]
    reference: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class Spans:
    """Panels of spans over one scale; of `whole` numbers each is ticked."""

    panels: tuple[SpanPanel, ...]
    domain: tuple[float, float]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of a network, `x` across and `y` down in [0, 1]; `size` is the area of its disc beside the largest, 0 for none."""

    label: str
    x: float
    y: float
    size: float = 0.0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two nodes, by their places in the order of nodes.

    `weight` is how thick it is beside the thickest, in [0, 1]; `words` stand on it. One that is `later` leads on with a lag.
    """

    source: int
    target: int
    weight: float = 0.0
    words: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Things and what joins them; in a `directed` one each tie is an arrow to its target, and nodes stand in rows.

    `rows` is how many stand one below the other, for which there is room.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    rows: int
    directed: bool = False


Chart = LineChart | Timeline | Strips | Plane | Stacks | Spans | Network
