"""YAML files read with the line and column of every node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from counterpoise.errors import Problem, StudyFileError

PLAIN_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]*)")

EACH = "*"
"""Stands for every key or place in a list, in a path of keys."""

BREAKS_OF_1_1 = "\x85\u2028\u2029"
"""Characters that end a line in YAML 1.1, which the reader in C follows, and not in YAML 1.2."""

MOST_NESTED = 200
"""As many lists and mappings as may stand within one another."""

MOST_NODES = 200_000
"""As many nodes as are read from one file: aliases of aliases can unfold a short text without end."""

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file: its plain data, where each node stands, and the keys that stand twice."""

    name: str
    data: object
    places: Mapping[Where, tuple[int, int]]
    problems: tuple[Problem, ...]

    def place(self, where: Where) -> str:
        """`name:line:column` of a node, or of its nearest ancestor that is in the file."""
        while where and where not in self.places:
            where = where[:-1]
        line, column = self.places.get(where, (1, 1))
        return f"{self.name}:{line}:{column}"

    def problem(self, where: Where, what: str) -> Problem:
        """Say what is wrong with a node: its place, its path of keys, and what was found."""
        return Problem(self.place(where), f"{_dotted(where)}: {what}" if where else what)

    def nodes(self, *path: str) -> Iterator[tuple[Where, object]]:
        """Each node at a path of keys, in the order of the file; `EACH` stands for any key or place in a list."""
        found: list[tuple[Where, object]] = [((), self.data)]
        for step in path:
            found = [child for where, node in found for child in _children(where, node, step)]
        yield from found

    def texts(self, *path: str) -> Iterator[tuple[Where, str]]:
        """Each text at a path of keys; where the path ends in `EACH`, a text alone is a list of one."""
        for where, node in self.nodes(*path):
            if isinstance(node, str):
                yield where, node
        if path[-1] == EACH:
            yield from self.texts(*path[:-1])


def _children(where: Where, node: object, step: str) -> list[tuple[Where, object]]:
    if isinstance(node, dict):
        return [((*where, key), child) for key, child in node.items() if step in (EACH, key)]
    if isinstance(node, list) and step == EACH:
        return [((*where, i), child) for i, child in enumerate(node)]
    return []


def _dotted(where: Where) -> str:
    return ".".join(str(step) for step in where)


def parse_yaml(text: str, name: str) -> YamlFile:
    """Parse YAML 1.2 text. Raises StudyFileError where the text is not YAML or not a mapping."""
    places: dict[Where, tuple[int, int]] = {}
    problems: list[Problem] = []
    try:
        root = _compose(text, name)
        if not isinstance(root, MappingNode):
            raise StudyFileError(Problem(f"{name}:1:1", "expected keys and values, such as `key: value`"))
        data = _plain(root, (), name, places, problems)
    except RecursionError:
        what = "nested too deeply, or an alias that names itself"
        raise StudyFileError(Problem(name, f"not readable as YAML: {what}")) from None
    return YamlFile(name, data, places, tuple(problems))


def _compose(text: str, name: str) -> Node | None:
    if any(each in text for each in BREAKS_OF_1_1):
        return _composed_in_python(text, name)
    try:
        _check_nesting(text)
        root: Node | None = YAML(typ="safe").compose(text)
    except YAMLError:
        # The reader in C is ten times as fast; the one in Python says better what is wrong, and where.
        return _composed_in_python(text, name)
    return root


def _check_nesting(text: str) -> None:
    """Raise RecursionError where a text is nested too deeply for the reader in C, which would bring Python down."""
    depth = 0
    for event in YAML(typ="safe").parse(text):
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MOST_NESTED:
                raise RecursionError
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def _composed_in_python(text: str, name: str) -> Node | None:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        said = " ".join(str(error.problem or error.context or "this is not YAML").split())
        raise StudyFileError(Problem(place, f"not readable as YAML: {said}")) from error
    except ReaderError as error:
        before = text[: error.position].split("\n")
        place = f"{name}:{len(before)}:{len(before[-1]) + 1}"
        what = f"the character U+{error.character:04X} is not allowed"
        raise StudyFileError(Problem(place, f"not readable as YAML: {what}")) from error
    except YAMLError as error:
        said = " ".join(str(error).split())
        raise StudyFileError(Problem(name, f"not readable as YAML: {said}")) from error
    return root


def read_yaml(path: Path, name: str | None = None) -> YamlFile:
    """Read a YAML file. Raises StudyFileError where it is missing, not UTF-8 or not YAML."""
    shown = name or str(path)
    return parse_yaml(read_text(path, shown), shown)


def read_text(path: Path, shown: str) -> str:
    """The text of a YAML file. Raises StudyFileError, which names it as it is shown, where it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyFileError(Problem(shown, "there is no such file")) from None
    except UnicodeDecodeError as error:
        raise StudyFileError(Problem(shown, f"not UTF-8 text (byte {error.start})")) from error
    except OSError as error:
        raise StudyFileError(Problem(shown, f"cannot be read: {error.strerror}")) from error


def _plain(
    node: Node, where: Where, name: str, places: dict[Where, tuple[int, int]], problems: list[Problem]
) -> object:
    places.setdefault(where, (node.start_mark.line + 1, node.start_mark.column + 1))
    if len(places) > MOST_NODES:
        raise StudyFileError(Problem(name, f"holds more than {MOST_NODES:,} nodes, aliases unfolded"))
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [_plain(child, (*where, i), name, places, problems) for i, child in enumerate(node.value)]
    found: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, ScalarNode) else str(_scalar_text(key_node))
        here = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in found:
            first = places[(*where, key)]
            problems.append(
                Problem(
                    f"{name}:{here[0]}:{here[1]}",
                    f"{_dotted((*where, key))}: the key stands twice; it is first at line {first[0]}",
                )
            )
            continue
        places[(*where, key)] = here
        found[key] = _plain(value_node, (*where, key), name, places, problems)
    return found


def _scalar_text(node: Node) -> str:
    return f"line {node.start_mark.line + 1}"


def _scalar(node: ScalarNode) -> object:
    """YAML 1.2 core types; dates stay text, and so does everything that is not plainly a number."""
    text = str(node.value)
    match str(node.tag).rpartition(":")[2]:
        case "null":
            return None
        # A file may declare YAML 1.1, in which NO is a truth value.
        case "bool" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case "int" if PLAIN_INTEGER.fullmatch(text):
            return _number(text, int)
        case "float":
            return _number(text, float)
        case _:
            return text


def _number(text: str, kind: type[int] | type[float]) -> int | float | str:
    plain = text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
    try:
        return kind(plain)
    except ValueError:  # a tag that the text does not bear out, or more digits than Python reads
        return text


def reading_order(problem: Problem) -> tuple[str, tuple[int, ...], str]:
    """Sort problems as a reader meets them: by file, line and column."""
    name, _, numbers = problem.place.partition(":")
    return name, tuple(int(number) for number in numbers.split(":") if number.isdigit()), problem.what
