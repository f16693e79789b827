"""The same months of pairs of states on Spark, for tables of events that one machine cannot hold.

The expressions are those of `dyads`; only where the tables come from differs. Spark runs on a Java runtime, and comes with
the extra `spark`.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.datasets.events.crosswalk import CROSSWALK, crosswalk_rows
from counterpoise.datasets.events.dyads import crosswalk_table, dyad_months, unbound
from counterpoise.datasets.events.layouts import Layout
from counterpoise.errors import CounterpoiseError, Problem

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table
    from pyspark.sql import SparkSession

_IN_SPARK: Mapping[str, str] = {"int64": "BIGINT", "float64": "DOUBLE", "date": "DATE", "string": "STRING"}
_DAYS = {"%Y%m%d": "yyyyMMdd", "%Y-%m-%d": "yyyy-MM-dd"}


def missing() -> str | None:
    """What Spark needs here and does not find, or None."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed; install counterpoise with the extra 'spark'"
    return None if shutil.which("java") else "no Java runtime is on the path; install one, such as openjdk-17"


def local_spark(threads: int = 2) -> SparkSession:
    """Spark in this process, on so many threads. Raises CounterpoiseError where `missing` says what it lacks."""
    if (lacking := missing()) is not None:
        raise CounterpoiseError(Problem("Spark", lacking))
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(threads),
        "spark.sql.session.timeZone": "UTC",
    }
    builder = SparkSession.builder.master(f"local[{threads}]").appName("counterpoise")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def count_months_on_spark(
    session: SparkSession,
    paths: Sequence[Path | str],
    layout: Layout,
    events: Callable[[Table], Table],
    *,
    root_events_only: bool = False,
    one_a_day: bool = False,
) -> pa.Table:
    """The months of `dyads.dyad_months` from files of one layout without a header, unpacked or gzipped; in no order.

    `paths` may be of any place that Spark reads. Lines that do not fit the layout are dropped: `counting.count_months`
    names them.
    """
    columns = ", ".join(f"`{name}` {_IN_SPARK[kind]}" for name, kind in layout.schema.items())
    reader = session.read.schema(columns).options(
        sep="\t", quote="", escape="", dateFormat=_DAYS[layout.day], mode="DROPMALFORMED"
    )
    reader.csv([str(path) for path in paths]).createOrReplaceTempView("raw")
    crosswalk = ", ".join(f"`{name}` {_IN_SPARK[kind]}" for name, kind in CROSSWALK.items())
    session.createDataFrame(crosswalk_rows(layout.ontology), crosswalk).createOrReplaceTempView("crosswalk")
    months = dyad_months(
        events(unbound(layout.schema, "raw")),
        crosswalk_table(),
        root_events_only=root_events_only,
        one_a_day=one_a_day,
    )
    found: pa.Table = session.sql(_sql(session, months)).toArrow()
    return found


def _sql(session: SparkSession, expression: Table) -> str:
    """An expression in the words of Spark."""
    import ibis

    with warnings.catch_warnings():
        # Spark warns of what it cannot do with pandas 3; nothing here passes through pandas.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        return str(ibis.pyspark.connect(session).compile(expression))
