from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.documents.references.csl import Reference, reference_of
from counterpoise.errors import CounterpoiseError
from counterpoise.publicdata.works import works_of
from counterpoise.report.citation_style import in_style
from counterpoise.report.outline import Run

SPEECH = Reference("s", "speech", "Address on South Asia", issued="2005-09-03")
LIM = reference_of(
    {
        "id": "Lim2015",
        "type": "article-journal",
        "title": "Reassessing hedging: The logic of alignment in East Asia",
        "author": [{"family": "Lim", "given": "Darren J."}, {"family": "Cooper", "given": "Zack"}],
        "issued": {"date-parts": [[2015]]},
        "container-title": "Security Studies",
        "volume": "24",
        "issue": "4",
        "page": "696-727",
        "DOI": "10.1080/09636412.2015.1103130",
        "note": "read twice",
    }
)


def text_of(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def test_apa_is_as_its_manual_has_it() -> None:
    # Publication Manual of the American Psychological Association (7th ed.), section 10.1: a journal article.
    found = in_style([LIM, *works_of("unga-votes")], "apa", Path())
    assert found.cited["Lim2015"] == "(Lim & Cooper, 2015)"
    assert list(found.entries) == ["Lim2015", "unga-votes:voeten"]
    assert text_of(found.entries["Lim2015"]) == (
        "Lim, D. J., & Cooper, Z. (2015). Reassessing hedging: The logic of alignment in East Asia. Security Studies, "
        "24(4), 696–727. https://doi.org/10.1080/09636412.2015.1103130"
    )
    assert [run.text for run in found.entries["Lim2015"] if run.italic] == ["Security Studies", "24"]
    assert text_of(found.entries["unga-votes:voeten"]) == (
        "Voeten, E., Strezhnev, A., & Bailey, M. (n.d.). United Nations General Assembly Voting Data [Dataset]. Harvard "
        "Dataverse. https://doi.org/10.7910/DVN/LEJUQZ"
    )


def test_chicago_puts_the_year_behind_the_authors() -> None:
    # The Chicago Manual of Style, author-date: the year follows the authors and has no parentheses.
    found = in_style([LIM], "chicago-author-date", Path())
    assert found.cited["Lim2015"] == "(Lim and Cooper 2015)"
    told = text_of(found.entries["Lim2015"])
    assert told.startswith("Lim, D")
    assert "Cooper. 2015. “Reassessing Hedging: The Logic of Alignment in East Asia" in told
    assert "Security Studies 24 (4): 696–727" in told


def test_a_title_in_the_place_of_an_author_stands_once() -> None:
    assert text_of(in_style([SPEECH], "apa", Path()).entries["s"]) == (
        "Address on South Asia. (2005, September 3)."
    )
    chicago = text_of(in_style([SPEECH], "chicago-author-date", Path()).entries["s"])
    assert chicago.count("Address on South Asia") == 1


def test_a_style_may_be_a_file_of_the_study(tmp_path: Path) -> None:
    style = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
      <info><title>Ours</title><id>ours</id><updated>2026-01-01T00:00:00+00:00</updated></info>
      <citation><layout prefix="[" suffix="]"><text variable="title"/></layout></citation>
      <bibliography><layout><text variable="title" font-style="italic" suffix="!"/></layout></bibliography>
    </style>"""
    (tmp_path / "ours.csl").write_text(style, encoding="utf-8")
    found = in_style([SPEECH], "ours.csl", tmp_path)
    assert found.cited["s"] == "[Address on South Asia]"
    assert text_of(found.entries["s"]) == "Address on South Asia!"
    (tmp_path / "ours.csl").write_text("no style", encoding="utf-8")
    with pytest.raises(CounterpoiseError, match=r"ours\.csl cannot be read as a style of CSL"):
        in_style([SPEECH], "ours.csl", tmp_path)


def test_the_nearest_style_is_told() -> None:
    with pytest.raises(CounterpoiseError, match="no style is named 'appa' - did you mean 'apa'"):
        in_style([SPEECH], "appa", Path())


@settings(max_examples=20)
@given(st.text(max_size=30), st.text(max_size=10), st.sampled_from(["speech", "article-journal", "dataset"]))
def test_no_text_breaks_a_list_and_its_words_are_kept(text: str, name: str, kind: str) -> None:
    author = [{"family": name, "given": text}, {"literal": text}] if name.strip() else []
    item = {"id": "x", "type": kind, "title": f"Q{text}Q", "author": author, "issued": {"literal": text}}
    found = in_style([reference_of(item)], "apa", Path())
    assert text_of(found.entries["x"])
    assert "\ue000" not in text_of(found.entries["x"]) + found.cited["x"]
