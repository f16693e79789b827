import pickle

import pytest

from counterpoise.errors import CounterpoiseError, Problem, StudyFileError, did_you_mean


def test_a_problem_reads_as_place_then_what() -> None:
    assert str(Problem("study.yaml:9:47", "unknown key 'weigth'")) == "study.yaml:9:47: unknown key 'weigth'"


def test_an_error_says_every_problem_on_a_line_of_its_own() -> None:
    error = CounterpoiseError(Problem("a.csv:1", "no header"), Problem("b.csv:7", "year is 'x'"))
    assert str(error) == "a.csv:1: no header\nb.csv:7: year is 'x'"
    assert [problem.place for problem in error.problems] == ["a.csv:1", "b.csv:7"]


def test_an_error_survives_a_worker_process() -> None:
    error = StudyFileError(Problem("study.yaml:1:1", "empty"), Problem("study.yaml:2:1", "worse"))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is StudyFileError
    assert again.problems == error.problems
    assert str(again) == str(error)


def test_exit_codes_tell_a_wrong_study_file_from_other_failures() -> None:
    assert CounterpoiseError.exit_code == 1
    assert StudyFileError.exit_code == 3


def test_problems_sort_by_place() -> None:
    later, sooner = Problem("b", "x"), Problem("a", "y")
    assert sorted([later, sooner]) == [sooner, later]


@pytest.mark.parametrize(
    ("found", "known", "said"),
    [
        ("weigth", ["weight", "unit"], " - did you mean 'weight'?"),
        ("speach", ["law", "speech"], " - did you mean 'speech'?"),
        ("zzz", ["weight", "unit"], ""),
        ("", ["weight"], ""),
        ("weight", [], ""),
    ],
)
def test_did_you_mean_names_the_nearest_or_says_nothing(found: str, known: list[str], said: str) -> None:
    assert did_you_mean(found, known) == said


def test_did_you_mean_takes_an_iterator_and_a_set() -> None:
    assert did_you_mean("PAX", iter(["PAK", "IND"])) == " - did you mean 'PAK'?"
    assert did_you_mean("PAX", {"PAK", "IND"}) == " - did you mean 'PAK'?"


def test_what_is_not_seen_is_escaped() -> None:
    told = str(
        Problem(
            "documents/annual\u202efdp.exe\nstudy.yaml", "is named \x1b[31m.\u2066exe\u2069\tand\nholds é"
        )
    )
    assert (
        told
        == r"documents/annual\u202efdp.exe\nstudy.yaml: is named \x1b[31m.\u2066exe\u2069" + "\tand\nholds é"
    )
