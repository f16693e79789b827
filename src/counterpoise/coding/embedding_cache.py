"""Embeddings that are kept under the SHA-256 of their text, in files of which each process writes one of its own.

A file holds the number of dimensions and then records of one size: 16 bytes of the text's SHA-256 and its point. It is made
again where it is lost. A record that is torn, or whose point is not of length 1, is not believed. Since no two processes
write to one file, several may use a folder at a time; at worst both embed the same text.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from counterpoise.coding.embedding import Embedder
from counterpoise.identity import identifier

__all__ = ["KeptEmbeddings"]

_HEAD = struct.Struct("<I")
_KEY = 16
_MOST = 65_536
"""Dimensions beyond which a file is no cache of embeddings."""

_FILES = 8
"""From so many files on, what they hold is put into one."""


class KeptEmbeddings:
    """An embedder that asks another only for texts that it does not know; several processes may use a folder.

    `made_by` names the program and libraries that embed: what others of them made is not taken, and is removed.
    """

    def __init__(self, embedder: Embedder, folder: Path, made_by: str = "") -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._stem = f"embeddings-{embedder.name}-{identifier(made_by=made_by)}"
        self._folder = folder
        self._own = folder / f"{self._stem}.{uuid4().hex}.bin"
        self._known: dict[bytes, NDArray[np.float32]] | None = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts x dimensions, in the order of the texts."""
        if not texts:
            return self._embedder.embed(texts)
        if self._known is None:
            self._known = self._read()
        keys = [sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY] for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if fresh:
            points = self._embedder.embed(list(fresh.values()))
            self._keep(list(fresh), points)
            self._known.update(zip(fresh, points, strict=True))
        return np.stack([self._known[key] for key in keys])

    def _read(self) -> dict[bytes, NDArray[np.float32]]:
        found = sorted(self._folder.glob(f"embeddings-{self.name}*.bin"))
        ours = [each for each in found if each.name.startswith(f"{self._stem}.")]
        for other in found:
            if other not in ours:
                other.unlink(missing_ok=True)
        kept: dict[bytes, NDArray[np.float32]] = {}
        dimensions = 0
        for each in ours:
            records = _records_of(each)
            if records is None or dimensions not in (0, records["point"].shape[1]):
                # What another process has begun and not written yet holds nothing either, and is written anew.
                each.unlink(missing_ok=True)
                continue
            dimensions = records["point"].shape[1]
            kept |= {bytes(record["key"]): record["point"] for record in records}
        if len(ours) >= _FILES:
            self._gather(kept, ours)
        return kept

    def _gather(self, kept: dict[bytes, NDArray[np.float32]], files: Sequence[Path]) -> None:
        """Put what several files hold into one, which is there whole before they go."""
        if kept:
            whole = self._folder / f"{self._stem}.{uuid4().hex}.bin"
            unfinished = whole.with_suffix(".unfinished")
            points = np.array(list(kept.values()), dtype=np.float32)
            unfinished.write_bytes(_HEAD.pack(points.shape[1]) + _packed(list(kept), points))
            os.replace(unfinished, whole)
        for each in files:
            with contextlib.suppress(OSError):  # some systems keep a file that another process has open
                each.unlink()

    def _keep(self, keys: Sequence[bytes], points: NDArray[np.float32]) -> None:
        if not len(points):
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._own.open("ab") as stream:
            # Another process may have put the file with others into one; then it begins anew.
            head = b"" if stream.tell() else _HEAD.pack(points.shape[1])
            stream.write(head + _packed(keys, points))


def _packed(keys: Sequence[bytes], points: NDArray[np.float32]) -> bytes:
    return b"".join(key + point.astype("<f4").tobytes() for key, point in zip(keys, points, strict=True))


def _records_of(file: Path) -> NDArray[np.void] | None:
    """The records of a file that are whole and believed; None where it is no cache of embeddings."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    dimensions = _HEAD.unpack_from(content)[0] if len(content) >= _HEAD.size else 0
    record = _KEY + 4 * dimensions
    whole = (len(content) - _HEAD.size) // record if 0 < dimensions <= _MOST else 0
    if not whole:
        return None
    kind = np.dtype([("key", f"V{_KEY}"), ("point", "<f4", (dimensions,))])
    records = np.frombuffer(content, kind, whole, _HEAD.size)
    with np.errstate(all="ignore"):
        believed = np.abs(np.linalg.norm(records["point"], axis=1) - 1) < 1e-3
    found: NDArray[np.void] = records[believed]
    return found
