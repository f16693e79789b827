"""What a theory says of policy in its model: what each lever does, what each strategy steers, how the powers reply."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from counterpoise.theory.element import Element

Deviations = Annotated[float, Field(ge=-10, le=10)]
"""A number of standard deviations, no more than any series ever moves by."""


class Lever(Element):
    """What a lever of strength 1 does each year that it is pulled, as an assumption.

    `raises` says how much higher each filter stands meanwhile, in standard deviations of the panel; `exposure` is what part of the pressure is
    still felt; `evens` is the part of the tilt between both ties that it takes away in a year; `ties` is what it adds to both,
    in standard deviations of a tie.
    """

    raises: dict[str, Deviations] = Field(default_factory=dict)
    exposure: float = Field(default=1.0, ge=0, le=2)
    evens: float = Field(default=0.0, ge=0, le=1)
    ties: Deviations = 0.0

    @model_validator(mode="after")
    def _something(self) -> Lever:
        if not self.raises and self.exposure == 1 and self.evens == 0 and self.ties == 0:
            raise ValueError("does nothing; give raises, exposure, evens or ties")
        return self


class Strategy(Element):
    """What a state steers by each year: what it adds to each tie, in standard deviations, and the part of the tilt that it evens."""

    a: Deviations = 0.0
    b: Deviations = 0.0
    evens: float = Field(default=0.0, ge=0, le=1)


class Replies(Element):
    """How each power answers, by what part of a change in the ties since the start: assumed, and never estimated.

    `inducement`: of what its own tie has lost, it adds so much a year. `punishment`: of what the other's tie has won, it takes
    so much a year from its own.
    """

    inducement: float = Field(default=0.1, ge=0, le=1)
    punishment: float = Field(default=0.1, ge=0, le=1)


def _strategies() -> dict[str, Strategy]:
    return {
        "as_now": Strategy(),
        "tilt_to_a": Strategy(a=0.25, b=-0.25),
        "tilt_to_b": Strategy(a=-0.25, b=0.25),
        "equidistance": Strategy(evens=0.25),
        "hedge": Strategy(evens=0.1),
        "disengage": Strategy(a=-0.25, b=-0.25),
    }


class Impulse(Element):
    """The shock that a row of a table stands for: which part of the model it moves, by how much, and for how many years."""

    to: str
    by: Deviations = 1.0
    years: int = Field(default=1, ge=1)


class Polarisation(Impulse):
    """The rise in pressure under which it is asked whether balancing lasts."""

    to: Literal["pressure"] = "pressure"
    by: Deviations = 0.25
    years: int = Field(default=10, ge=1)


class Policies(Element):
    """What the levers of a theory do in its model, the strategies that are compared, and the replies of the powers.

    `shocks` gives rows of tables, by their names, the shock that each stands for; `polarisation` is the rising pressure under
    which it is asked whether balancing lasts.
    """

    levers: dict[str, Lever] = Field(default_factory=dict)
    strategies: dict[str, Strategy] = Field(default_factory=_strategies, min_length=1)
    shocks: dict[str, Impulse] = Field(default_factory=dict)
    polarisation: Polarisation = Polarisation()
    replies: Replies = Replies()
