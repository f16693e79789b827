import pytest

from counterpoise.datasets.preamble import lines_of_preamble, separator_of


@pytest.mark.parametrize(
    ("lines", "above"),
    [
        (["tree,height", "oak,12"], 0),
        (["tree", "oak", "elm"], 0),
        ([], 0),
        (["", "tree,height", "oak,12"], 1),
        (
            [
                "Trees of the park, and how high they are",
                "",
                "tree,height,girth,age,place",
                "oak,12,3,200,gate",
            ],
            2,
        ),
        (["tree;height;note", 'oak;12;"stands, since 1800, by the gate, which is old"'], 0),
        (["tree,note", '"oak","old, tall, wide"', '"elm","a\n'], 0),
        (["1\t2\t3", "4\t5\t6"], 0),
        (["no table at all"] * 50, 0),
    ],
)
def test_names_of_columns_stand_where_a_table_begins(lines: list[str], above: int) -> None:
    assert lines_of_preamble(lines) == above


def test_the_names_of_columns_are_not_looked_for_below_thirty_lines() -> None:
    assert lines_of_preamble([*["prose"] * 30, "a,b,c,d", "1,2,3,4"]) == 0


def test_cells_are_separated_by_what_a_line_has_most_of() -> None:
    assert [separator_of(line) for line in ("a,b", "a;b,c;d", "a\tb", "a")] == [",", ";", "\t", ","]


def test_a_line_that_is_no_csv_is_counted_by_its_separators() -> None:
    assert lines_of_preamble(["a\rb", "x,y,z"]) == 1
    assert lines_of_preamble(["x,y\rq,z", "1,2,3"]) == 0
    assert lines_of_preamble([f"x,{'y' * 200_000}"]) == 0
