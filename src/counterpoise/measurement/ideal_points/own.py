"""A study's own ideal points in place of the published ones: estimated from its votes, and read like a source of data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from counterpoise.datasets.ideal_points import KINDS, values_of_points
from counterpoise.datasets.source import Reading, Wanted, reading
from counterpoise.datasets.unga_votes import MARKS, UNGA_VOTES
from counterpoise.datasets.vote_agreement import ISSUES
from counterpoise.datasets.voting_record import VotingRecord, read_voting_record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.evidence import POSTERIOR
from counterpoise.measurement.ideal_points.cleaning import clean, rules_of
from counterpoise.measurement.ideal_points.of_study import anchors_of
from counterpoise.study import Study
from counterpoise.studyfile import OwnIdealPoints

if TYPE_CHECKING:
    from counterpoise.measurement.ideal_points.estimation import IdealPoints


@dataclass(frozen=True, slots=True)
class EstimatedIdealPoints:
    """Ideal points estimated from the files that `reads_of` reads; they stand in place of those of any other source."""

    asked: OwnIdealPoints
    roll_calls: str
    anchors: tuple[str, str]
    seed: int
    name: str = "ideal points estimated by this study"
    reads_of: str = UNGA_VOTES.name
    code: tuple[str, ...] = ("measurement/ideal_points", "compiled")

    @property
    def release(self) -> str:
        """The estimator and its prior."""
        return f"{self.asked.method}, {self.asked.prior}"

    @property
    def instead_of(self) -> frozenset[str]:
        """The indicators that no other source is asked for."""
        return frozenset(f"{kind}:{self.roll_calls}" for kind in KINDS)

    @property
    def settings(self) -> Mapping[str, object]:
        """All that the estimates depend on beside the files."""
        return {
            **self.asked.model_dump(mode="json"),
            "roll_calls": self.roll_calls,
            "anchors": list(self.anchors),
            "seed": self.seed,
        }

    def read(self, paths: Sequence[Path], wanted: Wanted) -> Reading:
        """Points and distances of the wanted states, with standard errors and the draws of points where the estimator draws.

        Raises CounterpoiseError where the votes cannot be read, or do not tell which roll calls are wanted.
        """
        # numba takes a second to import, which a study with the published points need not wait for.
        from counterpoise.measurement.ideal_points.estimation import estimate, prepared

        record = read_voting_record(paths)
        issues = (self.roll_calls,) if self.roll_calls in ISSUES else ()
        cleaned = clean(_of_set(record, self.roll_calls), rules_of((), self.asked.skip), issues)
        found = estimate(
            prepared(cleaned),
            self.anchors,
            self.asked.method,
            self.asked.prior,
            self.asked.draws,
            seed=self.seed,
            asked=wanted.everyone,
        )
        names = ", ".join(path.name for path in paths)
        table = found.units.with_columns(
            point=pl.Series(found.points),
            se=pl.Series(found.se) if found.se is not None else pl.lit(None, pl.Float64),
            **_posterior(found),
            release=pl.lit(self.release),
            row=pl.format(f"{names} session={{}} country={{}}", "session", "country"),
        ).filter(pl.col("state").is_in(wanted.everyone), pl.col("year").is_between(wanted.start, wanted.end))
        last = int(found.units["year"].max())  # type: ignore[arg-type]
        notices = [
            *record.notices,
            *(Problem(names, f"{state} never voted, so it has no ideal point") for state in found.silent),
            *(
                Problem(names, f"does not tell enough for the rule '{rule}', which is not followed")
                for rule in cleaned.not_followed
            ),
        ]
        values = values_of_points(table, self.roll_calls, wanted)
        return reading(self, values, record.problems, dict.fromkeys(self.instead_of, last), notices)


def _posterior(found: IdealPoints) -> dict[str, pl.Series]:
    """The draws of each point as a column, where there are some."""
    if found.draws is None:
        return {}
    return {POSTERIOR: pl.Series(found.draws.to_numpy().astype(np.float32)).cast(pl.List(pl.Float32))}


def estimated_by(study: Study) -> tuple[EstimatedIdealPoints, ...]:
    """What the study estimates for itself: nothing, or its ideal points."""
    settings = study.declared.settings
    if settings.ideal_points.method == "published":
        return ()
    return (
        EstimatedIdealPoints(settings.ideal_points, settings.roll_calls, anchors_of(study), settings.seed),
    )


def _of_set(record: VotingRecord, roll_calls: str) -> VotingRecord:
    """The record with the roll calls of a set; those on an issue are chosen when it is cleaned."""
    told = record.roll_calls
    if roll_calls == "final-passage":
        if not set(MARKS) <= set(told.columns):
            raise CounterpoiseError(
                Problem(
                    "settings.roll_calls",
                    "final-passage: the files of votes do not mark amendments and paragraphs; use `roll_calls: all`",
                )
            )
        part = pl.any_horizontal((pl.col(mark) == 1).fill_null(False) for mark in MARKS)
        return replace(record, roll_calls=told.filter(~part))
    if roll_calls == "important":
        raise CounterpoiseError(
            Problem(
                "settings.roll_calls",
                "important: a score of roll calls a year does not carry ideal points of its own; use `all` or "
                "`final-passage`, or `ideal_points: {method: published}`",
            )
        )
    return record
