from dataclasses import replace

import pytest

from counterpoise import pipeline
from counterpoise.gathering import Evidence, Voices
from counterpoise.notebook.evidence import gather
from counterpoise.notebook.shown import fields_of
from counterpoise.report.coverage import coverage_figure


def test_what_is_gathered_is_evidence_that_knows_its_study(miniature, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        pipeline, "gather", lambda study: miniature.evidence if study is miniature.study else None
    )
    evidence = gather(miniature.study)
    assert isinstance(evidence, Evidence)
    assert evidence.study is miniature.study
    assert all(getattr(evidence, name) is each for name, each in fields_of(miniature.evidence).items())
    assert list(evidence.charts()) == ["coverage", "chronology"]


def test_it_says_who_else_is_heard(evidence, miniature):
    assert "own words" not in evidence._repr_html_()
    (document, *_) = miniature.evidence.documents.values()
    heard = {name: replace(document, id=name, origin=name[:3]) for name in ("VNM1", "VNM2", "IDN1")}
    page = replace(evidence, voices=Voices(heard))._repr_html_()
    assert "Beside it IDN and VNM are heard in their own words, in 3 documents (evidence.voices)." in page


def test_in_words_alone_it_is_short(evidence):
    assert repr(evidence) == "<Evidence: Pakistan in miniature>"


def test_it_says_what_was_gathered_and_its_charts_are_those_of_the_report(evidence, miniature):
    page = evidence._repr_html_()
    counted = f"{len(evidence.passages)} passages with {len(evidence.codings)} codings and"
    assert counted in page
    assert "3 documents (2 first-hand and 1 under test)" in page
    assert "scores = cp.measure(study, evidence)" in page
    assert evidence.plot("coverage").figure == coverage_figure(miniature)
    assert evidence.plot("chronology").table().height == len(evidence.chronology)
