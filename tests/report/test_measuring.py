from dataclasses import replace

from counterpoise.findings.conclusions import Findings
from counterpoise.report.measuring import RULES, goalposts, ideal_points_in_words
from counterpoise.studyfile import OwnIdealPoints, Settings


def test_goalposts_are_printed_with_the_years_that_they_rest_on(miniature: Findings) -> None:
    (table,) = goalposts(miniature)
    rows = {row[0]: row[1:] for row in table.rows}
    # The 97.5th percentile of 84 shares, of which 21 are 30.
    assert rows["Share of trade"] == ("30", "percent", "1990-2010", 84, 2)
    assert rows["Share of arms imports"][1:] == ("percent of TIV", "1990-2024", 14, 1)
    assert rows["Distance of UN ideal points (smaller is closer)"][0] == "3"
    assert table.note is not None
    assert table.note.startswith("Each is taken over all the years that the data hold")


def test_goalposts_that_were_frozen_say_in_which_release(miniature: Findings) -> None:
    scores = replace(miniature.scores, release="0123456789abcdef")
    (table,) = goalposts(replace(miniature, scores=scores))
    assert table.note is not None
    assert table.note.startswith("Each was frozen in release 0123456789abcdef: ")
    assert list(goalposts(replace(miniature, scores=replace(scores, goalposts=())))) == []


def test_ideal_points_are_published_or_estimated() -> None:
    assert ideal_points_in_words(Settings()) == "published"
    own = Settings(ideal_points=OwnIdealPoints(method="gibbs", prior="voeten2017"))
    assert ideal_points_in_words(own) == "estimated: gibbs, voeten2017"


def test_rules_tell_what_a_tie_a_share_and_movement_are() -> None:
    tie, share, moved = RULES
    assert "97.5th percentile" in tie
    assert "alignment share" in share
    assert "fewer than 8 points are too short" in moved
