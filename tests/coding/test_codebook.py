from dataclasses import replace

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues

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
        replace(BOOK, systemic=frozenset()),
    ]
    assert len({BOOK.digest, *(book.digest for book in changed)}) == 9
