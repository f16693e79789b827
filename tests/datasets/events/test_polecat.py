"""POLECAT's files as they come, with the faults that some of them have."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from counterpoise.datasets.events.layouts import POLECAT_READ
from counterpoise.datasets.events.polecat import POLECAT, polecat_months
from counterpoise.datasets.source import recognise
from counterpoise.errors import CounterpoiseError
from tests.datasets.events.made_up import polecat_row, polecat_year, text_of, write_polecat

DAY = date(2023, 3, 4)
MARCH = [
    polecat_row(
        n,
        DAY,
        **{
            "Event Type": kind,
            "Intensity": intensity,
            "Quad Code": quad,
            "Contexts": contexts,
            "Actor Country": actor,
            "Recipient Country": "USA",
        },
    )
    for n, (kind, intensity, quad, contexts, actor) in enumerate(
        [
            ("CONSULT", 1.5, "VERBAL COOPERATION", "None", "PAK"),
            ("COOPERATE", 6.0, "MATERIAL COOPERATION", "economic;military", "PAK"),
            ("SANCTION", -5.5, "MATERIAL CONFLICT", "None", "PAK"),
            ("AID", 7.0, "None", "None", "PAK"),
            ("ACCUSE", -2.0, "VERBAL CONFLICT", "None", "None"),
        ]
    )
]


def test_a_file_is_known_by_its_header_also_zipped(tmp_path: Path) -> None:
    plain = write_polecat(tmp_path / "2023.txt", MARCH)
    zipped = tmp_path / "2023.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "2023.txt")
    for path in (plain, zipped):
        assert recognise(path) is POLECAT
    assert polecat_months([plain]).table.equals(polecat_months([zipped]).table)


def test_events_have_the_dimension_of_their_contexts_or_of_their_type(tmp_path: Path) -> None:
    table = polecat_months([write_polecat(tmp_path / "2023.txt", MARCH)]).table
    assert table.select("actor", "dimension", "cooperation", "conflict", "scale").rows() == [
        ("PAK", "diplomatic", 1, 0, 1.5),
        ("PAK", "economic", 1, 1, 0.75),
        ("PAK", "security", 1, 0, 6.0),
    ]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        # Beger (2024), POLECAT Event Data: some files name columns that their rows do not have.
        (lambda text: text.replace("Version\n", "Version\tHeadline\n"), "names of columns that are not there"),
        (lambda text: text.replace("\n", "\t\t\n"), "tabs after the last column"),
        (lambda text: text.replace("Version\n", "Version\tNew\n").replace("\tV1\n", "\tV1\tnew\n"), "a new column"),
    ],
)  # fmt: skip
def test_known_faults_and_further_columns_do_no_harm(spoil, why: str, tmp_path: Path) -> None:
    whole = polecat_months([write_polecat(tmp_path / "whole.txt", MARCH)]).table
    path = tmp_path / "spoilt.txt"
    path.write_text(spoil(text_of(MARCH, header=True)))
    assert polecat_months([path]).table.equals(whole), why


def test_a_header_without_a_column_that_is_read_is_another_layout(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text(text_of(MARCH, header=True).replace("Quad Code", "Quad"))
    assert recognise(path) is None
    with pytest.raises(CounterpoiseError, match=r"old\.txt: not a file of 'polecat': found columns"):
        polecat_months([path])


def test_a_file_cut_within_a_line_loses_that_line_and_says_so(tmp_path: Path) -> None:
    rows = polecat_year(2023)
    path = tmp_path / "2023.txt"
    path.write_text(text_of(rows, header=True)[:-40])
    found = polecat_months([path])
    assert found.table["events"].sum() == len(rows) - 1
    (problem,) = found.problems
    assert problem.place == f"2023.txt:{len(rows) + 1}"
    assert f"{len(rows) - 1:,} others were read" in problem.what


def test_no_file_is_an_error() -> None:
    with pytest.raises(CounterpoiseError, match="needs at least one file"):
        polecat_months([])
    assert POLECAT.recognises(POLECAT_READ)
