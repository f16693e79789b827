"""Full-text search in all speeches of the United Nations General Debate: making the index, and thirty queries.

    python benchmarks/search_speed.py SHARED

Reading the corpus is not counted. Each query is asked five times for its twenty best passages, with their texts, matches
and the number of all hits; the median is printed. The naive peer reads every text from memory, lower case, and looks whether
all that the query names is in it: it knows no ranks, no places and no passages, and is given no time for reading.
"""

from __future__ import annotations

import re
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from general_debate import speeches

from counterpoise.search.index import Filter, SearchIndex
from counterpoise.search.indexing import brought_up_to
from counterpoise.search.query import match_expression

MILLISECONDS, SECONDS = 100, 25
QUERIES = (
    "terrorism",
    "apartheid",
    "decolonization",
    "zionism",
    "hegemony",
    "peace",
    "climate",
    '"nuclear weapons"',
    '"climate change"',
    '"new international economic order"',
    '"belt and road"',
    '"international monetary fund"',
    '"small island developing states"',
    '"united nations"',
    "NEAR(debt relief, 5)",
    "NEAR(nuclear test*, 3)",
    'NEAR("security council" reform, 10)',
    "NEAR(aggression neighbours, 8)",
    "terrorism AND kashmir",
    "sanctions AND (iraq OR iran)",
    "apartheid NOT africa",
    '"human rights" AND development NOT women',
    '(cold OR hot) AND war AND "third world"',
    '"non-aligned" OR "nonaligned"',
    "palest* AND (jerusalem OR gaza) NOT negotiat*",
    "hegemon*",
    "democ*",
    "decolon* OR independ*",
    "glob*",
    "antarctic* AND mineral*",
)


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def milliseconds(index: SearchIndex, query: str, within: Filter) -> float:
    """The median of five answers to a query."""
    spent = []
    for _ in range(5):
        begun = time.perf_counter()
        index.search(match_expression(query), within, 20)
        spent.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(spent)


def naive_milliseconds(texts: list[str], query: str) -> float:
    """The time that it takes to look for each word or phrase of a query in each text that has those before it."""
    wanted = [a or b for a, b in re.findall(r'"([^"]+)"|([a-z-]{2,})', query)]
    begun = time.perf_counter()
    for text in texts:
        all(each in text for each in wanted)
    return (time.perf_counter() - begun) * 1e3


def main(shared: Path) -> int:
    """Print times and sizes; gives the number of bars missed."""
    documents = {document.sha256: document for document in speeches(shared)}
    characters = sum(len(each.text) for each in documents.values())
    wanted = {each.id: record for record, each in documents.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.sqlite"
        begun, spent = time.perf_counter(), time.process_time()
        index = brought_up_to(path, wanted, lambda record: [documents[record]], silent)
        seconds, core_seconds = time.perf_counter() - begun, time.process_time() - spent
        index.close()
        print(f"{len(documents):,} speeches, {characters / 1e6:.1f} M characters")
        print(f"index made in {seconds:.1f} s, {core_seconds:.1f} s of one core (bar {SECONDS} s)")
        print(f"size {path.stat().st_size / 1e6:.0f} MB")
        dropped = dict(list(wanted.items())[10:])
        begun = time.perf_counter()
        brought_up_to(path, dropped, lambda record: [documents[record]], silent).close()
        print(f"10 speeches taken away in {time.perf_counter() - begun:.2f} s", end=", ")
        begun = time.perf_counter()
        index = brought_up_to(path, wanted, lambda record: [documents[record]], silent)
        print(f"put back in {time.perf_counter() - begun:.2f} s")

        texts = [each.text.lower() for each in documents.values()]
        narrow = Filter(kind="speech", origin="IND", since="1990")
        medians, narrow_medians, ratios = [], [], []
        for query in QUERIES:
            medians.append(milliseconds(index, query, Filter()))
            narrow_medians.append(milliseconds(index, query, narrow))
            ratios.append(naive_milliseconds(texts, query) / medians[-1])
            total = index.search(match_expression(query), Filter(), 1)[1]
            print(
                f"{medians[-1]:7.1f} ms {narrow_medians[-1]:7.1f} ms filtered {ratios[-1]:7.1f}x  {total:7,}  {query}"
            )
        index.close()
    median = statistics.median(medians)
    print(
        f"median of {len(QUERIES)} queries {median:.1f} ms (bar {MILLISECONDS} ms), slowest {max(medians):.1f} ms"
    )
    print(
        f"filtered: median {statistics.median(narrow_medians):.1f} ms; a naive scan takes {statistics.median(ratios):.0f}x"
    )
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, the corpus twice in it")
    return (median > MILLISECONDS) + (core_seconds > SECONDS)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
