"""Saturation of a theme: how many of its codes were found after each further document."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from counterpoise.coding.judgements import table_of
from counterpoise.findings.coded_passages import CodedPassage
from counterpoise.retrieval.codings import codings_of
from counterpoise.retrieval.saturation import new_codes

SATURATED = 0.05
"""New information at or below which saturation is commonly called (Guest, Namey and Chen 2020)."""


def theme_saturation(coded: Iterable[CodedPassage]) -> pl.DataFrame:
    """The codes of a theme by document and kind of source, as `retrieval.saturation.new_codes` has them.

    What is under test is left out.
    """
    counted = [each for each in coded if each.counted]
    judged = table_of((each.passage, each.coding) for each in counted).drop("effect", "sign")
    table = judged.with_columns(pl.Series("status", [each.coding.status for each in counted], pl.String))
    codings = codings_of(table, {each.document.id: each.document for each in counted})
    return new_codes(codings, np.ones(len(codings), bool))
