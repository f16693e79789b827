import ast
import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from counterpoise import cores
from counterpoise.coding import batches
from counterpoise.coding.batches import Judged, Work, lexicon_work, one_by_one
from counterpoise.coding.case import case_of
from counterpoise.coding.kept_suggestions import seen_digest
from counterpoise.coding.lexicon import LexiconCoder
from counterpoise.coding.suggester import Seen, seen_in
from counterpoise.coding.suggestions import suggest
from counterpoise.coding.words import Words
from counterpoise.documents.collection import collect
from counterpoise.documents.document import Document
from counterpoise.evidence import Coding, Link
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
    monkeypatch.setattr(batches, "OF_A_BATCH", 0)
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


TEXT = "# A heading\n\nWe trade, and “more” than before.\n\nNothing was said of it."


def speeches(number: int) -> list[Document]:
    first = Document("d", "d", "speech", "PAK", "2005", "made up", "d.txt", "0" * 64, TEXT, (0, 20))
    return [replace(first, id=f"{n:016x}", text=f"{TEXT} {n} times." * (n % 3 + 1)) for n in range(number)]


class Reader:
    """Finds a code and a link in each passage that holds a word, and says nothing else."""

    coder = "reader/1"

    def suggest(self, seen: Sequence[Seen]) -> Iterator[Coding | Link]:
        for each in seen:
            passage = each.passage
            if "trade" in passage.quotation:
                yield Coding(passage.id, "trade", "a", "none", self.coder, 1 / 3, 'by "trade"', span=(3, 8))
                yield Link(passage.id, "trade", "ties", "b", -1, self.coder, "as it says")

    def each(self, shown: Sequence[Sequence[Seen]]) -> Iterator[list[Judged]]:
        for seen in shown:
            passages = {each.passage.id: each.passage for each in seen}
            yield [(passages[said.passage], said) for said in self.suggest(seen)]


def said(work: Work, of: list[Document]) -> list[tuple[list[Judged], str]]:
    with work.copies(of) as copies:
        return [each for share, judged in copies.results() for each, _ in zip(judged, share, strict=True)]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_the_same_is_said_whatever_the_number_of_cores(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: number)
    reader, of = Reader(), speeches(40)
    each_alone = said(Work(reader.coder, seen_in, one_by_one(reader), {}), of)
    together = said(Work(reader.coder, seen_in, reader.each, {}, 3 * len(TEXT)), of)
    assert together == each_alone
    assert [seen for _, seen in together] == [seen_digest(document) for document in of]
    assert sum(len(found) for found, _ in together) >= 2 * len(of)


def test_documents_are_read_together_up_to_so_many_code_points() -> None:
    shares: list[list[str]] = []
    reader, of = Reader(), speeches(6)

    def each(shown: Sequence[Sequence[Seen]]) -> Iterator[list[Judged]]:
        shares.append([seen[0].passage.document for seen in shown])
        return reader.each(shown)

    of = [replace(document, text=TEXT) for document in of]
    said(Work(reader.coder, seen_in, each, {}, 2 * len(TEXT)), of[:5])
    assert shares == [[of[0].id, of[1].id], [of[2].id, of[3].id], [of[4].id]]


def test_garbage_is_looked_for_again_after_work_and_a_fault() -> None:
    reader = Reader()
    work = Work(reader.coder, seen_in, reader.each, {}, 1)
    with work.uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyboardInterrupt), work.uncollected():
        raise KeyboardInterrupt
    assert gc.isenabled()
    with Work(reader.coder, seen_in, one_by_one(reader), {}).uncollected():
        assert gc.isenabled()
