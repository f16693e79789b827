import numpy as np

from counterpoise.retrieval.neighbours import neighbours

DOCUMENT = np.array([0, 0, 0, 0, 1, 1])
PASSAGE = np.array([0, 0, 1, 1, 2, 2])
CODE = np.array([0, 1, 0, 2, 1, 2])
LOW = np.array([4, 0, 9, 30, 0, 2])
HIGH = np.array([5, 1, 9, 31, 0, 2])
IN_ORDER = np.array([1, 0, 2, 3, 4, 5])
GROUP = np.array([1, 0])


def counted(distance: int, most: int = 100) -> tuple[bool, np.ndarray]:
    return neighbours(IN_ORDER, DOCUMENT, PASSAGE, CODE, LOW, HIGH, GROUP, (2, 3), distance, most)


def test_the_passages_of_a_code_that_have_another_within_the_window() -> None:
    whole, found = counted(4)
    assert whole
    # In the first document, of the second group, codes 0 and 1 stand three words apart, and 0 twice four apart.
    assert found[1].tolist() == [[2, 1, 0], [1, 0, 0], [0, 0, 0]]
    assert found[0].tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_a_wider_window_reaches_the_next_passage() -> None:
    _, found = counted(8)
    assert found[1, 0, 1] == 2
    assert found[1, 1, 0] == 1


def test_it_is_given_up_where_there_are_too_many_pairs() -> None:
    assert not counted(40, most=3)[0]
    assert counted(40, most=7)[0]


def test_the_passage_of_the_words_that_come_first_need_not_come_first() -> None:
    # Passages may overlap: the words of the later one stand before those of the earlier.
    document, passage, code = np.zeros(2, np.int64), np.array([0, 1]), np.array([0, 1])
    place = np.array([7, 5])
    _, found = neighbours(np.array([1, 0]), document, passage, code, place, place, document, (1, 2), 2, 9)
    assert found.tolist() == [[[0, 1], [1, 0]]]
