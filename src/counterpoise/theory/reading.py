"""Theory files: found by name or path, read, and refused with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from counterpoise.errors import Problem, StudyFileError, did_you_mean, unknown_name
from counterpoise.states import known_iso3, unknown_state
from counterpoise.theory.checklist import problems_of_checklist
from counterpoise.theory.elements import Construct, Theory
from counterpoise.theory.estimands import ESTIMANDS
from counterpoise.theory.graph import circles_of_needs, cycle_within_a_period, inputs_on_two_sides
from counterpoise.theory.model_names import problems_of_model
from counterpoise.theory.rivals import problems_of_names, problems_of_rivals
from counterpoise.theory.terms import ACTOR_LISTS, problems_of_term
from counterpoise.validation import as_meant, validate
from counterpoise.yamlfile import Where, YamlFile, parse_yaml, read_text, reading_order

LIBRARY = files("counterpoise.theory").joinpath("library")

Report = Callable[[Where, str], None]


def library_names() -> tuple[str, ...]:
    """The theories that come with the program."""
    return tuple(
        sorted(
            entry.name[:-5].replace("_", "-") for entry in LIBRARY.iterdir() if entry.name.endswith(".yaml")
        )
    )


def _at_theory(what: str) -> Problem:
    return Problem("theory", what)


def read_theory(name: str, folder: Path, named: Callable[[str], Problem] = _at_theory) -> Theory:
    """Read a theory of the library by its name, or a theory file by its path from `folder`.

    Raises StudyFileError with every problem of the file; `named` places what is wrong with the name itself.
    """
    if name.endswith((".yaml", ".yml")):
        if not (folder / name).exists():
            raise StudyFileError(named(f"there is no theory file '{name}' in the study"))
        return _of_text(read_text(folder / name, name), name)
    if name not in library_names():
        known = ", ".join(library_names())
        near = did_you_mean(name, library_names())
        raise StudyFileError(named(f"no theory '{name}' in the library ({known}), and no path{near}"))
    file_name = name.replace("-", "_") + ".yaml"
    return _of_text(LIBRARY.joinpath(file_name).read_text(encoding="utf-8"), file_name)


@lru_cache(maxsize=8)
def _of_text(text: str, name: str) -> Theory:
    """A theory is frozen, so that the same text is read once; it takes most of the time in which a study is read."""
    return check_theory(parse_yaml(text, name))


def check_theory(file: YamlFile) -> Theory:
    """Check a theory file: its keys, the names it uses, its figure and its tables."""
    theory, problems = validate(file, Theory)
    if theory is not None:
        rules = (
            _names,
            _dimensions,
            _figure,
            _sides,
            _constructs,
            _units,
            _titles,
            _questions,
            _case,
            _themes_and_tables,
            _lexicon,
            _rivals,
            _checklist,
        )
        for rule in rules:
            rule(theory, lambda where, what: problems.append(file.problem(where, what)))
    meant = file if theory is not None and not problems else as_meant(file, Theory)
    problems += [meant.problem(where, what) for where, what in problems_of_model(meant)]
    if problems or theory is None:
        raise StudyFileError(*sorted(set(problems), key=reading_order))
    return theory


def _known(report: Report, where: Where, name: str, known: Collection[str], noun: str) -> None:
    if name not in known:
        report(where, unknown_name(noun, name, known))


def names_to_need(theory: Theory) -> frozenset[str]:
    """What a question may need: constructs, codes, groups, themes, other questions, and estimands."""
    return frozenset().union(
        theory.constructs,
        theory.definitions,
        theory.codes,
        theory.themes,
        theory.hypotheses,
        theory.debates,
        ESTIMANDS,
    )


def _dimensions(theory: Theory, report: Report) -> None:
    for dimension, codes in theory.dimensions.items():
        for i, code in enumerate(codes):
            _known(report, ("dimensions", dimension, i), code, theory.definitions, "code")
    for code in theory.examples:
        _known(report, ("examples", code), code, theory.definitions, "code")
    for group in theory.systemic:
        _known(report, ("systemic",), group, theory.codes, "code group")
    for name in theory.of_any_state:
        _known(report, ("of_any_state",), name, theory.dictionaries, "dictionary")
    seen: dict[str, str] = {}
    for group, codes_of_group in theory.codes.items():
        for code in codes_of_group:
            if code in seen:
                report(
                    ("codes", group, code), f"the code '{code}' stands in the group '{seen[code]}' already"
                )
            seen[code] = group


def _figure(theory: Theory, report: Report) -> None:
    nodes = {*theory.codes, "outcomes"}
    for i, step in enumerate(theory.figure.chain):
        for name in step:
            _known(report, ("figure", "chain", i), name, nodes, "node of the figure")
    for i, edge in enumerate(theory.figure.edges):
        for key, name in (("from", edge.source), ("to", edge.target)):
            _known(report, ("figure", "edges", i, key), name, nodes, "node of the figure")
    cycle = cycle_within_a_period(theory.figure)
    if cycle:
        report(
            ("figure",), f"a cycle within one period: {' -> '.join(cycle)}; give one of its edges a lag of 1"
        )


def _sides(theory: Theory, report: Report) -> None:
    for used, sides in inputs_on_two_sides(theory).items():
        told = " and ".join(f"{side} ({', '.join(names)})" for side, names in sorted(sides.items()))
        last = [names[-1] for names in sides.values()][-1]
        report(("constructs", last), f"'{used}' stands on both sides of the model: {told}")


def _constructs(theory: Theory, report: Report) -> None:
    for name, construct in theory.constructs.items():
        where: Where = ("constructs", name)
        for code in construct.codes:
            _known(
                report, (*where, "codes"), code, {*theory.codes, *theory.definitions}, "code or code group"
            )
        for key, parts in (
            ("from", construct.made_from),
            ("beside", construct.beside),
            ("importance", (*construct.importance, *construct.importance.values())),
            ("mirrored", (*construct.mirrored, *construct.mirrored.values())),
        ):
            for part in parts:
                _known(report, (*where, key), part, theory.constructs, "construct")
        _estimand(theory, construct, where, report)
        if construct.dimension is not None:
            _known(report, (*where, "dimension"), construct.dimension, theory.dimensions, "dimension")
        if construct.role == "behaviour" and construct.dimension is None:
            report(where, "a behaviour construct names its dimension")
        if construct.observed == "texts" and not construct.codes:
            report(where, "observed in texts, but by no code: nothing can answer it")
        observed = construct.indicators or construct.made_from or construct.codes or construct.observed
        if not observed:
            report(where, "no indicators, codes or constructs to make it from: nothing can answer it")
        for part in construct.made_from:
            if part in theory.constructs and name in _ancestors(theory, part):
                report((*where, "from"), f"made from '{part}', which is made from '{name}'")


def _estimand(theory: Theory, construct: Construct, where: Where, report: Report) -> None:
    """Say what a construct lacks for its estimand to be computed."""
    if construct.estimand == "diversification":
        if not construct.indicators:
            report(
                where, "diversification is measured from an index of concentration; name it by `indicators`"
            )
        for i, indicator in enumerate(construct.indicators):
            if indicator.limits != (0, 1):
                told = "diversification is 1 less a concentration from 0 to 1; its `range` is [0, 1]"
                report((*where, "indicators", i), told)
    elif construct.estimand not in (None, "balance") and not construct.made_from:
        report(where, f"{construct.estimand} is measured from other constructs; name them by `from`")
    if construct.estimand == "autonomy":
        earlier = list(theory.constructs)[: list(theory.constructs.values()).index(construct)]
        for part in construct.made_from:
            named = theory.constructs.get(part)
            if named is not None and (named.estimand != "dependence" or part not in earlier):
                report(
                    (*where, "from"),
                    f"'{part}' is no dependence (`estimand: dependence`) that stands before it",
                )
    if construct.estimand == "dependence":
        of_key = {"from": construct.made_from, "importance": construct.importance.values()}
        for key, parts in {**of_key, "mirrored": construct.mirrored.values()}.items():
            for part in parts:
                _in_per_cent(theory, part, (*where, key), report, both_powers=key == "from")
    for key, flows in (("importance", construct.importance), ("mirrored", construct.mirrored)):
        for flow in flows:
            if flow in theory.constructs and flow not in construct.made_from:
                report((*where, key), f"'{flow}' is none of the flows that `from` names")


def _in_per_cent(theory: Theory, name: str, where: Where, report: Report, *, both_powers: bool) -> None:
    """Say where what dependence is reckoned from is no share in per cent, or of one power only."""
    named = theory.constructs.get(name)
    for indicator in () if named is None else named.indicators:
        if not indicator.unit.startswith("percent"):
            told = f"'{name}' is in {indicator.unit}; dependence is reckoned from shares in per cent"
            report(where, f"{told} (a unit that begins with 'percent')")
        elif both_powers and not indicator.both_powers:
            report(where, f"'{name}' is observed for one power only; dependence needs `both_powers: true`")


def _units(theory: Theory, report: Report) -> None:
    first: dict[str, str] = {}
    for name, construct in theory.constructs.items():
        for i, indicator in enumerate(construct.indicators):
            unit = first.setdefault(indicator.id, indicator.unit)
            if indicator.unit != unit:
                where: Where = ("constructs", name, "indicators", i, "unit")
                report(
                    where,
                    f"'{indicator.id}' is in '{indicator.unit}' here and in '{unit}' above; give one unit",
                )


def _titles(theory: Theory, report: Report) -> None:
    """What readers know an indicator by, its tie and what is observed of it, is that of one indicator."""
    first: dict[str, str] = {}
    for name, construct in theory.constructs.items():
        for i, indicator in enumerate(construct.indicators):
            for key, called in (("title", indicator.title), ("quantity", indicator.quantity)):
                if called is not None and (other := first.setdefault(called, indicator.id)) != indicator.id:
                    told = (
                        f"'{called}' is what '{other}' is called above; readers tell indicators apart by it"
                    )
                    report(("constructs", name, "indicators", i, key), told)


def _ancestors(theory: Theory, name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    if name in seen or name not in theory.constructs:
        return seen
    found = seen | {name}
    for part in theory.constructs[name].made_from:
        found = _ancestors(theory, part, found)
    return found


def _questions(theory: Theory, report: Report) -> None:
    known = names_to_need(theory)
    asked: Iterator[tuple[Where, tuple[str, ...]]] = iter(
        [
            *((("hypotheses", name), question.needs) for name, question in theory.hypotheses.items()),
            *((("debates", name), debate.needs) for name, debate in theory.debates.items()),
            *((("claims", i), claim.needs) for i, claim in enumerate(theory.claims)),
        ]
    )
    for where, needs in asked:
        if not needs:
            report(
                where, "needs nothing, so nothing can answer it; name constructs, codes, themes or estimands"
            )
        for need in needs:
            _known(report, (*where, "needs"), need, known, "construct, code, theme or estimand")
    for circle in circles_of_needs(theory):
        kind = "hypotheses" if circle[0] in theory.hypotheses else "debates"
        why = (
            "each of these questions needs the next, so that none is ever answered"
            if len(circle) > 2
            else "a question that needs itself is never answered"
        )
        report((kind, circle[0], "needs"), f"{' -> '.join(circle)}: {why}")
    first: dict[str, int] = {}
    for i, claim in enumerate(theory.claims):
        if first.setdefault(claim.id, i) != i:
            report(("claims", i, "id"), f"there is a claim '{claim.id}' already")
    for i, claim in enumerate(theory.claims):
        if claim.apart is not None:
            _known(report, ("claims", i, "apart"), claim.apart, theory.dimensions, "dimension")
        spoken = {*theory.codes, *theory.definitions, *theory.themes}
        if claim.at_once is not None and len(spoken.intersection(claim.needs)) < claim.at_once:
            report(("claims", i, "needs"), f"names fewer than {claim.at_once} codes or groups of codes")
        if claim.bears is not None and spoken.isdisjoint(claim.needs):
            report(
                ("claims", i, "needs"),
                "no code is needed, so no passage can bear it out; name codes or themes",
            )
    for name, assumption in theory.assumptions.items():
        _known(report, ("assumptions", name, "parameter"), assumption.parameter, ESTIMANDS, "estimand")
    for name, debate in theory.debates.items():
        for code in debate.codes:
            _known(report, ("debates", name, "codes"), code, {*theory.codes, *theory.definitions}, "code")
        if debate.above is not None:
            measured = [each for each, of in theory.constructs.items() if of.estimand == "dependence"]
            _known(report, ("debates", name, "above"), debate.above, measured, "dependence")


def _rivals(theory: Theory, report: Report) -> None:
    for where, what in (*problems_of_rivals(theory), *problems_of_names(theory)):
        report(where, what)


def _checklist(theory: Theory, report: Report) -> None:
    for where, what in problems_of_checklist(theory):
        report(where, what)


def _case(theory: Theory, report: Report) -> None:
    """The case that claims were said of: states that are known, and three of them."""
    source = theory.claims_from
    if source is None:
        return
    named: list[tuple[Where, str]] = [(("claims_from", "state"), source.state)]
    named += [(("claims_from", "powers", side), iso3) for side, iso3 in source.powers.items()]
    for i, (where, iso3) in enumerate(named):
        if iso3 not in known_iso3():
            report(where, unknown_state(iso3))
        elif iso3 in [earlier for _, earlier in named[:i]]:
            report(where, f"{iso3} stands here twice; a case is one state between two others")


def _names(theory: Theory, report: Report) -> None:
    """The names that links in a report are made of, joined by hyphens, so that no two of them can be the same."""
    for where in (
        *(("dimensions", name) for name in theory.dimensions),
        *(("themes", name) for name in theory.themes),
        *(("tables", name) for name in theory.tables),
        *(("tables", name, "rows", row) for name, table in theory.tables.items() for row in table.rows),
    ):
        if not re.fullmatch(r"\w+", where[-1]):
            near = re.sub(r"\W+", "_", where[-1]).strip("_")
            report(where, f"the name '{where[-1]}' holds more than letters, digits and _; write '{near}'")


def _themes_and_tables(theory: Theory, report: Report) -> None:
    carries: dict[str, str] = {}
    for name, theme in theory.themes.items():
        _known(report, ("themes", name, "table"), theme.table, theory.tables, "table")
        if carries.setdefault(theme.table, name) != name:
            told = f"the table '{theme.table}' carries the theme '{carries[theme.table]}' already"
            report(("themes", name, "table"), told)
    for table_name, table in theory.tables.items():
        # A theme that misspells its table is named already; the table that it means is not idle.
        if table_name not in carries and set(carries) <= set(theory.tables):
            report(("tables", table_name), f"no theme names the table '{table_name}', so no report shows it")
        if table.beside is not None:
            _known(report, ("tables", table_name, "beside"), table.beside, ESTIMANDS, "estimand")
        for row_name, row in table.rows.items():
            where: Where = ("tables", table_name, "rows", row_name)
            for code in row.codes:
                _known(report, (*where, "codes"), code, {*theory.codes, *theory.definitions}, "code")
            if row.about is not None:
                _known(report, (*where, "about"), row.about, theory.dictionaries, "dictionary")
            if row.measured_by is not None:
                _known(report, (*where, "construct"), row.measured_by, theory.constructs, "construct")
            if row.dimension is not None:
                _known(report, (*where, "dimension"), row.dimension, theory.dimensions, "dimension")
            measured = row.measured_by and getattr(theory.constructs.get(row.measured_by), "observed", "none")
            if not (row.codes or row.dimension or row.movement) and (
                row.measured_by is None or measured == "none"
            ):
                report(where, "no codes, dimension or observed construct: nothing can answer this row")


def _lexicon(theory: Theory, report: Report) -> None:
    lexicon = theory.lexicon
    for code in lexicon.codes:
        _known(report, ("lexicon", "codes", code), code, theory.definitions, "code")
    for i, code in enumerate(lexicon.adverse):
        _known(report, ("lexicon", "adverse", i), code, theory.definitions, "code")
    for effect in lexicon.effects:
        _known(report, ("lexicon", "effects", effect), effect, theory.effects, "effect")
    names = {*ACTOR_LISTS, *theory.dictionaries}
    for where, terms in (
        *((("codes", code, key), found) for code, entry in lexicon.codes.items() for key, found in entry),
        *(
            (("effects", effect, key), found)
            for effect, entry in lexicon.effects.items()
            for key, found in entry
        ),
        *((("cues", key), found) for key, found in lexicon.cues),
    ):
        for i, term in enumerate(terms):
            for what in problems_of_term(term, names):
                report(("lexicon", *where, i), what)
