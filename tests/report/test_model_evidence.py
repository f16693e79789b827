from dataclasses import replace

import polars as pl

from counterpoise.findings.basis import Basis
from counterpoise.findings.conclusions import Findings
from counterpoise.findings.model_evidence import ModelEvidence
from counterpoise.gathering import Voices
from counterpoise.report.html import render_html
from counterpoise.report.model_evidence import QUOTED, bases_of, standing_on
from counterpoise.report.outline import DataTable, Outline, Passages
from counterpoise.report.tables import tables_of
from tests.findings.fitted import known_fit, made_from, told_alone


def test_every_number_of_the_model_leads_to_what_it_stands_on(
    modelled: Findings, modelled_outline: Outline
) -> None:
    page = render_html(modelled_outline)
    told = {each.id for each in modelled_outline.blocks() if isinstance(each, Passages)}
    bases = bases_of(modelled)
    assert len(bases) > 1
    for basis in bases:
        assert basis.id in told
        assert f'href="#{basis.id}"' in page
        assert f'id="{basis.id}"' in page


def test_ids_stand_once_in_a_table_and_not_with_each_number(
    modelled: Findings, modelled_outline: Outline
) -> None:
    tables = {table.name: table.values for table in tables_of(modelled_outline)}
    rows = tables["bases"]
    assert rows.select("id", "part", "series").is_unique().all()
    whole = modelled.model.evidence.whole
    listed = rows.filter(rows["basis"].str.split(" ").list.contains(whole.id))
    assert set(listed["id"]) == set(whole.rows["id"])
    numbers = tables["numbers"].filter(tables["numbers"]["basis"] == whole.id)
    assert numbers.height > 10
    # Only what stands beside its basis has ids of its own.
    assert set(numbers["evidence"].to_list()) == {None} or set(numbers["evidence"]) == {""}


def test_what_the_model_was_estimated_from_is_told_by_series(modelled: Findings) -> None:
    table, *_ = standing_on(modelled, modelled.model.evidence.whole)
    assert isinstance(table, DataTable)
    told = {row[1]: row for row in table.rows}
    feeds, _, kind, number, states, *_ = told["Share of trade"]
    assert (feeds, kind) == ("Ties", "observations")
    assert number >= states > 1
    assert not any(":" in row[1] or "_" in row[1] for row in table.rows)
    # What feeds a filter goes by its title, and a code by its words.
    basis = made_from(known_fit().panel, modelled.study.theory).whole
    table, *_ = standing_on(modelled, basis)
    assert {row[0] for row in table.rows} >= {"Economic need", "Security requirement", "Ties"}
    assert ("Economic need", "Trade", "passages") in {row[:3] for row in table.rows}
    assert "ties, pressure, exposure, economic need" in str(basis)


def test_passages_of_a_basis_are_quoted_and_the_others_counted(miniature: Findings) -> None:
    fit, first = known_fit(), miniature.coded[0]
    code = first.coding.code
    passages = {each.passage.id: frozenset({code}) for each in miniature.coded if each.coding.code == code}
    panel = replace(
        fit.panel,
        evidence={**fit.panel.evidence, "security": (code,)},
        passages={("PAK", fit.panel.years[0]): passages},
    )
    model = told_alone(miniature, replace(fit, panel=panel))
    asked = model.effects.mediated(["security"])
    (basis,) = {number.basis for number in asked.numbers}
    assert isinstance(basis, Basis)
    assert set(basis.ids("passage")) == set(passages)
    answer = replace(miniature.claims[0], numbers=asked.numbers)
    found = replace(miniature, claims=(answer,), model=model)
    by = pl.when(pl.col("kind") == "observation").then(pl.lit("cow-trade, 4.0")).otherwise("source")
    cited = Basis(basis.id, basis.title, basis.rows.with_columns(source=by))
    numbers = tuple(replace(number, basis=cited) for number in asked.numbers)
    by_known = replace(found, claims=(replace(answer, numbers=numbers),))
    (of_works,) = [each for each in standing_on(by_known, model.evidence.whole) if isinstance(each, Passages)]
    assert "The observations are by Barbieri and others 2009." in of_works.told
    (told,) = [each for each in standing_on(found, model.evidence.whole) if isinstance(each, Passages)]
    assert "The observations are by" not in told.told
    assert told.id == basis.id
    assert 0 < len(told.quotations) <= QUOTED
    assert len(told.quotations) + told.omitted == len(passages)
    assert f"{len(passages)} passage" in told.told
    assert isinstance(model.evidence, ModelEvidence)
    # The same passages as another state's own words are quoted too, and none of them is said to stand in evidence.csv.
    evidence = found.evidence
    heard = Voices(evidence.documents, evidence.passages, evidence.codings)
    (voiced,) = [
        each
        for each in standing_on(
            replace(found, coded=(), evidence=replace(evidence, voices=heard)), model.evidence.whole
        )
        if isinstance(each, Passages)
    ]
    assert {each.id for each in voiced.quotations} == {each.id for each in told.quotations}
    assert voiced.omitted == 0
    assert f"{len(passages)} passages of them are other states' own words" in voiced.told
