import re

from counterpoise import admission
from counterpoise.documents import archives, intake, limits, workers


def test_every_limit_is_held_somewhere(checkout):
    source = "".join(
        path.read_text()
        for path in (checkout / "src" / "counterpoise" / "documents").glob("*.py")
        if path.name != "limits.py"
    )
    names = [name for name in vars(limits) if name.isupper()]
    assert len(names) > 8
    assert [name for name in names if not re.search(rf"\b{name}\b", source)] == []


def test_limits_leave_room_for_one_another():
    assert limits.IN_PROCESS < limits.LONGEST_LINE < limits.MOST_CHARACTERS < admission.LARGEST_DOCUMENT
    # A worker holds a file, what it unpacks to, and its text, each of them for a moment twice.
    held = admission.LARGEST_DOCUMENT + limits.LARGEST_UNPACKED + 4 * limits.MOST_CHARACTERS
    assert 2 * held < limits.MEMORY
    assert limits.PROCESSOR_SECONDS < limits.WALL_SECONDS
    assert workers.Limits() == (limits.PROCESSOR_SECONDS, limits.WALL_SECONDS, limits.MEMORY)
    assert archives.MOST_MEMBERS == limits.MOST_MEMBERS
    assert intake.LONGEST_LINE == limits.LONGEST_LINE
