import re
from itertools import combinations

import numpy as np
import pytest
from lxml import etree

from counterpoise.report.charts import draw
from counterpoise.report.html import ON_DARK
from counterpoise.report.plots import Series, Timeline
from counterpoise.report.vegalite import INK, MUTED, NARROW, PALETTE, PAPER, WIDE
from tests.report.drawings import TESTS, figure, one_panel, yearly


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
