"""What every element of a theory or study file is made of: frozen models, and lists that one value may stand for."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _listed(value: object) -> object:
    return value if isinstance(value, (list, tuple)) or value is None else [value]


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Text = Annotated[str, BeforeValidator(_text)]
"""A text, or a whole number that stands for itself."""
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
"""One text or number, or a list of them."""
Lines = Text
"""The lines of the source paper's text that an element comes from, such as `90` or `127-135`."""


class Element(BaseModel):
    """A frozen element that refuses keys it does not know, and numbers without end."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)
