"""The study in miniature, set out once for all tests that only read its report."""

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.contents import outline_of
from counterpoise.report.outline import Outline


@pytest.fixture(scope="session")
def miniature_outline(miniature: Findings) -> Outline:
    """Its report before it has a format."""
    return outline_of(miniature, "counterpoise 0")
