import codecs

import pytest

from counterpoise.documents.formats.rtf_code_pages import CODE_PAGE_OF_CHARSET, codec_of_page


def test_every_character_set_has_a_codec() -> None:
    assert all(codecs.lookup(name) for name in CODE_PAGE_OF_CHARSET.values())


@pytest.mark.parametrize(
    ("page", "codec"), [(1252, "cp1252"), (936, "gb18030"), (65001, "utf-8"), (10000, "mac-roman"), (1, None)]
)
def test_numbered_code_pages(page: int, codec: str | None) -> None:
    assert codec_of_page(page) == codec
