from dataclasses import replace

import pytest

from counterpoise.agreement.comparison import CodedText, ReviewedPassage, compare, frame_of
from counterpoise.agreement.gold import Gold, GoldPassage, Label, Reading
from counterpoise.agreement.quality import lexicon_of, quality_report
from counterpoise.agreement.report import LINES, REQUIRED, AgreementReport, Compared
from counterpoise.agreement.sections import section_of
from counterpoise.agreement.span_agreement import span_agreement, withheld
from counterpoise.cli.agreement_tables import WIDTH, number, scale, told_agreement, told_quality
from counterpoise.cli.agreement_verbs import facts_of
from counterpoise.coding.actors import actors_of
from counterpoise.coding.case import Case
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues

GROUP_OF = {"trade": "economic", "arms": "security"}


def report() -> AgreementReport:
    reviewed = [
        ReviewedPassage(f"d{at // 4}", 10 * at, 10 * at + 10, who)
        for who in ("Amina", "Bilal")
        for at in range(24)
    ]
    codings = [
        CodedText(f"d{at // 4}", 10 * at, 10 * at + 10, code, "a", "strengthens", who)
        for who, code, places in (
            ("Amina", "trade", (0, 5, 9, 14, 20)),
            ("Bilal", "trade", (0, 5, 9, 15)),
            ("Bilal", "arms", (14,)),
        )
        for at in places
    ]
    comparison = compare(frame_of(codings, reviewed, GROUP_OF), ("Amina", "Bilal"))
    compared = Compared(section_of(comparison, GROUP_OF, 1), span_agreement(comparison, 1), {})
    return AgreementReport(
        "codebook",
        REQUIRED["codebook"],
        ("Amina", "Bilal"),
        (),
        (compared,),
        ("Nothing of Chen.",),
        ("A notice.",),
    )


def test_a_number_is_printed_as_papers_do() -> None:
    assert [number(each) for each in (0.8123, -0.05, 1.0, 0.0, None, 0.996)] == [
        ".81",
        "-.05",
        "1.00",
        ".00",
        "-",
        "1.00",
    ]


@pytest.mark.parametrize(
    ("value", "place", "mark"),
    [(0.0, 0, "*"), (0.5, 10, "*"), (0.81, 16, "*"), (1.0, 20, "*"), (-0.3, 0, "<")],
)
def test_the_scale_shows_the_value_and_the_two_lines(value, place, mark) -> None:
    told = scale(value)
    assert len(told) == WIDTH + 1
    assert told[place] == mark
    lines = [round(line * WIDTH) for line in LINES]
    assert all(told[at] == "|" for at in lines if at != place)
    assert "*" not in scale(None)


def test_a_caution_stands_above_the_values_in_words_and_in_json() -> None:
    (compared,) = report().compared
    few = replace(report(), compared=(replace(compared, caution="24 passages are too few."),))
    title, caution, _ = told_agreement(few).splitlines()[2:5]
    assert (title[:15], caution) == ("Amina and Bilal", "  Caution: 24 passages are too few.")
    assert "Caution" not in told_agreement(report())
    assert facts_of(few)["compared"][0]["caution"] == "24 passages are too few."  # type: ignore[index]


def test_spans_that_are_not_told_say_why() -> None:
    (compared,) = report().compared
    few = replace(compared, spans=withheld(compared.spans, "not told: 2 passages"))
    told = told_agreement(replace(report(), compared=(few,)))
    assert "  spans (5, 5 on 240 characters): alpha_U and its family: not told: 2 passages\n" in told


def test_agreement_is_told_without_a_verdict() -> None:
    told = told_agreement(report())
    assert told.startswith("The study declares a codebook approach")
    assert "Amina and Bilal: 24 passages of 6 documents" in told
    head, line = (next(row for row in told.splitlines() if word in row) for word in ("alpha  ", "   trade "))
    # The star stands under the scale, and given and share under their names.
    assert head.index("given") + len("given") == line.index("5, 4") + len("5, 4")
    assert ".667 and 0.800" in told
    assert "    trade / no code: 1" in told
    assert "    trade / arms: 1" in told
    assert "Nothing of Chen.\nNote: A notice." in told
    assert not {"pass", "fail", "passed", "failed", "good", "poor"} & set(
        told.casefold().replace(".", " ").split()
    )


def test_quality_is_told_with_simple_machines_in_brackets() -> None:
    book = Codebook(
        codes={
            "trade": CodeTerms("Exports.", "economic", ("trade",)),
            "arms": CodeTerms("Weapons.", "security", ("arms",)),
        },
        effects={},
        cues=Cues(),
    )
    passages = tuple(
        GoldPassage(
            f"p{at}",
            f"d{at}",
            f"d{at}",
            "speech",
            "PAK",
            2001,
            f"Our {'trade' if at % 2 else 'weather'} with the United States, {at}.",
            Reading((Label("trade", "a", "none"),) if at % 2 else (), frozenset()),
            {},
        )
        for at in range(12)
    )
    case = Case(book, actors_of("PAK", "USA", "CHN"), {})
    told = told_quality(quality_report(Gold(passages, ()), case, [lexicon_of(case, ())], 1))
    assert told.startswith(
        "12 passages of 12 documents, 6 labels: speech 12 passages of 12 documents, 6 labels"
    )
    lexicon = next(row for row in told.splitlines() if row.startswith("lexicon/"))
    assert lexicon.split()[1:4] == ["1.00", "1.00", "1.00"]
    assert "(majority)" in told
    assert "power right where the code is: 1.00" in told
    assert "1 of 2 codes have no label here" in told
    assert "how far readers agree cannot be told" in told
