import polars as pl

from counterpoise.retrieval.answering import Answering
from counterpoise.retrieval.codings import CODING_SCHEMA, codings_of
from counterpoise.retrieval.saturation import first_found, new_codes
from tests.retrieval.few import laid_out, row
from tests.study_in_miniature import document


def test_new_codes_are_counted_by_date_and_kind_of_source() -> None:
    codings = laid_out()
    found = new_codes(codings, Answering(codings).answer())
    columns = ["standing", "number", "title", "codes", "new", "so far", "new information"]
    assert found.select(columns).rows() == [
        ("first-hand", 1, "First", 3, 3, 3, None),
        ("first-hand", 2, "Second", 1, 0, 3, None),
        ("second-hand", 1, "Third", 1, 1, 1, None),
        ("under test", 1, "Fourth", 2, 2, 2, None),
    ]
    assert ("first-hand", "energy", "First", "2005-04", 1, 1) in first_found(
        codings, Answering(codings).answer()
    ).rows()


def test_the_share_of_new_information_is_that_of_guest_namey_and_chen() -> None:
    # Guest, Namey and Chen (2020), PLOS ONE 15(5), e0232076: with 37 themes in the base, a run with four new ones makes
    # 11 percent, still above the threshold of 5, and one with one new theme 3 percent.
    new = (20, 10, 5, 2, 3, 1, 0)
    documents = {
        each.id: each for each in (document(f"d{year}", date=str(year)) for year in range(2000, 2007))
    }
    rows, number = [row("d2006", 0, "theme_0")], 0
    for within, fresh in zip(documents.values(), new, strict=True):
        rows += [row(within.title.lower(), 0, f"theme_{code}") for code in range(number, number + fresh)]
        number += fresh
    codings = codings_of(pl.DataFrame(rows, schema=CODING_SCHEMA, orient="row"), documents)
    shares = new_codes(codings, Answering(codings).answer())["new information"].to_list()
    assert shares[:5] == [None] * 5
    assert [round(100 * share) for share in shares[5:]] == [11, 3]


def test_no_coding_no_series() -> None:
    codings = laid_out(())
    assert new_codes(codings, Answering(codings).answer()).rows() == []
    assert first_found(codings, Answering(codings).answer()).rows() == []
