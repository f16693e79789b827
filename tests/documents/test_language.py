import gzip
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.documents.canonical import canonical
from counterpoise.documents.language import FEWEST_BYTES, SURE, Language, language_of


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The two governments signed an agreement on trade in the capital this spring."),
        ("fr", "Les deux gouvernements ont signé au printemps un accord commercial dans la capitale."),
        ("zh", "两国政府今年春天在首都签署了一项贸易协定。"),
        ("ur", "دونوں حکومتوں نے اس بہار دارالحکومت میں ایک تجارتی معاہدے پر دستخط کیے۔"),
        ("ar", "وقعت الحكومتان هذا الربيع في العاصمة اتفاقية جديدة للتجارة بين البلدين."),
        ("hi", "दोनों सरकारों ने इस वसंत में राजधानी में एक व्यापार समझौते पर हस्ताक्षर किए।"),
    ],
)
def test_a_sentence_is_enough(code: str, text: str) -> None:
    found = language_of(text)
    assert found.code == code
    assert found.score > 0.7


@pytest.mark.parametrize(
    "text", ["", "OK.", "2001 | 33.5 | 12", "٣٤ ٥٦ ٧٨ ٩٠ ١٢ ٣٤ ٥٦ ٧٨ ٩٠", "条约。", "PAK USA CHN"]
)
def test_nothing_is_said_of_too_little(text: str) -> None:
    assert language_of(text) == Language("und", 0.0)


@given(st.text(max_size=200))
def test_a_language_has_two_letters_and_is_likelier_than_not(text: str) -> None:
    found = language_of(canonical(text))
    assert found == Language("und", 0.0) or (len(found.code) == 2 and SURE <= found.score <= 1)
    assert found.code == "und" or len(text.encode("utf-8", "ignore")) >= FEWEST_BYTES


def test_a_cover_sheet_in_another_language_does_not_decide() -> None:
    cover = "Les deux gouvernements ont signé un accord commercial. " * 5
    body = "The two governments signed an agreement on trade in the capital this spring. " * 50
    assert language_of(cover + body).code == "en"


def test_speeches_are_english_and_chinese_reports_chinese(shared: Path) -> None:
    speeches = pl.read_parquet(shared / "corpus/ungdc/ungdc_1946_2023.parquet")["text"].gather_every(100)
    assert {language_of(canonical(text)).code for text in speeches} == {"en"}
    reports = []
    for path in (shared / "corpus/china_work_reports_zh").glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            reports += [json.loads(line)["content"] for line in lines]
    assert len(reports) == 88
    assert {language_of(canonical(text)).code for text in reports} == {"zh"}


@pytest.mark.parametrize("name", ["2023-06-20-PV.pdf", "chelsea_pdta.pdf"])
def test_papers_of_french_towns_are_french(shared: Path, name: str) -> None:
    pages = pypdfium2.PdfDocument(shared / "corpus/import_tests" / name)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    assert language_of(canonical(text)).code == "fr"


def test_the_model_is_not_loaded_before_a_text_is_looked_at() -> None:
    code = "import sys, counterpoise.documents.language; print('py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
