"""Cross-checks: what two sources, or two declarations, say of one quantity, and the error that their difference shows.

Where one state, partner, indicator and period is observed twice, both observations are kept. Of a true value x, declared as
x exp(e1) and x exp(e2) with independent errors of one standard deviation sigma, the log ratio has the variance 2 sigma^2,
so that sigma is the standard deviation of log ratios divided by the root of 2: the error of duplicate determinations
(Dahlberg 1940, Statistical Methods for Medical and Biological Students; Bland & Altman 1996, British Medical Journal
312: 1654). It is taken robustly, as 1.4826 times the median absolute deviation (Rousseeuw & Croux 1993, Journal of the
American Statistical Association 88: 1273-1283), since a few declarations are of something else altogether. The median log ratio
is told beside it: what the one says more than the other as a rule, such as freight and insurance in imports, is no error.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from counterpoise.wording import several

KEY = ("state", "partner", "indicator", "start", "end")
"""What makes two observations observations of one quantity."""

FEWEST = 5
"""Pairs without which no error is told."""

ROUNDING = 0.005
"""Two that differ by less than this share of the value are one figure, written or converted twice: no error of measurement."""

SELDOM = 0.1
"""Up to this share of pairs with a value below 0, as aid that is paid back, a quantity is one of sizes, compared by logs."""

NORMAL = 1.4826
"""The standard deviation of a normal distribution in median absolute deviations."""

ERROR_SCHEMA: dict[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "source": pl.String,
    "release": pl.String,
    "source_other": pl.String,
    "release_other": pl.String,
    "scale": pl.String,
    "pairs": pl.Int64,
    "used": pl.Int64,
    "bias": pl.Float64,
    "relative_bias": pl.Float64,
    "error_sd": pl.Float64,
    "median_disagreement": pl.Float64,
    "not_known": pl.String,
}
"""The error of an indicator by two sources; `used` of `pairs` enter it. `scale` is `log`, or `absolute` where more than `SELDOM` are negative.

On the scale of logs `bias` is the median of log(other / value), `error_sd` the standard deviation of one declaration's error; on the
absolute scale both are in the indicator's unit. `relative_bias` is what the other says more, as a share of the value. `median_disagreement` is the median of `relative`. `not_known` says why something is null.
"""


def pairs_of(values: pl.DataFrame) -> pl.DataFrame:
    """Every two observations of one quantity in one unit and price base, a row each, of `evidence.VALUE_SCHEMA`.

    Columns: `KEY`, unit, price_base, then value, source, release and row of the one that comes first, and the same with `_other`; and
    `relative` = |difference| / mean of the absolute values, from 0 to 2: null where both are 0.
    """
    columns = ("value", "source", "release", "row")
    ranked = values.select(*KEY, "unit", "price_base", *columns).with_row_index("rank")
    alike = [*KEY, "unit", "price_base"]
    mean = (pl.col("value").abs() + pl.col("value_other").abs()) / 2
    both = ranked.join(ranked, on=alike, suffix="_other", nulls_equal=True, maintain_order="left_right")
    return both.filter(pl.col("rank") < pl.col("rank_other")).select(
        *alike,
        *columns,
        *(f"{name}_other" for name in columns),
        relative=pl.when(mean > 0).then((pl.col("value") - pl.col("value_other")).abs() / mean),
    )


def errors_of(pairs: pl.DataFrame) -> pl.DataFrame:
    """The error standard deviation of each indicator by each two sources and releases, in `ERROR_SCHEMA`, from pairs as of `pairs_of`.

    Two declarations of one source are told apart by the order in which they came. On the scale of logs pairs enter in which both are
    above 0. An error below `ROUNDING` is none.
    """
    names = ("indicator", "source", "release", "source_other", "release_other")
    rows = [
        dict(zip(names, key, strict=True)) | _error(of_two)
        for key, of_two in pairs.group_by(names, maintain_order=True)
    ]
    return pl.DataFrame(rows, schema=ERROR_SCHEMA)


def with_error_terms(values: pl.DataFrame, errors: pl.DataFrame) -> pl.DataFrame:
    """Values with a standard error from their indicator's disagreement, where their own source publishes none.

    An error is that of the two sources and releases that it was reckoned from, and of no others. On the scale of logs it is
    |value| error_sd, by the delta method; on the absolute scale error_sd. Of several the largest holds. Values without one stay as they are.
    """
    told = errors.drop_nulls("error_sd")
    of_source = ["indicator", "source", "release"]
    both = [
        told.select("indicator", "scale", "error_sd", source=f"source{which}", release=f"release{which}")
        for which in ("", "_other")
    ]
    known = (
        pl.concat(both)
        .group_by(*of_source, "scale")
        .agg(pl.max("error_sd"))
        .pivot("scale", index=of_source, values="error_sd")
    )
    joined = values.join(known, on=of_source, how="left", maintain_order="left", nulls_equal=True)
    found = [pl.col("value").abs() * pl.col("log")] if "log" in known.columns else []
    found += [pl.col("absolute")] if "absolute" in known.columns else []
    se = pl.coalesce("se", pl.max_horizontal(found)) if found else pl.col("se")
    return joined.with_columns(se=se).select(values.columns)


def _error(of_two: pl.DataFrame) -> dict[str, object]:
    one, other = of_two["value"].to_numpy(), of_two["value_other"].to_numpy()
    negative = bool(((one < 0) | (other < 0)).mean() > SELDOM)
    if negative:
        differences = other - one
    else:
        positive = (one > 0) & (other > 0)
        differences = np.log(other[positive] / one[positive])
    row: dict[str, object] = {
        "scale": "absolute" if negative else "log",
        "pairs": of_two.height,
        "used": len(differences),
        "median_disagreement": of_two["relative"].median(),
    }
    if len(differences) < FEWEST:
        return row | {"not_known": f"rests on {several(len(differences), 'pair')}, needs {FEWEST}"}
    bias = np.median(differences)
    sd = float(NORMAL * np.median(np.abs(differences - bias)) / np.sqrt(2))
    size = float(np.median((np.abs(one) + np.abs(other)) / 2)) if negative else 1.0
    row["bias"] = float(bias)
    if size > 0:
        row["relative_bias"] = float(bias) / size if negative else float(np.expm1(bias))
    if sd < ROUNDING * size:
        what = f"below {100 * ROUNDING:g} per cent of the value, as of figures that are rounded"
        return row | {"not_known": what}
    return row | {"error_sd": sd}
