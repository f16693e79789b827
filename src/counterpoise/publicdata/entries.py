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
    written = [
        place if _PLAIN.fullmatch(place) else json.dumps(place, ensure_ascii=False) for place in places
    ]
    listed = written[0] if len(written) == 1 else f"[{', '.join(written)}]"
    return f"{{path: {listed}}}"


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
    try:
        old, new = parse_yaml(before, name).data, parse_yaml(after, name).data
    except StudyFileError:
        return False
    assert isinstance(old, dict)
    entry = {"path": places[0] if len(places) == 1 else list(places)}
    return new == {**old, "data": [*(old.get("data") or []), entry]}


def _added(text: str, entry: str) -> str | None:
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode) or root.flow_style:
        return None
    found = next(((key, value) for key, value in root.value if key.value == "data"), None)
    if found is None:
        return f"{text.rstrip()}\n\ndata:\n  - {entry}\n"
    key, value = found
    if isinstance(value, SequenceNode) and value.flow_style:
        end = value.end_mark.index - 1
        inside = text[value.start_mark.index + 1 : end].rstrip()
        comma = ", " if value.value and not inside.endswith(",") else ""
        return f"{text[:end]}{comma}{entry}{text[end:]}"
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
