import pytest

from counterpoise.documents.bibliography import Record
from counterpoise.documents.corpora.ungdc import SOURCE, ungdc_record
from counterpoise.errors import CounterpoiseError


def test_the_official_layout_gives_state_session_and_year() -> None:
    assert ungdc_record("speeches/Session 79 - 2024/PAK_79_2024.txt") == Record(
        "Pakistan, General Debate, session 79 (2024)", "speech", "PAK", "2024", SOURCE
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("speeches/PAK_79_2024.txt", r"expects paths that end like 'Session 79 - 2024/PAK_79_2024\.txt'"),
        ("Session 79 - 2024/Pakistan.txt", "expects paths that end like"),
        ("Session 78 - 2023/PAK_79_2024.txt", "the folder says session 78 of 2023, the file 79 of 2024"),
        ("Session 79 - 2024/PKA_79_2024.txt", "unknown state 'PKA'"),
    ],
)
def test_another_layout_is_named_with_its_path(path: str, said: str) -> None:
    with pytest.raises(CounterpoiseError, match=said) as caught:
        ungdc_record(path)
    assert caught.value.problems[0].place == path
