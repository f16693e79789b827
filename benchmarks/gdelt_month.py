"""A month of GDELT 2.0 as large as they come, 30 million rows of 61 columns, to months of pairs of states.

    python benchmarks/gdelt_month.py [ROWS] [FOLDER]

The month is made up by a query of DuckDB and written as 31 files of tab-separated lines without a header, which is what
GDELT's zip files hold (as Parquet it would be read many times faster, and nobody downloads it so). Half of the rows have two
different countries. The count runs in a process of its own, whose memory is measured; beside it a plain loop over
lines counts the first file, without dimensions and without looking for events that come twice, and its CPU time is set
against ours per row (ours runs on every processor). FOLDER needs 11 GiB; what is made there
is deleted.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb

from counterpoise.datasets.events.crosswalk import act
from counterpoise.datasets.events.gdelt import gdelt_months
from counterpoise.datasets.events.layouts import GDELT_2

ROWS = 30_000_000
DAYS = 31
SECONDS, GIBIBYTES = 60, 4.0
COUNTRIES = "USA CHN RUS IND PAK GBR FRA DEU JPN IRN ISR TUR UKR SAU EGY AFG SYR IRQ KOR PRK AUS CAN BRA MEX ZAF".split()  # fmt: skip # noqa: SIM905
CODES = "010 020 036 040 042 043 051 057 0211 061 071 072 073 084 090 100 111 112 120 130 138 141 163 173 190 193".split()  # fmt: skip # noqa: SIM905


def make_month(folder: Path, rows: int) -> list[Path]:
    """Write the files of a month; gives their paths."""
    acts = [found for code in CODES if (found := act("cameo", code)) is not None]
    connection = duckdb.connect()
    names = ("code", "quad", "goldstein")
    listed = ", ".join(f"('{each.code}', {each.quad}, {each.goldstein})" for each in acts)
    connection.execute(f"CREATE TABLE acts AS SELECT row_number() OVER () - 1 AS n, * FROM (VALUES {listed}) AS t({', '.join(names)})")  # fmt: skip
    told = ", ".join(f"'{each}'" for each in COUNTRIES)
    country = f"[{told}][1 + (hash(i * {{}}) % {len(COUNTRIES)})::INT]"
    filled = {
        "GLOBALEVENTID": "i + 1100000000",
        "SQLDATE": "20240101 + {day}",
        "MonthYear": "202401",
        "Year": "2024",
        "FractionDate": "2024.0493",
        "Actor1Code": f"{country.format(3)} || 'GOV'",
        "Actor1Name": "'PRESIDENT'",
        "Actor1CountryCode": f"CASE WHEN hash(i * 5) % 10 < 7 THEN {country.format(3)} END",
        "Actor2Name": "'GOVERNMENT'",
        "Actor2CountryCode": f"CASE WHEN hash(i * 7) % 10 < 7 THEN {country.format(11)} END",
        "IsRootEvent": "hash(i * 13) % 2",
        "EventCode": "code",
        "EventBaseCode": "code[:3]",
        "EventRootCode": "code[:2]",
        "QuadClass": "quad",
        "GoldsteinScale": "goldstein",
        "NumMentions": "1 + hash(i * 17) % 20",
        "NumSources": "1",
        "NumArticles": "1 + hash(i * 17) % 20",
        "AvgTone": "round((hash(i * 19) % 2000) / 100.0 - 10, 10)",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "'Springfield, Some Province, Some Country'",
        "ActionGeo_CountryCode": "'XX'",
        "ActionGeo_Lat": "round((hash(i * 23) % 18000) / 100.0 - 90, 4)",
        "ActionGeo_Long": "round((hash(i * 29) % 36000) / 100.0 - 180, 4)",
        "DATEADDED": "(20240101 + {day})::BIGINT * 1000000 + 1500",
        "SOURCEURL": "'https://news.example/world/2024/01/a-report-of-that-day-' || hash(i)",
    }
    paths = []
    for day in range(DAYS):
        columns = ", ".join(
            f'{filled.get(name, "NULL").format(day=day)} AS "{name}"' for name in GDELT_2.columns
        )
        first, last = rows * day // DAYS, rows * (day + 1) // DAYS
        path = folder / f"202401{day + 1:02}.export.CSV"
        connection.execute(
            f"COPY (SELECT {columns} FROM range({first}, {last}) AS r(i) JOIN acts ON acts.n = hash(i * 31) % {len(acts)}) "
            f"TO '{path}' (HEADER false, DELIMITER '\t', QUOTE '')"
        )
        paths.append(path)
    return paths


def plain_loop(path: Path) -> tuple[int, float]:
    """Rows of a file counted by pair, month and quad class line by line, and the CPU seconds that it took."""
    place = {name: n for n, name in enumerate(GDELT_2.columns)}
    used = [
        place[name]
        for name in ("Actor1CountryCode", "Actor2CountryCode", "SQLDATE", "QuadClass", "GoldsteinScale")
    ]
    begun = time.process_time()
    events: Counter[tuple[str, ...]] = Counter()
    scale: Counter[tuple[str, ...]] = Counter()
    rows = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            rows += 1
            cells = line.rstrip("\n").split("\t")
            one, two, day, quad, goldstein = (cells[n] for n in used)
            if one and two and one != two:
                events[one, two, day[:6], quad] += 1
                scale[one, two, day[:6], quad] += float(goldstein)
    return rows, time.process_time() - begun


def count(folder: Path) -> None:
    """Count the files of a folder and print what came of it; this is what is measured."""
    begun = time.perf_counter()
    months = gdelt_months(sorted(folder.glob("*.CSV")))
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    cpu = time.process_time()
    print(f"{months.table.height} {months.table['events'].sum()} {seconds} {cpu} {memory}")


def main(rows: int, folder: Path) -> int:
    """Make the month, count it and print what it took; gives the number of bars missed."""
    paths = make_month(folder, rows)
    size = sum(path.stat().st_size for path in paths) / 2**30
    print(f"{rows:,} rows in {len(paths)} files, {size:.1f} GiB", flush=True)
    told = subprocess.run(
        [sys.executable, __file__, "--count", str(folder)], capture_output=True, text=True, check=True
    ).stdout.split()
    height, events, seconds, cpu, memory = (float(each) for each in told)
    print(f"{events:,.0f} events between two countries, {height:,.0f} months of pairs by dimension")
    print(
        f"{seconds:.1f} s (bar {SECONDS} s), {cpu:.1f} CPU s, peak {memory:.2f} GiB (bar {GIBIBYTES:.0f} GiB)"
    )
    looped, took = plain_loop(paths[0])
    theirs, ours = took / looped * 1e6, cpu / rows * 1e6
    print(f"a plain loop: {theirs:.2f} CPU µs a row, ours {ours:.2f}, ratio {theirs / ours:.1f}")
    return (seconds > SECONDS) + (memory > GIBIBYTES)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--count"]:
        count(Path(sys.argv[2]))
    else:
        wanted = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
        with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as made:
            sys.exit(main(wanted, Path(made)))
