from dataclasses import replace

from counterpoise.documents.reading_states import Reading
from counterpoise.documents.register import Register
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.themes import find_candidates
from counterpoise.report.outline import DataTable
from counterpoise.report.theme_work import theme_work_section
from counterpoise.review.themes import ThemeEntry, ThemeStep, ThemeWork


def tables(miniature: Findings) -> dict[str, DataTable]:
    return {each.id: each for each in theme_work_section(miniature).blocks if isinstance(each, DataTable)}


def test_a_phase_that_nobody_recorded_is_not_taken_to_have_been_done(miniature):
    rows = {row[0][:1]: row[1:] for row in tables(miniature)["phases"].rows}
    assert rows["1"] == ("No person recorded having read a document.", None, None)
    assert "no person has gone through a passage. The codebook is version 1, of " in rows["2"][0]
    assert rows["3"][0] == ("5 of 5 themes stand in the theory file, 0 proposed by people.")
    assert rows["4"][0] == (
        "Found to hold against their coded passages: 0 of 5 themes; against all documents: 0 of 5 themes."
    )
    assert rows["4"][1:] == (None, None)
    assert rows["5"][0].startswith("Settled: 0 of 5 themes")


def test_who_did_what_when_is_told_of_what_was_recorded(miniature):
    (speech, *_) = miniature.evidence.documents
    readings = (Reading(speech, "read", "Amina", "2026-03-01T10:00:00+00:00"),)
    candidate = {
        "title": "Goods",
        "definition": "Sold.",
        "codes": ["trade"],
        "within": None,
        "status": "candidate",
    }
    named = candidate | {"title": "Wares"}
    steps = (
        ThemeStep("goods", "2026-03-02T10:00:00+00:00", "Amina", "theme.proposed", None, candidate, None),
        ThemeStep(
            "goods", "2026-03-04T10:00:00+00:00", "Bilal", "theme.revised", candidate, named, "an older word"
        ),
    )
    entries = (
        *miniature.evidence.theme_work.entries,
        ThemeEntry("goods", "Wares", "Sold.", ("trade",), ("trade",), "settled", "economic"),
        ThemeEntry("gone", "Gone", "Sold.", ("trade",), ("trade",), "given up"),
    )
    evidence = replace(
        miniature.evidence, register=Register(readings=readings), theme_work=ThemeWork(entries, steps, 4)
    )
    candidates = find_candidates(entries, miniature.coded, miniature.names)
    shown = tables(replace(miniature, evidence=evidence, candidates=candidates))
    rows = {row[0][:1]: row[1:] for row in shown["phases"].rows}
    assert rows["1"][1:] == ("Amina", "2026-03-01")
    assert rows["3"] == (
        "5 of 6 themes stand in the theory file, 1 proposed by people; 1 given up.",
        "Amina",
        "2026-03-02",
    )
    assert rows["4"][0].endswith("against all documents: 1 of 6 themes.")
    assert rows["5"] == (
        "Settled: 1 of 6 themes; a title or definition was changed 1 time.",
        "Bilal",
        "2026-03-04",
    )
    assert shown["themes-history"].rows[1] == (
        "goods",
        "2026-03-04",
        "Bilal",
        "A theme got another title, definition, codes or place among the others.",
        "title: Goods",
        "title: Wares",
        "an older word",
    )
    assert shown["themes-codes"].rows[-1] == ("Wares", miniature.themes[1].title, "settled", "trade")
    last = shown["themes-map"].rows[-1]
    assert last[0] == "6 Wares"
    assert last[4:] == (2, 2, 1, 2, 0, None, "Strategic autonomy and diplomatic flexibility")


def test_saturation_is_told_where_anything_is_coded(miniature):
    assert len(tables(miniature)["saturation"].rows) > 0
    assert theme_work_section(replace(miniature, themes=())).blocks == ()
