import re

import pytest

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.verification import verify
from counterpoise.review.theme_changes import (
    theme_given_up,
    theme_proposed,
    theme_reviewed,
    theme_revised,
    theme_settled,
)
from counterpoise.workspace import FOLDER


def test_a_theme_goes_through_the_phases_and_the_ledger_verifies(decide, coded):
    entry = decide(theme_proposed, "goods", "Goods", "What is sold.", ["trade"], "economic", codebook=True)
    assert (entry.status, entry.within) == ("candidate", "economic")
    with pytest.raises(CounterpoiseError, match="goods: was not reviewed against its passages yet"):
        decide(theme_reviewed, "goods", "documents", "holds")
    decide(theme_reviewed, "goods", "passages", "all fit")
    with pytest.raises(
        CounterpoiseError, match="goods: is reviewed against passages; a theme is settled once"
    ):
        decide(theme_settled, "goods")
    decide(theme_reviewed, "goods", "documents", "nothing in the speeches is left over")
    assert decide(theme_settled, "goods").status == "settled"
    entry = decide(theme_revised, "goods", "a better word", title="Wares", within="", codebook=True)
    assert (entry.title, entry.within, entry.status) == ("Wares", None, "settled")
    entry = decide(theme_revised, "goods", "energy is sold too", codes=["trade", "energy"], codebook=True)
    assert (entry.codes, entry.status) == (("trade", "energy"), "candidate")
    assert decide(theme_given_up, "goods", "is part of another").status == "given up"
    assert verify(coded / FOLDER) == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("9", "T", "D", ["trade"]), "'9' is no name"),
        (("security", "T", "D", ["trade"]), "there is a theme 'security' already"),
        (("goods", "", "", []), "has no title.*has no definition.*gathers no code"),
        (("goods", "T", "D", ["trad_"]), "--code: the codebook has no code 'trad_' - did you mean 'trade'"),
        (("goods", "T", "D", ["trade"], "securty"), "--within: there is no theme 'securty'"),
        (("goods", "T", "D", ["trade"], "goods"), "'goods' would be within itself"),
    ],
)
def test_what_is_no_theme_is_refused_with_every_fault(decide, said, told):
    with pytest.raises(CounterpoiseError) as error:
        decide(theme_proposed, *said, codebook=True)
    assert re.search(told, " ".join(map(str, error.value.problems)))


def test_a_theme_of_the_theory_is_revised_and_not_given_up(decide):
    entry = decide(theme_revised, "security", "narrower", definition="Arms and terror.", codebook=True)
    assert (entry.definition, entry.declared) == ("Arms and terror.", True)
    with pytest.raises(CounterpoiseError, match="security: is a theme of the theory file"):
        decide(theme_given_up, "security", "no more")
    with pytest.raises(CounterpoiseError, match="security: is so already"):
        decide(theme_revised, "security", "again", definition="Arms and terror.", codebook=True)


def test_a_theme_with_others_within_it_is_not_given_up(decide):
    decide(theme_proposed, "goods", "Goods", "Sold.", ["trade"], codebook=True)
    decide(theme_proposed, "oil", "Oil", "Burnt.", ["energy"], "goods", codebook=True)
    with pytest.raises(CounterpoiseError, match="goods: has themes within it: oil"):
        decide(theme_given_up, "goods", "no more")
    with pytest.raises(CounterpoiseError, match="--level: unknown level 'pasages' - did you mean 'passages'"):
        decide(theme_reviewed, "goods", "pasages", "fits")
