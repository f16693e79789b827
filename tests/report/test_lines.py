import re
from itertools import pairwise

import pytest
from lxml import etree

from counterpoise.report.charts import draw
from counterpoise.report.plots import Break, LineChart, Observation, Panel, Series
from counterpoise.report.vegalite import INK, NARROW, PALETTE, WIDE
from tests.report.drawings import SVG, coloured, figure, one_panel, words, yearly


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


def test_a_break_is_a_bar_over_its_likely_years_and_a_notch_in_the_likeliest():
    broken = Break("China", 2005, 2003, 2007)
    panel = Panel("", (Series("China", yearly(*range(1990, 2026))),), "Tie", (0, 1), breaks=(broken,))
    svg = etree.fromstring(draw(figure(LineChart((panel,), 1990, 2025))))
    (bar,) = [one for one in svg.iter(f"{SVG}path") if one.get("opacity") == "0.35"]
    left, _, across = (float(each) for each in re.findall(r"-?[\d.]+", bar.get("d"))[:3])
    (notch,) = [
        one
        for one in svg.iter(f"{SVG}line")
        if one.get("stroke") == PALETTE[0] and one.get("stroke-width") == "3"
    ]
    middle = float(re.findall(r"-?[\d.]+", notch.get("transform"))[0])
    # Five whole years, 2003 to 2007: the middle of 2005 is the middle of the bar.
    assert middle == pytest.approx(left + across / 2, abs=0.05)
