"""The agreement of the people who coded a study, for its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.judgements import JUDGEMENT_SCHEMA
from counterpoise.review.codebook import CodebookVersion
from counterpoise.study import Study

if TYPE_CHECKING:
    from counterpoise.agreement.report import AgreementReport


def agreement_of_people(
    study: Study,
    codebook: CodebookVersion,
    judged: Sequence[HumanCoding],
    gone_through: Sequence[Reviewed],
) -> AgreementReport | None:
    """How far the people of a study agree, machines left out; None where nobody coded, which loads nothing that reckons it.

    `judged` bears the names of the theory's codes.
    """
    if not (judged or gone_through):
        return None
    from counterpoise.agreement.report import agreement_report

    return agreement_report(
        group_of={each.in_theory or name: each.group for name, each in codebook.codes.items()},
        variant=study.declared.coding.variant,
        judged=judged,
        gone_through=gone_through,
        suggested=pl.DataFrame(schema=JUDGEMENT_SCHEMA),
        machines_read={},
        seed=study.declared.settings.seed,
    )
