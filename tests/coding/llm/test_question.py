from counterpoise.coding.actors import actors_of
from counterpoise.coding.codebook import Codebook, CodeTerms, Cues
from counterpoise.coding.llm.question import instructions_of, question_of, request_of
from counterpoise.coding.suggester import Seen
from counterpoise.evidence import passage_of

CODEBOOK = Codebook(
    codes={
        "trade": CodeTerms("Exports and imports.", "needs"),
        "energy": CodeTerms("Power plants.", "needs"),
        "arms": CodeTerms("Arms {sold}.", "security"),
    },
    effects={},
    cues=Cues(),
)
PASSAGE = passage_of("d", "We trade. And more.", 0, 9)


def test_the_instructions_name_the_actors_and_the_codebook() -> None:
    told = instructions_of(CODEBOOK, actors_of("VNM", "USA", "CHN"))
    assert "power a, which is United States, and power b, which is China" in told
    assert told.endswith(
        "Codebook:\nneeds:\n- trade: Exports and imports.\n- energy: Power plants.\nsecurity:\n- arms: Arms {sold}."
    )
    assert '{"codings": []}' in told


def test_a_question_is_a_passage_with_its_context() -> None:
    assert question_of(Seen(PASSAGE)) == "Passage:\nWe trade."
    assert question_of(Seen(PASSAGE, "Before.", "USA", 2005)) == (
        "Speaker: USA\nYear: 2005\nSentence before: Before.\nPassage:\nWe trade."
    )


def test_a_request_is_named_by_all_that_is_sent_and_where_to() -> None:
    names = {
        request_of("http://a", "m", "i", "q"),
        request_of("http://b", "m", "i", "q"),
        request_of("http://a", "n", "i", "q"),
        request_of("http://a", "m", "j", "q"),
        request_of("http://a", "m", "i", "r"),
    }
    assert len(names) == 5
