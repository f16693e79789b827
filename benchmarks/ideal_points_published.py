"""How near estimated ideal points come to the published ones: by decade, session and state, with both priors.

    python benchmarks/ideal_points_published.py FOLDER FILE

FOLDER holds un_votes and un_roll_calls as downloaded, FILE is IdealpointestimatesAll_Apr2020.csv. Prints tables in
Markdown, as they stand in docs/ideal-points.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from counterpoise.crosswalk import with_iso3
from counterpoise.datasets.voting_record import FIRST_SESSION, read_voting_record
from counterpoise.measurement.ideal_points.chain import PRIORS
from counterpoise.measurement.ideal_points.cleaning import BY_DEFAULT, RULES, clean
from counterpoise.measurement.ideal_points.estimation import METHODS, estimate, prepared

ANCHORS = ("USA", "RUS")
DRAWS = 400
WORST = 10
FEWEST = 5
"""Sessions of a state from which on a correlation over them says something."""


def published(path: Path) -> pl.DataFrame:
    """State, session, and the published point with its 5 and 95 per cent quantiles."""
    table = (
        pl.read_csv(path, encoding="latin-1").with_columns(pl.col("ccode", "session").cast(pl.Int32)).lazy()
    )
    for name, later in (("in_year", 0), ("after", 1), ("before", -1)):
        dated = table.with_columns((pl.col("session") + FIRST_SESSION + later).alias("year"))
        table = dated.pipe(with_iso3, "ccode", "year", name)
    state = pl.coalesce("in_year", "after", "before")
    return table.select("session", state=state, theirs="IdealPoint", low="Q5%", high="Q95%").collect()


def markdown(table: pl.DataFrame) -> None:
    """Print a table."""
    print("| " + " | ".join(table.columns) + " |")
    print("|" + "---|" * table.width)
    for row in table.iter_rows():
        print(
            "| " + " | ".join(f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in row) + " |"
        )
    print(flush=True)


def main() -> None:
    """Print the tables."""
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    names = ("un_votes", "un_roll_calls")
    record = read_voting_record(
        [next(iter(sorted(folder.glob(f"{name}.*"), reverse=True))) for name in names]
    )
    theirs = published(file)
    whole, sessions, states = [], [], []
    ours = pl.corr("point", "theirs")
    for rules in (BY_DEFAULT, tuple(RULES)):
        found = prepared(clean(record, rules))
        for prior in PRIORS:
            for method in METHODS:
                table = estimate(found, ANCHORS, method, prior, DRAWS).table()
                both = table.join(theirs, on=["state", "session"])
                by_session = both.group_by("session").agg(r=ours).sort("session")
                whole.append(
                    {
                        "repeated linked": "yes" if rules != BY_DEFAULT else "no",
                        "prior": prior,
                        "method": method,
                        "pooled r": both.select(ours).item(),
                        "median r of sessions": by_session["r"].median(),
                        "lowest r of a session": by_session["r"].min(),
                        "within published 90 %": both.select(
                            pl.col("point").is_between("low", "high").mean()
                        ).item(),
                    }
                )
                if rules != BY_DEFAULT or method != "gibbs":
                    continue
                sessions.append(by_session.rename({"r": prior}))
                by_state = both.group_by("state", country=pl.col("country")).agg(
                    r=ours, n=pl.len(), sd=pl.col("theirs").std()
                )
                states.append((prior, by_state.filter(pl.col("n") >= FEWEST)))
    markdown(pl.DataFrame(whole))
    beside = (
        sessions[0]
        .join(sessions[1], on="session")
        .with_columns(decade=(pl.col("session") + FIRST_SESSION) // 10 * 10)
    )
    markdown(beside.group_by("decade").agg(pl.col(PRIORS).mean()).sort("decade"))
    for prior in PRIORS:
        markdown(beside.sort(prior).head(WORST).select("session", *PRIORS))
    for prior, table in states:
        print(
            f"{prior}: {table.height} states of {FEWEST} sessions and more, median r {table['r'].median():.4f}\n"
        )
        markdown(table.sort("r").head(WORST).select("state", "country", "n", "r", "sd"))


if __name__ == "__main__":
    main()
