from dataclasses import replace

from counterpoise.report.srqr import srqr_table


def test_all_21_items_stand_there_and_what_nobody_told_is_a_gap(miniature):
    rows = {row[0]: row for row in srqr_table(miniature).rows}
    # O'Brien et al. (2014), table 1: S1 title to S21 funding.
    assert list(rows) == [f"S{number}" for number in range(1, 22)]
    assert rows["S1"][1:] == ("Title", "told", "Pakistan in miniature")
    assert rows["S6"][1:3] == ("Researcher characteristics and reflexivity", "gap")
    assert rows["S21"] == (
        "S21",
        "Funding",
        "gap",
        "Still to be said: sources of funding, as `funding` under `disclosures`.",
    )
    assert rows["S15"][2] == "gap"
    gaps = sum(row[2] == "gap" for row in rows.values())
    assert f"{gaps} gaps of 21 items" in srqr_table(miniature).note


def test_what_the_researchers_disclose_fills_its_item(miniature):
    declared = miniature.study.declared.model_copy(
        update={"disclosures": {"funding": "None.", "approach": "Abductive."}}
    )
    study = replace(miniature.study, declared=declared)
    rows = {row[0]: row for row in srqr_table(replace(miniature, study=study)).rows}
    assert rows["S21"][2:] == ("told", "None.")
    assert rows["S5"][3].endswith("Abductive.")
