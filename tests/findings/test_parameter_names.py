from dataclasses import replace

from counterpoise.findings.names import PowerNames
from counterpoise.findings.parameter_names import (
    PARAMETERS,
    notes_in_words,
    parameter_in_words,
    with_parameters_in_words,
)
from counterpoise.model.fit import _SAMPLED
from tests.findings.fitted import known_fit

NAMES = PowerNames("the United States", "China", "Pakistan", {"a": "United States", "b": "China"})
TITLES = {"pressure": "pressure", "economic": "economic need"}


def test_every_parameter_that_a_fit_tells_of_has_words():
    assert set(_SAMPLED) <= set(PARAMETERS)


def test_powers_and_filters_go_by_their_names():
    for label, words in (
        ("tie_sd[b]", "Shocks to the tie with China"),
        ("mediated[a, economic]", "Effect of economic need on the tie with the United States"),
        ("filter_response[economic]", "Response of economic need to pressure"),
        ("loading[GDP per head]", "Loading of GDP per head on its filter"),
        ("extra_error[economic]", "Further error of the measures of economic need"),
        ("loading[passages on trade, and energy]", "Loading of passages on trade, and energy on its filter"),
        ("tie_correlation", "Correlation of the shocks to both ties"),
        ("pressure", "Pressure"),
        ("something_new[b]", "Something new: China"),
        ("not a label!", "not a label!"),
    ):
        assert parameter_in_words(label, NAMES, TITLES) == words


def test_a_sentence_has_words_in_place_of_labels():
    labels = ["tie_sd[b]", "loading[GDP per head]", "tie_correlation"]
    told = "R-hat above 1.01 of tie_sd[b] (1.09), tie_correlation (1.05) and 3 others; the loading of any"
    assert with_parameters_in_words(told, labels, NAMES, TITLES) == (
        "R-hat above 1.01 of shocks to the tie with China (1.09), correlation of the shocks to both ties (1.05) and 3 others; "
        "the loading of any"
    )
    assert with_parameters_in_words(told, [], NAMES, TITLES) == told


def test_of_many_parameters_that_the_data_hardly_tell_only_the_number_is_told():
    fit = known_fit()
    weak = "the data hardly add to the priors of 2 of 2 parameters: direct[a], response_sd[a]"
    told = replace(fit, overlap=0.9, notes=("of tie_sd[b] nothing, of direct[a] little", weak))
    assert list(notes_in_words(told, NAMES, TITLES, "a table tells which")) == [
        "of tie_sd[b] nothing, of direct effect of pressure on the tie with the United States little",
        "the data hardly add to the priors of 2 of 2 parameters; a table tells which",
    ]
