import pytest
from lxml import etree

from counterpoise.report.charts import draw
from counterpoise.report.dated import numbered
from counterpoise.report.outline import DataTable, Figure
from counterpoise.report.plane import _placed, _shared, _Sheet
from counterpoise.report.plots import Path, Place, Plane, Zone
from counterpoise.report.vegalite import MUTED, NARROW, PALETTE, WIDE

SVG = "{http://www.w3.org/2000/svg}"

WHOLE = Path(
    (Place("2000", 0.4, 0.3, (0.35, 0.45), (0.25, 0.35)), Place("", 0.45, 0.35), Place("2002", 0.5, 0.4))
)
FEWER = Path((Place("2003", 0.2, 0.5), Place("2004", 0.22, 0.52)), whole=False)
MAP = Plane(
    (WHOLE, FEWER),
    (Place("Viet Nam", 0.3, 0.45),),
    (Zone("even band", (0.45, 0.55), (0.0, 1.0)), Zone("disengaged", (0.0, 1.0), (0.0, 0.2))),
    "share",
    "Engagement",
    ("China", "United States"),
    (0.1, 0.6),
    (0.0, 0.7),
)  # fmt: skip


def drawn(chart: Plane, width: int = WIDE) -> etree._Element:
    table = DataTable("numbers", "", ("Year",), ())
    return etree.fromstring(draw(Figure("map", "Map", "", "Where it stands.", chart, table), width))


def words(svg: etree._Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_points_zones_and_axes_are_named(width: int) -> None:
    said = " ".join(words(drawn(MAP, width)))
    for name in ("2000", "2002", "2003", "2004", "Viet Nam", "even band", "disengaged", "Engagement"):
        assert name in said
    assert "← China · share · United States →" in said.replace("\xa0", " ").replace("  ", " ")


def test_each_path_is_a_line_of_its_own_and_one_of_fewer_inputs_is_broken() -> None:
    lines = [
        path
        for path in drawn(MAP).iter(f"{SVG}path")
        if path.get("stroke") == PALETTE[0]
        and path.get("d").count("L")
        and not path.get("fill", "").startswith("#")
    ]
    assert sorted((line.get("d").count("L"), bool(line.get("stroke-dasharray"))) for line in lines) == [
        (1, True),
        (2, False),
    ]


def test_a_place_without_an_interval_has_no_bar() -> None:
    def bars(chart: Plane) -> int:
        return sum(line.get("stroke-width") == "1.4" for line in drawn(chart).iter(f"{SVG}line"))

    assert bars(MAP) == 2
    alone = Plane((), MAP.points, (), "share", "Engagement", ("b", "a"), (0, 1), (0, 1))
    assert bars(alone) == 0


def test_zones_are_cut_at_the_edges_of_the_plane() -> None:
    svg = drawn(MAP)
    box = [float(number) for number in svg.get("viewBox").split()]
    rectangles = [path for path in svg.iter(f"{SVG}path") if path.get("fill") == MUTED]
    assert len(rectangles) == 2
    for path in rectangles:
        start, *_ = path.get("d").lstrip("M").split("h")
        across, down = (float(number) for number in start.split(","))
        assert 0 <= across <= box[2]
        assert 0 <= down <= box[3]


def test_a_name_moves_to_where_it_covers_nothing() -> None:
    sheet = _Sheet(MAP, 600, 400)
    align, free, _ = _placed("2000", (300.0, 200.0), (), sheet)
    assert align == "left"
    moved, box, _ = _placed("2000", (300.0, 200.0), (free,), sheet)
    assert moved != "left"
    assert _shared(box, free) == 0
    at_the_edge, box, _ = _placed("2000", (595.0, 200.0), (), sheet)
    assert (at_the_edge, box[2] <= 600) == ("right", True)


def test_a_plane_has_no_events() -> None:
    assert numbered(MAP) == ()
