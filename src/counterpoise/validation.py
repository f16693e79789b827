"""YAML files checked against a model: every problem at once, each with its place, in a user's words."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from counterpoise.errors import Problem, did_you_mean, nearest
from counterpoise.yamlfile import Where, YamlFile

UNKNOWN_KEY = "extra_forbidden"
"""What the model calls a key that it does not know."""

EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "model_type": "keys and values",
    "dict_type": "keys and values",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_too_short": "text",
    "finite_number": "a finite number",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "less_than": "less than {lt:g}",
    "less_than_equal": "{le:g} or less",
}
"""What was expected, in a user's words, by the kind of fault that the model finds, with its numbers."""

TRUTHS_OF_OTHERS = {
    **dict.fromkeys(("yes", "y", "on", "1", "true"), "true"),
    **dict.fromkeys(("no", "n", "off", "0", "false"), "false"),
}
"""How truth values are written elsewhere, and what they are in YAML 1.2."""

Model = TypeVar("Model", bound=BaseModel)


def validate(file: YamlFile, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Check the data against a model; give the model and every problem, each with its place.

    A model does not look behind an unknown key. So where there are some, the data are checked again with these read as
    the nearest known ones if they fit there, and else without them; the model is then of such data. It is None where
    they do not fit either.
    """
    checked, faults = _checked(model, file.data)
    unknown = {_loc(each): _meant(model, _loc(each)) for each in faults if each["type"] == UNKNOWN_KEY}
    for as_meant in (unknown, {}) if unknown else ():
        checked, further = _checked(model, _without(file, unknown, as_meant))
        if not any(_loc(each)[: len(meant)] == meant for each in further for meant in as_meant.values()):
            faults += [each for each in further if each["type"] != UNKNOWN_KEY]
            break
    lacking = {_loc(each) for each in faults if each["type"] == "missing"}
    told = [
        _problem_of(file, model, each)
        for each in faults
        if _loc(each) not in unknown.values()
        and (each["type"] != "missing" or _next(_loc(each)) not in lacking)
    ]
    return checked, [*file.problems, *dict.fromkeys(told)]


def as_meant(file: YamlFile, model: type[BaseModel]) -> YamlFile:
    """The file with each unknown key read as the nearest known one, where that is free; it stays where the unknown one stands.

    So what a misspelt key holds can be looked at too.
    """
    _, faults = _checked(model, file.data)
    unknown = {_loc(each): _meant(model, _loc(each)) for each in faults if each["type"] == UNKNOWN_KEY}
    if not unknown:
        return file
    places = dict(file.places)
    for where, position in file.places.items():
        for found, meant in unknown.items():
            if where[: len(found)] == found and meant[-1]:
                places.setdefault((*meant, *where[len(found) :]), position)
    return replace(file, data=_without(file, unknown, unknown), places=places)


def _checked(model: type[Model], data: object) -> tuple[Model | None, list[dict[str, Any]]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [dict(details) for details in error.errors(include_url=False)]


def _loc(details: dict[str, Any]) -> Where:
    return tuple(details["loc"])


def _next(where: Where) -> Where | None:
    """The place after a place in a list: of all places that a short list lacks, the last says how long it is to be."""
    return (*where[:-1], where[-1] + 1) if where and isinstance(where[-1], int) else None


def _without(file: YamlFile, unknown: Iterable[Where], as_meant: Mapping[Where, Where]) -> object:
    """The data without some keys, whose values stand under the key that was meant, where that is free."""
    data = deepcopy(file.data)
    for where in unknown:
        above: Any = data
        *path, key = (step for step in where if _in_file(file, step))
        for step in path:
            above = above[step]
        if key in above:
            value = above.pop(key)
            if where in as_meant and (meant := as_meant[where][-1]):
                above.setdefault(meant, value)
    return data


def _meant(model: type[BaseModel], unknown: Where) -> Where:
    """The key that an unknown one stands for, so that it is not called missing beside that."""
    *above, key = unknown
    return *above, nearest(str(key), _keys_at(model, tuple(above))) or ""


def _problem_of(file: YamlFile, model: type[BaseModel], details: dict[str, Any]) -> Problem:
    where: Where = tuple(step for step in details["loc"] if _in_file(file, step))
    kind, found, context = details["type"], details["input"], details.get("ctx", {})
    if kind == UNKNOWN_KEY:
        known = _keys_at(model, where[:-1])
        near = did_you_mean(str(where[-1]), known)
        what = f"unknown key '{where[-1]}'" + (near or f"; expected one of {', '.join(sorted(known))}")
    elif kind == "missing" and isinstance(details["loc"][-1], int):
        what = f"found {_shown(found)} of {len(found)}; expected one of {details['loc'][-1] + 1}"
        where = where[:-1]
    elif kind == "missing":
        what = f"the key '{details['loc'][-1]}' is missing"
        where = tuple(step for step in details["loc"][:-1] if _in_file(file, step))
    elif kind == "literal_error":
        what = f"found {_shown(found)}; expected {context['expected']}"
        what += did_you_mean(str(found), [word.strip(" '") for word in _alternatives(context["expected"])])
    elif kind == "too_long":
        what = f"found {_shown(found)} of {context['actual_length']}; expected one of {context['max_length']}"
    elif kind == "too_short":
        what = (
            f"found {_shown(found)} of {context['actual_length']}; expected {context['min_length']} at least"
        )
    elif kind == "value_error":
        what = str(context["error"])
    else:
        said = EXPECTED.get(kind)
        expected = (
            str(details["msg"]).removeprefix("Input should be ") if said is None else said.format(**context)
        )
        what = f"found {_shown(found)}; expected {expected}"
        if kind == "bool_type" and (truth := TRUTHS_OF_OTHERS.get(str(found).lower())):
            what += f" - write {truth}"
        if kind == "string_type" and isinstance(found, (int, float)):
            what += "; put it in quotes"
    return file.problem(where, what)


def _alternatives(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(",")


def _in_file(file: YamlFile, step: object) -> bool:
    """Tell keys of the file from the tags that pydantic adds for unions."""
    return isinstance(step, int) or any(step in where for where in file.places)


def _shown(found: object) -> str:
    if isinstance(found, Mapping):
        return "keys and values"
    if isinstance(found, Sequence) and not isinstance(found, str):
        return "a list"
    if isinstance(found, bool):
        return str(found).lower()
    return "nothing" if found is None else repr(found)


def _keys_at(model: object, where: Where) -> set[str]:
    """The keys that a model takes at a path of keys."""
    for candidate in _models_at(model, where):
        return {field.alias or name for name, field in candidate.model_fields.items()}
    return set()


def _models_at(annotation: object, where: Where) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not where:
            return [annotation]
        for name, field in annotation.model_fields.items():
            if (field.alias or name) == where[0]:
                return _models_at(field.annotation, where[1:])
        return []
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _models_at(arguments[0], where)
    if origin in (Union, types.UnionType):
        return [model for argument in arguments for model in _models_at(argument, where)]
    if not arguments or not where:
        return []
    return _models_at(arguments[-1] if origin is dict else arguments[0], where[1:])
