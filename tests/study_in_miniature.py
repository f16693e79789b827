"""A study small enough to reckon by hand: made-up documents of two powers, made-up figures, real states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Direction, Passage, Power, Value
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.findings.conclusions import Findings, conclude
from counterpoise.measurement.scores import measure
from counterpoise.pipeline import gather
from counterpoise.study import read_study

MADE_UP = "made up for a test"

UNITS = {
    "arms_import_share": "percent of TIV",
    "atop_obligations": "kinds of obligation",
    "us_aid": "million constant USD",
    "gcdf_oof_oda": "million constant USD",
    "ideal_point_distance": "standard deviations over all states",
    "shared_igos": "organisations",
    "government_visits": "visits",
    "trade_hhi": "index 0-1",
    "trade_openness": "percent of GDP",
}
"""The units of the library's indicators that are not in percent."""

STUDY = """\
study: Pakistan in miniature
state: PAK
powers: {a: USA, b: CHN}
period: 1990-2025
theory: theory.yaml
panel: [PAK, VNM]
documents:
  - {path: documents/washington.md, kind: speech, origin: USA, date: "2005"}
  - {path: documents/beijing.txt, kind: speech, origin: CHN, date: "2010"}
  - {path: documents/paper.txt, kind: paper under test, date: "2024"}
figures: figures.csv
events: events.csv
dictionaries:
  flagship_programmes: [Gwadar]
settings: {seed: 7}
questions:
  - {text: "How have the state's relations with power a and power b evolved?", themes: [evolution]}
"""

LEXICON = {
    "codes": {
        "defence_cooperation": {"terms": ["arms", "training"]},
        "trade": {"terms": ["trade", "exports"]},
        "infrastructure": {"terms": ["port", "roads"]},
        "counterterrorism": {"terms": ["terrorists"]},
        "general_rivalry": {"terms": ["rivalry"]},
    },
    "effects": {"stronger_ties": {"terms": ["closer partnership"]}},
    "cues": {"strengthens": ["expand", "deepen"], "weakens": ["cut", "suspend"], "negates": ["not", "never"]},
}

WASHINGTON = """\
# Address on South Asia

Pakistan and the United States expand their trade year after year, and the exports of Pakistan find buyers in every
American state. The arms that Washington sells and the training that it gives to Pakistan deepen a closer partnership,
as the president has said on three occasions in front of the Congress this year alone.

Yet the United States will suspend the training of officers from Pakistan, and cut the arms that it sends there, for as
long as terrorists find shelter near the border. That decision was taken after long debate, it was explained to the
government in Islamabad, and it stands for the whole of the coming fiscal year and after.
"""

BEIJING = """\
China and Pakistan build the port of Gwadar together, and the roads that lead to it expand what both peoples can do.
Chinese trade with Pakistan doubles within ten years, and China will deepen it further with a closer partnership in
every field that both governments name, as the two prime ministers have agreed in Islamabad.

The rivalry of the United States with China is not of our making. The two countries need not be rivals at all, and
their peoples have never asked for it. Every government of the region may speak with both capitals, trade with both,
and keep its own counsel about what it hears in each, without a fear of what follows.
"""

PAPER = """\
The paper under test says that Pakistan and the United States expand their trade and that China and Pakistan deepen
their trade, that arms are sold and terrorists pursued, and that the rivalry of China and the United States leaves
Pakistan the choice of both. It says so at length, and nothing that it says may be counted here.
"""

EVENTS = """\
date,actors,dimension,what,source
2001-09,PAK;USA,security,A made-up agreement on transit was signed.,made up for a test
1998,PAK,security,A made-up announcement was made.,made up for a test
"""

FIGURE_COLUMNS = "state,partner,start,end,indicator,value,unit,source,release"


def observed(
    partner: str | None,
    start: int,
    indicator: str,
    value: float,
    *,
    state: str = "PAK",
    end: int | None = None,
) -> Value:
    """A made-up observation."""
    return Value(
        state=state,
        partner=partner,
        start=start,
        end=start if end is None else end,
        indicator=indicator,
        value=value,
        unit=UNITS.get(indicator.partition(":")[0], "percent"),
        source=MADE_UP,
        release="first",
        row=f"figures.csv:{start}",
    )


