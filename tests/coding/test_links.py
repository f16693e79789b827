import pytest

from counterpoise.coding.direction import Signs
from counterpoise.coding.links import Claim, Connectives, claims_of
from counterpoise.coding.matching import TermIndex
from counterpoise.coding.power import clause_ends
from counterpoise.coding.words import Words

CONNECTIVES = {
    "leads_to": ("lead+ to",),
    "because_of": ("because of", "through", "driven by"),
    "in_order_to": ("in order to",),
    "prevents": ("prevent+",),
    "therefore": ("as a result", "therefore"),
    "despite": ("despite",),
    "may": ("may", "could"),
}
FACTORS = {"trade": ("trade",), "debt": ("debt",)}
EFFECT = ("autonomy", "strengthen+ ~ ties")
STRENGTHENS, WEAKENS, NEGATES = ("strengthen+", "increase+"), ("weaken+", "reduce+"), ("not", "without")
INDEX = TermIndex(
    [
        *(term for terms in CONNECTIVES.values() for term in terms),
        *(term for terms in FACTORS.values() for term in terms),
        *(*EFFECT, *STRENGTHENS, *WEAKENS, *NEGATES),
    ],
    {},
)


def claims(text: str) -> dict[str, Claim]:
    """Claims of the effect by factor."""
    words = Words(text)
    found = INDEX.matches(words)

    def places(*terms: str) -> list[object]:
        return sorted(m for term in terms for m in found.get(term, ()))  # type: ignore[type-var]

    opens = [
        next(i for i in range(len(words)) if words.sentence_of(i) == number)
        for number in range(len(words.sentences))
    ]
    made = claims_of(
        places(*EFFECT),
        {factor: places(*terms) for factor, terms in FACTORS.items()},
        Connectives(**{kind: places(*terms) for kind, terms in CONNECTIVES.items()}),
        Signs(places(*STRENGTHENS), places(*WEAKENS), places(*NEGATES)),
        clause_ends(text),
        opens,
    )
    return {claim.factor: claim for claim in made}


def said(text: str, match: object) -> str | None:
    return None if match is None else text[match.start : match.end]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "by", "sign"),
    [
        ("Trade leads to autonomy.", "leads to", 1),
        ("Trade led to more autonomy.", "led to", 1),
        ("Trade did not lead to autonomy.", "lead to", -1),
        ("It has autonomy because of trade.", "because of", 1),
        ("Because of trade, it has autonomy.", "Because of", 1),
        ("It wants trade in order to keep its autonomy.", "in order to", 1),
        ("In order to keep its autonomy, it wants trade.", "In order to", 1),
        ("Trade may prevent autonomy.", "prevent", -1),
        ("Trade does not prevent autonomy.", "prevent", 1),
        ("Trade increases its autonomy.", "increases", 1),
        ("Trade reduces its autonomy.", "reduces", -1),
        ("It trades, as trade goes, without reducing its autonomy.", "reducing", 1),
        ("Trade strengthened the ties.", "strengthened", 1),
        ("Autonomy is strong, driven by trade.", "driven by", 1),
        ("It sells, and trade grew. As a result, it has autonomy.", "As a result", 1),
    ],
)
def test_words_join_a_factor_to_its_effect(text: str, by: str, sign: int) -> None:
    claim = claims(text)["trade"]
    assert (said(text, claim.by), claim.sign) == (by, sign)


@pytest.mark.parametrize(
    "text",
    [
        "Autonomy leads to trade.",
        "Because of its autonomy, it has trade.",
        "Trade grew because of autonomy.",
        "Trade grew in spite of all. It has autonomy.",
        "Despite trade, it has autonomy.",
        "It has autonomy despite trade.",
        "Trade grew. It then, in the end and after much else was done, kept autonomy as a result.",
    ],
)
def test_what_runs_the_other_way_or_is_parted_is_no_claim(text: str) -> None:
    assert claims(text) == {}


def test_what_only_stands_together_counts_where_nothing_is_joined() -> None:
    alone = claims("Trade and its autonomy matter.")
    assert alone["trade"].by is None
    assert alone["trade"].sign == 1
    assert claims("Debt and trade, which leads to autonomy.").keys() == {"debt", "trade"}
    assert claims("With debt, its autonomy matters because of trade.").keys() == {"trade"}


def test_the_surest_place_of_a_factor_counts() -> None:
    text = "Trade and autonomy matter. Trade leads to autonomy."
    assert said(text, claims(text)["trade"].by) == "leads to"


def test_a_claim_may_be_held_possible_only() -> None:
    text = "Trade may lead to autonomy."
    assert said(text, claims(text)["trade"].may) == "may"
    assert claims("Trade leads to autonomy, which may last.")["trade"].may is None


def test_an_effect_that_is_denied_is_denied_by_its_word() -> None:
    text = "Trade and no debt: that is not autonomy."
    claim = claims(text)["trade"]
    assert (claim.sign, said(text, claim.denied)) == (-1, "not")
