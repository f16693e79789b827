import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.agreement.folds import FOLDS, folds_of, out_of_fold
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import Passage


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_no_document_is_in_two_folds(found) -> None:
    places = np.array(found)
    fold = folds_of(places)
    for document in set(found):
        assert len(set(fold[places == document].tolist())) == 1
    assert fold.max() < FOLDS


def test_folds_are_as_even_as_documents_allow() -> None:
    assert np.bincount(folds_of(np.arange(50) // 2)).tolist() == [10] * 5
    # A document of half of all passages is a fold of its own.
    assert sorted(np.bincount(folds_of(np.array([0] * 20 + list(range(1, 21)))))) == [5, 5, 5, 5, 20]


def test_nothing_is_told_of_a_passage_by_who_learned_from_it() -> None:
    seen = [Seen(Passage(f"d{at}", 0, 1, str(at), "", "")) for at in range(20)]
    places = np.arange(20) // 2
    given_ = np.zeros((20, 1), dtype=bool)
    learned = []

    def learn(known, labels, of):
        names = {each.passage.quotation for each in known}
        assert len(labels) == len(known) == len(of)
        learned.append(names)

        def tell(held):
            assert not names & {each.passage.quotation for each in held}
            return np.array([[float(each.passage.quotation)] for each in held]), np.ones(
                (len(held), 1), dtype=bool
            )

        return tell

    scores, told = out_of_fold(learn, seen, given_, places)
    assert scores[:, 0].tolist() == list(range(20))
    assert told.all()
    assert len(learned) == FOLDS
