"""Embeddings that are kept: each text once, under its SHA-256, in one file for each model.

The file holds the number of dimensions and then records of one size: 16 bytes of the text's SHA-256 and its point. It is made
again where it is lost. A record that is torn, or whose point is not of length 1, is not believed.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterpoise.coding.embedding import Embedder
from counterpoise.identity import identifier

__all__ = ["KeptEmbeddings"]

_HEAD = struct.Struct("<I")
_KEY = 16
_MOST = 65_536
"""Dimensions beyond which a file is no cache of embeddings."""


class KeptEmbeddings:
    """An embedder that asks another only for texts that it does not know; one process at a time may use a folder.

    `made_by` names the program and libraries that embed: what others of them made is not taken, and is removed.
    """

    def __init__(self, embedder: Embedder, folder: Path, made_by: str = "") -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._file = folder / f"embeddings-{embedder.name}-{identifier(made_by=made_by)}.bin"
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
        for other in self._file.parent.glob(f"embeddings-{self.name}*.bin"):
            if other != self._file:
                other.unlink(missing_ok=True)
        try:
            content = self._file.read_bytes()
        except OSError:
            return {}
        dimensions = _HEAD.unpack_from(content)[0] if len(content) >= _HEAD.size else 0
        record = _KEY + 4 * dimensions
        whole = (len(content) - _HEAD.size) // record if 0 < dimensions <= _MOST else 0
        if not whole or _HEAD.size + whole * record != len(content):
            # What follows a torn record would not stand where records do.
            self._file.unlink(missing_ok=True)
        if not whole:
            return {}
        kind = np.dtype([("key", f"V{_KEY}"), ("point", "<f4", (dimensions,))])
        records = np.frombuffer(content, kind, whole, _HEAD.size)
        with np.errstate(all="ignore"):
            believed = np.abs(np.linalg.norm(records["point"], axis=1) - 1) < 1e-3
        kept = {bytes(each["key"]): each["point"] for each in records[believed]}
        if not self._file.exists():
            self._keep(list(kept), np.array(list(kept.values()), dtype=np.float32))
        return kept

    def _keep(self, keys: Sequence[bytes], points: NDArray[np.float32]) -> None:
        if not len(points):
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("ab") as stream:
            if not stream.tell():
                stream.write(_HEAD.pack(points.shape[1]))
            for key, point in zip(keys, points, strict=True):
                stream.write(key + point.astype("<f4").tobytes())
