from counterpoise.theory.titles import block_titles
from tests.model.rival_worlds import theory_of_library


def test_a_filter_goes_by_the_construct_that_measures_it():
    theory = theory_of_library()
    assert block_titles(theory) == {
        "pressure": "pressure",
        "economic": "economic need",
        "security": "security requirement",
        "leadership": "leadership perception",
        "institutions": "institutional capacity",
        "domestic": "domestic politics",
    }
    named = theory.constructs["economic_need"].model_copy(update={"title": "Needs of the economy"})
    titled = theory.model_copy(update={"constructs": {**theory.constructs, "economic_need": named}})
    assert block_titles(titled)["economic"] == "needs of the economy"
    assert block_titles(theory.model_copy(update={"model": None})) == {"pressure": "pressure"}
