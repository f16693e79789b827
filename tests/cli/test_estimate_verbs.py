import json
import re
from pathlib import Path

import pytest

from counterpoise.cli.estimate_verbs import about_to_sample
from counterpoise.model.sampling import Sampling
from counterpoise.report.effects import LEGEND
from tests.commands import call
from tests.findings.fitted import known_fit
from tests.model.panel_study import write_debates, write_panel_study
from tests.model.test_estimation import prior_alone
from tests.study_in_miniature import write_study


def test_too_little_is_told_before_any_sampling_in_the_words_of_the_study(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    done = call(folder, "estimate", "--study", ".")
    assert done.returncode == 1
    assert "panel of the model: " in done.stderr
    assert "needs" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--reading", "foo"), "--reading foo: is no reading of the figure; there are all, direct"),
        (("--reading", "direkt"), "did you mean 'direct'?"),
        (("--draws", "0"), "--draws"),
        (("--chains", "0"), "--chains"),
        (("--chains", "x"), "--chains"),
        (("--output", "none/t.csv"), "--output none/t.csv: there is no folder none"),
        (("--output", "t.xlsx"), "expected a name that ends in .csv or .parquet"),
    ],
)
def test_what_is_wrong_with_an_option_is_told_before_the_study_is_looked_for(
    tmp_path: Path, options: tuple[str, str], told: str
) -> None:
    done = call(tmp_path, "estimate", *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert "study.yaml" not in done.stderr


def test_all_that_is_wrong_with_options_is_told_at_once(tmp_path: Path) -> None:
    done = call(tmp_path, "estimate", "--reading", "foo", "--output", "none/t.xlsx")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "--reading foo",
        "--output none/t.xlsx",
        "--output none/t.xlsx",
    ]


def test_a_wrong_option_is_told_in_json_wherever_that_is_asked_for(tmp_path: Path) -> None:
    done = call(tmp_path, "estimate", "--output", "t.xlsx", "--json")
    assert json.loads(done.stdout)["problems"] == [
        "--output t.xlsx: expected a name that ends in .csv or .parquet"
    ]


def test_the_verb_tells_effects_what_they_rest_on_and_takes_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.model.fit.draw", prior_alone)
    write_panel_study(tmp_path)
    write_debates(tmp_path)
    done = call(tmp_path, "estimate", "--study", ".", "--draws", "20", "--reading", "mediated")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Estimated: 3 states, 2000-2011; the filters economic need, ")
    assert "; domestic filters alone, which pass pressure on.\n" in done.stdout
    assert "\nEffect of economic need on the tie with the United States" in done.stdout
    assert "Direct effect" not in done.stdout
    assert LEGEND in done.stdout
    # Of what the model calls by a name of its own, nothing is left.
    assert not re.search(r"[a-z]+_[a-z]+|\[", done.stdout)
    assert "No verdict: a verdict takes 5 states at least, and this panel has 3." in done.stdout
    assert (
        done.stdout.index("No verdict: ")
        < done.stdout.index(LEGEND)
        < done.stdout.index("The figure explains ")
    )
    assert "However many draws there are, no verdict can follow from this panel" in done.stdout
    assert done.stderr.startswith(
        "Sampling 2 chains of 20 draws after 10 to warm up, of 3 states over 12 years: expect "
    )
    heard = "Note: all 3 states of the panel are heard in their own words, the others than Pakistan by 24 documents"
    assert heard in done.stdout
    assert "The figure explains " in done.stdout
    assert " Of what is explained, by reading (90 %): direct " in done.stdout
    divided = "How Pakistan might divide an effort between the United States and China is not testable with this evidence: no verdict "
    assert divided in done.stdout
    assert "brings it into the report" not in done.stdout
    again = call(tmp_path, "estimate", "--study", ".", "--draws", "20", "--reading", "mediated", "--json")
    told = json.loads(again.stdout)
    assert told["kept"]
    assert "Sampling" not in again.stderr
    assert "a verdict takes 5 states at least, and this panel has 3" in told["blocked"]
    assert told["blocked_of_pressure"] == []
    assert told["reading"] == "mediated"
    assert told["evidence"]["pressure"] == ["cinc_ratio", "geopolitical_risk"]
    assert {"trade", "infrastructure"} <= set(told["evidence"]["economic"])
    assert {"parameter", "meaning", "r_hat", "overlap"} <= set(told["parameters"][0])
    assert {row["block"] for row in told["readings"]} == {"direct", "mediated", "moderated"}
    assert "effort: only the reading 'mediated' was kept" in told["effort"]
    assert told["envelopment"] == "draws: no verdict may rest on them"
    assert [row["year"] for row in told["balance"]] == list(range(2000, 2012))
    assert {row["state"] for row in told["moved"]} == {"PAK"}
    written = call(
        tmp_path, *("estimate", "--study", ".", "--draws", "20", "--reading", "mediated"), "--output", "t.csv"
    )
    assert written.stdout == "Written to t.csv.\n"
    assert (tmp_path / "t.csv").read_text("utf-8-sig").startswith("parameter,meaning,mean,")


def test_what_is_to_be_sampled_is_told_with_about_how_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterpoise.cores.cores", lambda: 2)
    panel = known_fit().panel
    told = about_to_sample(panel, Sampling(draws=1400, warmup=500))
    assert told == (
        "Sampling 2 chains of 1,400 draws after 500 to warm up, of 8 states over 30 years: expect a minute or less "
        "on 2 cores with nothing else to do, and two to three times as long on a machine that is busy."
    )
    assert about_to_sample(panel, Sampling(draws=20, warmup=10)).endswith(
        "expect a minute or less on 2 cores with nothing else to do, and two to three times as long on a machine that is busy."
    )
    # Four chains on two cores take turns.
    assert "about 4 minutes" in about_to_sample(panel, Sampling(chains=8))
