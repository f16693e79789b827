"""The simple types of REFI-QDA: what an attribute or a value may be, read leniently and written strictly."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime

from counterpoise.exchange.schema import Kind

__all__ = [
    "TYPES_OF_VARIABLES",
    "asked",
    "derived_guid",
    "is_value",
    "parsed",
    "shown",
    "writable",
    "written_loosely",
]

TYPES_OF_VARIABLES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")

_HEX = "[0-9a-fA-F]"
_GUID = re.compile(rf"\{{?({_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}})\}}?")
_COLOUR = re.compile(rf"#({_HEX}{{6}}|{_HEX}{{3}})")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DAY = r"\d{4}-\d\d-\d\d"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DATE = re.compile(rf"(?P<day>{_DAY}){_ZONE}", re.ASCII)
_TIME = re.compile(rf"(?P<day>{_DAY})T(?P<time>\d\d:\d\d:\d\d)(\.\d+)?{_ZONE}", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML 1.0 can hold, not even as a reference by number."""

_NAMESPACE = uuid.UUID("6a2f5c0e-8b57-5d0c-9a63-0c1f0e7d4b21")
_TOLD = {
    "string": "text",
    "guid": "a GUID, such as 0d62985d-b147-5d01-a9b5-cae5dcd98342",
    "dateTime": "a date and time, such as 2018-03-27T17:46:39Z",
    "integer": "a whole number",
    "boolean": "true or false",
    "colour": "a colour, such as #F00082",
}


def parsed(written: str, kind: Kind) -> str | int | bool | None:
    """The value of an attribute of some kind, or None where it is none.

    GUIDs come in small letters without braces; dates, times and colours as they were written.
    """
    if kind == "string":
        return written
    token = written.strip(" \t\r\n")
    if isinstance(kind, tuple):
        return token if token in kind else None
    match kind:
        case "guid":
            found = _GUID.fullmatch(token)
            return found[1].lower() if found and token.startswith("{") == token.endswith("}") else None
        case "integer":
            return int(token) if _INTEGER.fullmatch(token) else None
        case "boolean":
            return _BOOLEANS.get(token)
        case "colour":
            return token if _COLOUR.fullmatch(token) else None
        case _:
            return token if _is_time(token) else None


def written_loosely(written: str, kind: Kind) -> str | int | bool | None:
    """The value that a program surely meant which wrote it as the standard does not allow; None where there is none."""
    token = written.strip()
    match kind:
        case "boolean":
            return {"yes": True, "no": False}.get(token.lower(), _BOOLEANS.get(token.lower()))
        case "guid":
            digits = re.sub(r"[{}\-]", "", token)
            return str(uuid.UUID(digits)) if re.fullmatch(rf"{_HEX}{{32}}", digits) else None
        case "colour":
            digits = token.removeprefix("#").removeprefix("0x")
            if re.fullmatch(rf"{_HEX}{{8}}", digits):
                return f"#{digits[2:]}"
            return f"#{digits}" if _COLOUR.fullmatch(f"#{digits}") else None
        case "integer":
            whole = re.fullmatch(r"([+-]?[0-9]{1,18})\.0*", token)
            return int(whole[1]) if whole else None
        case "dateTime":
            spaced = re.sub(r"^(\S+) +(\d\d:)", r"\1T\2", token).replace(" ", "")
            return spaced if _is_time(spaced) else f"{token}T00:00:00" if _is_date(token) else None
        case tuple():
            return next((word for word in kind if word.lower() == token.lower()), None)
    return None


def is_value(written: str, name: str) -> bool:
    """Whether the text of an element such as `IntegerValue` is of the type that its name says."""
    token = written.strip(" \t\r\n")
    match name.removesuffix("Value"):
        case "Boolean":
            return token in _BOOLEANS
        case "Integer":
            return re.fullmatch(r"[+-]?[0-9]+", token) is not None
        case "Float":
            return _DECIMAL.fullmatch(token) is not None
        case "Date":
            return _is_date(token)
        case "DateTime":
            return _is_time(token)
    return True


def asked(kind: Kind) -> str:
    """What a value of a kind must be, in words."""
    return f"one of {', '.join(kind)}" if isinstance(kind, tuple) else _TOLD[kind]


def shown(value: str | int | bool) -> str:
    """A value as it is written into an attribute."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def writable(text: str) -> str:
    """Text as XML can hold it: U+FFFD for each control character, lone surrogate and noncharacter that it cannot."""
    return _UNWRITABLE.sub("\ufffd", text)


def derived_guid(*parts: object) -> str:
    """The GUID of a thing by what identifies it, the same in every export (UUID version 5, RFC 9562)."""
    return str(
        uuid.uuid5(
            _NAMESPACE, "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass").hex()
        )
    )


def _is_time(token: str) -> bool:
    found = _TIME.fullmatch(token)
    try:
        return found is not None and bool(datetime.fromisoformat(f"{found['day']}T{found['time']}"))
    except ValueError:
        return False


def _is_date(token: str) -> bool:
    found = _DATE.fullmatch(token)
    try:
        return found is not None and bool(date.fromisoformat(found["day"]))
    except ValueError:
        return False
