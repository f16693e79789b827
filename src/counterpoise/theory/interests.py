"""What a theory says of benefit and risk: which interests a state has, and what it loses by its ties."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from counterpoise.theory.element import Element

Loss = Literal["dependence", "abandonment", "entrapment"]


def _alike() -> dict[Loss, float]:
    return {"dependence": 1.0, "abandonment": 1.0, "entrapment": 1.0}


class Interest(Element):
    """A national interest, by an indicator of the state itself: whether more of that is better, and what it weighs."""

    indicator: str
    more_is: Literal["better", "worse"] = "better"
    weight: float = Field(default=1.0, gt=0)


class Frontier(Element):
    """How benefit and risk are reckoned: the interests, what each loss weighs, and the part of the worst cases.

    What is no loss here weighs nothing. Without interests there is no benefit, and so no frontier.
    """

    interests: dict[str, Interest] = Field(default_factory=dict)
    losses: dict[Loss, Annotated[float, Field(ge=0)]] = Field(default_factory=_alike)
    tail: float = Field(default=0.05, gt=0, lt=0.5)

    @field_validator("losses")
    @classmethod
    def _weigh(cls, losses: dict[Loss, float]) -> dict[Loss, float]:
        if not any(losses.values()):
            raise ValueError("no loss weighs anything; expected one of them above 0")
        return losses
