"""The study in miniature, found and set out once for all tests that only read its report."""

import pytest

from counterpoise.findings.conclusions import Findings
from counterpoise.report.contents import outline_of
from counterpoise.report.outline import Outline
from tests.study_in_miniature import found, write_study


@pytest.fixture(scope="session")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What the study in miniature finds."""
    return found(write_study(tmp_path_factory.mktemp("miniature")))


@pytest.fixture(scope="session")
def miniature_outline(miniature: Findings) -> Outline:
    """Its report before it has a format."""
    return outline_of(miniature, "counterpoise 0")
