"""What a study reckons for itself in place of what a source publishes, read as if it were one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from counterpoise.datasets.source import Reading, Wanted


@runtime_checkable
class Estimated(Protocol):
    """What a study reckons for itself from the files of a source, `reads_of`, in place of what others publish.

    `instead_of` are the indicators that are then taken from nowhere else; `settings` and `code`, parts of the program, are what
    it depends on beside the files.
    """

    @property
    def name(self) -> str:
        """The name under which its values are kept."""
        ...

    @property
    def release(self) -> str:
        """How it is reckoned."""
        ...

    @property
    def reads_of(self) -> str:
        """The source whose files it reads."""
        ...

    @property
    def instead_of(self) -> frozenset[str]:
        """The indicators that no other source is asked for."""
        ...

    @property
    def settings(self) -> Mapping[str, object]:
        """All that it depends on beside the files."""
        ...

    @property
    def code(self) -> tuple[str, ...]:
        """The parts of the program that it depends on."""
        ...

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Its values."""
        ...
