from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.exchange.kept_parts import NAME, with_note_of_kept, with_parts_of_note
from counterpoise.exchange.project import Kept, Project
from counterpoise.exchange.sources import TextSource
from tests.exchange.projects import SOURCE


@given(st.lists(st.builds(Kept, st.text(), st.text()), min_size=1).map(tuple))
@settings(deadline=None)
def test_kept_parts_go_into_a_note_and_come_back(kept: tuple[Kept, ...]) -> None:
    project = Project(name="p", notes=(TextSource(guid=SOURCE, text="mine"),), kept=kept)
    noted = with_note_of_kept(project)
    assert [note.name for note in noted.notes] == [None, NAME]
    assert noted.note_refs == (noted.notes[1].guid,)
    assert with_parts_of_note(noted) == project


def test_a_note_of_that_name_that_somebody_wrote_stays_a_note() -> None:
    project = Project(name="p", notes=(TextSource(guid=SOURCE, name=NAME, text='[["a", "b"]]'),))
    assert with_parts_of_note(project) == project
    noted = with_note_of_kept(Project(name="p", kept=(Kept("a", "b"),)))
    altered = replace(noted, notes=tuple(replace(note, text="[" * 9_000) for note in noted.notes))
    assert with_parts_of_note(altered) == altered
