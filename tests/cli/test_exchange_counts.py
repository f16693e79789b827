from counterpoise.cli.exchange_counts import SHOWN, more, told_in, told_out
from counterpoise.exchange.incoming import Apart, Incoming
from counterpoise.exchange.records import CodingRecord, LinkRecord, ReviewRecord
from counterpoise.exchange.taking import Taken

MACHINE = "lexicon/6.0"


def coding(start: int, coder: str) -> CodingRecord:
    return CodingRecord("d", start, start + 5, "trade", coder)


def link(start: int, coder: str) -> LinkRecord:
    return LinkRecord("d", start, start + 5, "trade", "ties", coder)


def test_an_export_tells_what_is_of_machines_of_people_and_left_out() -> None:
    made_of = {"suggested": 75, "accepted": 3, "rejected": 2, "unanswered": 12}
    facts = {
        "codings": 84,
        "of_machines": 78,
        "of_people": 6,
        "refusals": 2,
        "left_out": 14,
        "suggestions": made_of,
    }
    links, gone = [link(0, MACHINE), link(9, "Amina")], [ReviewRecord("d", 0, 5, "Amina")]
    assert told_out(links, (), gone, facts, project=True) == (
        "84 codings (78 of machines, 6 of people, 2 of them refusals), 2 links (1 of machines, 1 of people), "
        "1 passage gone through. Of the suggestions people accepted 3, refused or gave otherwise 2 and left 12 unanswered "
        "in passages that they went through. Left out: the 14 suggestions refused, given otherwise or unanswered, as other programs know no such thing"
    )
    untouched = dict.fromkeys(made_of, 0) | {"suggested": 92}
    facts |= {"codings": 98, "of_machines": 92, "refusals": 0, "left_out": 0, "suggestions": untouched}
    assert told_out(links, (), gone, facts, project=False) == "98 codings (92 of machines, 6 of people)"


def test_what_an_import_tells_adds_up() -> None:
    found = Incoming(
        codings=tuple(coding(at, MACHINE if at < 50 else "Amina") for at in range(0, 100, 10)),
        links=(link(0, MACHINE), link(9, "Amina")),
        apart=(),
        left=(),
    )
    apart = Apart("A speech", 90, 95, "trade", "trade", "Amina", "", "it is otherwise")
    took = Taken(found.codings[5:7], (), 0, (), 3, 6, (apart,), known_links=1, suggested_links=1)
    assert told_in(took, found, dry_run=False) == [
        "Found on texts of the study: 10 codings and 2 links.",
        "2 codings taken over (Amina 2).",
        "2 codings and 1 link the study has already.",
        "5 codings and 1 link of machines left as the study has them.",
        "1 coding could not be taken over; the file is kept in the ledger:",
        "  A speech, 90 to 95 “trade”: trade (Amina): it is otherwise",
    ]


def test_many_are_counted_and_not_told() -> None:
    assert more(SHOWN) == []
    assert more(SHOWN + 2) == ["  and 2 more; --json tells all"]
