from counterpoise.findings.theme_map import nearest_theme, shared_passages
from counterpoise.findings.themes import gather_theme
from tests.study_in_miniature import coded, document


def test_themes_share_the_passages_that_have_codes_of_both():
    speech = document("speech")
    passages = (
        *(coded(speech, 0, code=code) for code in ("trade", "energy")),
        *(coded(speech, 50, code=code) for code in ("trade", "counterterrorism")),
        *(coded(document("paper", kind="paper under test"), 0, code=code) for code in ("trade", "energy")),
        coded(speech, 100, code="energy"),
    )
    codes = {
        "goods": ["trade"],
        "fuel": ["energy"],
        "terror": ["counterterrorism"],
        "none": ["public_opinion"],
    }
    shared = shared_passages([gather_theme(name, name, None, of, passages) for name, of in codes.items()])
    assert shared == {
        ("goods", "fuel"): 1,
        ("goods", "terror"): 1,
        ("fuel", "goods"): 1,
        ("terror", "goods"): 1,
    }
    assert nearest_theme(shared, "goods") == ("fuel", 1)
    assert nearest_theme(shared, "none") is None
