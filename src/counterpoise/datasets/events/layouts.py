"""The layouts that tables of events come in, and which of their columns are read as what.

GDELT publishes its tables without a header line: 57 columns until March 2013 and 58 since in release 1.0, 61 in
release 2.0 (GDELT Event Codebook 2.0, 2015). Exports of the same tables with a header line are read as well. POLECAT has a
header line of 40 columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counterpoise.datasets.tablefile import ROWS_OF_EVENTS

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_ACT = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone"
_PLACE_1 = "Type FullName CountryCode ADM1Code Lat Long FeatureID"
_PLACE_2 = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"


def _gdelt(place: str, *last: str) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR.split()),
        *_ACT.split(),
        *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in place.split()),
        "DATEADDED",
        *last,
    )


def _side(role: str) -> tuple[str, ...]:
    names = ("Name", "Country", "COW", "Primary", "Sectors", "Title", "Name Raw", "Wikipedia")
    whole = {"Primary": f"Primary {role} Sector", "Wikipedia": f"Wikipedia {role} ID"}
    return tuple(whole.get(name, f"{role} {name}") for name in names)


POLECAT_COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *_side("Actor"),
    *_side("Recipient"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)

GDELT_TYPES: Mapping[str, str] = {
    "GLOBALEVENTID": "int64",
    "SQLDATE": "date",
    "IsRootEvent": "int64",
    "QuadClass": "int64",
    "GoldsteinScale": "float64",
    "NumMentions": "int64",
    "DATEADDED": "int64",
}
POLECAT_TYPES: Mapping[str, str] = {"Event Date": "date", "Intensity": "float64", "Publication Date": "date"}
GDELT_READ = (*GDELT_TYPES, "Actor1CountryCode", "Actor2CountryCode", "EventCode")
POLECAT_READ = (
    *POLECAT_TYPES,
    *("Event ID", "Event Type", "Quad Code", "Contexts"),
    *("Actor Country", "Actor COW", "Recipient Country", "Recipient COW"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the columns of a whole table in order, those of another type than text, and those that must be there.

    `day` is the form of a day in it, `empty` the words that stand for an empty cell, `ontology` that of its codes.
    """

    source: str
    release: str
    columns: tuple[str, ...]
    types: Mapping[str, str] = field(hash=False)
    needed: tuple[str, ...]
    day: str
    empty: tuple[str, ...]
    ontology: str

    @property
    def without_header(self) -> tuple[str, ...]:
        """What stands for the header where there is none (`layout.header`)."""
        return (f"{ROWS_OF_EVENTS}{len(self.columns)}",)

    @property
    def schema(self) -> Mapping[str, str]:
        """Every column with its type, as Ibis names types."""
        return {name: self.types.get(name, "string") for name in self.columns}


def _of_gdelt(release: str, columns: tuple[str, ...]) -> Layout:
    return Layout("gdelt", release, columns, GDELT_TYPES, GDELT_READ, "%Y%m%d", ("",), "cameo")


GDELT_2 = _of_gdelt("2.0", _gdelt(_PLACE_2, "SOURCEURL"))
GDELT_1 = _of_gdelt("1.0", _gdelt(_PLACE_1, "SOURCEURL"))
GDELT_1_TO_2013 = _of_gdelt("1.0", _gdelt(_PLACE_1))
POLECAT_1 = Layout(
    "polecat", "1.0", POLECAT_COLUMNS, POLECAT_TYPES, POLECAT_READ, "%Y-%m-%d", ("", "None"), "plover"
)

GDELT_LAYOUTS = (GDELT_2, GDELT_1, GDELT_1_TO_2013)


def gdelt_layout(columns: Sequence[str]) -> Layout | None:
    """The layout of GDELT that a header, or what stands for one, belongs to; further columns of a header do no harm."""
    for layout in GDELT_LAYOUTS:
        if tuple(columns) == layout.without_header:
            return layout
    if set(GDELT_READ) <= set(columns):
        return GDELT_2 if "ActionGeo_ADM2Code" in columns else GDELT_1
    return None


def polecat_layout(columns: Sequence[str]) -> Layout | None:
    """The layout of POLECAT, if a header names the columns that are read; further columns do no harm."""
    return POLECAT_1 if set(POLECAT_READ) <= set(columns) else None
