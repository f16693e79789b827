"""A theory's checklist: which parts of a report its rows may name, and what is wrong with those that they do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from counterpoise.errors import did_you_mean
from counterpoise.theory.elements import Theory
from counterpoise.yamlfile import Where

PARTS: Mapping[str, str] = {
    "numbers": "figures of alignment, engagement and ties",
    "figure-chronology": "dated events on one line",
    "position": "where the state stands",
    "figure-alignment-map": "alignment and engagement of the panel",
    "types": "types of state-years",
    "signals": "contrary signals",
    "profile": "profiles of the panel's states",
    "scales": "published scales",
    "dependence": "dependence, autonomy and diversification",
    "changes": "movement and breaks of ties",
    "numbers-volatility": "volatility of the ties with both powers",
    "numbers-events": "breaks at dated events",
    "sensitivity": "what the choices behind the numbers do",
    "themes-work": "how the themes were made",
    "themes-map": "map of the themes",
    "vintages": "findings by vintage of sources",
    "joint": "documents beside numbers",
    "joint-display": "documents and numbers together, by construct",
    "model": "model of the causal figure",
    "model-effects": "effects of pressure by the model",
    "model-shares": "shares of attribution",
    "model-rivals": "rival theories by what they predict",
    "model-forecasts": "forecasts a year ahead",
    "model-updating": "what the last year of ties moved",
    "scenario": "scenario of rising polarisation",
    "forced-choices": "time to a forced choice",
    "regrets": "regret of strategies",
    "levers": "what levers do in the scenario",
    "shocks": "what the shocks of a table do in the scenario",
    "axioms": "what the theory declares",
    "method": "method",
    "settings": "settings",
    "transparency": "transparency",
    "limits": "limits",
    "trail": "audit trail",
    "reporting": "standards of reporting",
    "holdings": "documents",
    "appraisals": "appraisal of documents",
    "citations": "citations against lists of references",
    "sources": "data",
}
"""Parts of a report beside answers, themes and tables, by the id that they have there, and what they hold."""


def problems_of_checklist(theory: Theory) -> Iterator[tuple[Where, str]]:
    """Rows of one name, rows that show nothing and lack nothing, and parts of a report that there are not."""
    seen: set[str] = set()
    for i, row in enumerate(theory.checklist):
        where: Where = ("checklist", i)
        if row.id in seen:
            yield (*where, "id"), f"there is a row '{row.id}' already"
        seen.add(row.id)
        if not row.shown and row.lacks is None:
            yield where, "shows nothing; name what shows it by `shown`, or what is missing by `lacks`"
        for name in row.shown:
            if (what := _unknown(theory, name)) is not None:
                yield (*where, "shown"), what


def split(name: str) -> tuple[str, str]:
    """The kind and the name of a part: `claim:R1` is the claim R1, and `settings` a part that has no kind."""
    kind, _, rest = name.rpartition(":")
    return kind, rest


def _unknown(theory: Theory, name: str) -> str | None:
    """What is wrong with the name of a part, None where nothing is."""
    kind, rest = split(name)
    if not kind:
        return None if rest in PARTS else _none(f"part '{rest}'", rest, [*PARTS, *_kinds(theory)])
    kinds = _kinds(theory)
    if kind not in kinds:
        return _none(f"kind of part '{kind}'", kind, kinds)
    known = kinds[kind]
    if known is None:
        return (
            None
            if rest.isdecimal()
            else f"'{name}' names no number; write {kind}:1 for the first of the study"
        )
    return None if rest in known else _none(f"{kind} '{rest}'", rest, known)


def _kinds(theory: Theory) -> Mapping[str, Collection[str] | None]:
    """What each kind of part may be named, None where a study numbers them."""
    return {
        "question": None,
        "objective": None,
        "claim": [claim.id for claim in theory.claims],
        "hypothesis": theory.hypotheses,
        "assumption": theory.assumptions,
        "debate": theory.debates,
        "lever": theory.levers,
        "rival": theory.rivals,
        "theme": theory.themes,
        "table": theory.tables,
    }


def _none(noun: str, name: str, known: Collection[str]) -> str:
    return f"unknown {noun}" + (did_you_mean(name, known) or f"; there are {', '.join(known)}")
