"""Ideal points of a study: the votes that it holds, and the two states that tell the ends of the line apart."""

from __future__ import annotations

from pathlib import Path

from counterpoise.datasets.observations import data_files
from counterpoise.datasets.unga_votes import UNGA_VOTES
from counterpoise.datasets.voting_record import VotingRecord, read_voting_record
from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.study import Study


def anchors_of(study: Study) -> tuple[str, str]:
    """The states at the positive and at the negative end: the study's anchors, or else its powers a and b."""
    return study.declared.anchors.get("ideal_point", (study.powers["a"], study.powers["b"]))


def record_of(study: Study) -> VotingRecord:
    """The votes of the study's files. Raises CounterpoiseError where it has none, or where they cannot be read."""
    return read_voting_record(vote_files(study))


def vote_files(study: Study) -> list[Path]:
    """The files of votes that are read together. Raises CounterpoiseError where the study names none."""
    files, problems, _ = data_files(study)
    for source, paths in files:
        if source.name == UNGA_VOTES.name:
            return paths
    told = f"the study names no files of '{UNGA_VOTES.name}', from which ideal points are estimated"
    raise CounterpoiseError(Problem("data", told), *problems)
