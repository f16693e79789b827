from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.places import Places
from counterpoise.evidence import Passage, passage_of

TEXT = "x" * 100
SPANS = st.tuples(st.integers(0, 99), st.integers(1, 40)).map(lambda told: (told[0], min(sum(told), 100)))


def at(start: int, end: int, document: str = "d") -> Passage:
    return passage_of(document, TEXT, start, end)


def test_a_stretch_belongs_to_the_passage_that_shares_most_of_it():
    one, two = at(0, 50), at(50, 100)
    places = Places([two, one])
    assert places.unit_of(at(45, 49)) == one
    assert places.unit_of(at(40, 70)) == two
    assert places.unit_of(at(40, 70, "e")) == at(40, 70, "e")


def test_a_stretch_that_shares_too_little_stands_for_itself():
    assert Places([at(0, 10)]).unit_of(at(8, 30)) == at(8, 30)


@given(st.lists(SPANS, max_size=6), SPANS)
def test_the_passage_found_shares_half_of_the_shorter_and_no_other_shares_more(spans, stretch):
    passages = [at(*each) for each in spans]
    own = at(*stretch)
    found = Places(passages).unit_of(own)

    def shared(other: Passage) -> int:
        return min(other.end, own.end) - max(other.start, own.start)

    fit = [
        each
        for each in passages
        if shared(each) > 0 and 2 * shared(each) >= min(each.end - each.start, own.end - own.start)
    ]
    assert (found in fit and shared(found) == max(map(shared, fit))) if fit else found == own
