"""Entries of data in a study file: a line more, and everything else, comments too, as the user wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from counterpoise.errors import CounterpoiseError, Problem, StudyFileError
from counterpoise.yamlfile import parse_yaml

_PLAIN = re.compile(r"[A-Za-z0-9_][\w./ -]*[\w/]", re.ASCII)


def entry_of(places: Sequence[str]) -> str:
    """The entry that declares files, which a source reads together, by their places in the study."""
    return f"{{path: {_written(places)}}}"


def _written(places: Sequence[str]) -> str:
    """One place, or a list of several, as they may stand in a list."""
    each = [place if _PLAIN.fullmatch(place) else json.dumps(place, ensure_ascii=False) for place in places]
    return each[0] if len(each) == 1 else f"[{', '.join(each)}]"


def with_paths(text: str, number: int, places: Sequence[str], name: str = "study.yaml") -> tuple[str, str]:
    """The text of a study file whose entry of data of a number, from 0, names further places; and that entry's path.

    Raises CounterpoiseError, as `with_entries` does, where the entry is laid out so that they cannot be added.
    """
    old = parse_yaml(text, name).data
    assert isinstance(old, dict)
    entry = old["data"][number]
    paths = [*([entry["path"]] if isinstance(entry["path"], str) else entry["path"]), *places]
    entries = [*old["data"][:number], {**entry, "path": paths}, *old["data"][number + 1 :]]
    added = _joined(text, number, places)
    if added is None or not _says(added, {**old, "data": entries}, name):
        told = f"the study file is laid out otherwise than expected; write `path: {_written(paths)}` yourself"
        raise CounterpoiseError(Problem(f"{name}: data.{number}", told))
    return added, f"path: {_written(paths)}"


def _joined(text: str, number: int, places: Sequence[str]) -> str | None:
    root = YAML(typ="safe", pure=True).compose(text)
    data = next(value for key, value in root.value if key.value == "data")
    path = next(value for key, value in data.value[number].value if key.value == "path")
    start, end = path.start_mark.index, path.end_mark.index
    if isinstance(path, SequenceNode) and path.flow_style:
        return _before_bracket(text, path, ", ".join(_written([place]) for place in places))
    if isinstance(path, SequenceNode):
        lines = "\n".join(f"{' ' * path.start_mark.column}- {_written([place])}" for place in places)
        return _after_line(text, _last_line(path), lines)
    if isinstance(path, ScalarNode) and path.style not in ("|", ">"):
        return f"{text[:start]}{_written([path.value, *places])}{text[end:]}"
    return None


def _before_bracket(text: str, node: SequenceNode, added: str) -> str:
    """The text with something more at the end of a list in brackets."""
    end = node.end_mark.index - 1
    inside = text[node.start_mark.index + 1 : end].rstrip()
    comma = ", " if node.value and not inside.endswith(",") else ""
    return f"{text[:end]}{comma}{added}{text[end:]}"


def with_entries(text: str, groups: Sequence[Sequence[str]], name: str = "study.yaml") -> str:
    """The text of a study file with one entry more under `data:` for each group of places.

    Raises CounterpoiseError, which says what to write by hand, where the file is laid out so that a line cannot be
    added without touching others.
    """
    for places in groups:
        text = _with_entry(text, places, name)
    return text


def _with_entry(text: str, places: Sequence[str], name: str) -> str:
    entry = entry_of(places)
    added = _added(text, entry)
    if added is None or not _says_that_alone(text, added, places, name):
        told = f"the study file is laid out otherwise than expected; write `- {entry}` under `data:` yourself"
        raise CounterpoiseError(Problem(name, told))
    return added


def _says_that_alone(before: str, after: str, places: Sequence[str], name: str) -> bool:
    """Whether a text says what the one before said, and this entry beside."""
    old = parse_yaml(before, name).data
    assert isinstance(old, dict)
    entry = {"path": places[0] if len(places) == 1 else list(places)}
    return _says(after, {**old, "data": [*(old.get("data") or []), entry]}, name)


def _says(text: str, expected: object, name: str) -> bool:
    try:
        return bool(parse_yaml(text, name).data == expected)
    except StudyFileError:
        return False


def _added(text: str, entry: str) -> str | None:
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode) or root.flow_style:
        return None
    found = next(((key, value) for key, value in root.value if key.value == "data"), None)
    if found is None:
        return f"{text.rstrip()}\n\ndata:\n  - {entry}\n"
    key, value = found
    if isinstance(value, SequenceNode) and value.flow_style:
        return _before_bracket(text, value, entry)
    if isinstance(value, SequenceNode):
        return _after_line(text, _last_line(value), f"{' ' * value.start_mark.column}- {entry}")
    if isinstance(value, ScalarNode) and value.value == "":
        return _after_line(text, key.end_mark.line, f"  - {entry}")
    return None


def _after_line(text: str, line: int, inserted: str) -> str:
    lines = text.splitlines(keepends=True)
    if not lines[line].endswith("\n"):
        lines[line] += "\n"
    return "".join([*lines[: line + 1], f"{inserted}\n", *lines[line + 1 :]])


def _last_line(node: Node) -> int:
    """The line, from 0, on which the last of a node stands; the end of a block itself lies behind what follows."""
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        key, value = node.value[-1]
        return _last_line(key if isinstance(value, ScalarNode) and value.value == "" else value)
    end = node.end_mark
    line: int = end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line
    return line
