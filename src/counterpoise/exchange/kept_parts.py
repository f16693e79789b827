"""Parts of a file that REFI-QDA does not provide for: carried in a note of the project, and taken back from it."""

from __future__ import annotations

import json
from dataclasses import replace

from counterpoise.exchange.project import Kept, Project
from counterpoise.exchange.sources import TextSource
from counterpoise.exchange.values import derived_guid

__all__ = ["NAME", "with_note_of_kept", "with_parts_of_note"]

NAME = "Parts that REFI-QDA does not provide for"
"""The name of the note. A person who reads it in another program sees what it is."""


def with_note_of_kept(project: Project) -> Project:
    """A project with a note of its own that holds its kept parts; the project itself where it has none."""
    if not project.kept:
        return project
    told = json.dumps([[each.place, each.xml] for each in project.kept])
    note = TextSource(guid=derived_guid("kept", told), name=NAME, text=told)
    return replace(project, notes=(*project.notes, note), note_refs=(*project.note_refs, note.guid), kept=())


def with_parts_of_note(project: Project) -> Project:
    """A project with the kept parts that a note of it carries, and without that note.

    A note of that name that holds something else is a note like any other.
    """
    notes: list[TextSource] = []
    kept = list(project.kept)
    for note in project.notes:
        found = _parts(note)
        if found is None:
            notes.append(note)
        else:
            kept += found
    gone = {note.guid for note in project.notes} - {note.guid for note in notes}
    if not gone:
        return project
    refs = tuple(guid for guid in project.note_refs if guid not in gone)
    return replace(project, notes=tuple(notes), note_refs=refs, kept=tuple(kept))


def _parts(note: TextSource) -> list[Kept] | None:
    if note.name != NAME or note.text is None or note.guid != derived_guid("kept", note.text):
        return None
    try:
        found = json.loads(note.text)
        return [Kept(str(place), str(xml)) for place, xml in found]
    except (ValueError, TypeError, RecursionError):
        return None
