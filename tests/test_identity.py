import hashlib
import json
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise import identity
from counterpoise.identity import (
    canonical_json,
    code_digest,
    identifier,
    reached_digest,
    reader_versions,
    sha256,
    sha256_of_file,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def turned(value: object) -> object:
    """The value with the keys of every mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(inner) for key, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


@given(JSON)
def test_equal_values_are_equal_bytes_whatever_the_order_of_keys(value: object) -> None:
    written = canonical_json(value)
    assert written == canonical_json(turned(value))
    assert json.loads(written) == value


def test_canonical_json_is_sorted_tight_and_utf_8() -> None:
    assert canonical_json({"b": 1, "a": ["é", None, True, 0.5]}) == '{"a":["é",null,true,0.5],"b":1}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("-inf")]}])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json(value)


def test_sha256_is_the_published_digest() -> None:
    # FIPS 180-2, appendix B.1: the digest of "abc".
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "f").write_bytes(content)
    assert sha256_of_file(tmp_path / "f") == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("fields", "written", "pinned"),
    [
        ({"start": 0, "end": 5, "document": "d"}, '{"document":"d","end":5,"start":0}', "3051c88a53ed4a6f"),
        (
            {"state": "CIV", "name": "Côte d'Ivoire"},
            '{"name":"Côte d\'Ivoire","state":"CIV"}',
            "62514a637a63b339",
        ),
    ],
)
def test_an_identifier_is_pinned_for_good(fields: dict[str, object], written: str, pinned: str) -> None:
    assert hashlib.sha256(written.encode()).hexdigest()[:16] == pinned
    assert identifier(**fields) == pinned


def test_an_identifier_tells_fields_and_types_apart() -> None:
    assert identifier(a="1") != identifier(a=1)
    assert identifier(a="x", b="y") != identifier(a="xy", b="")
    assert identifier(a=None) != identifier()


def test_a_file_name_that_is_not_utf_8_has_an_identifier() -> None:
    # How Python shows the byte E9 of a file name written on a Latin-1 system.
    assert identifier(path="caf\udce9.txt") != identifier(path="café.txt")
    assert identifier(path="caf\udce9.txt") != identifier(path="caf\\udce9.txt")
    assert json.loads(canonical_json("caf\udce9.txt")) == "caf\udce9.txt"


Digest = Callable[..., str]


@pytest.fixture
def digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Digest]:
    """The digest of parts of a made-up program, read anew each time."""
    for name, content in {
        "__init__.py": "",
        "names.py": "import csv",
        "names.csv": "a,b",
        "reading/__init__.py": "",
        "reading/library/rules.yaml": "a: 1",
        "writing/__init__.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(identity, "SOURCE", tmp_path)

    def fresh(*parts: str) -> str:
        code_digest.cache_clear()
        return code_digest(*parts)

    yield fresh
    code_digest.cache_clear()


def test_any_change_of_a_part_changes_its_digest(tmp_path: Path, digest: Digest) -> None:
    before = digest("reading")
    assert len(before) == 16
    assert digest("reading") == before
    rules = tmp_path / "reading" / "library" / "rules.yaml"
    rules.write_text("a: 2", encoding="utf-8")
    changed = digest("reading")
    rules.rename(rules.with_name("renamed.yaml"))
    renamed = digest("reading")
    (tmp_path / "reading" / "more.py").write_text("", encoding="utf-8")
    assert len({before, changed, renamed, digest("reading")}) == 4


def test_a_module_counts_with_the_table_beside_it(tmp_path: Path, digest: Digest) -> None:
    before = digest("names")
    (tmp_path / "names.csv").write_text("a,c", encoding="utf-8")
    assert digest("names") != before


def test_a_part_is_told_from_others_and_from_the_whole(tmp_path: Path, digest: Digest) -> None:
    parts = [("reading",), ("writing",), ("reading", "writing"), ("names",), ("",)]
    assert len({digest(*each) for each in parts}) == len(parts)
    before, whole = digest("reading"), digest("")
    assert digest("writing", "reading") == digest("reading", "writing")
    (tmp_path / "names.py").write_text("", encoding="utf-8")
    assert digest("reading") == before
    assert digest("") != whole


def test_what_python_compiles_does_not_change_the_digest(tmp_path: Path, digest: Digest) -> None:
    before = digest("reading", "")
    compiled = tmp_path / "reading" / "__pycache__"
    compiled.mkdir()
    (compiled / "x.cpython-311.pyc.1234").write_bytes(b"being written")
    (tmp_path / "reading" / "stray.pyc").write_bytes(b"compiled")
    assert digest("reading", "") == before


def test_a_part_that_there_is_not_has_no_digest(digest: Digest) -> None:
    with pytest.raises(LookupError, match="no part 'redaing'"):
        digest("redaing")


def test_readers_are_named_with_their_versions() -> None:
    assert reader_versions("lxml", "pypdfium2") == {
        "lxml": version("lxml"),
        "pypdfium2": version("pypdfium2"),
    }
    with pytest.raises(PackageNotFoundError):
        reader_versions("no-such-library")


def test_what_a_module_reaches_is_named_by_what_is_run_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "SOURCE", tmp_path)

    def written(**modules: str) -> str:
        (tmp_path / "room").mkdir(exist_ok=True)
        for name, text in modules.items():
            (tmp_path / "room" / f"{name}.py").write_text(text, encoding="utf-8")
        reached_digest.cache_clear()
        return reached_digest("counterpoise.room.one", within="room")

    before = written(
        one='"""One."""\nimport json\nfrom counterpoise.room.two import f\n',
        two='def f():\n    """Say."""\n    from counterpoise.room import three\n    return three.X\n',
        three="X = 1\n",
        four="Y = 1\n",
    )
    assert written(four="Y = 2\n") == before
    reworded = 'def f():\n    """Say it otherwise."""\n\n    # Why.\n    from counterpoise.room import three\n    return (three.X)\n'
    assert written(two=reworded) == before
    assert written(three="X = 2\n") != before
    assert written(three="X = 1\n") == before
    with pytest.raises(LookupError, match=r"no module 'counterpoise\.room\.none'"):
        reached_digest("counterpoise.room.none", within="room")
    reached_digest.cache_clear()
