from dataclasses import FrozenInstanceError

import pytest

from counterpoise.exchange.project import Code, Project, User
from tests.exchange.projects import CODE, USER


def test_equal_records_are_equal_whatever_they_were_made_from() -> None:
    made = [Project(name="p", users=(User(guid=USER, name="Amina"),)) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0] != Project(name="p")


def test_records_cannot_be_changed_nor_made_without_what_the_schema_demands() -> None:
    code = Code(guid=CODE, name="trade", codable=True)
    with pytest.raises(FrozenInstanceError):
        code.name = "aid"  # type: ignore[misc]
    with pytest.raises(TypeError, match="codable"):
        Code(guid=CODE, name="trade")
