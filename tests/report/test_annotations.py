import json

from counterpoise.report.annotations import CONTEXT, annotation_collection, write_annotations
from counterpoise.report.outline import Outline, Section, Statement
from counterpoise.report.quotations import quotation_of
from tests.study_in_miniature import coded, document


def outline() -> Outline:
    page = quotation_of(coded(document("a b"), 0, quotation="We trade <with> both."))
    statement = Statement(
        "claim-1",
        "Claim 1",
        "Trade grows.",
        "claim",
        "supported",
        ("Two series say so.",),
        supporting=(page, page),
    )
    silent = Statement("claim-2", "Claim 2", "Nobody speaks of it.", "claim", "not testable yet")
    return Outline("Report", "", (), ("One-sided.",), (Section("s", "S", (statement, silent)),))


def test_each_passage_of_a_claim_is_an_annotation_of_its_sentence():
    collection = annotation_collection(outline(), "report.html")
    # W3C (2017), Web Annotation Data Model, 3.1 and 5: what a collection, its page and each annotation must have.
    assert (collection["@context"], collection["type"]) == (CONTEXT, "AnnotationCollection")
    page = collection["first"]
    assert (page["type"], page["startIndex"], collection["total"]) == ("AnnotationPage", 0, 2)
    first, second = page["items"]
    assert first["type"] == "Annotation"
    assert first["id"] != second["id"]
    assert first["target"]["source"] == "report.html"
    assert first["target"]["selector"]["value"] == "claim-1"
    assert first["target"]["selector"]["refinedBy"]["exact"] == "Trade grows."
    note, excerpt, source, side = first["body"]
    assert note["value"] == "supported (claim).\nTwo series say so."
    assert excerpt["selector"][0]["exact"] == "We trade <with> both."
    assert excerpt["source"] == "documents/a%20b.txt"
    assert source["value"].startswith("A B, speech, United States, 2005. first-hand.")
    assert side["value"] == "For it"


def test_the_file_is_json_and_the_same_for_the_same_outline(tmp_path):
    for name in ("one.jsonld", "two.jsonld"):
        write_annotations(outline(), tmp_path / name)
    one, two = ((tmp_path / name).read_text("utf-8") for name in ("one.jsonld", "two.jsonld"))
    assert one.replace("one.html", "two.html") == two
    assert json.loads(one)["summary"] == "One-sided."


def test_every_claim_with_passages_of_a_study_is_annotated(miniature_outline):
    collection = annotation_collection(miniature_outline, "report.html")
    ids = [each["id"] for each in collection["first"]["items"]]
    assert len(ids) == len(set(ids)) == collection["total"] > 0
    statements = [block for block in miniature_outline.blocks() if isinstance(block, Statement)]
    assert collection["total"] == sum(len(passages) for each in statements for _, passages in each.sides)
