from typing import Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from counterpoise.validation import as_meant, validate
from counterpoise.yamlfile import YamlFile, parse_yaml, reading_order


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    weight: float = 1.0
    from_year: int | None = Field(default=None, alias="from")
    kept: bool = False


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    leaves: tuple[Leaf, ...] = ()
    named: dict[str, Leaf] = {}
    perhaps: Leaf | None = None
    span: tuple[int, int] = (0, 1)
    some: tuple[int, ...] = Field(default=(1,), min_length=1)
    share: float = Field(default=0.5, ge=0.2, lt=1, allow_inf_nan=False)


def checked(text: str) -> list[str]:
    file: YamlFile = parse_yaml(text, "s.yaml")
    model, problems = validate(file, Tree)
    assert (model is None) == any(
        " key" not in problem.what or "missing" in problem.what for problem in problems
    )
    return [str(problem) for problem in sorted(problems, key=reading_order)]


def test_what_fits_gives_the_model() -> None:
    model, problems = validate(parse_yaml("title: t\nleaves: [{weight: 2, from: 1990}]\n", "s.yaml"), Tree)
    assert problems == []
    assert model == Tree(title="t", leaves=(Leaf(weight=2, **{"from": 1990}),))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: t\nleaves:\n  - {weigth: 1}\n", "s.yaml:3:6: leaves.0.weigth"),
        ("title: t\nnamed:\n  x: {weigth: 1}\n", "s.yaml:3:7: named.x.weigth"),
        ("title: t\nperhaps:\n  weigth: 1\n", "s.yaml:3:3: perhaps.weigth"),
    ],
)
def test_an_unknown_key_gets_the_nearest_at_every_depth(text: str, place: str) -> None:
    assert checked(text) == [f"{place}: unknown key 'weigth' - did you mean 'weight'?"]


def test_the_nearest_key_is_the_name_in_the_file_not_in_the_program() -> None:
    assert checked("title: t\nperhaps: {form: 1}\n") == [
        "s.yaml:2:11: perhaps.form: unknown key 'form' - did you mean 'from'?"
    ]
    assert checked("title: t\nperhaps: {zzz: 1}\n") == [
        "s.yaml:2:11: perhaps.zzz: unknown key 'zzz'; expected one of from, kept, weight"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [t]", "title: found a list; expected text"),
        ("title: 1", "title: found 1; expected text; put it in quotes"),
        ("leaves: t", "leaves: found 't'; expected a list"),
        ("leaves: {weight: 1}", "leaves: found keys and values; expected a list"),
        ("leaves: [3]", "leaves.0: found 3; expected keys and values"),
        ("named: [3]", "named: found a list; expected keys and values"),
        ("perhaps: t", "perhaps: found 't'; expected keys and values"),
        ("perhaps: {weight: [1]}", "perhaps.weight: found a list; expected a number"),
        ("perhaps: {from: long ago}", "perhaps.from: found 'long ago'; expected a whole number"),
        ("perhaps: {from: 1990.5}", "perhaps.from: found 1990.5; expected a whole number"),
        ("perhaps: {from: [1990]}", "perhaps.from: found a list; expected a whole number"),
        ("perhaps: {kept: perhaps}", "perhaps.kept: found 'perhaps'; expected true or false"),
        ("perhaps: {kept: [true]}", "perhaps.kept: found a list; expected true or false"),
        ("leaves: ~", "leaves: found nothing; expected a list"),
        ("span: [1990]", "span: found a list of 1; expected one of 2"),
        ("span: []", "span: found a list of 0; expected one of 2"),
        ("span: [1, 2, 3]", "span: found a list of 3; expected one of 2"),
        ("some: []", "some: found a list of 0; expected 1 at least"),
        ("share: 2", "share: found 2; expected less than 1"),
        ("share: 0.1", "share: found 0.1; expected 0.2 or more"),
        ("share: .nan", "share: found nan; expected a finite number"),
    ],
)
def test_what_was_expected_is_said_in_plain_words(text: str, said: str) -> None:
    (found,) = [problem for problem in checked(f"{text}\n") if "'title' is missing" not in problem]
    assert found.partition(": ")[2] == said


def test_a_key_that_is_nearest_to_an_unknown_one_is_not_called_missing() -> None:
    assert checked("titel: t\n") == ["s.yaml:1:1: titel: unknown key 'titel' - did you mean 'title'?"]
    assert len(checked("zzz: t\n")) == 2


def test_every_problem_comes_at_once_duplicate_keys_among_them() -> None:
    assert checked("leaves: 3\nnamed: {x: {weight: much}}\nnamed: {}\n") == [
        "s.yaml:1:1: leaves: found 3; expected a list",
        "s.yaml:1:1: the key 'title' is missing",
        "s.yaml:2:13: named.x.weight: found 'much'; expected a number",
        "s.yaml:3:1: named: the key stands twice; it is first at line 2",
    ]


class Span(BaseModel):
    model_config = ConfigDict(extra="forbid")
    first: int
    last: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("ends before it begins")
        return self


@pytest.mark.parametrize("unknown", ["until: 3", "lst: 3"])
def test_an_unknown_key_does_not_hide_what_is_wrong_with_its_neighbours(unknown: str) -> None:
    file = parse_yaml(f"first: 5\nlast: 2\n{unknown}\n", "s.yaml")
    model, problems = validate(file, Span)
    assert model is None
    first, second = sorted(map(str, problems))
    assert first == "s.yaml:1:1: ends before it begins"
    assert second.startswith(f"s.yaml:3:1: {unknown[:-3]}: unknown key '{unknown[:-3]}'")


def test_an_unknown_key_that_means_a_missing_one_is_read_as_that() -> None:
    text = "title: t\nleaves: [{weigth: 2, zzz: 3, frm: 1990}]\n"
    model, problems = validate(parse_yaml(text, "s.yaml"), Tree)
    assert [problem.place for problem in problems] == ["s.yaml:2:11", "s.yaml:2:22", "s.yaml:2:30"]
    assert model == Tree(title="t", leaves=(Leaf(weight=2, **{"from": 1990}),))


def test_what_is_under_a_misspelt_key_can_be_read_where_it_stands() -> None:
    file = as_meant(parse_yaml("title: t\nleafs: [{weight: 2}]\nzzz: 1\n", "s.yaml"), Tree)
    assert list(file.nodes("leaves", "*", "weight")) == [(("leaves", 0, "weight"), 2)]
    assert file.place(("leaves", 0, "weight")) == "s.yaml:2:10"
    sound = parse_yaml("title: t\n", "s.yaml")
    assert as_meant(sound, Tree) is sound
