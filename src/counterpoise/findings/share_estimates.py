"""What shares of attribution say: which blocks of the figure explain most of balancing, and what they explain together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from counterpoise.findings.estimate import Estimate, Fit, model_number
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.findings.numbers import Number
from counterpoise.model.attribution import PRESSURE, Attribution, attribution, share_verdict
from counterpoise.model.summary import summary
from counterpoise.theory.modelled import ModelPart, ShareRule
from counterpoise.wording import listed

UNIT = "of what the figure's blocks explain together"


@dataclass(frozen=True)
class ShareEstimates:
    """Shares of one fit by the rules of a theory; `titles` are what readers know blocks by, `evidence` is what the model was made from."""

    fit: Fit
    model: ModelPart
    titles: Mapping[str, str]
    rules_id: str
    evidence: ModelEvidence
    found: Attribution

    @classmethod
    def of(
        cls, fit: Fit, model: ModelPart, titles: Mapping[str, str], rules_id: str, evidence: ModelEvidence
    ) -> ShareEstimates:
        """Share out what a fit explains."""
        return cls(fit, model, titles, rules_id, evidence, attribution(fit.posterior, fit.panel))

    def numbers(self) -> Mapping[str, Number]:
        """The part of each block in what all of them explain, by block."""
        total = np.maximum(self.found.r2, np.finfo(float).tiny)
        return {
            block: model_number(
                f"Share of {self.titles[block]} in what is explained",
                summary(self.found.shares[place] / total),
                UNIT,
                self.fit.panel,
                self.evidence.whole,
            )
            for place, block in enumerate(self.found.blocks)
        }

    def decided(self, name: str, rule: ShareRule) -> Estimate:
        """What a hypothesis comes to by the rule that the theory fixed for it."""
        verdict = share_verdict(name, rule, self.found, self.model.decision, self.rules_id)
        if verdict.probability is None or verdict.largest is None:
            return Estimate("", silent=(verdict.why or "",))
        named, k = listed([self.titles[block] for block in rule.largest]), verdict.of
        many = len(rule.largest) > 1
        says = f"{named} {'together have the largest share of all such sets' if many else 'has the largest share'}"
        parts = [
            f"that {named} {'have' if many else 'has'} the largest share is as probable as {verdict.largest:.2f}"
        ]
        if verdict.each is not None:
            says += f", each above 1/{k}"
            parts.append(f"that each is above 1/{k}, {verdict.each:.2f}")
        left = [name for name in self.model.filters if name not in self.fit.panel.filters]
        reasons = [
            f"Over {k} blocks, pressure included: {'; '.join(parts)}.",
            f"By the rules {verdict.rules_id} of the theory file; whether they were changed after an estimate is said with the model.",
        ]
        if left:
            reasons.append(
                f"Nothing observes {listed([self.titles[each] for each in left])}, of which there is no share."
            )
        so = self.found.holds(rule)
        return Estimate.of_draws(says, so, tuple(self.numbers().values()), tuple(reasons))

    def together(self, filters: Collection[str] = ()) -> Estimate:
        """Whether filters, or some of them, explain more together than each by itself: the sum of their Shapley interactions.

        A sum below the negligible part of what all blocks explain counts as none.
        """
        names = [name for name in self.found.blocks if name != PRESSURE and (not filters or name in filters)]
        if len(names) < 2:
            return Estimate("", silent=("measures of two filters at least",))
        of = [self.found.blocks.index(name) for name in names]
        pairs = [self.found.interactions[i, j] for i, j in combinations(of, 2)]
        total = np.sum(pairs, axis=0) / np.maximum(self.found.r2, np.finfo(float).tiny)
        negligible = self.model.decision.negligible
        told = listed([self.titles[name] for name in names])
        number = model_number(
            f"What {told} explain together and not alone",
            summary(total),
            UNIT,
            self.fit.panel,
            self.evidence.whole,
        )
        return Estimate.of_draws(
            f"{told} explain more together than each alone",
            total > negligible,
            numbers=(number,),
            reasons=(f"Up to {negligible:g} of what all blocks explain counts as nothing.",),
        )
