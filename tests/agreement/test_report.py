import polars as pl
import pytest

from counterpoise.agreement.report import NOT_IN_THE_CODEBOOK, agreement_report
from counterpoise.coding.decided import HumanCoding, Reviewed
from counterpoise.coding.judgements import table_of
from counterpoise.errors import CounterpoiseError
from counterpoise.evidence import Coding, Passage

GROUP_OF = {"trade": "economic", "arms": "security"}
LEXICON = "lexicon/5.abc"


def passage(at: int) -> Passage:
    return Passage(f"d{at // 3}", 10 * at, 10 * at + 10, "ten letters", "", "")


def coding(at: int, coder: str, code: str = "trade", status="accepted", power="a") -> Coding:
    return Coding(passage(at).id, code, power, "none", coder, 1.0, "", status)


def judged(
    at: int, coder: str, code: str = "trade", *, suggestion=None, adjudicates=False, status="accepted"
):
    told = coding(at, coder, code, status)
    return HumanCoding(f"{coder}{at}{code}", passage(at), told, suggestion, adjudicates)


def gone(coder: str, *places: int, adjudicates: bool = False) -> list[Reviewed]:
    return [Reviewed(passage(at), coder, "2026-03-01", adjudicates) for at in places or range(18)]


def report(judgements, seen, suggested=(), *, coders=(), variant="codebook"):
    table = table_of((passage(at), each) for at, each in suggested)
    read = {LEXICON: frozenset(f"d{at}" for at in range(6))} if suggested else {}
    return agreement_report(
        group_of=GROUP_OF,
        variant=variant,
        judged=judgements,
        gone_through=seen,
        suggested=table,
        machines_read=read,
        seed=1,
        coders=coders,
    )


def test_few_passages_and_spans_are_cautioned_against() -> None:
    three = report(
        [judged(0, "Amina"), judged(1, "Bilal")], [*gone("Amina", 0, 1, 2), *gone("Bilal", 0, 1, 2)]
    )
    (compared,) = three.compared
    assert compared.caution.startswith("3 passages are too few for any of these values to be relied on")
    assert "two coders need 30" in compared.caution
    assert "alpha_U" not in compared.caution
    assert three.compared[0].spans.alpha_u.coefficient.reason.startswith(
        "not told: 3 passages; two coders need 9"
    )
    assert {each.value for of in (compared.spans.of_code, compared.spans.family) for each in of.values()} == {
        None
    }
    nine = report(
        [judged(0, "Amina"), judged(1, "Bilal")], [*gone("Amina", *range(9)), *gone("Bilal", *range(9))]
    )
    assert nine.compared[0].spans.alpha_u.value is not None
    assert (
        "A coder marked only 1 span of text. How far coders agree on where spans begin and end (alpha_U"
        in nine.compared[0].caution
    )
    many = range(40)
    enough = report(
        [judged(at, who) for at in many[:35] for who in ("Amina", "Bilal")],
        [*gone("Amina", *many), *gone("Bilal", *many)],
    )
    assert [each.caution for each in enough.compared] == [""]
    few_spans = report(
        [judged(0, "Amina"), judged(0, "Bilal")], [*gone("Amina", *many), *gone("Bilal", *many)]
    )
    assert few_spans.compared[0].caution.startswith("A coder marked only 1 span of text.")


def test_people_stand_before_people_and_machines() -> None:
    found = report(
        [judged(0, "Amina"), judged(0, "Bilal"), judged(1, "Chen")],
        [*gone("Amina"), *gone("Bilal"), *gone("Chen")],
        [(0, coding(0, LEXICON))],
    )
    assert [each.section.coders for each in found.compared] == [
        ("Amina", "Bilal", "Chen"),
        ("Amina", "Bilal"),
        ("Amina", "Chen"),
        ("Bilal", "Chen"),
        ("Amina", LEXICON),
        ("Bilal", LEXICON),
        ("Chen", LEXICON),
    ]
    assert found.compared[1].section.lines[0].estimates["alpha"].value == 1
    assert found.compared[0].spans is not None
    assert found.compared[-1].spans is None, "the words that moved a machine are no units that it marked"
    assert found.missing == ()


def test_a_refused_suggestion_is_no_code_and_adjudication_is_no_coder() -> None:
    found = report(
        [
            judged(0, "Amina"),
            judged(0, "Bilal", status="rejected", suggestion="x"),
            judged(0, "Dana", adjudicates=True),
        ],
        [*gone("Amina"), *gone("Bilal"), *gone("Dana", 0, adjudicates=True)],
    )
    assert found.people == ("Amina", "Bilal")
    (pair,) = found.compared
    assert pair.section.lines[0].given == (1, 0)


