"""What every result shares in a notebook: how it says what it is, and its charts by name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from markupsafe import Markup

from counterpoise.errors import CounterpoiseError, Problem, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from counterpoise.notebook.drawing import Drawing
    from counterpoise.report.outline import Figure

ROWS, LETTERS = 6, 80
"""So many rows of a table are shown, and so many letters of a value."""

PREFIX = "figure-"
"""How the id of a figure of the report begins; a notebook names its chart by the rest."""

Charts = Mapping[str, "Callable[[], Figure]"]
"""How each chart of a result is made, by its name; the first is drawn where none is named."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a result says of itself: its name, sentences, and the lines of Python that go on from it."""

    title: str
    sentences: tuple[str, ...]
    go_on: tuple[str, ...]


class Shown(ABC):
    """A result that says in a notebook what it is and how to go on, and draws its charts as the report does."""

    @abstractmethod
    def table(self) -> pl.DataFrame:
        """The result as rows."""

    @abstractmethod
    def charts(self) -> Charts:
        """How each chart is made, by its name; a chart of which nothing is observed is not there."""

    @abstractmethod
    def _told(self) -> Told:
        """What it says of itself."""

    def plot(self, name: str | None = None) -> Drawing:
        """Draw the first chart, or the one of that name.

        Raises CounterpoiseError where there is no chart of the name, or none at all.
        """
        from counterpoise.notebook.drawing import Drawing

        charts = self.charts()
        if not charts:
            raise CounterpoiseError(Problem("plot", "nothing is observed that could be drawn"))
        wanted = next(iter(charts)) if name is None else name
        if wanted not in charts:
            near = did_you_mean(wanted, charts)
            raise CounterpoiseError(
                Problem("plot", f"no chart is called '{wanted}'{near}; there are {', '.join(charts)}")
            )
        return Drawing(charts[wanted](), tuple(each for each in charts if each != wanted))

    def __repr__(self) -> str:
        """The title alone: a notebook file keeps this beside the page, and all that a result holds would fill it."""
        return f"<{self._told().title}>"

    def _repr_html_(self) -> str:
        told, charts = self._told(), self.charts()
        named = Markup(", ").join(map(_code, (f".plot({name!r})" for name in charts)))
        return Markup(
            "<div style='max-width:60em'><p><b>{}</b></p>{}{}<p>All rows: {}. {}</p>{}</div>"
        ).format(
            _printable(told.title),
            Markup("").join(Markup("<p>{}</p>").format(_printable(each)) for each in told.sentences),
            rows_in_html(self.table()),
            _code(".table()"),
            Markup("Charts: {}.").format(named) if charts else "Nothing is observed that could be drawn.",
            Markup("<p>Go on:</p><pre>{}</pre>").format(_printable("\n".join(told.go_on)))
            if told.go_on
            else "",
        )


class _Fields(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def fields_of(whole: _Fields) -> dict[str, Any]:
    """The fields of a result by name, of which another of the same fields and more is made."""
    return {each.name: getattr(whole, each.name) for each in fields(whole)}


def by_name(figures: Iterable[Figure]) -> dict[str, Callable[[], Figure]]:
    """Figures that are there already as charts, by what follows the prefix of their ids."""

    def given(figure: Figure) -> Callable[[], Figure]:
        return lambda: figure

    return {figure.id.removeprefix(PREFIX): given(figure) for figure in figures}


def sought(figures: Callable[[], Mapping[str, Figure]], name: str, lacking: str) -> Callable[[], Figure]:
    """A chart that is looked for among some when it is asked for, since they take seconds to reckon.

    It raises CounterpoiseError, which says what is `lacking`, where there is none of the name.
    """

    def figure() -> Figure:
        found = figures().get(name)
        if found is None:
            raise CounterpoiseError(Problem(f"plot, {name}", lacking))
        return found

    return figure


def rows_in_html(frame: pl.DataFrame) -> Markup:
    """The first rows of a table, long values cut short; every text is escaped."""
    from counterpoise.report.plain import observed

    def cell(value: object) -> str:
        told = observed(value) if isinstance(value, int | float | str | None) else str(value)
        return _printable(told if len(told) <= LETTERS else f"{told[: LETTERS - 1]}…")

    head = Markup("").join(Markup("<th>{}</th>").format(_printable(name)) for name in frame.columns)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td style='text-align:left'>{}</td>").format(cell(value)) for value in row
            )
        )
        for row in frame.head(ROWS).iter_rows()
    )
    left = frame.height - ROWS
    more = Markup("<p>{} more.</p>").format(f"{left:,} row{'s' if left > 1 else ''}") if left > 0 else ""
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}").format(head, body, more)


def _printable(text: str) -> str:
    from counterpoise.report.plain import printable

    return printable(text)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)
