"""Reading a study in a notebook: what its theory asks to be measured, from what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.notebook.shown import Charts, Shown, Told, by_name, fields_of
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.study import read_study as read
from counterpoise.wording import listed, several, words_of

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, repr=False)
class OpenedStudy(Study, Shown):
    """A study that says what it is of."""

    def table(self) -> pl.DataFrame:
        """The constructs of the theory: their role in it, and the indicators and codes that they are measured by."""
        import polars as pl

        columns = ("construct", "title", "role", "dimension", "indicators", "codes")
        return pl.DataFrame(
            [
                (
                    name,
                    construct.title or words_of(name),
                    construct.role,
                    construct.dimension,
                    "; ".join(indicator.title for indicator in construct.indicators) or None,
                    ", ".join(self.theory.codes_of(construct.codes)) or None,
                )
                for name, construct in self.theory.constructs.items()
            ],
            schema=dict.fromkeys(columns, pl.String),
            orient="row",
        )

    def charts(self) -> Charts:
        """The causal figure of its theory."""
        from counterpoise.report.causal_figure import causal_figure

        figure = causal_figure(self.theory)
        return {} if figure is None else by_name((figure,))

    __repr__ = Shown.__repr__

    def _told(self) -> Told:
        powers = listed([state(iso3).in_a_sentence for iso3 in self.powers.values()])
        return Told(
            f"Study: {self.declared.study}",
            (
                f"{state(self.state).name} between {powers}, {self.declared.period}, under the theory '{self.theory.title}', beside "
                f"{several(len(self.panel) - 1, 'other state')}. Each row is a construct: what is to be measured, and by what.",
            ),
            ("evidence = cp.gather(study)",),
        )


def read_study(path: Path | str) -> OpenedStudy:
    """Read the study file in a folder, and the theory that it names.

    Raises StudyFileError with every problem of the study file and of its theory.
    """
    return OpenedStudy(**fields_of(read(path)))
