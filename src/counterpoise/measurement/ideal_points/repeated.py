"""Resolutions that come back: roll calls of successive sessions on the same words, which bridge the sessions.

Bailey, Strezhnev & Voeten (2017, pp. 437-439) take a resolution that is voted on again for one roll call with the same parameters. Their list was
made by reading; here two are the same where the words of their descriptions are, apart from the numbers of documents, and
no other roll call of either session has them.
"""

from __future__ import annotations

import polars as pl

SHORTEST = 30
"""Letters and spaces of a description that is taken for a resolution's own; shorter ones name a subject."""


def repeated(roll_calls: pl.DataFrame) -> dict[int, int]:
    """Each roll call that repeats one of the session before, with the first of its row of repetitions.

    `roll_calls` has rcid, session and text; those on paragraphs and amendments, where they are marked, are none.
    """
    marks = [pl.col(each) for each in ("amend", "para") if each in roll_calls.columns]
    whole = (
        roll_calls.filter(~pl.any_horizontal((mark == 1).fill_null(False) for mark in marks))
        if marks
        else roll_calls
    )
    order = {session: place for place, session in enumerate(roll_calls["session"].unique().sort())}
    words = (
        whole.select(
            "rcid",
            place=pl.col("session").replace_strict(order, return_dtype=pl.Int32),
            words=pl.col("text")
            .str.to_lowercase()
            .str.replace_all(r"\([^)]*\)", " ")
            .str.replace_all(r"\ba/[\w./]+", " ")
            .str.replace_all(r"[^a-z]+", " ")
            .str.replace(r" (resolution )?adopted by the general assembly ?$", "")
            .str.strip_chars(),
        )
        .filter(pl.col("words").str.len_chars() >= SHORTEST)
        .filter(pl.len().over("place", "words") == 1)
    )
    pairs = words.join(words.with_columns(pl.col("place") + 1), on=["place", "words"], suffix="_before")
    found: dict[int, int] = {}
    for again, before in pairs.sort("place", "rcid").select("rcid", "rcid_before").iter_rows():
        found[again] = found.get(before, before)
    return found
