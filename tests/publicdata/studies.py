"""Small studies with made-up data files of real layouts."""

from __future__ import annotations

from pathlib import Path

from counterpoise.founding import found_study
from counterpoise.publicdata.status import DataStatus, data_status
from counterpoise.study import Study, read_study
from counterpoise.workspace import open_workspace

IDEAL_POINTS = "ccode,session,IdealPoint,Q5%,Q95%\n"
"""The header of the published csv of ideal points."""

TABLE = """\
  - path: influence.csv
    table:
      {title: Made-up influence, release: "2024", citation: "Nobody. 2024. Made up.", licence: CC0 1.0, from: example.org,
       state: iso3, partner: of, year: year, values: {influence: {column: v, unit: index}}}
"""


def founded(folder: Path) -> Study:
    """A study of Viet Nam as `new` makes it, which declares its folder of data."""
    return read_study(
        found_study(
            folder,
            state="VNM",
            powers=("USA", "CHN"),
            period="1990-2025",
            theory="neoclassical-realism",
        )
    )


def undeclared(folder: Path) -> Study:
    """The same without a word of data."""
    study = founded(folder)
    file = study.folder / "study.yaml"
    text = file.read_text("utf-8")
    start = text.index("data:")
    file.write_text(text[:start] + text[text.index("dictionaries:") :], "utf-8")
    return read_study(study.folder)


def ideal_points(first: int = 45, last: int = 50, *, shift: float = 0.0) -> str:
    """Ideal points of Viet Nam, the United States and China over some sessions, made up."""
    rows = (
        f"{code},{session},{place + shift + session / 100:.4f},{place - 0.1:.4f},{place + 0.1:.4f}\n"
        for session in range(first, last + 1)
        for code, place in ((816, -1.0), (2, 2.5), (710, -0.5))
    )
    return IDEAL_POINTS + "".join(rows)


def trade(kind: str, year: int = 2010) -> str:
    """One half of the trade of the Correlates of War: `dyadic` or `national`, made up."""
    if kind == "national":
        return f"ccode,year,imports,exports\n816,{year},100,100\n"
    return f"ccode1,ccode2,year,flow1,flow2\n2,816,{year},10,20\n710,816,{year},5,6\n"


def figures(*rows: str) -> str:
    """A table of the user's own figures."""
    header = "state,partner,start,end,indicator,value,unit,source,release\n"
    return header + "".join(f"{row}\n" for row in rows)


def read(study: Study) -> DataStatus:
    """Read a study's data files as a run does, and give where they stand then."""
    from counterpoise.datasets.observations import observe

    with open_workspace(study.folder) as workspace:
        observe(study, workspace)
    return data_status(study)
