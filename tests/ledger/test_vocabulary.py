from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counterpoise.ledger.schema import VERSION
from counterpoise.ledger.vocabulary import (
    KINDS,
    PROJECTIONS,
    faults_of,
    names_of,
    objects_of,
    places_of,
    problems_of,
)

CHECKOUT = Path(__file__).resolve().parents[2]
THINGS = {
    *("study", "document", "passage", "frame", "values", "codings", "answers", "report", "ledger"),
    *("model", "scenario"),
}


def body_of(kind: str) -> dict[str, Any]:
    """A body with every field that the kind demands, and nothing else."""
    lists = {"codes", "into", "documents", "paths"}
    return {
        field: ["a", "b"] if field in lists else {"r.html": "0"} if field == "files" else "a"
        for field in KINDS[kind].required
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_where_the_vocabulary_says_and_demands_its_fields(kind: str) -> None:
    body = body_of(kind)
    assert list(faults_of(kind, body)) == []
    places = places_of(kind, "s", "amina", body)
    assert places[0] == ("latest", (kind, str(body.get("key", "s"))))
    assert all(len(key) == len(PROJECTIONS[name]) for name, key in places)
    for field in KINDS[kind].required:
        lacking = {name: value for name, value in body.items() if name != field}
        assert list(faults_of(kind, lacking)) == [f"the body has no '{field}'"]


def test_decisions_say_before_and_after_by_what_they_change() -> None:
    decided = {kind.name: kind for kind in KINDS.values() if kind.change is not None}
    assert {kind.thing for kind in decided.values()} == {"coding", "link", "code", "memo", "setting", "theme"}
    assert {kind.thing for kind in KINDS.values() if kind.change is None} == THINGS
    assert decided["coding.added"].required == ("passage", "after")
    assert decided["coding.revised"].required == ("before", "after", "reason")
    assert decided["link.deleted"].required == ("before", "reason")


@pytest.mark.parametrize("reason", [None, "", "  ", 7])
def test_a_reason_that_is_needed_is_not_empty(reason: object) -> None:
    body = {"document": "d", "reason": reason}
    assert list(faults_of("document.withdrawn", body)) == ["the reason is empty; expected why it was done"]
    assert list(faults_of("document.withdrawn", {"document": "d", "reason": "a duplicate"})) == []


def test_an_unknown_kind_names_the_nearest() -> None:
    (problem,) = problems_of("document.importd", "a.txt", {})
    assert str(problem) == (
        "event document.importd of a.txt: unknown kind 'document.importd' - did you mean 'document.imported'?"
    )


def test_appraisals_and_readings_stand_apart_by_person() -> None:
    body = {"document": "d", "ratings": {}, "before": None, "state": "read"}
    assert ("appraisals", ("d", "amina")) in places_of("document.appraised", "d", "amina", body)
    assert ("readings", ("d", "bilal")) in places_of("document.read", "d", "bilal", body)


def test_codes_that_are_merged_stand_with_the_one_that_they_became() -> None:
    body = {"codes": ["arms", "training"], "before": {}, "after": {}, "reason": "one meaning"}
    assert places_of("code.merged", "defence", "amina", body)[1:] == (
        ("decisions", ("code", "arms")),
        ("decisions", ("code", "training")),
        ("decisions", ("code", "defence")),
    )


def test_every_document_of_a_package_has_its_place() -> None:
    body = {"id": "1", "ids": ["1", "2"], "path": "package:p", "record": "0", "key": "k"}
    assert places_of("document.imported", "package:p", "amina", body)[1:] == (
        ("documents", ("1",)),
        ("documents", ("2",)),
    )


def test_objects_and_names_are_read_from_fields_of_one_or_several() -> None:
    body = {"original": "o", "record": "r", "boxes": ["b1", "b2"], "key": "k", "note": "not a name"}
    assert objects_of(body) == ("o", "r", "b1", "b2")
    assert list(names_of("s", body)) == ["s", "o", "r", "b1", "b2", "k"]
    assert list(names_of("s", {"files": {"report/report.html": "0"}})) == ["s", "report/report.html"]


def test_the_vocabulary_is_documented_as_it_is() -> None:
    page = (CHECKOUT / "docs" / "ledger.md").read_text("utf-8")
    rows = [
        f"| `{kind.name}` | {kind.meaning} | {', '.join(f'`{field}`' for field in kind.required) or '-'} |"
        for kind in KINDS.values()
    ]
    assert [
        line for line in page.splitlines() if line.startswith("| `") and "." in line.split("`")[1]
    ] == rows
    assert all(f"`{name}`" in page for name in PROJECTIONS)
    assert f"The file has a version, now {VERSION}." in page


def test_a_passage_stands_with_each_coder_who_went_through_it() -> None:
    body = {"passage": "p", "coder": "amina", "place": {}}
    assert places_of("passage.reviewed", "p", "root", body)[1:] == (("reviewed", ("p", "amina")),)
    reopened = {"passage": "p", "coder": "amina", "reason": "a new codebook"}
    assert places_of("passage.reopened", "p", "root", reopened)[1:] == (("reviewed", ("p", "amina")),)
