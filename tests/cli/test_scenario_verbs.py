import json
import re
from pathlib import Path

import pytest

from tests.commands import call
from tests.model.panel_study import write_panel_study
from tests.model.test_estimation import prior_alone

ASKED = """\
scenario: A tie is cut
years: 4
shocks: [{to: tie_a, by: -2, year: 2012}]
strategies: [as_now, equidistance]
draws: 200
"""


def test_a_scenario_waits_for_an_estimate_is_checked_whole_and_told_with_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.model.fit.draw", prior_alone)
    write_panel_study(tmp_path)
    (tmp_path / "cut.yaml").write_text(ASKED, encoding="utf-8")
    (tmp_path / "odd.yaml").write_text(
        "scenario: S\nshocks: [{to: pressure, by: 1, year: 1999}]\n", encoding="utf-8"
    )
    (tmp_path / "odder.yaml").write_text("scenario: S\nlevers: [{lever: moon}]\n", encoding="utf-8")
    odder = call(tmp_path, "scenario", "odder.yaml", "--study", ".")
    assert odder.returncode == 3
    # No estimate is needed to tell that, and nothing was read for it.
    assert odder.stderr.startswith("odder.yaml:2:11: levers.0.lever: unknown lever 'moon'")
    before = call(tmp_path, "scenario", "cut.yaml", "--study", ".")
    assert before.returncode == 1
    assert "no estimate of the model is kept; `counterpoise estimate` makes one" in before.stderr
    estimated = call(tmp_path, "estimate", "--study", ".", "--draws", "20")
    assert "`counterpoise run` brings it into the report" in estimated.stdout
    (tmp_path / "oddest.yaml").write_text(
        "scenario: S\nshocks: [{to: pressure, by: 1, year: 2011}]\nlevers: [{lever: moon}]\n",
        encoding="utf-8",
    )
    # Now that a panel is known, what is wrong with names and years is told at once.
    oddest = call(tmp_path, "scenario", "oddest.yaml", "--study", ".").stderr.splitlines()
    assert oddest[0] == (
        "oddest.yaml:2:32: shocks.0.year: 2011 is outside the years that are simulated, 2012 to 2021"
    )
    assert oddest[1].startswith("oddest.yaml:3:11: levers.0.lever: unknown lever 'moon'")
    odd = call(tmp_path, "scenario", "odd.yaml", "--study", ".")
    assert odd.returncode == 3
    assert "1999 is outside the years that are simulated, 2012 to 2021" in odd.stderr
    done = call(tmp_path, "scenario", "cut.yaml", "--study", ".", "--output", "cut.md")
    assert done.returncode == 0, done.stderr
    assert "In 2012 the tie with the United States is" in done.stdout
    assert "Time to a forced choice" in done.stdout
    assert "A choice is forced where one tie is below 50% of what it was" in done.stdout
    assert not re.search(r"[a-z]+_[a-z]+|\[|Tilt to [ab]\b", done.stdout.replace("cut.md", ""))
    assert done.stdout.startswith("No verdict may rest on it")
    assert "Regret of strategies" in (tmp_path / "cut.md").read_text("utf-8")
    told = json.loads(call(tmp_path, "scenario", "cut.yaml", "--study", ".", "--json").stdout)
    assert told["years"] == [2012, 2013, 2014, 2015]
    assert len(told["forced_choice"]) == 4
    over = told["forced_choice"][0]["over_draws"]
    assert over["low90"] < over["high90"]
    assert set(told["forced_by_one_reply"]) == {"inducement", "punishment"}
    assert {"low90", "high90"} < set(told["regret"]["0.5"][0]["ahead"])
    # What stands against it is told in JSON as it is in words, with the states that are too few.
    assert "a verdict takes 5 states at least, and this panel has 3" in told["blocked"]
    assert told["blocked_of_pressure"] == []
    assert (
        "No verdict may rest on it: a verdict takes 5 states at least, and this panel has 3." in done.stdout
    )
    assert told["ties_observed_until"] == {"a": 2009, "b": 2009}
    assert "No tie of Pakistan is observed after 2009: " in done.stdout
    assert {*told["unmeasured"]["levers"]}.isdisjoint(each["lever"] for each in told["levers"])
    for lever in told["unmeasured"]["levers"]:
        assert f"Not simulated: the lever {lever.replace('_', ' ')}, since nothing" in done.stdout
    history = call(tmp_path, "history", "--study", ".", "--json").stdout
    assert "scenario.simulated" in history


def test_a_report_rests_on_the_estimate_that_is_kept_and_is_written_anew_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.model.fit.draw", prior_alone)
    write_panel_study(tmp_path)
    report = tmp_path / "report" / "report.html"
    assert call(tmp_path, "run", "--study", ".").returncode == 0
    assert 'id="model"' not in report.read_text("utf-8")
    assert call(tmp_path, "estimate", "--study", ".", "--draws", "20").returncode == 0
    assert "Nothing has changed" not in call(tmp_path, "run", "--study", ".").stdout
    page = report.read_text("utf-8")
    assert 'id="model"' in page
    assert "not testable with this evidence" in page
    assert "Nothing has changed" in call(tmp_path, "run", "--study", ".").stdout
    assert call(tmp_path, "estimate", "--study", ".", "--draws", "20", "--reading", "direct").returncode == 0
    assert "Nothing has changed" in call(tmp_path, "run", "--study", ".").stdout
    figures = tmp_path / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("2003,polyarchy,0", "2003,polyarchy,1"), "utf-8")
    told = "since then there was a change in what is observed; `counterpoise estimate` estimates anew"
    assert told in call(tmp_path, "run", "--study", ".").stderr
    assert "since then there was a change in what is observed" in report.read_text("utf-8")
    assert call(tmp_path, "estimate", "--study", ".", "--draws", "24").returncode == 0
    assert call(tmp_path, "report", "own.md", "--study", ".").returncode == 0
    assert "R-hat" in (tmp_path / "own.md").read_text("utf-8")
