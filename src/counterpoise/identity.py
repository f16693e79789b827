"""Names that follow from content: canonical JSON, SHA-256, the short ids of evidence, the digest of the program."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

SOURCE = Path(__file__).parent
"""The folder of the program's own source."""

version = cache(metadata.version)
"""The version of a library that is installed; it is asked for at every stage, and metadata are slow to read."""

_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical_json(value: object) -> bytes:
    """Write JSON with sorted keys, no spaces and UTF-8, so that equal values of equal types are equal bytes.

    A file name that is not UTF-8 holds characters that UTF-8 cannot say; they are written as JSON escapes.
    """
    return _CANONICAL.encode(value).encode("utf-8", "backslashreplace")


def sha256(content: bytes) -> str:
    """SHA-256 of some bytes, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file, read in blocks, as 64 hex digits."""
    return digest_of_file(path, "sha256")


def digest_of_file(path: Path, algorithm: str) -> str:
    """What a file comes to by an algorithm that publishers use, such as md5; as hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()


def identifier(**fields: object) -> str:
    """Sixteen hex digits that name a thing by the fields that identify it."""
    return sha256(canonical_json(fields))[:16]


@cache
def code_digest(*parts: str) -> str:
    """Sixteen hex digits that name the source of parts of the program, so that new code never serves old results.

    A part is a sub-package such as `coding`, or a module such as `states` with the tables of its name beside it;
    "" is the whole program. Raises LookupError for a part that there is not.
    """
    return identifier(**{name: digest for part in parts for name, digest in _sources(part)})


@cache
def reached_digest(*modules: str, within: str) -> str:
    """Sixteen hex digits that name what some modules do, with all of their sub-package that they import, at their top or later.

    Only what is run counts: comments, docstrings and layout may change. Modules are named in full
    (`counterpoise.model.sampling`), their sub-package as it lies (`model`). Raises LookupError for a module that there is not.
    """
    room = f"{__package__}.{within}"
    found: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        tree = ast.parse(_source_of(module))
        waiting += [
            name for name in _imported(tree) if name.startswith(f"{room}.") and _place_of(name).is_file()
        ]
        found[module] = sha256(ast.unparse(_without_docstrings(tree)).encode())
    return identifier(**found)


def _place_of(module: str) -> Path:
    return SOURCE.joinpath(*module.split(".")[1:]).with_suffix(".py")


def _source_of(module: str) -> str:
    if not _place_of(module).is_file():
        raise LookupError(f"the program has no module '{module}'")
    return _place_of(module).read_text(encoding="utf-8")


def _imported(tree: ast.Module) -> Iterator[str]:
    """The names that a module imports, each as it would be if it were a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """A module without the strings that stand alone in it, which nothing runs."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                kept = [each for each in block if not _stands_alone(each)]
                setattr(node, name, kept or ([ast.Pass()] if block else []))
    return tree


def _stands_alone(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _sources(part: str) -> Iterator[tuple[str, str]]:
    folder = SOURCE / part
    found = [
        path
        for path in (folder.rglob("*") if folder.is_dir() else SOURCE.glob(f"{part}.*"))
        if path.is_file() and path.suffix != ".pyc" and "__pycache__" not in path.parts
    ]
    if not found:
        raise LookupError(f"the program has no part '{part}'")
    for path in found:
        yield path.relative_to(SOURCE).as_posix(), sha256_of_file(path)


def reader_versions(*distributions: str) -> dict[str, str]:
    """The versions of the libraries that read a kind of file: another version may read it otherwise."""
    return {name: version(name) for name in distributions}
