"""The elements of a theory, as its YAML file declares them. Powers are written `a` and `b`."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, FiniteFloat, StrictBool, field_validator, model_validator

from counterpoise.identity import identifier
from counterpoise.theory.element import Element, Lines, Text, Words
from counterpoise.theory.lexicon import Lexicon
from counterpoise.theory.modelled import Decision, ModelPart, Quantity

Side = Literal["a", "b"]
Role = Literal["pressure", "filter", "behaviour", "outcome", "table"]
Movement = Literal["expanding", "contracting", "fluctuating", "steady"]
Way = Literal["strengthens", "weakens"]
"""Which way a passage goes: it speaks of more of the tie, or of what its code names, or of less."""
Then = Literal["more", "less", "no less"]
Measured = Literal["balance", "dependence", "autonomy", "independence", "diversification"]
"""What is measured from several series of a state, whatever a theory calls the construct that it stands for."""


class Assumption(Element):
    """An assumption of the theory, tied to the parameter by which a model tests it."""

    text: str
    parameter: str
    paper: Lines | None = None


class Indicator(Element):
    """One observed series: its id in the data, the unit of its values, and how they become ties.

    Which power an observation concerns is told by its partner. `both_powers` says that both powers are observed
    in one way, so that their ties may be divided. A unit without the year of its prices, such as `million
    constant USD`, is that of any one year. `positions` names the series of points between which a distance is taken.
    Of a distance, `title` names the nearness that is the tie, and `quantity` what is observed.
    `limits` are the least and the greatest value that there can be, None where there is no such limit. `more_is` says whether more
    of it is more of what its construct names, or less, as more income is less need; ties are told by `transform` instead.
    """

    id: str
    title: str
    unit: str
    limits: tuple[FiniteFloat | None, FiniteFloat | None] | None = Field(default=None, alias="range")
    transform: Literal["proximity"] | None = None
    quantity: str | None = None
    positions: str | None = None
    both_powers: StrictBool = False
    more_is: Literal["more", "less"] = "more"
    varies_with: Literal["roll_calls"] | None = None

    @model_validator(mode="after")
    def _distance_between_positions(self) -> Indicator:
        if self.positions is not None and self.transform != "proximity":
            raise ValueError("has positions but is no distance; add `transform: proximity`")
        if (self.quantity is None) == (self.transform == "proximity"):
            raise ValueError(
                "a distance (`transform: proximity`) names what is observed by `quantity`, and only a distance does"
            )
        return self

    @field_validator("limits")
    @classmethod
    def _in_order(
        cls, limits: tuple[float | None, float | None] | None
    ) -> tuple[float | None, float | None] | None:
        if limits is not None and None not in limits and limits[0] >= limits[1]:  # type: ignore[operator]
            raise ValueError(f"found [{limits[0]:g}, {limits[1]:g}]; expected the lesser first")
        if limits == (None, None):
            raise ValueError("has no end; leave it out, or give one, as in [0, null]")
        return limits


class Construct(Element):
    """What is measured, from which indicators or codes, and on which side of the model it stands.

    `estimand` names the quantity that stands for it. Of `dependence`, `from` names the flows, shares in per cent;
    `importance` gives for a flow the construct of what part the whole flow is of the state's needs, and `mirrored` that of
    the state's share in the power's flow, both in per cent too.
    """

    role: Role
    title: str | None = None
    dimension: str | None = None
    indicators: tuple[Indicator, ...] = ()
    observed: Literal["texts", "none"] | None = None
    codes: Words = ()
    made_from: Words = Field(default=(), alias="from")
    estimand: Measured | None = None
    importance: dict[str, str] = Field(default_factory=dict)
    mirrored: dict[str, str] = Field(default_factory=dict)
    beside: Words = ()
    shares: StrictBool = True
    partners: Literal["all"] | None = None

    @model_validator(mode="after")
    def _turned(self) -> Construct:
        turned = [each.id for each in self.indicators if each.more_is == "less"]
        if turned and self.role not in ("pressure", "filter"):
            told = f"`more_is: less` of {turned[0]} turns a measure of pressure or a filter; here the role is '{self.role}'"
            raise ValueError(told)
        return self


class Typology(Element):
    """The thresholds by which a state-year is of a type, each on a scale of 0 to 1 and fixed before any data are seen.

    Below an engagement it is disengaged; from a contradiction on it hedges by splitting domains; within the band
    of even shares it is balanced, beyond it aligned.
    """

    disengaged_below: float = Field(ge=0, le=1)
    split_from: float = Field(ge=0, le=1)
    even: tuple[FiniteFloat, FiniteFloat]

    @model_validator(mode="after")
    def _band(self) -> Typology:
        low, high = self.even
        if not 0 <= low < high <= 1:
            raise ValueError(
                f"even is [{low:g}, {high:g}]; expected two shares from 0 to 1, the lesser first"
            )
        return self


class Edge(Element):
    """An arrow of the figure beyond its chain; `lag` counts periods, so feedback has lag 1 or more."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    lag: int = Field(default=0, ge=0)


