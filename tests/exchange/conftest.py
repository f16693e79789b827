from pathlib import Path

import lxml.etree
import pytest


@pytest.fixture(scope="session")
def refi(shared: Path) -> Path:
    """The folder of files that other programs wrote, with the standard and its schema."""
    return shared / "refi"


@pytest.fixture(scope="session")
def project_schema(refi: Path) -> lxml.etree.XMLSchema:
    """The schema of projects of 18 March 2019, read where it lies."""
    return lxml.etree.XMLSchema(file=str(refi / "Project-mrt2019.xsd"))


@pytest.fixture(scope="session")
def codebook_schema(refi: Path) -> lxml.etree.XMLSchema:
    """The schema of codebooks, version 1.0."""
    return lxml.etree.XMLSchema(file=str(refi / "Codebook.v1.0.openqda.xsd"))
