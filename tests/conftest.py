import os
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.etree
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from counterpoise.findings.comparison import Comparison
    from counterpoise.findings.conclusions import Findings

# How fast something is stands in benchmarks, never in a test; a busy machine is no fault.
settings.register_profile("untimed", deadline=None, max_examples=40)
settings.load_profile("untimed")

CHECKOUT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that at the end no process waits for another that has just begun it."""
    items.sort(key=lambda item: item.get_closest_marker("large") is None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data and documents that the project is tried on; it is not part of the project."""
    place = Path(os.environ.get("COUNTERPOISE_SHARED", CHECKOUT.parent / "shared"))
    if not (place / "data").is_dir():
        pytest.skip(f"no shared data at {place}; set COUNTERPOISE_SHARED to try these tests")
    return place.resolve()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the project."""
    return CHECKOUT


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


@pytest.fixture(scope="session")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> "Findings":
    """What the study in miniature finds, as it stands."""
    # Tests that need nothing of it should not wait for what it loads.
    from tests.study_in_miniature import found, write_study

    return found(write_study(tmp_path_factory.mktemp("miniature")))


@pytest.fixture(scope="session")
def modelled(miniature: "Findings") -> "Findings":
    """The same study concluded with a fit of the model, of a world that is known."""
    from tests.findings.fitted import concluded, known_fit

    return concluded(miniature, known_fit())


@pytest.fixture(scope="session")
def compared(miniature: "Findings") -> "Comparison":
    """The states of the panel of the study in miniature compared: documents were coded for the first alone."""
    from counterpoise.findings.comparison import cases_of_panel, compare

    study = miniature.study
    return compare(cases_of_panel(study, study.panel, miniature.evidence), {study.state})
