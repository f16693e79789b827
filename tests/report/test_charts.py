import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from lxml import etree

from counterpoise.report.charts import INK, MUTED, NARROW, PALETTE, PAPER, WIDE, draw, numbered
from counterpoise.report.html import ON_DARK
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plots import Event, LineChart, Observation, Panel, Series, Timeline

SVG = "{http://www.w3.org/2000/svg}"

TESTS = Event("1998-05-28", "Nuclear tests", "Security")
ACCORD = Event("2013", "Corridor agreed", "Economic")
EARLIER = Event("1954-05-19", "Defence agreement", "Security")


def yearly(*years: int) -> tuple[Observation, ...]:
    return tuple(Observation(year, year, 0.2 + year % 5 / 10) for year in years)


def figure(chart: LineChart | Timeline) -> Figure:
    table = DataTable("alignment-table", "", ("Year",), ())
    return Figure("alignment", "Alignment by dimension", "", "Arms move towards one power.", chart, table)


def one_panel(*series: Series, **more: object) -> LineChart:
    return LineChart((Panel("", series, "share", (0, 1)),), 1990, 2025, **more)


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text")]


def coloured(svg: str, colour: str, tag: str) -> list[etree._Element]:
    return [one for one in etree.fromstring(svg).iter(f"{SVG}{tag}") if one.get("stroke") == colour]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_labels_are_letters_beside_the_lines_and_say_where_the_data_stop(width: int):
    chart = one_panel(
        Series("Economic", yearly(*range(1990, 2015))), Series("Diplomatic", yearly(*range(1990, 2026)))
    )
    drawn = words(draw(figure(chart), width))
    assert "Economic" in " ".join(drawn)
    assert "to 2014" in " ".join(drawn)
    assert "to 2025" not in " ".join(drawn)
    assert {"1990", "2000", "share", "0.0", "1.0"} <= set(drawn)


def test_a_missing_year_is_a_gap():
    whole = coloured(
        draw(figure(one_panel(Series("Economic", yearly(*range(1990, 2000)))))), PALETTE[0], "path"
    )
    broken = coloured(
        draw(figure(one_panel(Series("Economic", yearly(*range(1990, 1994), *range(1996, 2000)))))),
        PALETTE[0],
        "path",
    )
    assert len(whole) == 1
    assert len(broken) == 2
    assert whole[0].get("d").count("L") == 9
    assert sum(path.get("d").count("L") for path in broken) == 6


def test_a_five_year_share_is_a_level_step_over_its_years_and_never_joined_to_the_next():
    shares = (Observation(2010, 2014, 0.4), Observation(2015, 2019, 0.1))
    svg = draw(figure(one_panel(Series("Security", shares))))
    assert not coloured(svg, PALETTE[0], "path")
    steps = [line for line in coloured(svg, PALETTE[0], "line") if line.get("stroke-width") == "3"]
    assert len(steps) == 2
    places = [re.findall(r"-?[\d.]+", step.get("transform")) for step in steps]
    spans = [(float(x), float(x) + float(step.get("x2"))) for (x, _), step in zip(places, steps, strict=True)]
    assert all(step.get("y2") == "0" for step in steps)
    # Adjacent periods meet at mid-winter between 2014 and 2015.
    assert sorted(min(span) for span in spans)[1] == pytest.approx(
        sorted(max(span) for span in spans)[0], abs=0.05
    )
    assert places[0][1] != places[1][1]


def test_an_interval_is_a_band_only_where_there_is_one():
    certain = Observation(1990, 1990, 0.5)
    uncertain = tuple(Observation(year, year, 0.5, 0.4, 0.6) for year in (1991, 1992, 1994, 1995))
    svg = draw(figure(one_panel(Series("Diplomatic", (certain, *uncertain)))))
    bands = [path for path in etree.fromstring(svg).iter(f"{SVG}path") if path.get("opacity") == "0.16"]
    assert len(bands) == 2


def test_a_panel_without_observations_says_so():
    assert "no observations" in words(draw(figure(one_panel(Series("Visits", ())))))


