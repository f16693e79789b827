import ast
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from counterpoise.coding import batches
from counterpoise.coding.batches import lexicon_work
from counterpoise.coding.case import case_of
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.suggestions import suggest
from counterpoise.coding.words import Words
from counterpoise.documents.collection import collect
from counterpoise.ledger.verification import verify
from counterpoise.study import read_study
from counterpoise.workspace import FOLDER, open_workspace
from tests.coding.test_suggestions import suggested_in
from tests.study_in_miniature import write_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def interrupted_at(folder: Path, number: int) -> None:
    """Suggest, as a run does, with the user's interrupt while document `number` is coded."""
    study = read_study(folder)

    def step(what: str, done: int, _of: int) -> None:
        if (what, done) == ("codings", number):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_workspace(folder) as workspace:
        suggest(study, workspace, collect(study, workspace, lambda *_: None).documents, step)


@pytest.mark.parametrize("batch", [1, 2, 25])
def test_an_interrupted_run_keeps_what_was_coded_and_the_next_codes_the_rest(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(batches, "BATCH", batch)
    interrupted_at(folder, 2)
    rest = suggested_in(folder)
    assert (rest.coded, rest.kept) == (1, 2)
    at_once = suggested_in(write_study(tmp_path / "other"))
    assert (rest.codings, rest.links, rest.passages) == (at_once.codings, at_once.links, at_once.passages)
    assert verify(folder / FOLDER) == ()


def test_a_coder_killed_within_a_document_keeps_those_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code_words = LexiconCoder.code_words

    def torn(coder: LexiconCoder, words: Words, *told: Any, **further: Any) -> Any:
        if "rivalry" in words.text:
            raise KeyboardInterrupt
        return code_words(coder, words, *told, **further)

    monkeypatch.setattr(LexiconCoder, "code_words", torn)
    with pytest.raises(KeyboardInterrupt):
        suggested_in(folder)
    monkeypatch.undo()
    rest = suggested_in(folder)
    assert (rest.coded, rest.kept) == (2, 1)
    assert len({(each.passage, each.code, each.coder) for each in rest.codings}) == len(rest.codings)


def imported_by(checkout: Path, *places: str) -> set[str]:
    """The distributions that some modules of the source import."""
    source = checkout / "src" / "counterpoise"
    trees = [ast.parse(path.read_text("utf-8")) for place in places for path in source.glob(place)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    known = packages_distributions()
    return {known[top][0].casefold() for name in names if (top := name.partition(".")[0]) in known}


def test_the_libraries_that_decide_are_those_that_the_coders_import(checkout: Path) -> None:
    used = imported_by(
        checkout,
        "coding/*.py",
        "documents/passages.py",
        "documents/sentences.py",
        "theory/terms.py",
        "evidence.py",
        "states.py",
    )
    assert used - {"counterpoise"} == set(batches.READERS)


@pytest.mark.parametrize("name", ["DECIDED_BY", "READERS"])
def test_another_program_or_library_codes_every_document_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    suggested_in(folder)
    monkeypatch.setattr(batches, name, getattr(batches, name)[1:])
    assert suggested_in(folder).coded == 3


@pytest.mark.parametrize(
    "part",
    ["theory/terms", "theory/inflections", "documents/passages", "documents/sentences", "states", "evidence"],
)
def test_code_that_decides_is_in_the_digest(part: str) -> None:
    assert any(part == decides or part.startswith(f"{decides}/") for decides in batches.DECIDED_BY)


def test_the_lexicon_is_compiled_only_for_what_is_not_known_yet(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested_in(folder)
    monkeypatch.setattr(LexiconCoder, "__init__", None)
    assert suggested_in(folder).kept == 3


def test_a_coder_that_hears_another_state_is_recorded_under_its_name(folder: Path) -> None:
    case = case_of(read_study(folder))
    own, of_another = lexicon_work(case), lexicon_work(case, "VNM")
    assert own.coder == case.lexicon.coder
    assert of_another.coder == own.coder.replace("lexicon/", "lexicon@VNM/")
    assert own.key != of_another.key
