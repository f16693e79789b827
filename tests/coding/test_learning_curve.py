import pytest

from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.grounds import GroundsReader
from counterpoise.coding.learning_curve import Point, learning_curve
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage

BOOK = Codebook(
    {
        "energy": CodeTerms("Power plants.", "g", examples=("Dams give power to plants.",)),
        "trade": CodeTerms("Exports.", "g", examples=("Tariffs on exports.",)),
        "aid": CodeTerms("Grants.", "g"),
        "arms": CodeTerms("Rifles.", "g"),
    },
    {},
    Cues(),
)


def decisions(documents: int = 10, each: int = 4):
    texts = {"energy": "The power plants run.", "trade": "Exports and tariffs."}
    for number in range(documents * each):
        code = ("energy", "trade")[number % 2]
        passage = Passage(f"d{number // each}", number, number + 30, texts[code], "", "")
        yield Seen(passage), [code]


def test_more_decisions_teach_more_and_none_teach_nothing():
    reader = GroundsReader(BOOK, None)
    none, few, all_ = learning_curve(list(decisions()), reader, [0, 8, 1000])
    assert none.f1 < all_.f1
    assert few.f1 <= all_.f1
    assert all_ == Point(32, pytest.approx(1), pytest.approx(1))


def test_nothing_is_learned_from_the_documents_that_are_measured():
    # Each document has a code of its own, told by nothing but itself: other documents cannot teach it.
    told = [
        (Seen(Passage(f"d{n}", n, n + 9, "Nothing here.", "", "")), [code])
        for n, code in enumerate(("energy", "trade", "aid", "arms"))
    ]
    (point,) = learning_curve(told, GroundsReader(BOOK, None), [100], folds=4)
    assert point.f1 == 0
    assert point.decisions == 3


def test_fewer_documents_than_folds_are_refused():
    with pytest.raises(ValueError, match="2 documents; 5 folds need as many"):
        learning_curve(list(decisions(2)), GroundsReader(BOOK, None), [1])


def test_without_a_code_given_or_found_there_is_nothing_to_tell():
    told = [(Seen(Passage(f"d{n}", n, n + 9, "Nothing here.", "", "")), []) for n in range(4)]
    assert learning_curve(told, GroundsReader(BOOK, None), [0], folds=2) == (Point(0, None, None),)