def test_a_label_keeps_its_colour_in_every_panel():
    first = Panel("Trade", (Series("One", yearly(1990, 1991)), Series("Other", yearly(1990, 1991))), "")
    second = Panel("Arms", (Series("Other", yearly(1990, 1991)),), "")
    svg = etree.fromstring(draw(figure(LineChart((first, second), 1990, 2000))))
    fills = {
        (first_line, text.get("fill"))
        for text in svg.iter(f"{SVG}text")
        if (first_line := next(text.itertext(), None)) in ("One", "Other", "Trade", "Arms")
    }
    assert fills == {("One", PALETTE[0]), ("Other", PALETTE[1]), ("Trade", INK), ("Arms", INK)}


def test_labels_of_lines_that_end_together_do_not_overlap():
    ends = [Series(name, (Observation(2025, 2025, 0.02),)) for name in ("One", "Two", "Three")]
    svg = etree.fromstring(draw(figure(one_panel(*ends))))
    heights = [
        float(re.findall(r"-?[\d.]+", text.get("transform"))[1])
        for text in svg.iter(f"{SVG}text")
        if text.text in ("One", "Two", "Three")
    ]
    assert len(heights) == 3
    heights.sort()
    assert min(b - a for a, b in pairwise(heights)) >= 15


def test_events_are_numbered_by_date_and_those_outside_the_years_are_left_out():
    chart = one_panel(Series("Economic", yearly(1990)), events=(ACCORD, EARLIER, TESTS))
    assert numbered(chart) == ((1, TESTS), (2, ACCORD))
    assert {"1", "2"} <= set(words(draw(figure(chart))))
    assert "3" not in words(draw(figure(chart)))


def test_a_timeline_names_its_lanes_in_the_order_given():
    drawn = words(draw(figure(Timeline((ACCORD, TESTS), 1990, 2025))))
    assert [word for word in drawn if word in ("Security", "Economic")] == ["Economic", "Security"]
    assert {"1", "2"} <= set(drawn)


def test_an_svg_is_named_described_and_as_wide_as_its_container():
    root = etree.fromstring(draw(figure(one_panel(Series("Economic", yearly(1990)))), NARROW))
    assert root.get("role") == "img"
    assert root.get("viewBox").startswith("0 0 360 ")
    assert root.get("width") is None
    assert root.get("aria-labelledby") == "alignment.360.title alignment.360.desc"
    named = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert named == {
        "alignment.360.title": "Alignment by dimension",
        "alignment.360.desc": "Arms move towards one power.",
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_letters_are_twelve_pixels_or_more_of_a_generic_font(width: int):
    chart = one_panel(Series("Security and military cooperation", yearly(1990, 2024)), events=(TESTS,))
    svg = draw(figure(chart), width)
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)) >= 12
    assert set(re.findall(r'font-family="([^"]+)"', svg)) == {"sans-serif"}


def test_the_same_figure_gives_the_same_bytes():
    chart = one_panel(Series("Economic", yearly(1990, 1991)), events=(TESTS,))
    first = draw(figure(chart))
    draw(figure(Timeline((TESTS,), 1990, 2025)))
    assert draw(figure(chart)) == first


# Machado, Oliveira & Fernandes (2009), table 1, severity 1.0: linear RGB as seen without one kind of cone.
SEEN_WITHOUT = {
    "long": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "medium": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "short": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(light, 0, 1) / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("cone", SEEN_WITHOUT)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_colours_are_told_apart_without_one_kind_of_cone(cone: str, ground: str):
    palette = PALETTE if ground == "light" else [ON_DARK[colour] for colour in PALETTE]
    colours = [lab(np.array(SEEN_WITHOUT[cone]) @ linear(colour)) for colour in palette]
    assert min(np.linalg.norm(one - other) for one, other in combinations(colours, 2)) > 10


@pytest.mark.parametrize("colour", [*PALETTE, INK, MUTED])
def test_every_colour_of_words_reads_on_its_ground(colour: str):
    def luminance(shade: str) -> float:
        return float((TO_XYZ @ linear(shade))[1])

    # WCAG 2.2, 1.4.3: AA
    assert (luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= 4.5
    assert (luminance(ON_DARK[colour]) + 0.05) / (luminance(ON_DARK[PAPER]) + 0.05) >= 4.5