class Figure(Element):
    """The theory's causal chain: each step leads to all of the next; `edges` adds arrows to it."""

    chain: tuple[Words, ...]
    outcomes: Words = ()
    edges: tuple[Edge, ...] = ()
    readings: dict[str, str] = Field(default_factory=dict)
    variants: dict[str, StrictBool] = Field(default_factory=dict)


class Rival(Element):
    """A rival theory as a mask on the shared regression: the quantities it uses, each of which says what sign it expects.

    Of those `joined` by their product, such as the parts of a threat, one term is made. A work names it by the terms of `named`.
    """

    cite: str | None = None
    paper: Lines | None = None
    uses: Words = ()
    joined: Literal["product"] | None = None
    says: str | None = None
    named: Words = ()


class Hypothesis(Element):
    """A hypothesis, the quantity that decides it, and what it needs to be answered."""

    text: str
    estimand: str
    needs: Words
    paper: Lines | None = None


class Debate(Element):
    """A question on which the literature is divided, its test, and what that test needs.

    Where `after` is given, the test compares the years up to and after it, and needs series
    that reach past it. `above` names a dependence on `power` that is asked to lie above the study's threshold for it.
    """

    title: str
    question: str
    test: str
    needs: Words
    codes: Words = ()
    power: Side | None = None
    after: int | None = None
    above: str | None = None
    paper: Lines | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Debate:
        if self.above is not None and self.power is None:
            raise ValueError("`above` asks for a dependence but no power; add `power: a` or `power: b`")
        if self.above is not None and self.after is not None:
            raise ValueError("has both `above` and `after`; a debate is tested in one way, so leave one out")
        return self


class ClaimUnderTest(Element):
    """A sentence of the literature to be tested. `expects` names movement words that would bear it out.

    `apart` names the dimension that it says is kept apart from the others, `bears` the direction of passages that would bear
    it out, only of those by the state itself where it is `said_by` that. `literature` says that works treat one power or
    one dimension alone, are from `before` a year, or name other theories alone. `at_once` says of how many of its `needs`, codes or groups of them, a
    document speaks, `then` what there is of an association's other side with more of the construct that it needs. `rival` names the one theory that it sets the main theory against. What it
    `lacks` no evidence of this kind tells: its numbers are shown, and it is not testable with them.
    """

    id: str
    kind: str
    text: str
    needs: Words
    expects: tuple[Movement, ...] = ()
    apart: str | None = None
    bears: Way | None = None
    said_by: Literal["state"] | None = None
    literature: Literal["one power", "one dimension", "earlier", "another theory"] | None = None
    before: int | None = None
    rival: str | None = None
    then: Then | None = None
    at_once: int | None = Field(default=None, ge=2)
    lacks: Text | None = None
    power: Side | None = None
    paper: Lines | None = None

    @model_validator(mode="after")
    def _one_way(self) -> ClaimUnderTest:
        if self.expects and self.power is None:
            raise ValueError("expects movement words but names no power; add `power: a` or `power: b`")
        named = ("expects", "apart", "bears", "literature", "then", "at_once", "lacks")
        ways = [name for name in named if getattr(self, name)]
        if len(ways) > 1:
            told = " and ".join(f"`{name}`" for name in ways)
            raise ValueError(f"has both {told}; a claim is weighed in one way, so leave one out")
        if (self.literature == "earlier") != (self.before is not None):
            raise ValueError("`literature: earlier` and the year of `before` go together; give both or none")
        if self.said_by and not (self.bears or self.at_once):
            raise ValueError("`said_by` chooses among passages that are weighed; add `bears` or `at_once`")
        return self


class Requirement(Element):
    """A row of a checklist: what a report is to show, the parts of it that do (`theory.checklist`), and what it `lacks`."""

    id: Text
    text: str
    shown: Words = ()
    lacks: str | None = None
    paper: Lines | None = None


