"""Counterpoise: how a state stands between two rival powers, from evidence to report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterpoise.errors import CounterpoiseError, Problem
    from counterpoise.evidence import Coding, Link, Passage, Value
    from counterpoise.findings.claim import Claim
    from counterpoise.findings.conclusions import Findings
    from counterpoise.gathering import Evidence
    from counterpoise.measurement.scores import Scores
    from counterpoise.model.fit import ModelFit
    from counterpoise.model.sampling import Sampling
    from counterpoise.notebook.comparison import compare
    from counterpoise.notebook.evidence import gather
    from counterpoise.notebook.findings import conclude
    from counterpoise.notebook.fit import estimate
    from counterpoise.notebook.scenario import simulate
    from counterpoise.notebook.scores import measure
    from counterpoise.notebook.study import read_study
    from counterpoise.notebook.writing import write_report, write_tables
    from counterpoise.pipeline import run
    from counterpoise.study import Study

PLACES = {
    "Claim": "findings.claim",
    "Coding": "evidence",
    "CounterpoiseError": "errors",
    "Evidence": "gathering",
    "Findings": "findings.conclusions",
    "Link": "evidence",
    "ModelFit": "model.fit",
    "Passage": "evidence",
    "Problem": "errors",
    "Sampling": "model.sampling",
    "Scores": "measurement.scores",
    "Study": "study",
    "Value": "evidence",
    "compare": "notebook.comparison",
    "conclude": "notebook.findings",
    "estimate": "notebook.fit",
    "gather": "notebook.evidence",
    "measure": "notebook.scores",
    "read_study": "notebook.study",
    "run": "pipeline",
    "simulate": "notebook.scenario",
    "write_report": "notebook.writing",
    "write_tables": "notebook.writing",
}

__all__ = [  # noqa: RUF022 (in the order of the data flow)
    "read_study",
    "gather",
    "measure",
    "estimate",
    "conclude",
    "compare",
    "simulate",
    "write_report",
    "write_tables",
    "run",
    "Study",
    "Evidence",
    "Scores",
    "Sampling",
    "ModelFit",
    "Findings",
    "Claim",
    "Passage",
    "Coding",
    "Link",
    "Value",
    "CounterpoiseError",
    "Problem",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `counterpoise check` need not load what it never runs."""
    if name not in PLACES:
        raise AttributeError(f"module 'counterpoise' has no attribute '{name}'")
    return getattr(import_module(f"counterpoise.{PLACES[name]}"), name)
