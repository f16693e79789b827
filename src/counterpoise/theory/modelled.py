"""What a theory says of its model: the filters of its figure, who feels pressure, and the rules fixed before any run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, field_validator, model_validator

from counterpoise.identity import identifier
from counterpoise.theory.element import Element, Words
from counterpoise.theory.interests import Frontier
from counterpoise.theory.policies import Policies

Word = Literal["supported", "undecided", "contradicted"]
"""What a rule can decide; between the two probabilities of a `Decision` it decides nothing."""
Expects = Literal["more", "less"]
"""Whether more of a quantity is expected to go with more of a tie, or with less."""


class Exposure(Element):
    """The construct by which states feel the pressure of the powers unequally, and whether more of it means more or less."""

    measured_by: str = Field(alias="construct")
    more_is: Literal["more", "less"] = "more"


class Quantity(Element):
    """A quantity that rival theories look at: of whom it is, which series make it, and which way a tie is expected to move with it.

    `of` a `state` or a `power` are their own series; of a `pair`, the series of a state with each power; of the `powers`,
    power b less power a; of the `pressure`, the latent one's own series; of the `ties`, the ties of the year before, which
    are told by `made`: the `mean` of both or their `difference`. Several series count as the mean of all. `transform`
    comes first: a `log`, the `complement` to 1, the `similarity` of the state's series and the power's, or
    the `nearness` of a rank that begins with the nearest, 1, and is 0 where there is none. With `change` it is the
    change on the year before, `against` takes what it is of a power less what it is of the other. `times` multiplies it
    by the pressure that a state feels, or by the `tilt` of the year before: how far the tie was above that with the other power.
    `expects` is of both ties alike, or of each; without it either way may be.
    """

    title: str
    of: Literal["state", "power", "pair", "powers", "pressure", "ties"]
    series: Words = ()
    made: Literal["mean", "difference"] | None = None
    transform: Literal["log", "complement", "similarity", "nearness"] | None = None
    change: StrictBool = False
    against: StrictBool = False
    times: tuple[Literal["pressure", "tilt"], ...] = ()
    expects: Expects | dict[Literal["a", "b"], Expects] | None = None

    @model_validator(mode="after")
    def _made(self) -> Quantity:
        of_model = self.of in ("pressure", "ties")
        if bool(self.series) == of_model:
            told = "takes no series" if of_model else "needs the series that it is made of"
            raise ValueError(f"of {self.of} {told}")
        if (self.made is None) == (self.of == "ties"):
            raise ValueError(
                "`made: mean` or `made: difference` says what of the ties it is, and of nothing else"
            )
        if self.transform == "similarity" and self.of != "pair":
            raise ValueError("similarity is of a state and a power; write `of: pair`")
        if self.against and self.of not in ("power", "pair"):
            raise ValueError("`against` sets one power against the other; it is `of` a power or a pair")
        if isinstance(self.expects, dict) and set(self.expects) != {"a", "b"}:
            raise ValueError(
                "expects something of one tie alone; write `{a: more, b: less}`, or one word for both"
            )
        return self

    def sign(self, side: Literal["a", "b"]) -> Literal[-1, 0, 1]:
        """1 where more of it is expected to go with more of a tie, -1 where with less, 0 where either may be."""
        way = self.expects[side] if isinstance(self.expects, dict) else self.expects
        return 0 if way is None else 1 if way == "more" else -1


class ShareRule(Element):
    """How a hypothesis or a claim is decided by shares of attribution: a set of blocks that is the largest of all sets of its size.

    With `each`, every block of it must have more than an equal share too.
    """

    largest: Words = Field(min_length=1)
    each: bool = False


class Decision(Element):
    """The probabilities from which on a hypothesis counts as supported, and up to which as contradicted.

    An effect no greater than `negligible`, in standard deviations, counts as none (Kruschke 2018, the half-width of 0.1 for
    standardised effects); a difference in expected log predictive density below `told_apart` tells nothing
    (Sivula, Magnusson and Vehtari 2020), and so do predictions of fewer than `fewest_years` years left out, whose error is not known. Ties that are observed
    together in fewer years tell nothing of how the one tells the other. Fewer than `fewest_states` leave the spread between states to the prior
    (Gelman 2006), and decide nothing by predictions either. One tie tells another where it explains the part `tells` of its variation or more.
    """

    supported: float = Field(default=0.9, gt=0.5, lt=1)
    contradicted: float = Field(default=0.1, gt=0, lt=0.5)
    negligible: float = Field(default=0.1, gt=0)
    told_apart: float = Field(default=4, ge=0)
    tells: float = Field(default=0.5, gt=0, lt=1)
    fewest_states: int = Field(default=5, ge=2)
    fewest_years: int = Field(default=8, ge=2)

    def of(self, probability: float, contrary: float | None = None) -> Word:
        """What the probability of something decides, with that of its contrary, which is what is left where none is given.

        It is the only place where a probability becomes a word.
        """
        if probability >= self.supported:
            return "supported"
        against = 1 - probability if contrary is None else contrary
        return "contradicted" if against >= 1 - self.contradicted else "undecided"


class Soundness(Element):
    """What sampling must come to before any verdict: at most this R-hat, at least so many effective draws."""

    r_hat: float = Field(default=1.01, gt=1)
    effective_draws: float = Field(default=400, gt=0)


class Priors(Element):
    """What the model takes for likely before it sees the panel, in standard deviations of the panel and of one year.

    Effects are normal about 0 with the standard deviations `direct`, `mediated` and `moderated`, the `response` of a filter to
    pressure too. Persistence is beta with the two numbers given. The others are medians of standard deviations, whose logarithms are
    normal with the standard deviation 0.5: of how far states differ in the direct effect (`state_response`), of what a `year` moves
    all ties by, of the `level` of states, of the shocks of filters and ties, and of the errors of measures beyond their own.
    `loading` is the standard deviation of the logarithm of a loading. `pressure_error` is taken as it is: how far the
    pressure of a year may be from its index.
    """

    direct: float = Field(default=0.2, gt=0)
    mediated: float = Field(default=0.2, gt=0)
    moderated: float = Field(default=0.1, gt=0)
    response: float = Field(default=0.2, gt=0)
    state_response: float = Field(default=0.1, gt=0)
    year: float = Field(default=0.2, gt=0)
    pressure_persistence: tuple[float, float] = (4.0, 2.0)
    filter_persistence: tuple[float, float] = (6.0, 2.0)
    tie_persistence: tuple[float, float] = (6.0, 2.0)
    level: float = Field(default=0.7, gt=0)
    filter_shock: float = Field(default=0.25, gt=0)
    tie_shock: float = Field(default=0.25, gt=0)
    extra_error: float = Field(default=0.5, gt=0)
    pressure_error: float = Field(default=0.1, gt=0)
    loading: float = Field(default=0.5, gt=0)

    @field_validator("pressure_persistence", "filter_persistence", "tie_persistence")
    @classmethod
    def _beta(cls, numbers: tuple[float, float]) -> tuple[float, float]:
        if min(numbers) <= 0:
            raise ValueError(f"found [{numbers[0]:g}, {numbers[1]:g}]; expected two numbers above 0")
        return numbers


class ModelPart(Element):
    """The model of a theory's figure: which construct measures each filter, and the rules of its verdicts.

    `filters` gives each block its construct; `beyond_figure` names those of them that the text has and the figure has not.
    `decided` gives the rule of each hypothesis that shares of attribution decide, and of each claim that needs `attribution`.
    Ties of the dimensions `held_out` are no part of the model, so that what it says may be held against them.
    """

    filters: dict[str, str]
    beyond_figure: Words = ()
    held_out: Words = ()
    exposure: Exposure | None = None
    decided: dict[str, ShareRule] = Field(default_factory=dict)
    decision: Decision = Decision()
    soundness: Soundness = Soundness()
    priors: Priors = Priors()
    policies: Policies = Policies()
    frontier: Frontier = Frontier()

    @property
    def estimate_id(self) -> str:
        """Sixteen hex digits that name what an estimate follows from beside its panel: filters, exposure and priors.

        What verdicts hold to beside it is named by `Theory.rules_id`, so that another threshold throws no draws away.
        """
        of_estimate = {"filters", "beyond_figure", "exposure", "priors"}
        return identifier(model=self.model_dump(mode="json", include=of_estimate))
