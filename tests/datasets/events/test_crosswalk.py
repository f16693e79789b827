"""The crosswalk beside what is known of CAMEO, PLOVER and Goldstein's scale."""

from pathlib import Path

import pytest

from counterpoise.datasets.events.crosswalk import CROSSWALK, DIMENSIONS, ONTOLOGIES, act, crosswalk_rows
from counterpoise.theory.reading import read_theory


@pytest.mark.parametrize(
    ("code", "goldstein"),
    [
        # Goldstein (1992), JCR 36(2): 369-385, runs from a military attack (-10.0) to extending military aid (8.3).
        ("190", -10.0),
        ("072", 8.3),
        ("071", 7.4),  # extend economic aid
        ("043", 2.8),  # host a visit
        ("042", 1.9),  # visit
        ("010", 0.0),
    ],
)
def test_goldstein_values_are_those_published(code: str, goldstein: float) -> None:
    found = act("cameo", code)
    assert found is not None
    assert found.goldstein == goldstein


def test_every_root_of_cameo_has_its_quad_class() -> None:
    # Schrodt (2012), CAMEO 1.1b3: 01-05 verbal and 06-08 material cooperation, 09-13 verbal and 14-20 material conflict.
    for root in range(1, 21):
        found = act("cameo", f"{root:02}")
        assert found is not None
        assert found.quad == 1 + (root > 5) + (root > 8) + (root > 13)


def test_plover_has_sixteen_types_in_four_quads() -> None:
    # Halterman et al. (2023): sixteen event types.
    rows = crosswalk_rows("plover")
    assert len(rows) == 16
    assert {quad: sum(row[1] == quad for row in rows) for quad in (1, 2, 3, 4)} == {1: 4, 2: 3, 3: 4, 4: 5}
    assert all(row[3] is None for row in rows)


@pytest.mark.parametrize(
    ("code", "dimension"),
    [
        ("0211", "economic"),  # appeal for economic cooperation
        ("0212", "security"),  # appeal for military cooperation
        ("163", "economic"),  # embargo, boycott or sanctions
        ("1312", "economic"),  # threaten with these
        ("015", "diplomatic"),
        ("0712", "economic"),  # no such code: as its base code
        ("141", "other"),
        ("1823", "security"),
    ],
)
def test_a_code_has_the_dimension_of_its_words_or_of_the_next_shorter_code(code: str, dimension: str) -> None:
    found = act("cameo", code)
    assert found is not None
    assert found.dimension == dimension


def test_dimensions_are_those_of_the_library(tmp_path: Path) -> None:
    assert set(DIMENSIONS) == set(read_theory("neoclassical-realism", tmp_path).dimensions)


@pytest.mark.parametrize("code", ["", "1", "21", "00", "---", "01234", "AGREE"])
def test_what_is_no_code_of_cameo_has_no_meaning(code: str) -> None:
    assert act("cameo", code) is None


@pytest.mark.parametrize("ontology", ONTOLOGIES)
def test_rows_are_whole_and_each_code_stands_once(ontology: str) -> None:
    rows = crosswalk_rows(ontology)
    assert len({row[0] for row in rows}) == len(rows)
    for code, quad, dimension, hundredths in rows:
        assert code
        assert quad in (1, 2, 3, 4)
        assert dimension in (*DIMENSIONS, "other")
        assert hundredths is None or -1000 <= hundredths <= 1000
    assert all(len(row) == len(CROSSWALK) for row in rows)