def figures() -> Iterator[str]:
    """Trade falls with power a and grows with power b, 1990-2010; arms shares over five years; aid to 2012."""
    yield FIGURE_COLUMNS
    told = f"{MADE_UP},first"
    for year in range(1990, 2011):
        since = year - 1990
        yield f"PAK,USA,{year},{year},trade_share,{20 - since / 2},percent,{told}"
        yield f"PAK,CHN,{year},{year},trade_share,{5 + since / 2},percent,{told}"
        yield f"VNM,USA,{year},{year},trade_share,{since},percent,{told}"
        yield f"VNM,CHN,{year},{year},trade_share,30,percent,{told}"
        yield f"PAK,USA,{year},{year},us_aid,{100 * (1 + year % 3)},million constant USD,{told}"
    for start in range(1990, 2025, 5):
        share = (start - 1990) * 2
        yield f"PAK,USA,{start},{start + 4},arms_import_share,{80 - share},percent of TIV,{told}"
        yield f"PAK,CHN,{start},{start + 4},arms_import_share,{10 + share},percent of TIV,{told}"
    for year in range(1990, 2025):
        yield f"PAK,USA,{year},{year},ideal_point_distance:final-passage,3,{UNITS['ideal_point_distance']},{told}"
        yield f"PAK,CHN,{year},{year},ideal_point_distance:final-passage,0.5,{UNITS['ideal_point_distance']},{told}"


@cache
def theory() -> str:
    """The theory of the library with a lexicon that this study's documents are written for."""
    yaml = YAML(typ="safe", pure=True)
    # The quick reader knows no colon inside a word between brackets.
    yaml.default_flow_style = False
    library = files("counterpoise.theory").joinpath("library", "neoclassical_realism.yaml")
    declared = yaml.load(library.read_text(encoding="utf-8"))
    declared["lexicon"] = LEXICON
    yaml.representer.sort_base_mapping_type_on_output = False
    stream = StringIO()
    yaml.dump(declared, stream)
    return stream.getvalue()


def write_study(folder: Path, study: str = STUDY, without: tuple[str, ...] = ()) -> Path:
    """Write the study into a folder, without some of its files, and give the folder."""
    contents: Mapping[str, str] = {
        "study.yaml": study,
        "theory.yaml": theory(),
        "documents/washington.md": WASHINGTON,
        "documents/beijing.txt": BEIJING,
        "documents/paper.txt": PAPER,
        "figures.csv": "".join(f"{line}\n" for line in figures()),
        "events.csv": EVENTS,
    }
    for name, text in contents.items():
        if name not in without:
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return folder


def document(
    name: str, kind: str = "speech", origin: str | None = "USA", date: str | None = "2005"
) -> Document:
    """A document of one made-up sentence."""
    return Document(
        id=f"id-of-{name}",
        title=name.title(),
        kind=kind,
        origin=origin,
        date=date,
        source=MADE_UP,
        path=f"documents/{name}.txt",
        sha256="0" * 64,
        text="We trade.",
    )


def coded(
    within: Document,
    start: int,
    direction: Direction = "none",
    *,
    code: str = "trade",
    power: Power = "a",
    score: float = 0.5,
    seconded: bool = False,
    quotation: str = "We trade.",
) -> CodedPassage:
    """A passage of a document with one coding on it."""
    passage = Passage(within.id, start, start + len(quotation), quotation, "", "")
    coding = Coding(passage.id, code, power, direction, "lexicon/1.test", score, f'"{code}" in sentence 1')
    return CodedPassage(passage, within, coding, seconded)


def found(folder: Path) -> Findings:
    """What a study finds, from its files on."""
    study = read_study(folder)
    evidence = gather(study)
    return conclude(study, evidence, measure(study, evidence.values))


def found_with_draws(folder: Path) -> Findings:
    """What the study finds where Pakistan's trade of 1995 to 1999 is gone and missing cells are drawn."""
    write_study(folder, STUDY.replace("{seed: 7}", "{seed: 7, imputation: dynamic-factor}"))
    path = folder / "figures.csv"
    gone = [
        f"PAK,{power},{year},{year},trade_share," for power in ("USA", "CHN") for year in range(1995, 2000)
    ]
    kept = [line for line in path.read_text().splitlines() if not line.startswith(tuple(gone))]
    path.write_text("".join(f"{line}\n" for line in kept))
    return found(folder)
