"""The study in miniature as a notebook holds it, made once of what the other tests read."""

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.notebook.evidence import GatheredEvidence
from counterpoise.notebook.findings import ShownFindings
from counterpoise.notebook.scores import MeasuredScores
from counterpoise.notebook.shown import fields_of


@pytest.fixture(scope="session")
def evidence(miniature: Findings) -> GatheredEvidence:
    return GatheredEvidence(**fields_of(miniature.evidence), study=miniature.study)


@pytest.fixture(scope="session")
def scores(miniature: Findings) -> MeasuredScores:
    return MeasuredScores(**fields_of(miniature.scores), study=miniature.study, evidence=miniature.evidence)


@pytest.fixture(scope="session")
def findings(miniature: Findings) -> ShownFindings:
    return ShownFindings(**fields_of(miniature))
