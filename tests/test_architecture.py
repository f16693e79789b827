"""The rules of docs/architecture.md that can be read off the source: each holds, and each can fail."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest

PACKAGE = "counterpoise"

FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "errors",
        "identity",
        "wording",
        "states",
        "crosswalk",
        "yamlfile",
        "validation",
        "admission",
        "compiled",
        "cores",
    ),
    ("ledger",),
    ("workspace",),
    ("standing", "evidence", "engine"),
    ("theory",),
    ("study", "studyfile", "declaredtable"),
    ("documents", "datasets"),
    ("search",),
    ("coding",),
    ("review",),
    ("agreement", "retrieval"),
    ("exchange",),
    ("gathering", "founding"),
    ("publicdata",),
    ("measurement",),
    ("model",),
    ("kept_estimates",),
    ("findings",),
    ("report",),
    ("pipeline",),
    ("cli", "notebook", "web"),
)
"""Every room of the package, ground floor first. A room imports from its own floor and those below."""

NAMES_OF_NOTHING = {"util", "utils", "helper", "helpers", "common", "base", "misc", "manager", "managers"}

COPYLEFT = {
    "country_converter",
    "cvxopt",
    "ebooklib",
    "fitz",
    "html2text",
    "igraph",
    "Levenshtein",
    "polyglot",
    "pymupdf",
    "pyreadr",
    "pystan",
    "rpy2",
    "unidecode",
}

ONE_CASE = re.compile(r"\b(Pakistan|United States|China|PAK|USA|CHN|Islamabad|Washington|Beijing)\b")
OF_ONE_STATE = {
    # The source is one government's own publication, or a table that lists every state.
    "datasets/us_foreign_aid.py",
    "datasets/gcdf.py",
    "datasets/china_public_diplomacy.py",
    "states.csv",
    "crosswalk.csv",
    "datasets/not_states.csv",
    # The titles of works, and a government that is their author.
    "publicdata/works.bib",
}

SAID_OF = re.compile(r"claims_from: \{")
"""The line of a theory that names the case of which its source spoke, so that no other is taken for it."""

LINES = 400


def sources(root: Path) -> Iterator[Path]:
    """The modules under a package folder, in order."""
    yield from sorted(path for path in root.rglob("*.py") if "__pycache__" not in path.parts)


@dataclass(frozen=True, slots=True)
class Module:
    """What the rules ask of a module's text: what it imports, its strings with their lines, and whether it says anything.

    Prose that stands by itself is documentation, and no string.
    """

    imports: tuple[ast.Import | ast.ImportFrom, ...]
    strings: tuple[tuple[int, str], ...]
    says: bool

    @classmethod
    @lru_cache(maxsize=2000)
    def of(cls, text: str) -> Module:
        """Most rules read every module, so that each text is parsed once."""
        tree = ast.parse(text)
        nodes = list(ast.walk(tree))
        prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        return cls(
            tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)),
            tuple(
                (node.lineno, node.value)
                for node in nodes
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
            ),
            any(
                not isinstance(node, ast.Pass)
                and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
                and not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
                for node in tree.body
            ),
        )


def read(path: Path) -> Module:
    return Module.of(path.read_text("utf-8"))


def name_of(root: Path, path: Path) -> str:
    """The dotted name of a module below the package, empty for the package itself."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(root: Path) -> dict[str, set[str]]:
    """For each module the modules of the package that it imports, wherever in the file."""
    modules = {name_of(root, path): path for path in sources(root)}
    return {name: set(_imported(name, path, modules)) for name, path in modules.items()}


