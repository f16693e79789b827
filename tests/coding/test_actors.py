import pytest

from counterpoise.coding.actors import Name, actors_of, names_of_others, names_of_state
from counterpoise.errors import CounterpoiseError


def test_a_state_is_known_by_name_adjective_plural_and_capital() -> None:
    texts = {name.text for name in names_of_state("IDN")}
    assert {"Indonesia", "Indonesian", "Indonesians", "Jakarta"} <= texts
    assert "Chineses" not in {name.text for name in names_of_state("CHN")}


def test_labels_of_data_sets_are_no_names() -> None:
    assert not any("(" in name.text for name in names_of_state("CHN"))


def test_a_name_holds_in_its_years_on_both_sides_and_in_undated_texts() -> None:
    held = Name("Obama", 2009, 2017)
    assert [held.holds_in(year) for year in (2008, 2009, 2017, 2018, None)] == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert Name("Washington").holds_in(1800)
    assert not Name("Xi", 2013).holds_in(2012)


def test_the_study_adds_its_own_names_to_either_power() -> None:
    actors = actors_of("VNM", "USA", "CHN", {"a": [Name("Obama", 2009, 2017)], "state": [Name("VN")]})
    lists = actors.lists()
    assert Name("Obama", 2009, 2017) in lists["a"]
    assert Name("Obama", 2009, 2017) in lists["power"]
    assert Name("VN") in lists["state"]
    assert {name.text for name in lists["power"]} >= {"Washington", "Beijing"}


def test_a_programme_is_no_name_of_its_power() -> None:
    road = Name("Silk Road", 2013, of_a_programme=True)
    actors = actors_of("VNM", "USA", "CHN", {"b": [road, Name("Xi")]})
    assert actors.programmes_b == (road,)
    assert actors.programmes_a == ()
    assert road not in actors.lists()["b"]
    assert Name("Xi") in actors.lists()["b"]


def test_other_states_are_all_but_the_known_and_those_of_the_study_s_region() -> None:
    texts = {name.text for name in names_of_others(("VNM", "USA", "CHN"), ("Cambod*", "Thai", "Vientiane"))}
    assert {"France", "French", "Soviet Union"} <= texts
    assert texts.isdisjoint({"Vietnam", "Vietnamese", "American", "Thailand", "Thai", "Laos", "Paris"})


def test_the_seat_of_a_power_is_a_seat_and_that_of_the_state_bears_on_it() -> None:
    actors = actors_of("VNM", "USA", "CHN")
    assert [name.text for name in actors.names_b if name.of_a_seat] == ["Beijing"]
    assert not any(name.of_a_seat for name in actors.names_state)


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(CounterpoiseError, match="ATL"):
        actors_of("ATL", "USA", "CHN")
