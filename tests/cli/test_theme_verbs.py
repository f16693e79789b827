import json

from tests.commands import call


def test_a_theme_is_proposed_reviewed_revised_settled_and_given_up(coded):
    said = (
        "client_state",
        "A client of power b",
        "What is bought there.",
        "--code",
        "trade",
        "--within",
        "economic",
    )
    done = json.loads(call(coded, "themes", "propose", *said, "--json").stdout)
    assert (done["status"], done["codes"], done["without_findings"]) == ("candidate", ["trade"], [])
    for level in ("passages", "documents"):
        call(coded, "themes", "review", "client_state", "--level", level, "--reason", "it holds")
    assert call(coded, "themes", "settle", "client_state").stdout == "client_state: settled.\n"
    again = call(coded, "themes", "review", "client_state", "--level", "documents", "--reason", "one more")
    assert again.stdout == (
        "client_state: reviewed against documents. It was settled, which this takes back; settle it again where it still holds.\n"
    )
    assert call(coded, "themes", "settle", "client_state").stdout == "client_state: settled.\n"
    call(coded, "themes", "revise", "client_state", "--title", "A client", "--reason", "shorter")
    shown = call(coded, "themes", "show").stdout
    assert (
        "client_state (settled, within economic): A client\n  What is bought there.\n  codes: trade\n"
        in shown
    )
    history = call(coded, "history", "client_state").stdout
    assert history.count("theme.reviewed: client_state") == 3
    report = call(coded, "run")
    assert report.returncode == 0
    assert "A client" in (coded / "report" / "report.html").read_text("utf-8")
    assert "given up" in call(coded, "themes", "drop", "client_state", "--reason", "no more").stdout
    refused = call(coded, "themes", "drop", "client_state", "--reason", "no more")
    assert refused.returncode == 1
    assert "'client_state' was given up" in refused.stderr
