import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.entries import entry_of, with_entries, with_paths
from counterpoise.yamlfile import parse_yaml

BLOCK = """\
study: A study      # its title
data:               # files as downloaded
  - {path: data/a.csv}   # the first
  # - {path: data/old.csv}

  # of the field
figures: figures.csv
"""
TABLE = """\
data:
    - path: data/t.csv
      table:
        title: T
        values:
          influence: {column: v, unit: index}   # of both

study: A study
"""
STUDIES = {
    "block": BLOCK,
    "a table of its own": TABLE,
    "no data": "study: A study\nperiod: 1990-2025",
    "nothing under data": "study: A\ndata:          # none yet\nfigures: f.csv\n",
    "an empty list": "study: A\ndata: []\nfigures: f.csv\n",
    "a list in one line": "data: [{path: data/a.csv}, ]  # both\nstudy: A\n",
    "a list over lines": "data: [\n  {path: data/a.csv}, # one\n  {path: b.csv} # two\n]\nstudy: A\n",
    "no indent": "data:\n- path: data/a.csv\n- path: [b.csv,\n    c.csv]\nstudy: A\n",
    "last in the file": "study: A\ndata:\n  - path: data/a.csv",
    "a folded path": "data:\n  - path: >-\n      data/a.csv\nstudy: A\n",
}


@pytest.mark.parametrize("text", STUDIES.values(), ids=STUDIES)
@pytest.mark.parametrize("groups", [[["data/x.csv"]], [["data/x.rda", "data/y.rda"], ["data/#z: a.csv"]]])
def test_a_study_file_says_one_entry_more_and_keeps_every_line(text: str, groups: list[list[str]]) -> None:
    before = parse_yaml(text, "study.yaml").data
    added = with_entries(text, groups)
    after = parse_yaml(added, "study.yaml").data
    assert isinstance(before, dict)
    new = [{"path": places[0] if len(places) == 1 else places} for places in groups]
    assert after == {**before, "data": [*(before.get("data") or []), *new]}
    # Every line is there still, in its order; of a list in one line, all up to its end.
    rest = iter(added.splitlines())
    kept = [line for line in text.splitlines() if line.strip() and "[" not in line and "]" not in line]
    assert all(any(line == found for found in rest) for line in kept)
    assert added.count("#") == text.count("#") + sum(places[0].count("#") for places in groups)


def test_the_entry_stands_with_the_others_and_before_what_follows() -> None:
    assert with_entries(BLOCK, [["data/b.csv"]]).splitlines()[2:4] == [
        "  - {path: data/a.csv}   # the first",
        "  - {path: data/b.csv}",
    ]


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_any_name_of_a_file_is_written_so_that_it_is_read_again(name: str) -> None:
    written = with_entries("study: A\n", [[f"data/{name}"]])
    assert parse_yaml(written, "s").data == {"study": "A", "data": [{"path": f"data/{name}"}]}


@pytest.mark.parametrize(
    "text",
    [
        "{study: A}",
        "study: A\ndata: ~\n",
        "study: A\ndata: &d\n  - {path: a.csv}\nmore: *d\n...\n",
        "study: A\n...\n",
    ],
)
def test_a_file_laid_out_otherwise_is_left_alone_and_the_line_is_told(text: str) -> None:
    try:
        added = with_entries(text, [["data/b.csv"]])
    except CounterpoiseError as error:
        (problem,) = error.problems
        assert f"write `- {entry_of(['data/b.csv'])}` under `data:` yourself" in problem.what
    else:
        raise AssertionError(added)


@pytest.mark.parametrize(
    "name", [name for name in STUDIES if name not in ("no data", "nothing under data", "an empty list")]
)
@pytest.mark.parametrize("places", [["data/x.csv"], ["data/x.rda", "data/#z: a.csv"]])
def test_an_entry_names_further_places_and_everything_else_stays(name: str, places: list[str]) -> None:
    text = STUDIES[name]
    before = parse_yaml(text, "study.yaml").data
    assert isinstance(before, dict)
    number = len(before["data"]) - 1
    if name == "a folded path":
        with pytest.raises(
            CounterpoiseError, match=r"data\.0: .* write `path: \[data/a\.csv, data/x\."
        ) as refused:
            with_paths(text, number, places)
        assert len(refused.value.problems) == 1
        return
    added, path = with_paths(text, number, places)
    after = parse_yaml(added, "study.yaml").data
    assert isinstance(after, dict)
    old = before["data"][number]["path"]
    paths = [*([old] if isinstance(old, str) else old), *places]
    assert after["data"][number] == {**before["data"][number], "path": paths}
    assert parse_yaml(f"{{{path}}}", "study.yaml").data == {"path": paths}
    assert {**after, "data": after["data"][:number]} == {**before, "data": before["data"][:number]}
    assert added.count("#") == text.count("#") + "".join(places).count("#")


def test_places_below_each_other_are_joined_by_one_more() -> None:
    text = "data:\n  - path:\n      - a.csv  # one\n      - b.csv  # two\n    source: atop\nstudy: A\n"
    added, path = with_paths(text, 0, ["c.csv", "d.csv"])
    assert added == text.replace("# two\n", "# two\n      - c.csv\n      - d.csv\n")
    assert path == "path: [a.csv, b.csv, c.csv, d.csv]"