class ClaimsFrom(Element):
    """The work that claims and debates are taken from, and the case of which it said them.

    `powers` are the states that `power a` and `power b` stand for in the sentences.
    """

    work: str
    state: str
    powers: dict[Side, str]

    @model_validator(mode="after")
    def _two_powers(self) -> ClaimsFrom:
        if set(self.powers) != {"a", "b"}:
            raise ValueError("its powers are both a and b; write `powers: {a: ISO3, b: ISO3}`")
        return self


class Theme(Element):
    """A theme of the analysis and the table that carries it."""

    title: str
    table: str
    asks: str | None = None


class Row(Element):
    """A row of a table: the codes that fill it, what it is about, and the construct that stands beside."""

    title: str | None = None
    codes: Words = ()
    dimension: str | None = None
    about: str | None = None
    measured_by: str | None = Field(default=None, alias="construct")
    movement: StrictBool = False


class Table(Element):
    """A table of findings. With `columns: [a, b]` each row has one cell for each power."""

    title: str
    first_column: str
    rows: dict[str, Row]
    cell: str
    columns: tuple[Side, ...] = ()
    beside: str | None = None


class Theory(Element):
    """A whole theory, as one YAML file declares it.

    `systemic` names the code groups that concern the powers and the system between them, on which a passage may
    bear without naming the state. `dictionaries` names the lists of the case's own terms that a study may give, and
    says what each holds; those `of_any_state` hold the same names whichever state is studied.
    `named` are the terms by which a work names the theory. `examples` are sentences that speak of a code, beside its definition. `checklist` says what a report is to show.
    """

    theory: str
    title: str
    cite: Words = ()
    named: Words = ()
    axioms: dict[str, str] = Field(default_factory=dict)
    assumptions: dict[str, Assumption] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]]
    examples: dict[str, Words] = Field(default_factory=dict)
    systemic: Words = ()
    effects: dict[str, str]
    dimensions: dict[str, Words]
    dictionaries: dict[str, str] = Field(default_factory=dict)
    of_any_state: Words = ()
    figure: Figure
    quantities: dict[str, Quantity] = Field(default_factory=dict)
    rivals: dict[str, Rival] = Field(default_factory=dict)
    hypotheses: dict[str, Hypothesis] = Field(default_factory=dict)
    debates: dict[str, Debate] = Field(default_factory=dict)
    levers: dict[str, str] = Field(default_factory=dict)
    constructs: dict[str, Construct]
    typology: Typology | None = None
    model: ModelPart | None = None
    claims: tuple[ClaimUnderTest, ...] = ()
    claims_from: ClaimsFrom | None = None
    checklist: tuple[Requirement, ...] = ()
    themes: dict[str, Theme]
    tables: dict[str, Table]
    lexicon: Lexicon = Lexicon()

    @property
    def rules_id(self) -> str:
        """Sixteen hex digits that name all that verdicts hold to, fixed before any run, so that a changed rule shows.

        That is what is asked and what it needs, the whole `model`, and the rivals with what they look at.
        """
        asked = {"assumptions", "hypotheses", "debates", "levers", "claims"}
        held_to = asked | {"model", "rivals", "quantities"}
        return identifier(theory=self.model_dump(mode="json", include=held_to))

    @property
    def decision(self) -> Decision:
        """The rules of verdicts that the theory's model states, or those that stand where it has none."""
        return Decision() if self.model is None else self.model.decision

    @cached_property
    def definitions(self) -> dict[str, str]:
        """Each code with its definition, in the order of the file."""
        return {code: says for group in self.codes.values() for code, says in group.items()}

    @cached_property
    def group_of(self) -> dict[str, str]:
        """Each code with the group that it stands in."""
        return {code: group for group, codes in self.codes.items() for code in codes}

    def codes_of(self, names: Words) -> tuple[str, ...]:
        """The codes that a list of codes and code groups stands for."""
        return tuple(code for name in names for code in self.codes.get(name, (name,)))

    def codes_of_table(self, name: str) -> tuple[str, ...]:
        """Every code that a row of a table reads, itself or through its dimension, each once."""
        rows = self.tables[name].rows.values()
        read = ((*row.codes, *self.dimensions.get(row.dimension or "", ())) for row in rows)
        return tuple(dict.fromkeys(code for names in read for code in self.codes_of(names)))