def _imported(importer: str, path: Path, modules: dict[str, Path]) -> Iterator[str]:
    for node in read(path).imports:
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        else:
            inside = [PACKAGE, *filter(None, importer.split("."))]
            climbed = inside[: len(inside) - node.level + (path.name == "__init__.py")]
            start = ".".join([*(climbed if node.level else []), *filter(None, [node.module])])
            found = [f"{start}.{alias.name}" for alias in node.names]
        for full in found:
            if full != PACKAGE and not full.startswith(f"{PACKAGE}."):
                continue
            name = full.removeprefix(PACKAGE).removeprefix(".")
            # What is imported may be a module, or something inside one.
            while name and name not in modules:
                name = name.rpartition(".")[0]
            if name != importer:
                yield name


def arrows_back(root: Path) -> list[str]:
    """Imports from a lower floor to a higher one, and rooms that stand on no floor."""
    floor_of = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
    faults = []
    for importer, found in imports(root).items():
        room = importer.partition(".")[0]
        if not room or room == "__main__":
            continue
        if room not in floor_of:
            faults.append(f"{room} stands on no floor; give it one in FLOORS")
            continue
        for name in sorted(found):
            target = name.partition(".")[0]
            if floor_of.get(target, len(FLOORS)) > floor_of[room]:
                faults.append(f"{importer} imports {name or PACKAGE}, which stands above it")
    return faults


def circles(root: Path) -> list[str]:
    """A circle of imports among the modules, if there is one, and one among the rooms."""
    modules = imports(root)
    rooms: dict[str, set[str]] = {}
    for importer, found in modules.items():
        room = importer.partition(".")[0]
        rooms.setdefault(room, set()).update({name.partition(".")[0] for name in found} - {room})
    faults = []
    for graph in (modules, rooms):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            # Each node is imported by the next, and the first is named again at the end.
            circle = [name or PACKAGE for name in reversed(error.args[1][1:])]
            first = circle.index(min(circle))
            faults.append(" -> ".join([*circle[first:], *circle[: first + 1]]))
    return faults


def names_of_nothing(root: Path) -> list[str]:
    """Modules and folders whose name says nothing of what they hold."""
    return [
        f"{path.relative_to(root)}: name the thing that it holds"
        for path in sorted(root.rglob("*"))
        if "__pycache__" not in path.parts and NAMES_OF_NOTHING & set(path.stem.lower().split("_"))
    ]


def empty_modules(root: Path) -> list[str]:
    """Modules that say nothing; the `__init__.py` of a folder may hold its docstring only."""
    return [
        f"{path.relative_to(root)}: nothing in it"
        for path in sources(root)
        if path.name != "__init__.py" and not read(path).says
    ]


def long_files(root: Path) -> list[str]:
    """Modules of more lines than a reader takes in at once."""
    return [
        f"{path.relative_to(root)}: {count} lines, at most {LINES}"
        for path in sources(root)
        if (count := len(path.read_text("utf-8").splitlines())) > LINES
    ]


def without_tests(root: Path, tests: Path) -> list[str]:
    """Modules without a test file at the mirrored place."""
    return [
        f"{place}: no {tests.name}/{mirror}"
        for place in (path.relative_to(root) for path in sources(root))
        if place.name not in {"__init__.py", "__main__.py"}
        and not (tests / (mirror := place.with_name(f"test_{place.name}"))).is_file()
    ]


def copyleft_imports(root: Path) -> list[str]:
    """Imports of packages under the GPL or AGPL: named ones, and any whose metadata say so."""
    distributions = packages_distributions()
    faults = []
    licence = cache(_licence)
    for path in sources(root):
        for name in sorted(_packages(path)):
            licences = " ".join(licence(distribution) for distribution in distributions.get(name, ()))
            if name in COPYLEFT or re.search(r"\bA?GPL|(?<!Lesser )General Public", licences):
                faults.append(f"{path.relative_to(root)}: imports {name}, which is under the GPL")
    return faults


def _packages(path: Path) -> set[str]:
    names = set()
    for node in read(path).imports:
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def _licence(distribution: str) -> str:
    facts = metadata(distribution)
    stated = facts.get("License-Expression") or facts.get("License") or ""
    # Some put the whole text of their licence there; its first line names it.
    first = (stated.strip().splitlines() or [""])[0]
    return " ".join([first, *(c for c in facts.get_all("Classifier") or [] if c.startswith("License"))])


