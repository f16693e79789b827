"""Quantities that hypotheses, debates and claims may need beyond constructs and codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

ESTIMANDS: dict[str, str] = {
    "movement": "the movement words of the ties with a power",
    "breaks": "dated breaks of the ties, by dimension, with placebo years and states",
    "cross_domain_correlation": "the correlation of alignment across dimensions",
    "attribution": "the share of each block of the causal figure in the variation of balance",
    "frontier": "the benefit-risk frontier and the distance of each state-year from it",
    "pressure_effect": "the total effect of systemic pressure on balance",
    "mediated_effect": "the effect of pressure that runs through the domestic filters",
    "moderated_effect": "the change in the effect of pressure that the domestic filters bring",
    "response_variance": "the variance of the states' responses to one pressure",
    "autonomy_association": "the association of a construct with autonomy, without shared inputs",
    "balance_association": "the association of a construct with balance, without shared inputs",
    "joint_ties": "the correlation of the ties with both powers within one model",
    "single_tie": "the part of the variation of the tie with one power that the tie with the other tells",
    "interaction": "the part of the variation of balance that dimensions explain together and not alone",
    "model_comparison": "the predictive accuracy of the theory beside that of its rivals",
    "forecast_score": "the accuracy of forecasts for years left out",
    "theories_named": "the theories that works of the literature name",
    "room": "what rising polarisation takes from the most that any strategy keeps of both ties",
    "scenarios": "simulated futures under a shock or a policy lever",
}
"""Each estimand and what it is, in words that complete "this needs ..."."""

ASSOCIATED: dict[str, str] = {"balance_association": "balance", "autonomy_association": "autonomy"}
"""The associations, and the estimand of the construct that each is with."""

COMPUTED: frozenset[str] = frozenset(
    {"movement", "cross_domain_correlation", "breaks", "theories_named", *ASSOCIATED}
)
"""The estimands that are computed from scores or documents alone."""

RestsOn = Literal["pressure", "filters", "prediction"]
"""What an estimand of the model rests on: how pressure moves ties, measures of the filters that are named beside it, or a regression
beside the model."""

BY_MODEL: Mapping[str, frozenset[RestsOn]] = {
    "attribution": frozenset({"pressure"}),
    "frontier": frozenset(),
    "pressure_effect": frozenset({"pressure", "filters"}),
    "mediated_effect": frozenset({"pressure", "filters"}),
    "moderated_effect": frozenset({"pressure", "filters"}),
    "response_variance": frozenset({"filters"}),
    "joint_ties": frozenset({"filters"}),
    "single_tie": frozenset({"filters"}),
    "interaction": frozenset({"pressure"}),
    "model_comparison": frozenset({"prediction"}),
    "forecast_score": frozenset({"prediction"}),
    "room": frozenset({"pressure"}),
    "scenarios": frozenset({"pressure"}),
}
"""The estimands that an estimated model of the figure tells, and what each rests on; without a model what needs them is "not testable
yet", as is what needs any that is neither here nor in `COMPUTED`."""


def _resting_on(part: RestsOn) -> frozenset[str]:
    return frozenset(name for name, parts in BY_MODEL.items() if part in parts)


OF_PRESSURE = _resting_on("pressure")
"""Those told by how pressure moves ties; where all states feel it alike it stands for whatever years have in common."""

OF_FILTERS = _resting_on("filters")
"""Those asked of the filters that are named beside them, which lack what measures these."""

BY_PREDICTION = _resting_on("prediction")
"""Those that rest on a regression beside the model, and not on its draws."""
