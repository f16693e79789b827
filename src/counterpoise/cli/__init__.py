"""The command line: one function for each verb."""

from counterpoise.cli.agreement_verbs import agreement
from counterpoise.cli.application import Verbs, app, main
from counterpoise.cli.break_verbs import breaks
from counterpoise.cli.codebook_verbs import codebook
from counterpoise.cli.comparison_verbs import compare
from counterpoise.cli.coverage_verbs import coverage
from counterpoise.cli.data_verbs import data
from counterpoise.cli.document_verbs import appraise, citations, documents, frame, read
from counterpoise.cli.estimate_verbs import estimate
from counterpoise.cli.exchange_verbs import export, import_
from counterpoise.cli.ideal_point_verbs import ideal_points
from counterpoise.cli.index_verbs import goalposts, sensitivity
from counterpoise.cli.ledger_verbs import backup, history, restore, verify
from counterpoise.cli.measure_verbs import measure
from counterpoise.cli.retrieval_verbs import codings
from counterpoise.cli.review_verbs import adjudicate, assign, code
from counterpoise.cli.scenario_verbs import scenario
from counterpoise.cli.similarity_verbs import similarity
from counterpoise.cli.study_verbs import add, check, new, report, run, search
from counterpoise.cli.theme_verbs import themes

__all__ = ["app", "main"]

for verb in (
    new,
    check,
    add,
    run,
    report,
    compare,
    search,
    codings,
    documents,
    appraise,
    read,
    frame,
    citations,
    coverage,
    code,
    assign,
    adjudicate,
    agreement,
    estimate,
    scenario,
    export,
    history,
    verify,
    backup,
    restore,
):
    app.command()(verb)
measure.command()(breaks)
app.command("import")(import_)
measure.command("ideal-points")(ideal_points)
app.add_typer(codebook, name="codebook")
app.add_typer(themes, name="themes")
app.add_typer(data, name="data")
measure.command()(similarity)
measure.command()(sensitivity)
measure.command()(goalposts)
app.add_typer(measure, name="measure")
Verbs.follow = {
    "codebook": "adjudicate",
    "themes": "codebook",
    "import": "export",
    "data": "coverage",
    "measure": "data",
}