def one_case_only(root: Path) -> list[str]:
    """Where code, a theory or a template speaks of the state or the powers of one study."""
    faults = []
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root).as_posix()
        if path.is_dir() or "__pycache__" in path.parts or place in OF_ONE_STATE:
            continue
        if path.suffix == ".py":
            said = read(path).strings
        else:
            said = tuple(enumerate(path.read_text("utf-8").splitlines(), start=1))
        faults += [
            f"{place}:{line}: '{found[0]}' belongs in a study file"
            for line, text in said
            if (found := ONE_CASE.search(text)) and not (path.suffix == ".yaml" and SAID_OF.match(text))
        ]
    return faults


@pytest.fixture(scope="session")
def package(checkout: Path) -> Path:
    return checkout / "src" / PACKAGE


RULES: tuple[Callable[[Path], list[str]], ...] = (
    arrows_back,
    circles,
    names_of_nothing,
    empty_modules,
    long_files,
    copyleft_imports,
    one_case_only,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(package: Path, rule: Callable[[Path], list[str]]) -> None:
    assert len(list(sources(package))) > 10, "the rules are tried on the real tree"
    assert rule(package) == []


def test_every_module_has_its_tests(package: Path, checkout: Path) -> None:
    assert without_tests(package, checkout / "tests") == []


def test_the_import_order_is_documented(package: Path, checkout: Path) -> None:
    page = (checkout / "docs" / "architecture.md").read_text("utf-8")
    found = re.search(r"## Import order\n.*?```text\n(.*?)```", page, re.DOTALL)
    assert found is not None
    documented = [tuple(line.split(", ")) for line in found[1].splitlines()]
    there = [
        tuple(r for r in rooms if (package / r).is_dir() or (package / f"{r}.py").is_file())
        for rooms in FLOORS
    ]
    assert documented == [rooms for rooms in there if rooms]


BAD_TREES = {
    "an arrow that runs back": (
        arrows_back,
        {"ledger/events.py": "from counterpoise.report.html import page\n", "report/html.py": "page = 1\n"},
        "ledger.events imports report.html, which stands above it",
    ),
    "an arrow back, relative and hidden in a function": (
        arrows_back,
        {"errors.py": "def f():\n    from .report import html\n", "report/html.py": "page = 1\n"},
        "errors imports report.html, which stands above it",
    ),
    "an arrow back out of a folder, relative": (
        arrows_back,
        {"theory/graph.py": "from ..study import Study\n", "study.py": "Study = 1\n"},
        "theory.graph imports study, which stands above it",
    ),
    "an arrow back in the docstring module of a folder": (
        arrows_back,
        {"theory/__init__.py": "from ..study import Study\n", "study.py": "Study = 1\n"},
        "theory imports study, which stands above it",
    ),
    "the package imported as a whole": (
        arrows_back,
        {"evidence.py": "import counterpoise\n", "__init__.py": ""},
        "evidence imports counterpoise, which stands above it",
    ),
    "a room on no floor": (
        arrows_back,
        {"astrology/signs.py": "SIGNS = 12\n"},
        "astrology stands on no floor; give it one in FLOORS",
    ),
    "a circle of two modules": (
        circles,
        {
            "coding/lexicon.py": "from counterpoise.coding import review\n",
            "coding/review.py": "import counterpoise.coding.lexicon\n",
        },
        "coding.lexicon -> coding.review -> coding.lexicon",
    ),
    "a circle of two rooms": (
        circles,
        {
            "documents/pdf/reading.py": "from counterpoise.datasets.votes import A\n",
            "datasets/votes.py": "A = 1\n",
            "datasets/cow.py": "from counterpoise.documents.formats.text import B\n",
            "documents/formats/text.py": "B = 1\n",
        },
        "datasets -> documents -> datasets",
    ),
    "a name that says nothing": (
        names_of_nothing,
        {"coding/string_utils.py": "A = 1\n"},
        "coding/string_utils.py: name the thing that it holds",
    ),
    "a folder that says nothing": (
        names_of_nothing,
        {"common/lexicon.py": "A = 1\n"},
        "common: name the thing that it holds",
    ),
    "an empty module": (
        empty_modules,
        {"model/qca.py": '"""To be written."""\nfrom __future__ import annotations\npass\n'},
        "model/qca.py: nothing in it",
    ),
    "a long file": (long_files, {"cli.py": "a = 1\n" * 401}, "cli.py: 401 lines, at most 400"),
    "a GPL package": (
        copyleft_imports,
        {"documents/pdf/reading.py": "def read():\n    import fitz\n"},
        "documents/pdf/reading.py: imports fitz, which is under the GPL",
    ),
    "a state in the code": (
        one_case_only,
        {"measurement/ties.py": 'def of(state):\n    """Ties of PAK."""\n    return state == "PAK"\n'},
        "measurement/ties.py:3: 'PAK' belongs in a study file",
    ),
    "a state in a theory": (
        one_case_only,
        {"theory/library/own.yaml": "claims_from: {state: PAK}\nclaims:\n  - {text: PAK balances.}\n"},
        "theory/library/own.yaml:3: 'PAK' belongs in a study file",
    ),
    "a power in an f-string": (
        one_case_only,
        {"report/html.py": 'title = f"{1} and the United States"\n'},
        "report/html.py:1: 'United States' belongs in a study file",
    ),
    "a power in a theory": (
        one_case_only,
        {"theory/library/realism.yaml": "name: realism\nlabel: Rise of China\n"},
        "theory/library/realism.yaml:2: 'China' belongs in a study file",
    ),
}


@pytest.mark.parametrize("case", BAD_TREES)
def test_a_tree_that_breaks_the_rule_is_told(tmp_path: Path, case: str) -> None:
    rule, files, fault = BAD_TREES[case]
    for place, content in files.items():
        path = tmp_path / PACKAGE / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    assert rule(tmp_path / PACKAGE) == [fault]


def test_a_licence_in_the_metadata_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ties.py").write_text("import numpy\n")
    assert copyleft_imports(tmp_path) == []
    for stated, free in {"GPL-3.0-only": False, "AGPL-3.0": False, "LGPL-2.1": True, "MIT": True}.items():
        monkeypatch.setattr(f"{__name__}.metadata", lambda _, stated=stated: _Metadata(stated))
        assert (copyleft_imports(tmp_path) == []) == free, stated


class _Metadata(dict[str, str]):
    def __init__(self, stated: str) -> None:
        super().__init__({"License-Expression": stated})

    def get_all(self, _: str) -> list[str]:
        return []


def test_a_module_without_tests_is_told(tmp_path: Path) -> None:
    for place in (
        "src/ties.py",
        "src/coding/lexicon.py",
        "src/coding/review.py",
        "tests/coding/test_lexicon.py",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("A = 1\n")
    assert without_tests(tmp_path / "src", tmp_path / "tests") == [
        "coding/review.py: no tests/coding/test_review.py",
        "ties.py: no tests/test_ties.py",
    ]


def test_what_keeps_the_rules_is_let_be(tmp_path: Path) -> None:
    files = {
        "__init__.py": "from counterpoise.study import Study\n",
        "study.py": "from counterpoise.theory.reading import read\nStudy = read\n",
        "theory/__init__.py": '"""Theories."""\n',
        "theory/reading.py": "import polars\nfrom . import graph\nread = graph\n",
        "theory/graph.py": '"""As in the Pakistan study."""\nA = "NOR"\n',
        "states.csv": "PAK,Pakistan\n",
    }
    for place, content in files.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(content)
    assert [fault for rule in RULES for fault in rule(tmp_path)] == []
