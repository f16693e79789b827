"""The study in miniature, with a document in which no machine finds any code, read and coded."""

from __future__ import annotations

from pathlib import Path

from counterpoise.pipeline import gather, run
from counterpoise.study import read_study
from tests.study_in_miniature import STUDY, write_study

WEATHER = """\
The winter of that year was mild, and the spring came early to the whole of the coast and to the hills behind it. The
rivers rose in April, as they do, and went down in May; nobody was hurt, and the fields were dry in time for sowing.

In summer it rained on forty days, which is more than in the years before, and the harvest was brought in late. The
autumn was long and bright, and the first frost came in the last week of November, three weeks after the usual date.
"""
"""A document in which no machine finds any code."""


def coded_study(folder: Path, *, report: bool = True) -> Path:
    """Write the study into a folder and run it, to its report or only so far as documents are read and coded."""
    entry = '  - {path: documents/weather.txt, kind: report, origin: USA, date: "2006"}\n'
    write_study(folder, STUDY.replace("figures:", f"{entry}figures:"))
    (folder / "documents" / "weather.txt").write_text(WEATHER, "utf-8")
    (run if report else gather)(read_study(folder))
    return folder