def test_what_answered_suggestions_is_told() -> None:
    found = report(
        [judged(0, "Amina", suggestion="x"), judged(1, "Amina"), judged(0, "Bilal")],
        [*gone("Amina"), *gone("Bilal")],
        [(0, coding(0, LEXICON))],
    )
    assert found.compared[0].answers == {"Amina": 1, "Bilal": 0}
    assert any(each.startswith("1 of 2 judgements by Amina answered a suggestion") for each in found.notices)


def test_one_coder_alone_is_not_testable_but_stands_beside_machines() -> None:
    found = report([judged(0, "Amina")], gone("Amina"), [(0, coding(0, LEXICON))])
    assert found.missing[0].startswith("Not testable with this evidence: only Amina has coded")
    assert [each.section.coders for each in found.compared] == [("Amina", LEXICON)]
    assert "nobody has gone through a passage yet" in report([], []).missing[0]


def test_coders_without_a_passage_in_common_are_not_testable() -> None:
    found = report([judged(0, "Amina"), judged(9, "Bilal")], [*gone("Amina", 0, 1), *gone("Bilal", 9)])
    assert found.compared == ()
    assert found.missing == (
        "Not testable with this evidence: Amina and Bilal went through no passage in common.",
    )


def test_the_variant_decides_what_is_asked() -> None:
    both = [judged(0, "Amina"), judged(0, "Bilal")], [*gone("Amina"), *gone("Bilal")]
    required = report(*both, variant="coding reliability")
    assert "not complete" in required.asked
    assert len(required.compared) == 1
    reflexive = report(*both, variant="reflexive")
    assert reflexive.compared == ()
    assert "Braun & Clarke" in reflexive.asked
    named = report(*both, variant="reflexive", coders=("Amina", "Bilal"))
    assert len(named.compared) == 1


def test_coders_may_be_named_and_unknown_ones_are_told() -> None:
    both = [judged(0, "Amina")], [*gone("Amina"), *gone("Bilal"), *gone("Chen")], [(0, coding(0, LEXICON))]
    alone = report(*both, coders=("Amina",))
    assert (
        ": only Amina is named; Bilal and Chen have coded as well; agreement needs two coders"
        in alone.missing[0]
    )
    found = report(*both, coders=("Amina", "lexicon"))
    assert [each.section.coders for each in found.compared] == [("Amina", LEXICON)]
    with pytest.raises(CounterpoiseError) as raised:
        report(*both, coders=("Aminah", "Zed"))
    assert [str(each) for each in raised.value.problems] == [
        "--coder: no coder 'Aminah' - did you mean 'Amina'?",
        f"--coder: no coder 'Zed'; there are Amina, Bilal, Chen, {LEXICON}",
    ]


def test_a_machine_is_compared_on_what_people_went_through_only() -> None:
    found = report(
        [judged(0, "Amina")], gone("Amina", 0, 1, 2), [(at, coding(at, LEXICON)) for at in range(9)]
    )
    (pair,) = found.compared
    assert (pair.section.passages, pair.section.lines[0].given) == (3, (1, 3))


def test_codes_that_the_codebook_has_not_are_kept_and_named() -> None:
    found = report([judged(0, "Amina", "trad"), judged(0, "Bilal", "trad")], [*gone("Amina"), *gone("Bilal")])
    assert NOT_IN_THE_CODEBOOK in {line.name for line in found.compared[0].section.lines}
    assert "The code 'trad' is not in the codebook; the nearest is 'trade'." in found.notices


def test_codings_on_text_that_was_not_gone_through_are_left_out_and_told() -> None:
    found = report([judged(0, "Amina"), judged(9, "Amina")], [*gone("Amina", 0, 1), *gone("Bilal", 0, 1)])
    assert found.compared[0].section.lines[0].given == (1, 0)
    assert any(
        each.startswith("1 coding by Amina on text that Amina did not go through is left out")
        for each in found.notices
    )


def test_links_are_no_codings() -> None:
    table = table_of([(passage(0), coding(0, LEXICON))]).with_columns(effect=pl.lit("stronger_ties"))
    found = agreement_report(
        group_of=GROUP_OF,
        variant="codebook",
        judged=[],
        gone_through=gone("Amina"),
        suggested=table,
        machines_read={LEXICON: frozenset({"d0"})},
        seed=1,
    )
    assert found.compared[0].section.lines[0].given == (0, 0)
