import json

import pytest

from counterpoise.exchange.deviations import Deviation, DeviationReport, vendor_of


@pytest.mark.parametrize(
    ("origin", "vendor"),
    [
        ("ATLAS.ti 8.4.0 573 , macOS Version 10.14.3 (Build 18D109)", "ATLAS.ti"),
        ("ATLAS.ti for Windows 23.2.3.27778", "ATLAS.ti"),
        ("NVivo for Mac 15.0.0", "NVivo"),
        ("MAXQDA 2022.7", "MAXQDA"),
        ("MAXQDA2022", "MAXQDA"),
        ("QualCoder 4.0-beta", "QualCoder"),
        ("qc 1.3.2", "qc"),
        ("qcmap", "qcmap"),
        ("f4 2025.2.9", "f4"),
        ("A new tool v2.1 beta", "A new tool"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_program_is_told_from_what_a_file_says(origin: str | None, vendor: str) -> None:
    assert vendor_of(origin) == vendor


def test_a_report_counts_its_deviations_and_says_whether_the_schema_refuses_the_file() -> None:
    found = (
        Deviation("p.qde:3", "encoding", "UTF-8", "cp1252", "decoded"),
        Deviation("p.qde:4", "encoding", "UTF-8", "cp1252", "decoded"),
        Deviation("p.qde:5", "path", "internal://", "a.txt", "sought"),
    )
    report = DeviationReport("p.qdpx", "qc", "qc 1.3.2", found)
    assert (report.counts(), report.against_the_schema) == ({"encoding": 2, "path": 1}, False)
    worse = DeviationReport("p.qdpx", "qc", None, (Deviation("p", "order", "a", "b", "read"),))
    assert worse.against_the_schema
    assert json.loads(json.dumps(report.facts()))["deviations"][2]["found"] == "a.txt"


def test_what_was_found_is_told_briefly() -> None:
    assert len(Deviation("p", "value", "a", "x" * 10_000, "kept").found) == 201
