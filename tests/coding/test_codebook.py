from dataclasses import replace
from pathlib import Path

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues, codebook_of
from counterpoise.study import read_study
from tests.study_in_miniature import LEXICON, write_study

BOOK = Codebook(
    codes={"trade": CodeTerms("Exports and imports.", "economic_needs", ("exports",))},
    effects={},
    cues=Cues(strengthens=("grow*",)),
    systemic=frozenset({"competition", "environment"}),
)


def test_the_digest_is_the_same_for_the_same_codebook() -> None:
    again = replace(BOOK, codes=dict(BOOK.codes), systemic=frozenset(("environment", "competition")))
    assert again.digest == BOOK.digest


def test_the_digest_changes_with_every_part() -> None:
    changed = [
        replace(BOOK, codes={"trade": replace(BOOK.codes["trade"], unless=("arms trade",))}),
        replace(BOOK, codes={"trade": replace(BOOK.codes["trade"], between_powers=("trade war",))}),
        replace(BOOK, codes={"trade": replace(BOOK.codes["trade"], adverse=True)}),
        replace(BOOK, effects={"autonomy": CodeTerms("Enhances autonomy.", "effects")}),
        replace(BOOK, cues=Cues(weakens=("grow*",))),
        replace(BOOK, cues=Cues(denies=("did not",))),
        replace(BOOK, cues=Cues(burdens=("deficit*",))),
        replace(BOOK, cues=Cues(despite=("despite",))),
        replace(BOOK, systemic=frozenset()),
    ]
    assert len({BOOK.digest, *(book.digest for book in changed)}) == 10


def test_a_codebook_holds_every_code_and_effect_with_its_terms(tmp_path: Path) -> None:
    theory = read_study(write_study(tmp_path)).theory
    codebook = codebook_of(theory)
    assert list(codebook.codes) == list(theory.definitions)
    assert list(codebook.effects) == list(theory.effects)
    assert codebook.codes["trade"].terms == tuple(LEXICON["codes"]["trade"]["terms"])
    assert codebook.codes["trade"].group == "economic_needs"
    assert codebook.codes["energy"].terms == ()
    assert codebook.systemic == {"competition", "environment"}
    assert codebook.cues.weakens == ("cut", "suspend")


def test_the_cues_of_a_codebook_are_those_of_its_theory(tmp_path: Path) -> None:
    cues = codebook_of(read_study(write_study(tmp_path)).theory).cues
    assert set(cues.lists()) >= {cues.both, cues.leads_to, cues.may}
    assert len(cues.lists()) == 14
