"""What a theory says of its model: the filters of its figure, who feels pressure, and the rules fixed before any run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from counterpoise.identity import identifier
from counterpoise.theory.element import Element, Words
from counterpoise.theory.policies import Policies

Word = Literal["supported", "undecided", "contradicted"]
"""What a rule can decide; between the two probabilities of a `Decision` it decides nothing."""


class Exposure(Element):
    """The construct by which states feel the pressure of the powers unequally, and whether more of it means more or less."""

    measured_by: str = Field(alias="construct")
    more_is: Literal["more", "less"] = "more"


class ShareRule(Element):
    """How a hypothesis is decided by shares of attribution: a set of blocks that is the largest of all sets of its size.

    With `each`, every block of it must have more than an equal share too.
    """

    largest: Words
    each: bool = False


class Decision(Element):
    """The probabilities from which on a hypothesis counts as supported, and up to which as contradicted."""

    supported: float = Field(default=0.9, gt=0.5, lt=1)
    contradicted: float = Field(default=0.1, gt=0, lt=0.5)

    def of(self, probability: float) -> Word:
        """What a probability decides."""
        if probability >= self.supported:
            return "supported"
        return "contradicted" if probability <= self.contradicted else "undecided"


class Soundness(Element):
    """What sampling must come to before any verdict: at most this R-hat and part of divergent draws, at least so many effective draws."""

    r_hat: float = Field(default=1.01, gt=1)
    effective_draws: float = Field(default=400, gt=0)
    divergent: float = Field(default=0.005, ge=0, lt=1)


class ModelPart(Element):
    """The model of a theory's figure: which construct measures each filter, and the rules of its verdicts.

    `filters` gives each block its construct; `beyond_figure` names those of them that the text has and the figure has not.
    `decided` gives the rule of each hypothesis that shares of attribution decide.
    """

    filters: dict[str, str]
    beyond_figure: Words = ()
    exposure: Exposure | None = None
    decided: dict[str, ShareRule] = Field(default_factory=dict)
    decision: Decision = Decision()
    soundness: Soundness = Soundness()
    policies: Policies = Policies()

    @property
    def rules_id(self) -> str:
        """Sixteen hex digits that name all that is fixed here before any run, so that a changed rule shows."""
        return identifier(model=self.model_dump(mode="json"))

    @model_validator(mode="after")
    def _blocks(self) -> ModelPart:
        known = {"pressure", *self.filters}
        named = [*self.beyond_figure, *(block for rule in self.decided.values() for block in rule.largest)]
        named += [name for lever in self.policies.levers.values() for name in lever.raises]
        named += [shock.to for shock in self.policies.shocks.values()]
        unknown = sorted({name for name in named if name not in known})
        if unknown:
            raise ValueError(f"unknown block {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        return self
