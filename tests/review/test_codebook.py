import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.ledger.events import Event, NewEvent
from counterpoise.ledger.projections import EMPTY, Projection, replay
from counterpoise.review.codebook import CodebookVersion, codebook_now
from counterpoise.review.codebook_changes import (
    code_divided,
    code_redefined,
    code_renamed,
    codes_merged,
)
from counterpoise.study import read_study
from counterpoise.theory.elements import Theory
from tests.study_in_miniature import write_study


@pytest.fixture(scope="module")
def theory(tmp_path_factory):
    return read_study(write_study(tmp_path_factory.mktemp("codebook"))).theory


def after(now: Projection, events: tuple[NewEvent, ...]) -> Projection:
    """The state once events have happened."""
    happened = []
    for number, event in enumerate(events):
        seq = len(now.latest) * 100 + number + 1
        happened.append(Event(seq, "", "", "", event.kind, event.subject, event.body, "", f"{seq}"))
    return replay(happened, now)


def without(theory, *names: str, **more: str):
    """The theory with some codes taken out of its file, and others put in."""
    codes = {
        group: {name: says for name, says in found.items() if name not in names}
        for group, found in theory.codes.items()
    }
    codes["edited"] = more
    told = theory.model_dump(by_alias=True) | {
        "codes": {group: found for group, found in codes.items() if found}
    }
    return Theory.model_validate(told)


def test_before_anybody_changes_it_the_codebook_is_the_theory(theory):
    known = codebook_now(theory, EMPTY)
    assert known.version == 1
    assert {name: each.definition for name, each in known.codes.items()} == theory.definitions
    assert known.name_in_theory("trade") == "trade"


def test_every_earlier_name_leads_to_the_name_now(theory):
    now = EMPTY
    for old, new in (("trade", "commerce"), ("commerce", "exchange_of_goods")):
        now = after(now, code_renamed(now, codebook_now(theory, now), old, new))
    known = codebook_now(theory, now)
    assert known.version == 3
    assert known.name_now("trade") == known.name_now("commerce") == "exchange_of_goods"
    assert known.name_in_theory("exchange_of_goods") == "trade"
    assert known.codes["exchange_of_goods"].formerly == ("trade", "commerce")
    assert "trade" not in known.codes


def test_a_code_renamed_in_the_ledger_and_in_the_theory_file_is_one_code(theory):
    now = after(EMPTY, code_renamed(EMPTY, codebook_now(theory, EMPTY), "trade", "commerce"))
    edited = without(theory, "trade", commerce="Buying and selling.")
    known = codebook_now(edited, now)
    assert known.name_now("trade") == "commerce"
    assert known.codes["commerce"].definition == "Buying and selling."
    assert known.name_in_theory("trade") == "commerce"
    assert len(known.codes) == len(theory.definitions)


def test_codings_of_a_code_that_the_theory_file_lost_are_led_over(theory):
    edited = without(theory, "trade", trades="Buying and selling.")
    known = codebook_now(edited, EMPTY)
    assert known.name_now("trade") is None
    assert known.what_is_wrong("trade") == "the codebook has no code 'trade' - did you mean 'trades'?"
    now = after(EMPTY, code_renamed(EMPTY, known, "trade", "trades"))
    known = codebook_now(edited, now)
    assert known.name_now("trade") == "trades"
    assert known.name_in_theory("trade") == "trades"
    assert [each.name for each in known.codes.values() if each.name == "trades"] == ["trades"]


def test_merged_codes_are_known_by_the_name_of_the_one_that_they_joined(theory):
    now = after(EMPTY, code_renamed(EMPTY, codebook_now(theory, EMPTY), "energy", "power_supply"))
    known = codebook_now(theory, now)
    now = after(now, codes_merged(now, known, ["energy", "infrastructure"], "trade", "too fine"))
    known = codebook_now(theory, now)
    for name in ("energy", "power_supply", "infrastructure", "trade"):
        assert known.name_now(name) == "trade"
        assert known.name_in_theory(name) == "trade"
    assert len(known.codes) == len(theory.definitions) - 2


def test_a_divided_code_is_no_code_and_says_into_which(theory):
    known = codebook_now(theory, EMPTY)
    into = ["exports: What is sold abroad.", "imports: What is bought abroad."]
    now = after(EMPTY, code_divided(EMPTY, known, "trade", into, "two directions"))
    known = codebook_now(theory, now)
    assert known.version == 2
    assert "trade" not in known.codes
    assert known.name_now("trade") is None
    assert known.what_is_wrong("trade") == "the code 'trade' was divided into exports, imports"
    assert known.codes["imports"].definition == "What is bought abroad."
    assert known.codes["imports"].group == theory.group_of["trade"]
    assert known.codes["imports"].in_theory is None


def test_a_redefined_code_keeps_its_name_and_its_place(theory):
    known = codebook_now(theory, EMPTY)
    now = after(EMPTY, code_redefined(EMPTY, known, "trade", " Goods only. ", "services are another thing"))
    entry = codebook_now(theory, now).codes["trade"]
    assert (entry.definition, entry.group, entry.in_theory) == (
        "Goods only.",
        theory.group_of["trade"],
        "trade",
    )
    now = after(now, code_renamed(now, codebook_now(theory, now), "trade", "goods"))
    assert codebook_now(theory, now).codes["goods"].definition == "Goods only."


def test_a_code_is_meant_by_its_name_now_or_formerly_or_its_beginning(theory):
    known: CodebookVersion = codebook_now(theory, EMPTY)
    assert known.meant("infra").name == "infrastructure"
    with pytest.raises(CounterpoiseError, match="several codes begin with 'econ'"):
        known.meant("econ")
    with pytest.raises(CounterpoiseError, match="--code: the codebook has no code 'trad_e' - did you mean"):
        known.meant("trad_e", "--code")
    with pytest.raises(CounterpoiseError, match="no code ''"):
        known.meant(" ")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["rename", "merge", "redefine"]), st.integers(0, 50), st.integers(0, 50)),
        max_size=12,
    )
)
def test_no_name_that_a_code_ever_had_is_lost(theory, steps):
    now = EMPTY
    ever = set(theory.definitions)
    for number, (what, one, two) in enumerate(steps):
        known = codebook_now(theory, now)
        names = sorted(known.codes)
        code, other = names[one % len(names)], names[two % len(names)]
        if what == "rename":
            ever.add(f"code_{number}")
            now = after(now, code_renamed(now, known, code, f"code_{number}"))
        elif what == "redefine":
            now = after(now, code_redefined(now, known, code, f"definition {number}", "a test"))
        elif code != other:
            now = after(now, codes_merged(now, known, [code], other, "a test"))
        assert codebook_now(theory, now).version >= known.version
    known = codebook_now(theory, now)
    for name in ever:
        assert known.name_now(name) in known.codes
        assert known.name_in_theory(name) in theory.definitions
