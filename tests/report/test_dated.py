from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.plots import Series, Timeline
from tests.report.drawings import ACCORD, EARLIER, TESTS, figure, one_panel, words, yearly


def test_events_are_numbered_by_date_and_those_outside_the_years_are_left_out():
    chart = one_panel(Series("Economic", yearly(1990)), events=(ACCORD, EARLIER, TESTS))
    assert numbered(chart) == ((1, TESTS), (2, ACCORD))
    assert {"1", "2"} <= set(words(draw(figure(chart))))
    assert "3" not in words(draw(figure(chart)))


def test_a_timeline_names_its_lanes_in_the_order_given():
    drawn = words(draw(figure(Timeline((ACCORD, TESTS), 1990, 2025))))
    assert [word for word in drawn if word in ("Security", "Economic")] == ["Economic", "Security"]
    assert {"1", "2"} <= set(drawn)
