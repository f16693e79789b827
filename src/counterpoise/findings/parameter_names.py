"""Parameters of the model in a reader's words: what each is of, with the powers' names and the theory's titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import polars as pl

from counterpoise.findings.names import PowerNames
from counterpoise.model.diagnostics import WEAK
from counterpoise.wording import within_a_sentence, words_of

if TYPE_CHECKING:
    from counterpoise.findings.estimate import Fit

PARAMETERS: Mapping[str, str] = {
    "pressure_persistence": "Persistence of pressure",
    "filter_persistence": "Persistence of {0}",
    "filter_response": "Response of {0} to pressure",
    "filter_sd": "Shocks to {0}",
    "loading": "Loading of {0} on its filter",
    "extra_error": "Further error of the measures of {0}",
    "measure_level_sd": "Spread of the states' levels of {0}",
    "tie_persistence": "Persistence of the tie with {0}",
    "tie_sd": "Shocks to the tie with {0}",
    "tie_level_sd": "Spread of the states' levels of the tie with {0}",
    "tie_correlation": "Correlation of the shocks to both ties",
    "response_sd": "Spread of the states' own responses in the tie with {0}",
    "year_sd": "Spread of the years' effects on the tie with {0}",
    "direct": "Direct effect of pressure on the tie with {0}",
    "mediated": "Effect of {1} on the tie with {0}",
    "moderated": "What {1} makes of pressure on the tie with {0}",
}
"""What each parameter of `ModelFit.table` is, by its name; what stands in its brackets comes where the numbers are."""

_LABEL = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<of>.*)\])?")


def parameter_in_words(label: str, names: PowerNames, titles: Mapping[str, str]) -> str:
    """A parameter as a reader meets it: `tie_sd[b]` is `Shocks to the tie with China`; one that is not known, as its name has it.

    `titles` are those of blocks (`block_titles`).
    """
    found = _LABEL.fullmatch(label)
    if found is None:
        return label
    name, inside = found["name"], found["of"]
    of_side = {"a": names.a, "b": names.b}
    first, *_ = parts = (inside or "").split(", ")
    side = [of_side[first]] if first in of_side else []
    rest = parts[1:] if side else [inside or ""]
    told = [*side, *(titles.get(each, within_a_sentence(each)) for each in rest)]
    if name in PARAMETERS:
        return PARAMETERS[name].format(*told, *[""] * 2)
    return words_of(name) + (f": {', '.join(told)}" if inside else "")


def with_parameters_in_words(
    text: str, labels: list[str], names: PowerNames, titles: Mapping[str, str]
) -> str:
    """A sentence that names parameters by their labels, with their words in place of them."""
    if not labels:
        return text
    longest_first = sorted(labels, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<![\w\[]){re.escape(label)}(?![\w\[])" for label in longest_first))
    return pattern.sub(lambda found: within_a_sentence(parameter_in_words(found[0], names, titles)), text)


def notes_in_words(fit: Fit, names: PowerNames, titles: Mapping[str, str], elsewhere: str) -> Iterator[str]:
    """What a reader of a fit should know; of the parameters that the data hardly tell only how many, and `elsewhere` says which."""
    table = fit.table()
    labels = table["parameter"].to_list()
    weak = ", ".join(table.filter(pl.col("overlap") > WEAK)["parameter"])
    for note in fit.notes:
        if weak and note.endswith(f": {weak}"):
            yield f"{note.removesuffix(f': {weak}')}; {elsewhere}"
        else:
            yield with_parameters_in_words(note, labels, names, titles)
